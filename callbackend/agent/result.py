"""What a call has brought, besides its outcome: prices, how they moved, and what else was said."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

Side = Literal["agent", "provider"]


class MoveKind(StrEnum):
    """What a price was, of those that one side named."""

    FIRST = "first"
    COUNTER = "counter"
    LAST = "last"
    AGREED = "agreed"


class NoteKind(StrEnum):
    """What a note is about."""

    EARLIEST_DAY = "earliest_day"
    INCLUDED = "included"
    EXCLUDED = "excluded"
    OPTION = "option"
    VISIT = "visit"
    WARRANTY = "warranty"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True)
class PriceMove:
    """A price that one side named; `turn` counts the lines of the transcript from 0."""

    by: Side
    kind: MoveKind
    price: Decimal
    turn: int


@dataclass(frozen=True, slots=True)
class Note:
    """What the customer should know, in words that were said in that turn.

    `price` is dollars, where the note has one: of an option, of a visit.
    """

    kind: NoteKind
    text: str
    price: Decimal | None
    turn: int


@dataclass(frozen=True, slots=True)
class Findings:
    """All that a call has brought so far."""

    estimated_price: Decimal | None = None  # the first firm price that they named
    last_offer: Decimal | None = None  # their last one, agreed or not
    negotiated_price: Decimal | None = None  # what was read back, and confirmed
    moves: tuple[PriceMove, ...] = ()
    notes: tuple[Note, ...] = ()
