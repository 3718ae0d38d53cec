"""A whole conversation as a judge looks at it: who said what, and which amounts are in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from callbackend.reading.conversation import Quote, in_cents
from callbackend.reading.money.figures import Figure, Kind
from callbackend.reading.money.money import agent_figures, provider_figures
from callbackend.reading.turns import Turn

MARKED_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\?|VAL|NUM")
TOTAL_KINDS = frozenset({Kind.TOTAL, Kind.SUM, Kind.ABOUT, Kind.RANGE, Kind.CASH})
NEVER_AGREED = frozenset({Kind.RATE, Kind.UNIT, Kind.DISCOUNT})
SMALLEST_SCALE = 20  # dollars; a smaller amount does not tell on what scale the next one is said
LOWEST, HIGHEST = Decimal("0.3"), Decimal(3)  # times the estimate
# These bound the work.
MOST_TURNS = 30
MOST_CANDIDATES = 20

Candidate = Decimal | None


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """A turn, with the amounts in it."""

    turn: Turn
    figures: tuple[Figure, ...]

    @property
    def side(self) -> str:
        """`a` or `p`."""
        return self.turn.role[0]

    def totals(self, after: int = -1) -> list[Decimal]:
        """The prices that are named behind a position."""
        later = (one for one in self.figures if one.amount.start > after)
        return [in_cents(one.value) for one in later if one.kind in TOTAL_KINDS]

    def last_at(self, value: Candidate) -> int:
        """Where the amount stands last; -1 where it is not said."""
        return max(
            (one.amount.start for one in self.figures if in_cents(one.value) == value), default=-1
        )

    def words(self, value: Candidate = None) -> list[str]:
        """The words, with `value` and every other amount marked."""
        text = self.turn.text
        for figure in sorted(self.figures, key=lambda one: -one.amount.start):
            mark = " VAL " if in_cents(figure.value) == value else " NUM "
            text = text[: figure.amount.start] + mark + text[figure.amount.end :]
        return MARKED_WORD.findall(text)


@dataclass(frozen=True, slots=True)
class WholeTalk:
    """A whole conversation, and what the listener that goes line by line made of it."""

    spoken: tuple[SpokenTurn, ...]
    strict: Quote
    estimate: Quote
    standing: Candidate

    def candidates(self) -> list[Candidate]:
        """`None`, for no agreement, and each amount that could be the one."""
        named = [
            in_cents(figure.value)
            for one in self.spoken
            for figure in one.figures
            if figure.kind not in NEVER_AGREED and figure.value > 0
        ]
        told = (self.strict.negotiated_price, self.strict.estimated_price, self.standing)
        named += [value for value in told if value is not None]
        likely = [value for value in named if self._is_likely(value)]
        return [None, *dict.fromkeys(likely[-MOST_CANDIDATES:])]

    def _is_likely(self, value: Decimal) -> bool:
        """Nobody haggles so far: such an amount is a fee, a share or no money."""
        estimate = self.strict.estimated_price
        return estimate is None or estimate * LOWEST <= value <= estimate * HIGHEST

    def from_last(self, value: Decimal) -> tuple[SpokenTurn, ...]:
        """The conversation from the last mention of an amount on; empty where it is not said."""
        at = [at for at, one in enumerate(self.spoken) if one.last_at(value) >= 0]
        return self.spoken[at[-1] :] if at else ()


def whole_talk(
    turns: Sequence[Turn], strict: Quote, estimate: Quote, standing: Candidate
) -> WholeTalk:
    """The conversation of these turns, with the listener's quote, and that without an agreement."""
    return WholeTalk(tuple(_spoken(turns))[-MOST_TURNS:], strict, estimate, standing)


def _spoken(turns: Sequence[Turn]) -> Iterator[SpokenTurn]:
    scale: Decimal | None = None
    for turn in turns:
        if turn.role == "provider":
            figures = provider_figures(turn.text, None, scale)
        else:
            figures = agent_figures(turn.text, scale)
        yield SpokenTurn(turn, tuple(figures))
        scale = next((one.value for one in reversed(figures) if one.value >= SMALLEST_SCALE), scale)
