"""Learns the weights of `callbackend.reading.speech.likeness` from the lines of the lexicon.

`python -m evals.learn_acts` writes them. Softmax regression by stochastic gradient descent; an act
with few lines is helped, and the same lines give the same weights.
"""

import math
import random
from base64 import b85encode
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from callbackend.reading.speech.acts import Act
from callbackend.reading.speech.bank import example_lines
from callbackend.reading.speech.likeness import (
    NOTHING,
    WEIGHTS,
    Likeness,
    digest_of,
    shapes,
    softmax,
)

EPOCHS = 5
RATE, LEAST_RATE = 4.0, 0.2
FEWEST = 2  # A feature of fewer lines teaches nothing that lasts.
SMALL = 1e-3  # An error below it is not worth a step.
SLOWLY = 0.1  # How much slower what all sentences share is learnt.
LARGEST = 127
DIGITS = 3

Vector = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Learnt:
    """Weights as they may be written down."""

    acts: tuple[Act, ...]
    base: tuple[float, ...]
    rarity: dict[str, float]
    rows: dict[str, bytes]
    scale: float

    def likeness(self) -> Likeness:
        """What hears by them."""
        rows = {feature: (self.rarity[feature], row) for feature, row in self.rows.items()}
        return Likeness(self.acts, self.base, rows, self.scale)

    def text(self, digest: str) -> str:
        """The file, its rows in order."""
        heads = [f"{digest}\t{self.scale}", "\t".join(self.acts), "\t".join(map(str, self.base))]
        rows = (
            f"{feature}\t{self.rarity[feature]}\t{b85encode(row).decode()}"
            for feature, row in sorted(self.rows.items())
        )
        return "\n".join([*heads, *rows]) + "\n"


def learn(lines: Sequence[tuple[Act, str]]) -> Learnt:
    """The weights under which the acts of the lines are likeliest."""
    found = [(act, shapes(line)) for act, line in lines]
    often = Counter(chain.from_iterable(features for _, features in found))
    known = sorted(feature for feature, count in often.items() if count >= FEWEST)
    rarity = {it: round(math.log(len(found) / often[it]) + 1, DIGITS) for it in known}
    at = {feature: index for index, feature in enumerate(known)}
    acts = tuple(sorted({act for act, _ in found}))
    coded = [(acts.index(act), _vector(features, at, rarity)) for act, features in found]
    rows = [[0.0] * len(acts) for _ in known]
    base = [0.0] * len(acts)
    _descend(coded, rows, base)
    scale = max(abs(it) for row in rows for it in row) / LARGEST
    whole = {
        feature: bytes(round(it / scale) + NOTHING for it in row)
        for feature, row in zip(known, rows, strict=True)
    }
    return Learnt(acts, tuple(round(it, DIGITS) for it in base), rarity, whole, round(scale, 6))


def _vector(features: frozenset[str], at: dict[str, int], rarity: dict[str, float]) -> Vector:
    found = [(at[it], rarity[it]) for it in sorted(features) if it in at]
    length = math.sqrt(sum(it * it for _, it in found)) or 1.0
    return [(index, it / length) for index, it in found]


def _descend(coded: list[tuple[int, Vector]], rows: list[list[float]], base: list[float]) -> None:
    count = Counter(act for act, _ in coded)
    mean = len(coded) / len(base)
    help_of = {act: math.sqrt(mean / many) for act, many in count.items()}
    order = random.Random(0)
    for epoch in range(EPOCHS):
        order.shuffle(coded)
        rate = RATE * (1 - epoch / EPOCHS) + LEAST_RATE
        for act, vector in coded:
            _step(act, vector, rows, base, rate * help_of[act])


def _step(
    act: int, vector: Vector, rows: list[list[float]], base: list[float], rate: float
) -> None:
    scores = base[:]
    for index, share in vector:
        scores = [score + share * it for score, it in zip(scores, rows[index], strict=True)]
    errors = softmax(scores)
    errors[act] -= 1
    slopes = [(at, it * rate) for at, it in enumerate(errors) if abs(it) > SMALL]
    for index, share in vector:
        row = rows[index]
        for at, slope in slopes:
            row[at] -= slope * share
    for at, slope in slopes:
        base[at] -= slope * SLOWLY


def main() -> None:
    """Learn, and write the weights down, a feature a line."""
    lines = list(example_lines())
    WEIGHTS.write_text(learn(lines).text(digest_of(lines)), encoding="utf-8")


if __name__ == "__main__":
    main()
