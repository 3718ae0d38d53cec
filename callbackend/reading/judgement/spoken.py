"""The turns of a conversation with the amounts in them, and the price that they come to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from callbackend.reading.conversation import in_cents
from callbackend.reading.money.figures import Figure, Kind
from callbackend.reading.money.money import agent_figures, provider_figures
from callbackend.reading.numbers.scale import is_near
from callbackend.reading.turns import Turn

WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\?")
TOTAL_KINDS = frozenset({Kind.TOTAL, Kind.SUM, Kind.ABOUT, Kind.RANGE, Kind.CASH})
SMALLEST_SCALE = 20  # dollars; beside a larger amount, a smaller one tells no scale

Candidate = Decimal | None


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """A turn, with the amounts in it; `said` are its words, and its amounts in their places."""

    turn: Turn
    figures: tuple[Figure, ...]
    said: tuple[str | Decimal, ...]

    @classmethod
    def of(cls, turn: Turn, figures: Sequence[Figure]) -> "SpokenTurn":
        """The turn with its amounts in cents: it is looked at once for each candidate."""
        exact = tuple(replace(figure, value=in_cents(figure.value)) for figure in figures)
        said: list[str | Decimal] = []
        end = 0
        for figure in exact:
            said += WORD.findall(turn.text[end : figure.amount.start])
            said.append(figure.value)
            end = figure.amount.end
        return cls(turn, exact, (*said, *WORD.findall(turn.text[end:])))

    @property
    def side(self) -> str:
        """`a` or `p`."""
        return self.turn.role[0]

    def totals(self, after: int = -1) -> list[Decimal]:
        """The prices that are named behind a position."""
        later = (one for one in self.figures if one.amount.start > after)
        return [one.value for one in later if one.kind in TOTAL_KINDS]

    def last_at(self, value: Candidate) -> int:
        """Where the amount stands last; -1 where it is not said."""
        return max((one.amount.start for one in self.figures if one.value == value), default=-1)

    def words(self, value: Candidate = None) -> list[str]:
        """The words, with `value` and every other amount marked."""
        return [
            one if isinstance(one, str) else "VAL" if one == value else "NUM" for one in self.said
        ]


@dataclass(frozen=True, slots=True)
class Settlement:
    """A price that one side took up, in which turn."""

    value: Decimal
    by: str
    turn: int


def spoken_turns(turns: Sequence[Turn]) -> Iterator[SpokenTurn]:
    """Each turn with its amounts, a short one read by the scale of the one before."""
    scale: Decimal | None = None
    for turn in turns:
        if turn.role == "provider":
            figures = provider_figures(turn.text, None, scale)
        else:
            figures = agent_figures(turn.text, scale)
        yield SpokenTurn.of(turn, figures)
        tells = (one.value for one in reversed(figures) if _tells_scale(one.value, scale))
        scale = next(tells, scale)


def _tells_scale(value: Decimal, scale: Decimal | None) -> bool:
    """Whether the next short figure is to be read by this one: "two" beside 250."""
    return value >= SMALLEST_SCALE or scale is None or is_near(value, scale)
