"""How probable each act is of a sentence, by weights that were learnt beforehand.

A softmax regression over words, pairs of words and threes of letters, so that a word nobody taught
("consultation") still looks like one that somebody did ("consult"). `python -m evals.learn_acts`
writes the weights, from the same lines as the bank learns at its start; a line that is younger
than they are is known to the bank alone until then.
"""

import hashlib
import math
import re
from base64 import b85decode
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from callbackend.reading.speech.acts import Act
from callbackend.reading.speech.plain_figures import without_figures

WEIGHTS = Path(__file__).parent / "likeness.tsv"
WORD = re.compile(r"[a-z']+|#|\?")
LETTERS = 3
LONGEST_SENTENCE = 400
# Weights are kept as whole numbers of one byte, 128 for nothing.
NOTHING = 128

Vector = list[tuple[float, Sequence[float]]]


class Likeness:
    """Weights of features, a row of one for each act."""

    __slots__ = ("_acts", "_base", "_rows", "_scale")

    def __init__(
        self,
        acts: Sequence[Act],
        base: Sequence[float],
        rows: Mapping[str, tuple[float, Sequence[int]]],
        scale: float,
    ) -> None:
        """`rows` has of each feature how rare it is, and its weights in units of `scale`."""
        self._acts, self._base, self._rows, self._scale = tuple(acts), tuple(base), rows, scale

    def acts(self, sentence: str) -> dict[Act, float]:
        """How probable each act is."""
        found = [self._rows[it] for it in shapes(sentence) if it in self._rows]
        length = math.sqrt(sum(rarity * rarity for rarity, _ in found)) or 1.0
        unit = self._scale / length
        scores = list(self._base)
        for rarity, row in found:
            share = rarity * unit
            scores = [score + share * it for score, it in zip(scores, row, strict=True)]
        nothing = NOTHING * unit * sum(rarity for rarity, _ in found)
        return dict(zip(self._acts, softmax([it - nothing for it in scores]), strict=True))


def softmax(scores: Sequence[float]) -> list[float]:
    """Shares of a whole, by their scores."""
    highest = max(scores)
    odds = [math.exp(score - highest) for score in scores]
    whole = sum(odds)
    return [it / whole for it in odds]


def shapes(sentence: str) -> frozenset[str]:
    """Words, pairs of words, and threes of letters."""
    words = WORD.findall(without_figures(sentence[:LONGEST_SENTENCE]))
    pairs = (f"{one}_{two}" for one, two in pairwise(["^", *words, "$"]))
    letters = f" {' '.join(words)} "
    threes = (letters[at : at + LETTERS] for at in range(len(letters) - LETTERS + 1))
    return frozenset([*words, *pairs, *(f"={three.replace(' ', '.')}" for three in threes)])


def digest_of(lines: Iterable[tuple[Act, str]]) -> str:
    """What tells whether weights were learnt from just these lines."""
    told = "\n".join(f"{act}\t{line}" for act, line in lines)
    return hashlib.sha256(told.encode()).hexdigest()


def learnt() -> tuple[str, Likeness]:
    """The weights that lie beside this, and the digest of the lines they were learnt from."""
    head, acts, base, *rows = WEIGHTS.read_text(encoding="utf-8").splitlines()
    digest, scale = head.split("\t")
    found: dict[str, tuple[float, bytes]] = {}
    for row in rows:
        feature, rarity, weights = row.split("\t")
        found[feature] = float(rarity), b85decode(weights)
    bases = [float(it) for it in base.split("\t")]
    return digest, Likeness([Act(it) for it in acts.split("\t")], bases, found, float(scale))
