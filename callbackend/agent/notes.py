"""What the customer should know besides the price: sentences of theirs that carry it."""

import re
from decimal import Decimal

from callbackend.agent.result import Note, NoteKind
from callbackend.reading.heard import HeardTurn
from callbackend.reading.speech.acts import Act
from callbackend.reading.speech.expressions import expressions, has
from callbackend.reading.speech.sentences import Sentence

LONGEST_NOTE = 200
PLAIN = {
    NoteKind.WARRANTY: "warrants",
    NoteKind.PAYMENT: "pays",
    NoteKind.EXCLUDED: "excludes",
    NoteKind.INCLUDED: "includes",
}
DENIES = re.compile(r"\b(?:no|not|isn't|aren't|doesn't|don't|without|never)\b")


def notes_in(said: str, heard: HeardTurn, turn: int) -> list[Note]:
    """The notes that a turn carries, each with the words of its sentence."""
    found: list[Note] = []
    for sentence in heard.sentences:
        if sentence.asks or sentence.act in (Act.SMALL_TALK, Act.PHONE_MENU):
            continue
        words = _words(said, heard, sentence)
        found += [Note(kind, words, None, turn) for kind in _kinds(sentence)]
    return found


def visit_note(said: str, heard: HeardTurn, turn: int) -> Note | None:
    """The note of a visit that a turn carries, with its fee."""
    for one in heard.prices:
        if one.is_fee:
            return Note(NoteKind.VISIT, _words(said, heard, one.sentence), one.value, turn)
    for sentence in heard.sentences:
        if any(sign.act is Act.VISIT_ONLY for sign in sentence.signs):
            return Note(NoteKind.VISIT, _words(said, heard, sentence), None, turn)
    return None


def option_notes(
    said: str, heard: HeardTurn, options: tuple[tuple[str, Decimal], ...], turn: int
) -> list[Note]:
    """A note of each option."""
    return [
        Note(NoteKind.OPTION, _words(said, heard, _sentence_of(heard, price)), price, turn)
        for _, price in options
    ]


def day_in(text: str) -> str:
    """The words of plain text that name a day."""
    found = expressions()["days"].search(text)
    return found[0] if found else ""


def _kinds(sentence: Sentence) -> list[NoteKind]:
    text = sentence.text
    kinds = [kind for kind, name in PLAIN.items() if has(name, text)]
    if NoteKind.EXCLUDED in kinds and NoteKind.INCLUDED in kinds:
        kinds.remove(NoteKind.INCLUDED if DENIES.search(text) else NoteKind.EXCLUDED)
    gives_day = any(sign.act is Act.GIVES_DAY for sign in sentence.signs)
    if has("days", text) and (gives_day or has("could_come", text)):
        kinds.append(NoteKind.EARLIEST_DAY)
    return kinds


def _sentence_of(heard: HeardTurn, price: Decimal) -> Sentence:
    """Where a price was named; one of two that were heard as a range stands with the other."""
    named = (one.sentence for one in heard.figures if one.value == price)
    return next(named, heard.figures[-1].sentence if heard.figures else heard.sentences[-1])


def _words(said: str, heard: HeardTurn, sentence: Sentence) -> str:
    """The sentence as it was said: plain text keeps the length, unless a phrase was spelled out."""
    if len(heard.text) == len(said):
        words = said[sentence.start : sentence.start + len(sentence.text) + 1].strip()
    else:
        words = sentence.text
    return words[:LONGEST_NOTE]
