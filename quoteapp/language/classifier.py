"""Which trade a whole text sounds like: a Complement Naive Bayes classifier over words and pairs.

Phrases know what is usual to say. A text without any of them ("upstairs is freezing while
downstairs bakes") is still told by its words together, as the labelled examples use them. The
method is that of Rennie, Shih, Teevan and Karger, "Tackling the Poor Assumptions of Naive Bayes
Text Classifiers" (ICML 2003): tf-idf, texts of equal length, and for each trade the words of all
the others, which stays even where one trade has more examples than another.

A feature is a stem, or two stems in their order within one clause. What is denied ("not a leak")
is a feature of its own, as Pang, Lee and Vaithyanathan have it (EMNLP 2002). A word of a kind (a
Corolla is a car) counts as its kind, too: what is learnt of one car is known of all.

Work that no trade does is learnt as one more label. It is said in a thousand ways, of which the
examples hold few, so that it may be given an advantage where labels are compared.
"""

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from operator import mul
from types import MappingProxyType

from quoteapp.language.text import Text

SMOOTHING = 0.3  # Keeps a feature that was seen once from being sure of its trade.
REACH = 8  # The furthest two words of a pair stand apart, fillers left out.
BREVITY = 150.0  # Keeps a text of one or two words from weighing as much as a whole story.
DENIED_MARK = "!"
ASIDES = frozenset(  # Said about every work alike, and in the few examples by chance of one trade.
    "hi hello hey please pls thanks thank help asap budget afford price cheap money dollars bucks "
    "pay spend quote estimate hola gracias favor ayuda presupuesto pagar precio barato "
    "can could would will somebody someone anyone anybody who does do come look looking find know "
    "recommend recommendation recommendations hire need needs want wants busco necesito quiero "
    "alguien quien puede pueden necesitamos buscamos".split()
)


Kinds = Mapping[str, str]  # By stem.
NO_KINDS: Kinds = MappingProxyType({})


def features(text: Text, kinds: Kinds = NO_KINDS) -> set[str]:
    """The stems of the text and its pairs of stems, without fillers; each as its kind, too."""
    said = [
        (
            DENIED_MARK * (at in text.denied) + token.stem,
            DENIED_MARK * (at in text.denied) + kinds.get(token.stem, token.stem),
            token.clause,
        )
        for at, token in enumerate(text)
        if not token.is_filler and token.word not in ASIDES
    ]
    found = {stem for stem, _, _ in said}
    found.update(kind for _, kind, _ in said)
    for at, (stem, kind, clause) in enumerate(said):
        for other, of_kind, later in said[at + 1 : at + 1 + REACH]:
            if later != clause:
                break
            found.add(f"{stem} {other}")
            found.add(f"{kind} {of_kind}")
    return found


class Classifier:
    """Learns from labelled texts once, and then scores any text for each label."""

    def __init__(
        self,
        labels: Sequence[str],
        examples: Iterable[tuple[str, Text]],
        kinds: Kinds = NO_KINDS,
    ) -> None:
        self._labels = tuple(labels)
        self._kinds = kinds
        self._places: dict[str, int] = {}
        seen = [(self._labels.index(label), self._enrolled(text)) for label, text in examples]
        self._rarity = _rarity(len(self._places), [places for _, places in seen])
        self._leaning = array("f", bytes(4 * len(self._labels) * len(self._places)))
        self._scale = self._learn(seen)

    def scores(self, text: Text) -> dict[str, float]:
        """How much more, or less, the text sounds like each label than like their average.

        All are 0 when no feature of the text is known.
        """
        known = [self._places[name] for name in features(text, self._kinds) if name in self._places]
        width, table = len(self._labels), self._leaning
        weights = self._weights(known)
        rows = (table[place * width : (place + 1) * width] for place in known)
        leanings = [sum(map(mul, weights, column)) for column in zip(*rows, strict=True)]
        totals = [
            leaning + scale * sum(weights)
            for leaning, scale in zip(leanings or [0.0] * width, self._scale, strict=True)
        ]
        average = sum(totals) / width
        return {label: total - average for label, total in zip(self._labels, totals, strict=True)}

    def _enrolled(self, text: Text) -> Sequence[int]:
        places = self._places
        return array(
            "I", [places.setdefault(name, len(places)) for name in features(text, self._kinds)]
        )

    def _weights(self, places: Sequence[int]) -> list[float]:
        """The tf-idf of each feature, made so that long and short texts weigh about the same."""
        length = math.sqrt(BREVITY + sum(self._rarity[place] ** 2 for place in places))
        return [self._rarity[place] / length for place in places]

    def _learn(self, seen: Sequence[tuple[int, Sequence[int]]]) -> list[float]:
        """Fills in the leaning of each feature; gives what each label adds to every feature.

        With n the weight of a feature in all texts, and m that in the texts of a label, it leans
        to the label by log(n / (n - m)): not at all when the label never has it. That is the
        paper's weight less log n, which is the same for every label.
        """
        width, table = len(self._labels), self._leaning
        for label, places in seen:
            for place, weight in zip(places, self._weights(places), strict=True):
                table[place * width + label] += weight
        elsewhere = [0.0] * width
        for start in range(0, len(table), width):
            row = table[start : start + width]
            total = sum(row) + SMOOTHING
            for label, weight in enumerate(row):
                elsewhere[label] += total - weight
                if weight:
                    table[start + label] = math.log(total / (total - weight))
        return [math.log(weight) for weight in elsewhere]


def _rarity(count: int, texts: Sequence[Sequence[int]]) -> Sequence[float]:
    """The inverse document frequency of each feature, smoothed as if one text had them all."""
    frequency = Counter(chain.from_iterable(texts))
    return array(
        "f", [1 + math.log((1 + len(texts)) / (1 + frequency[place])) for place in range(count)]
    )
