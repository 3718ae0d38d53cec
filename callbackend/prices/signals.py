"""What speaks for and against each amount of a conversation as the price that both accepted.

A signal is a short name. Those of words carry where they were said, seen from the amount's last
mention: `said` in that turn, `before` and `then1`, `then2`, … in the turns around it, `rest` in all
that follow. In these words the amount itself is `VAL`, and any other `NUM`, so that what was learnt
at one price holds at every other.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from callbackend.prices.conversation import Line, Quote, Role
from callbackend.prices.deal import Turn
from callbackend.prices.figures import Figure, Kind
from callbackend.prices.money import agent_figures, provider_figures
from callbackend.prices.text import plain

WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\?|VAL|NUM")
CENT = Decimal("0.01")
TOTALS = frozenset({Kind.TOTAL, Kind.SUM, Kind.ABOUT, Kind.RANGE, Kind.CASH})
NEVER_AGREED = frozenset({Kind.RATE, Kind.UNIT, Kind.DISCOUNT})
SMALLEST_SCALE = 20  # dollars; a smaller amount does not tell on what scale the next one is said
LOWEST, HIGHEST = Decimal("0.3"), Decimal(3)  # times the estimate
FOLLOWING = 3
FARTHEST = 5
# A recording speaks, or a transcriber went wrong: they bound the work.
MOST_TURNS = 30
LONGEST_TURN = 12  # lines
LONGEST_LINE = 1_000  # characters
MOST_CANDIDATES = 20

Candidate = Decimal | None


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one side says until the other speaks, with the amounts in it."""

    role: Role
    turn: Turn
    figures: tuple[Figure, ...]

    @property
    def side(self) -> str:
        """`a` or `p`."""
        return self.role[0]

    def totals(self, after: int = -1) -> list[Decimal]:
        """The prices that are named behind a position."""
        found = [one for one in self.figures if one.kind in TOTALS and one.amount.start > after]
        return [in_cents(one.value) for one in found]

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
        return WORD.findall(text)


@dataclass(frozen=True, slots=True)
class Heard:
    """A whole conversation, and what the listener that goes line by line made of it."""

    spoken: tuple[Spoken, ...]
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

    def from_last(self, value: Decimal) -> tuple[Spoken, ...]:
        """The conversation from the last mention of an amount on; empty where it is not said."""
        at = [at for at, one in enumerate(self.spoken) if one.last_at(value) >= 0]
        return self.spoken[at[-1] :] if at else ()


def heard(lines: Sequence[Line], strict: Quote, estimate: Quote, standing: Candidate) -> Heard:
    """The conversation of these lines, with the listener's quote, and that without an agreement."""
    return Heard(tuple(_spoken(lines))[-MOST_TURNS:], strict, estimate, standing)


def in_cents(value: Decimal) -> Decimal:
    """With two decimals, as prices are compared."""
    return value.quantize(CENT)


def signals(talk: Heard, value: Candidate) -> set[str]:
    """Everything that speaks for or against this candidate."""
    if value is None:
        return {"none", *_of_silence(talk)}
    return {"price", *_of_opinions(talk, value), *_of_place(talk, value), *_of_words(talk, value)}


def _spoken(lines: Sequence[Line]) -> Iterator[Spoken]:
    scale: Decimal | None = None
    for role, turn in _turns(lines):
        if role == "provider":
            figures = provider_figures(turn.text, None, scale)
        else:
            figures = agent_figures(turn.text, scale)
        yield Spoken(role, turn, tuple(figures))
        scale = next((one.value for one in reversed(figures) if one.value >= SMALLEST_SCALE), scale)


def _turns(lines: Sequence[Line]) -> list[tuple[Role, Turn]]:
    turns: list[tuple[Role, Turn]] = []
    for number, line in enumerate(lines):
        text = plain(line.text)[:LONGEST_LINE]
        if turns and turns[-1][0] == line.role and len(turns[-1][1].texts) < LONGEST_TURN:
            turn = turns[-1][1]
            turns[-1] = line.role, Turn(turn.first_line, (*turn.texts, text))
        else:
            turns.append((line.role, Turn(number, (text,))))
    return turns


def _of_silence(talk: Heard) -> Iterator[str]:
    """What speaks for no agreement at all: how the talk ends, and words anywhere in it."""
    yield f"none:strict={talk.strict.negotiated_price is None}"
    for back, one in enumerate(reversed(talk.spoken[-FOLLOWING:]), 1):
        yield from _grams(f"end{back}{one.side}", one.words(talk.standing))
    for one in talk.spoken:
        yield from _grams(f"all{one.side}", one.words())


def _of_opinions(talk: Heard, value: Decimal) -> Iterator[str]:
    """What the strict listener holds of the amount."""
    agreed = talk.strict.negotiated_price
    for name, told in (
        ("strict", agreed),
        ("estimate", talk.strict.estimated_price),
        ("standing", talk.standing),
    ):
        yield f"price:{name}={told == value if told is not None else None}"
    yield f"price:strict={agreed is None}{agreed == value}{talk.standing == value}"


def _of_place(talk: Heard, value: Decimal) -> Iterator[str]:
    """Who said the amount, how often, when, and what other prices there are."""
    said = [(at, one) for at, one in enumerate(talk.spoken) if one.last_at(value) >= 0]
    if not said:
        yield "place:unsaid"
        return
    at, last = said[-1]
    sides = [one.side for _, one in said]
    yield f"place:last={last.side}{_kind(last, value)}"
    yield f"place:first={sides[0]}{_kind(said[0][1], value)}"
    yield f"place:sides={''.join(sorted(set(sides)))}{min(len(sides), 4)}"
    yield f"place:from_end={min(len(talk.spoken) - 1 - at, FARTHEST)}"
    behind = last.totals(after=last.last_at(value))
    later = [other for one in talk.spoken[at + 1 :] for other in one.totals()]
    yield f"place:outdone={any(other != value for other in behind)}"
    yield f"place:later={any(other != value for other in later)}"
    totals = [other for one in talk.spoken for other in one.totals()] or [value]
    yield f"place:lowest={value == min(totals)}"
    yield f"place:highest={value == max(totals)}"
    yield f"place:newest={value == totals[-1]}"


def _kind(one: Spoken, value: Decimal) -> str:
    return next(str(figure.kind) for figure in one.figures if in_cents(figure.value) == value)


def _of_words(talk: Heard, value: Decimal) -> Iterator[str]:
    """The words around the amount's last mention."""
    at = max((at for at, one in enumerate(talk.spoken) if one.last_at(value) >= 0), default=None)
    if at is None:
        return
    if at > 0:
        yield from _grams("before", talk.spoken[at - 1].words(value))
    yield from _grams(f"said{talk.spoken[at].side}", talk.spoken[at].words(value))
    for far in range(1, FOLLOWING + 1):
        if at + far < len(talk.spoken):
            one = talk.spoken[at + far]
            yield from _grams(f"then{far}{one.side}", one.words(value))
        else:
            yield f"then{far}{talk.spoken[at].side}=over"
    for one in talk.spoken[at + 1 :]:
        yield from _grams("rest", one.words(value))


def _grams(where: str, words: list[str]) -> Iterator[str]:
    """Each word, each pair of neighbours, and the first word as such."""
    if words:
        yield f"{where}:^{words[0]}"
    for word in words:
        yield f"{where}:{word}"
    for pair in pairwise(words):
        yield f"{where}:{'_'.join(pair)}"
