"""A whole conversation as a judge looks at it: who said what, and which amounts are in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from callbackend.reading.conversation import Quote
from callbackend.reading.judgement.haggle import settlement
from callbackend.reading.judgement.spoken import (
    Candidate,
    Settlement,
    SpokenTurn,
    spoken_turns,
)
from callbackend.reading.money.figures import Kind
from callbackend.reading.turns import Turn

NEVER_AGREED = frozenset({Kind.RATE, Kind.UNIT, Kind.DISCOUNT})
LOWEST, HIGHEST = Decimal("0.3"), Decimal(3)  # times the estimate, or the middle amount
# These bound the work.
MOST_TURNS = 30
MOST_CANDIDATES = 20


@dataclass(frozen=True, slots=True)
class WholeTalk:
    """A whole conversation, and what the listener that goes line by line made of it."""

    spoken: tuple[SpokenTurn, ...]
    strict: Quote
    estimate: Quote
    standing: Candidate
    settled: Settlement | None = None

    def candidates(self) -> list[Candidate]:
        """`None`, for no agreement, and each amount that could be the one."""
        named = [
            figure.value
            for one in self.spoken
            for figure in one.figures
            if figure.kind not in NEVER_AGREED and figure.value > 0
        ]
        told = (self.strict.negotiated_price, self.strict.estimated_price, self.standing)
        named += [value for value in told if value is not None]
        scales = [scale for scale in (self.strict.estimated_price, _middle(named)) if scale]
        likely = [value for value in named if any(_is_likely(value, scale) for scale in scales)]
        return [None, *dict.fromkeys(likely[-MOST_CANDIDATES:])]

    def from_last(self, value: Decimal) -> tuple[SpokenTurn, ...]:
        """The conversation from the last mention of an amount on; empty where it is not said."""
        at = [at for at, one in enumerate(self.spoken) if one.last_at(value) >= 0]
        return self.spoken[at[-1] :] if at else ()


def whole_talk(
    turns: Sequence[Turn], strict: Quote, estimate: Quote, standing: Candidate
) -> WholeTalk:
    """The conversation of these turns, with the listener's quote, and that without an agreement."""
    spoken = tuple(spoken_turns(turns))[-MOST_TURNS:]
    return WholeTalk(spoken, strict, estimate, standing, settlement(spoken))


def _middle(values: Sequence[Decimal]) -> Candidate:
    return sorted(values)[len(values) // 2] if values else None


def _is_likely(value: Decimal, scale: Decimal) -> bool:
    """Nobody haggles so far: such an amount is a fee, a share or no money."""
    return scale * LOWEST <= value <= scale * HIGHEST
