"""How far a sentence without a figure goes along with the price that was named before it."""

import re
from dataclasses import dataclass
from enum import IntEnum

from callbackend.reading.judgement.cues import IDIOMS, Cue, cues_of

CLAUSE = re.compile(r",(?!\d)|\b(?:but|because|since|now|so|and then|as)\b")


class Grade(IntEnum):
    """From calling it off to closing it."""

    OFF = -2
    REFUSED = -1
    NOTHING = 0
    YES = 1  # a word that may answer something else, too
    FAIR = 2
    CLOSED = 3


@dataclass(frozen=True, slots=True)
class Assent:
    """What a sentence says to a price; `is_conditional` when only under a condition."""

    grade: Grade
    is_conditional: bool = False


def assent_in(sentence: str) -> Assent:
    """Clause by clause: a yes that comes first holds against the reasons that follow it."""
    text = IDIOMS.sub(" ", sentence)
    grades = [_grade(clause) for clause in CLAUSE.split(text) if clause.strip()]
    if not grades or min(grades) is Grade.OFF:
        return Assent(Grade.OFF if grades else Grade.NOTHING)
    whole = cues_of(text)
    first, worst, best = grades[0], min(grades), max(grades)
    if worst is Grade.REFUSED:
        if first <= Grade.YES or Cue.BUT in whole:
            return Assent(Grade.NOTHING if first is Grade.YES and Cue.BUT not in whole else worst)
        return Assent(first, is_conditional=Cue.IF in whole)
    but = Cue.BUT in whole and Cue.WHEN not in whole and first > Grade.NOTHING
    return Assent(best, is_conditional=Cue.IF in whole or but)


def _grade(clause: str) -> Grade:
    cues = cues_of(clause)
    if Cue.OFF in cues:
        return Grade.OFF
    if Cue.REFUSE in cues:
        return Grade.REFUSED
    if Cue.NOT in cues:
        return Grade.REFUSED if Cue.DEAL in cues else Grade.NOTHING
    if cues & {Cue.PUT_OFF, Cue.QUESTION}:
        return Grade.NOTHING
    if cues & {Cue.DEAL, Cue.TAKE}:
        return Grade.CLOSED
    if Cue.FAIR in cues:
        return Grade.FAIR
    return Grade.YES if Cue.YES in cues else Grade.NOTHING
