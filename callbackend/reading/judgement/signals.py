"""What speaks for and against each amount of a conversation as the price that both accepted.

A signal is a short name. Those of words carry where they were said, seen from the amount's last
mention: `said` in that turn, `before` and `then1`, `then2`, … in the turns around it, `rest` in all
that follow. In these words the amount itself is `VAL`, and any other `NUM`, so that what was learnt
at one price holds at every other.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from callbackend.reading.conversation import in_cents
from callbackend.reading.judgement.whole_talk import Candidate, SpokenTurn, WholeTalk

FOLLOWING = 3
FARTHEST = 5


def signals(talk: WholeTalk, value: Candidate) -> set[str]:
    """Everything that speaks for or against this candidate."""
    if value is None:
        return {"none", *_of_silence(talk)}
    return {"price", *_of_opinions(talk, value), *_of_place(talk, value), *_of_words(talk, value)}


def _of_silence(talk: WholeTalk) -> Iterator[str]:
    """What speaks for no agreement at all: how the talk ends, and words anywhere in it."""
    yield f"none:strict={talk.strict.negotiated_price is None}"
    for back, one in enumerate(reversed(talk.spoken[-FOLLOWING:]), 1):
        yield from _grams(f"end{back}{one.side}", one.words(talk.standing))
    for one in talk.spoken:
        yield from _grams(f"all{one.side}", one.words())


def _of_opinions(talk: WholeTalk, value: Decimal) -> Iterator[str]:
    """What the strict listener holds of the amount."""
    agreed = talk.strict.negotiated_price
    for name, told in (
        ("strict", agreed),
        ("estimate", talk.strict.estimated_price),
        ("standing", talk.standing),
    ):
        yield f"price:{name}={told == value if told is not None else None}"
    yield f"price:strict={agreed is None}{agreed == value}{talk.standing == value}"


def _of_place(talk: WholeTalk, value: Decimal) -> Iterator[str]:
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


def _kind(one: SpokenTurn, value: Decimal) -> str:
    return next(str(figure.kind) for figure in one.figures if in_cents(figure.value) == value)


def _of_words(talk: WholeTalk, value: Decimal) -> Iterator[str]:
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
