"""Notes and moves of a call object, read with care: what makes no sense is left out.

A price or an outcome that cannot be read keeps a call from being settled; these do not. They are
what a customer reads besides, and each stands for itself.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from quoteapp.clients.json_objects import UNKEEPABLE
from quoteapp.models.findings import Move, MoveKind, Note, NoteKind, Side

One = TypeVar("One")

# Of each; a talk has a few. And of a note's text, which is a sentence.
MOST = 100
LONGEST_TEXT = 500
HIGHEST_PRICE = 10**8


def notes_of(listed: object, turns: int) -> list[Note] | None:
    """The notes of a call with so many turns; None where they are not told."""
    return _each(listed, lambda one: _note(one, turns))


def moves_of(listed: object, turns: int) -> list[Move] | None:
    """The moves, likewise."""
    return _each(listed, lambda one: _move(one, turns))


def _each(listed: object, read: Callable[[dict[str, object]], One | None]) -> list[One] | None:
    if not isinstance(listed, list):
        return None
    found = (read(one) for one in listed[:MOST] if isinstance(one, dict))
    return [one for one in found if one is not None]


def _note(told: dict[str, object], turns: int) -> Note | None:
    text, price, turn = _text(told.get("text")), told.get("price"), _turn(told.get("turn"), turns)
    kind = _word(told.get("kind"), NoteKind)
    if kind is None or text is None or turn is None:
        return None
    return Note(kind=kind, text=text, price=_price(price, least=0), turn=turn)


def _move(told: dict[str, object], turns: int) -> Move | None:
    by, kind = _word(told.get("by"), Side), _word(told.get("kind"), MoveKind)
    price, turn = _price(told.get("price"), least=0.01), _turn(told.get("turn"), turns)
    if by is None or kind is None or price is None or turn is None:
        return None
    return Move(by=by, kind=kind, price=price, turn=turn)


def _word(value: object, enum: type[StrEnum]) -> str | None:
    return value if isinstance(value, str) and value in list(enum) else None


def _text(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return UNKEEPABLE.sub("\N{REPLACEMENT CHARACTER}", value).strip()[:LONGEST_TEXT] or None


def _price(value: object, least: float) -> float | None:
    """Dollars with cents; NaN and infinity fail the comparison."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return round(float(value), 2) if least <= value < HIGHEST_PRICE else None


def _turn(value: object, turns: int) -> int | None:
    """A turn that there is: nothing counts without the words that show it."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value < turns else None
