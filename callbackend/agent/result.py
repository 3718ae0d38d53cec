"""What a call has brought, besides its outcome: prices, how they moved, and what else was said."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from callbackend.reading import Quote
from callbackend.states import Outcome

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

    @property
    def verdict(self) -> Outcome:
        """What the prices say of a call that is over."""
        if self.negotiated_price is not None:
            return Outcome.AGREED
        return Outcome.NO_AGREEMENT if self.estimated_price is None else Outcome.QUOTED

    def read_again(self, quote: Quote) -> "Findings":
        """The same after a second reading of the whole call, which found `quote`.

        The agent was there: nothing is agreed that it did not read back, and what they named to it
        stays. So the reading can let an agreement fall, whose price was then no more than their
        last one; and it can find a price where the agent heard none.
        """
        if self.estimated_price is None:
            return replace(self, estimated_price=quote.estimated_price)
        if self.negotiated_price == quote.negotiated_price:
            return self
        moves = tuple(move for move in self.moves if move.kind is not MoveKind.AGREED)
        return replace(self, negotiated_price=None, moves=moves)
