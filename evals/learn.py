"""Learns the weights of `callbackend.reading.judgement.judge` from labelled conversations.

`python -m evals.learn` writes them. AdaGrad (Duchi et al. 2011) on the negative log-likelihood,
with L2; the same data give the same weights.
"""

import json
import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from callbackend.reading.judgement.judge import WEIGHTS, Weights
from callbackend.reading.judgement.signals import signals
from callbackend.reading.judgement.whole_talk import Candidate, WholeTalk
from callbackend.reading.reader import hear_out
from evals.sets import CONVERSATIONS, QUOTES, TURNS, LabelledTalk, talks

FRESH = CONVERSATIONS
# On these the listener's rules were made: how right they are there must not be learnt. `TURNS` are
# the talks of the listener's own tests, each about one turn, with what it makes of them.
OWN_GROUND = (QUOTES, TURNS)
OPINIONS = ("price:strict", "none:strict")

EPOCHS = 12
RATE = 0.1
DECAY = 5e-5  # L2, for each conversation
RAREST = 2  # a signal that comes with fewer candidates teaches nothing
SMALLEST = 0.02  # a weight below it is left out
DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Lesson:
    """The signals of each candidate of a conversation, and which is right."""

    signals: tuple[frozenset[str], ...]
    right: int


def lessons(conversations: Iterable[LabelledTalk], with_opinions: bool = True) -> list[Lesson]:
    """What can be learnt of them; one whose right price is no candidate teaches nothing."""
    found = []
    for one in conversations:
        talk = hear_out(one.lines)
        candidates = talk.candidates()
        if one.negotiated_price in candidates:
            each = (_signals(talk, value, with_opinions) for value in candidates)
            found.append(Lesson(tuple(each), candidates.index(one.negotiated_price)))
    return found


def learn(material: Sequence[Lesson]) -> Weights:
    """The weights under which the right candidates are likeliest."""
    known = _worth_knowing(material)
    coded = [
        ([[known[one] for one in each if one in known] for each in lesson.signals], lesson.right)
        for lesson in material
    ]
    weights, squares = [0.0] * len(known), [0.01] * len(known)
    order = random.Random(0)
    for _ in range(EPOCHS):
        order.shuffle(coded)
        for candidates, right in coded:
            _step(candidates, right, weights, squares, DECAY * len(coded))
    rounded = {name: round(weights[at], DECIMALS) for name, at in known.items()}
    return {name: weight for name, weight in rounded.items() if abs(weight) >= SMALLEST}


def _step(
    candidates: list[list[int]],
    right: int,
    weights: list[float],
    squares: list[float],
    decay: float,
) -> None:
    scores = [sum(weights[at] for at in each) for each in candidates]
    highest = max(scores)
    odds = [math.exp(score - highest) for score in scores]
    total = sum(odds)
    for index, each in enumerate(candidates):
        error = odds[index] / total - (index == right)
        if abs(error) < 1e-4:
            continue
        for at in each:
            slope = error + decay * weights[at]
            squares[at] += slope * slope
            weights[at] -= RATE * slope / math.sqrt(squares[at])


def _worth_knowing(material: Sequence[Lesson]) -> dict[str, int]:
    seen = Counter(one for lesson in material for each in lesson.signals for one in each)
    common = sorted(name for name, count in seen.items() if count >= RAREST)
    return {name: at for at, name in enumerate(common)}


def _signals(talk: WholeTalk, value: Candidate, with_opinions: bool) -> frozenset[str]:
    found = signals(talk, value)
    return frozenset(one for one in found if with_opinions or not one.startswith(OPINIONS))


def material() -> list[Lesson]:
    """All that there is to learn from."""
    known = (lessons(talks(path), with_opinions=False) for path in OWN_GROUND)
    return [*lessons(talks(FRESH)), *chain.from_iterable(known)]


def main() -> None:
    """Learn, and write the weights down, one a line."""
    text = json.dumps(learn(material()), sort_keys=True, indent=0, ensure_ascii=False)
    WEIGHTS.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
