"""The state of a negotiation between two turns; every turn makes a new one."""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from callbackend.reading.negotiation.ask import Ask, Firmness
from callbackend.reading.text import WORD

CONTENT_WORD = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True, slots=True)
class Offer:
    """A total that the agent named and the provider may still accept."""

    value: Decimal
    line: int
    is_recap: bool = False  # repeats what the provider asks
    is_stale: bool = False  # refused, put off, or talked past: a bare yes no longer means it
    is_taken: bool = False  # the provider's own price, to which the agent has said yes
    is_held: bool = False  # read back, and to be held until the customer decides


@dataclass(frozen=True, slots=True)
class Alternative:
    """A total that the provider would accept under a condition."""

    value: Decimal
    line: int
    needs_cash: bool
    is_fresh: bool = True


@dataclass(frozen=True, slots=True)
class Agreement:
    """A total that both accepted; `by_recap` when the agent only repeated what was asked.

    One `by_hold` stands although the customer decides later: that is what a price is held for.
    """

    value: Decimal
    lines: tuple[int, ...]
    by_recap: bool = False
    by_hold: bool = False


@dataclass(frozen=True, slots=True)
class Recalled:
    """A price of an earlier talk that the agent's last turn tells of."""

    value: Decimal
    line: int


@dataclass(frozen=True, slots=True)
class Deal:
    """Where a negotiation stands."""

    ask: Ask = field(default_factory=Ask)
    estimate: Ask = field(default_factory=Ask)
    offer: Offer | None = None
    alternative: Alternative | None = None
    agreement: Agreement | None = None
    is_haggled: bool = False
    is_price_fresh: bool = False  # the provider's last turn spoke of the price
    is_refused: bool = False
    asked_hours: bool = False
    is_asked_again: bool = False  # the agent did not catch the price
    is_price_asked: bool = False  # the agent's last turn spoke of the price on the table
    is_elsewhere: bool = False  # the provider is not the business that was rung
    is_put_off: bool = False  # the agent has left the price to a later decision
    agent_texts: tuple[str, ...] = ()
    said_words: frozenset[str] = frozenset()  # by either side, before the last turn
    names: frozenset[Decimal] = frozenset()  # numbers that the agent said without meaning money
    choice: tuple[
        tuple[Decimal, frozenset[str]], ...
    ] = ()  # the last turn's prices, what each is for
    told: tuple[Decimal, ...] = ()  # the provider's figures of a price or of its parts
    recalled: Recalled | None = None
    rivals: frozenset[Decimal] = frozenset()  # what others ask, or the budget is, says the agent

    def having_heard(self, text: str) -> "Deal":
        """The same deal, with the words of a turn that is over known."""
        return replace(self, said_words=self.said_words.union(WORD.findall(text)))

    @property
    def standing(self) -> Decimal | None:
        """The provider's firm figure on the table."""
        return self.ask.value if self.ask.strength is Firmness.FIRM else None

    def stands_at(self, value: Decimal | None) -> bool:
        """Whether this is the provider's firm figure, or one that it has just come down to."""
        if value is None:
            return False
        alternative = self.alternative
        if alternative is not None and not alternative.needs_cash and alternative.value == value:
            return True
        return value == self.standing

    @property
    def asked_words(self) -> frozenset[str]:
        """The longer words that the agent has used: they tell what the call is about."""
        return frozenset(CONTENT_WORD.findall(" ".join(self.agent_texts)))

    @property
    def reference(self) -> Decimal | None:
        """A figure by whose scale a short one (`two`) is to be read."""
        return self.ask.value or (self.offer.value if self.offer else None)
