"""How a person comes down: one answer to one push, by their character."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

ROUNDED = ((500, 5), (2000, 10), (10_000, 50))


class Gives(StrEnum):
    """The characters."""

    FIRM = "firm"  # never
    SOFT = "soft"  # takes whatever is not below the floor
    MIDDLE = "middle"  # meets an offer half way, twice
    STEPS = "steps"  # a third of the way at every push
    ASKED = "asked"  # not for an offer, but when asked what would bring it down
    MATCH = "match"  # only for a real quote of somebody else


class Kind(StrEnum):
    """What the answer to a push is."""

    ACCEPT = "accept"  # the offer it is
    COUNTER = "counter"
    CONDITION = "condition"  # less, on a condition of theirs
    LAST = "last"  # as low as it goes
    FIRM = "firm"
    FED_UP = "fed_up"


@dataclass(frozen=True, slots=True)
class Terms:
    """First price, floor, character, and how many pushes beyond the last word are borne."""

    price: Decimal
    floor: Decimal
    gives: Gives
    patience: int

    @property
    def lowest(self) -> Decimal:
        """The price that somebody can reach who does everything right.

        Who meets half way twice never quite comes to the floor.
        """
        if self.gives is not Gives.MIDDLE:
            return self.floor
        return self.price - (self.price - self.floor) * 3 / 4


@dataclass(frozen=True, slots=True)
class Push:
    """What the agent wants: less, a certain amount, and maybe because others take that."""

    offer: Decimal | None
    is_rival: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person says to it, and the price that stands then."""

    kind: Kind
    price: Decimal


@dataclass(slots=True)
class Haggler:
    """A person in the middle of a price talk."""

    terms: Terms
    moves: int = 0
    is_done: bool = False
    refusals: int = 0

    def answer(self, standing: Decimal, push: Push) -> Answer:
        """The answer to a push; the person remembers it."""
        if push.offer is not None and push.offer >= standing:
            return Answer(Kind.ACCEPT, standing)
        if self.is_done or standing <= self.terms.floor:
            return self._refusal(standing)
        wanted = self._wanted(standing, push)
        if wanted is None:
            return self._refusal(standing)
        self.moves += 1
        return self._towards(wanted, standing, push)

    def _refusal(self, standing: Decimal) -> Answer:
        self.refusals += 1
        is_fed_up = self.refusals > self.terms.patience
        return Answer(Kind.FED_UP if is_fed_up else Kind.FIRM, standing)

    def _towards(self, wanted: Decimal, standing: Decimal, push: Push) -> Answer:
        """The price that is wanted, said as what it is."""
        if push.offer is not None and push.offer >= wanted:
            return Answer(Kind.ACCEPT, push.offer)
        price = max(self.terms.floor, to_round(wanted))
        if price >= standing:
            return self._refusal(standing)
        if self.terms.gives is Gives.ASKED:
            return Answer(Kind.CONDITION, price)
        self.is_done = price == self.terms.floor or self._has_moved_enough()
        return Answer(Kind.LAST if self.is_done else Kind.COUNTER, price)

    def _has_moved_enough(self) -> bool:
        return self.terms.gives is Gives.MIDDLE and self.moves == 2

    def _wanted(self, standing: Decimal, push: Push) -> Decimal | None:
        """Where this person would go now; none: nowhere."""
        floor, share = self.terms.floor, (self.terms.price - self.terms.floor) / 3
        match self.terms.gives:
            case Gives.FIRM:
                return None
            case Gives.SOFT:
                return floor if push.offer is not None else (standing + floor) / 2
            case Gives.MIDDLE:
                return (standing + max(floor, push.offer or floor)) / 2
            case Gives.STEPS:
                return max(floor, standing - share)
            case Gives.ASKED:
                return floor if push.offer is None and not push.is_rival else None
            case Gives.MATCH:
                return floor if push.is_rival and push.offer is not None else None


def to_round(amount: Decimal) -> Decimal:
    """The amount as people round it, upwards: to 5 below 500, to 10, 50 and 100 above."""
    step = next((step for below, step in ROUNDED if amount < below), 100)
    return (amount / step).to_integral_value(ROUND_CEILING) * step
