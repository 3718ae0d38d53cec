"""How far a sentence without a figure goes along with the price that was named before it."""

import re
from dataclasses import dataclass
from enum import IntEnum

from callbackend.reading.judgement.cues import IDIOMS, Cue, has

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
    first, worst, best = grades[0], min(grades), max(grades)
    if worst is Grade.REFUSED:
        if first <= Grade.YES or has(text, Cue.BUT):
            is_open = first is Grade.YES and not has(text, Cue.BUT)
            return Assent(Grade.NOTHING if is_open else worst)
        return Assent(first, is_conditional=has(text, Cue.IF))
    if best <= Grade.NOTHING:
        return Assent(best)
    but = first > Grade.NOTHING and has(text, Cue.BUT) and not has(text, Cue.WHEN)
    return Assent(best, is_conditional=but or has(text, Cue.IF))


def _grade(clause: str) -> Grade:
    if has(clause, Cue.OFF):
        return Grade.OFF
    if has(clause, Cue.REFUSE):
        return Grade.REFUSED
    if has(clause, Cue.NOT):
        return Grade.REFUSED if has(clause, Cue.DEAL) else Grade.NOTHING
    if has(clause, Cue.PUT_OFF) or has(clause, Cue.QUESTION):
        return Grade.NOTHING
    if has(clause, Cue.DEAL) or has(clause, Cue.TAKE):
        return Grade.CLOSED
    if has(clause, Cue.FAIR):
        return Grade.FAIR
    return Grade.YES if has(clause, Cue.YES) else Grade.NOTHING
