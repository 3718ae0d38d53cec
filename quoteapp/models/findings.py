"""What a call has brought besides its prices, as rows keep it and answers show it."""

from enum import StrEnum
from typing import TypedDict


class NoteKind(StrEnum):
    """What a note is about."""

    EARLIEST_DAY = "earliest_day"
    INCLUDED = "included"
    EXCLUDED = "excluded"
    OPTION = "option"
    VISIT = "visit"
    WARRANTY = "warranty"
    PAYMENT = "payment"


class Side(StrEnum):
    """Who named a price."""

    AGENT = "agent"
    PROVIDER = "provider"


class MoveKind(StrEnum):
    """What a price was, of those that were named."""

    FIRST = "first"
    COUNTER = "counter"
    LAST = "last"
    AGREED = "agreed"


class Note(TypedDict):
    """Words of the provider's, from the line of the transcript that `turn` counts to from 0."""

    kind: str
    text: str
    price: float | None  # Of an option, or a visit's fee; dollars.
    turn: int


class Move(TypedDict):
    """A price that was named, in dollars, and the line in which it was."""

    by: str
    kind: str
    price: float
    turn: int
