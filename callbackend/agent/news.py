"""What became of the price in a turn."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from callbackend.agent.moves import Pin


class News(Enum):
    """What became of the price in this turn."""

    NONE = auto()
    NAMED = auto()  # they named a price of theirs
    UNCLEAR = auto()  # a figure that is no price yet: see `pin`
    OPTIONS = auto()
    VISIT = auto()  # only a visit would tell
    TOOK = auto()  # our offer
    REFUSED = auto()  # our offer
    STANDS = auto()  # they repeat their price
    PONDERS = auto()  # our figure, asked back
    MISHEARD = auto()  # a figure near ours, asked back or below it
    UNSURE = auto()
    CONFIRMED = auto()  # the read-back
    DENIED = auto()
    TAKEN_BACK = auto()  # a price, or a yes
    WITHDRAWN = auto()  # the job


@dataclass(frozen=True, slots=True)
class Meant:
    """The news, with its figure."""

    news: News
    amount: Decimal | None = None
    pin: Pin | None = None
    is_hedged: bool = False
    options: tuple[tuple[str, Decimal], ...] = ()


NOTHING = Meant(News.NONE)
