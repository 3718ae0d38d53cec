"""A partner as its file describes it: who it is, what it says when, and what must hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from evals.partners.bargain import Terms
from evals.partners.hearing import Job
from evals.partners.spelling import Voice


@dataclass(frozen=True, slots=True)
class Question:
    """Something of the trade that is asked before a price is named.

    Any of `wants` in what the agent says answers it (empty: anything does); where the brief does
    not know, saying so is an answer, too.
    """

    say: str
    wants: tuple[str, ...] = ()
    may_not_know: bool = False

    @property
    def again(self) -> str:
        """The question without what was told around it."""
        questions = [it for it in re.split(r"(?<=[.?!])\s+", self.say) if it.endswith("?")]
        return questions[-1] if questions else self.say


@dataclass(frozen=True, slots=True)
class Scene:
    """One person, machine or mood, until another comes.

    `says` is said first, a line a turn, whatever the agent says meanwhile. `on` has for a meaning
    a line for always, or lines for once each; what it doesn't answer is answered as people do.
    """

    name: str
    person: str
    says: tuple[str, ...] = ()
    on: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    asks: tuple[Question, ...] = ()
    quotes: tuple[str, ...] = ()
    needs_job: bool = True
    keys: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    wrong_key: str = ""
    is_machine: bool = False
    greets: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """What a recorded price may be: one of some, between two, none, or what the book says."""

    one_of: tuple[Decimal | None, ...] = ()
    between: tuple[Decimal, Decimal] | None = None
    by_the_book: bool = False

    def allows(self, price: Decimal | None, booked: Decimal | None) -> bool:
        """Whether this price is right, given the partner's own account of it."""
        if self.by_the_book and price == booked:
            return True
        if self.between and price is not None:
            return self.between[0] <= price <= self.between[1]
        return price in self.one_of


@dataclass(frozen=True, slots=True)
class Expected:
    """What must hold when the talk is over."""

    outcomes: tuple[str, ...]
    estimated: Amount
    last_offer: Amount
    turns: int
    private: tuple[str, ...]
    never: tuple[Decimal, ...]
    hears_job: bool


@dataclass(frozen=True, slots=True)
class Partner:
    """Everything about one partner."""

    name: str
    kind: str
    about: str
    brief: Mapping[str, object]
    job: Job
    voice: Voice
    manner: Mapping[str, tuple[str, ...]]
    terms: Terms | None
    scenes: Mapping[str, Scene]
    first_scene: str
    expected: Expected
    is_bare: bool = False  # written down without capitals and punctuation

    @property
    def limit(self) -> Decimal | None:
        """The customer's limit, which nobody may hear of."""
        limit = self.brief.get("price_limit")
        return None if limit is None else Decimal(str(limit))

    @property
    def best_quote(self) -> Decimal | None:
        """The one quote of somebody else that may be cited."""
        quote = self.brief.get("best_quote")
        return None if quote is None else Decimal(str(quote))
