"""The bank of example lines: which act a sentence is most like.

Complement Naive Bayes (Rennie and others, 2003) over words, pairs of near ones, and the kinds of
words of `lexicon/kinds_of_words.toml`. It is learnt when it is first asked, from
`lexicon/acts/*.tsv`; a line more there is all that it takes to teach it. Beside it stand weights
that were learnt beforehand (`likeness`).
"""

import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import chain, pairwise

from callbackend.reading.speech.acts import Act
from callbackend.reading.speech.lexicon import LEXICON
from callbackend.reading.speech.likeness import Likeness, learnt
from callbackend.reading.speech.plain_figures import without_figures

WORD = re.compile(r"[a-z']+|#|\?")
ENDINGS = ("ing", "'re", "'ll", "'ve", "ed", "'s", "'d", "s")
SHORTEST_STEM = 3
SMOOTHING = 1.0
# A feature of fewer lines tells nothing that lasts.
FEWEST = 2
# As if each act had so many lines; an act with few is helped, but not made equal.
LINES = 180
# The features of one sentence say the same several times over; this makes of their sum a
# probability that keeps its word (see `tests/callbackend/reading/test_bank.py`).
SHARPNESS = 4.0
LONGEST_SENTENCE = 400
# How sure it is what a sentence does that stands in the lexicon word for word.
KNOWN = 0.9

Counts = dict[str, float]


class Bank:
    """Weights of features, learnt from lines whose act is known."""

    __slots__ = ("_acts", "_base", "_weights")

    def __init__(self, lines: Iterable[tuple[Act, str]]) -> None:
        found: dict[Act, list[frozenset[str]]] = defaultdict(list)
        for act, line in lines:
            found[act].append(features(line))
        often = Counter(chain.from_iterable(chain.from_iterable(found.values())))
        known = {feature for feature, count in often.items() if count >= FEWEST}
        mean = sum(map(len, found.values())) / len(found)
        of_act = {act: _counted(examples, mean, known) for act, examples in found.items()}
        total: Counts = defaultdict(float)
        for counts in of_act.values():
            for feature, count in counts.items():
                total[feature] += count
        everything = sum(total.values()) + SMOOTHING * len(total)
        self._acts = tuple(of_act)
        self._base = [math.log(everything - sum(of_act[act].values())) for act in self._acts]
        self._weights = _weights([of_act[act] for act in self._acts], total)

    def acts(self, sentence: str) -> dict[Act, float]:
        """How probable each act is, the most probable first."""
        found = [self._weights[it] for it in features(sentence) if it in self._weights]
        scores = [base * len(found) for base in self._base]
        for index, weight in chain.from_iterable(found):
            scores[index] += weight
        sharpness = SHARPNESS / math.sqrt(max(1, len(found)))
        highest = max(scores)
        shares = [math.exp((score - highest) * sharpness) for score in scores]
        whole = sum(shares)
        likely = sorted(zip(shares, self._acts, strict=True), reverse=True)
        return {act: share / whole for share, act in likely}


def _counted(examples: list[frozenset[str]], mean: float, known: set[str]) -> Counts:
    """How often each feature occurs, where an act of fewer lines than others counts them more."""
    weight = math.sqrt(mean / len(examples)) * LINES / mean
    counts: Counts = defaultdict(float)
    for feature in chain.from_iterable(examples):
        if feature in known:
            counts[feature] += weight
    return counts


def _weights(of_act: list[Counts], total: Counts) -> dict[str, tuple[tuple[int, float], ...]]:
    """What a feature adds to the acts whose lines hold it; to all the others it adds nothing."""
    weights: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for index, counts in enumerate(of_act):
        for feature, count in counts.items():
            rest = total[feature] - count + SMOOTHING
            weights[feature].append((index, math.log((total[feature] + SMOOTHING) / rest)))
    return {feature: tuple(found) for feature, found in weights.items()}


def features(sentence: str) -> frozenset[str]:
    """What of a sentence tells its act: words, pairs of near ones, and their kinds."""
    words = WORD.findall(without_figures(sentence[:LONGEST_SENTENCE]))
    stems = [_stem(word) for word in words]
    kinds = [_kinds(word) for word in words]
    framed = ["^", *stems, "$"]
    pairs = (f"{one}_{two}" for one, two in pairwise(framed))
    apart = (f"{one}~{two}" for one, two in zip(framed, framed[2:], strict=False))
    return frozenset([*stems, *pairs, *apart, *_of_kinds(kinds)])


def _of_kinds(kinds: list[tuple[str, ...]]) -> Iterator[str]:
    framed = [("^",), *kinds, ("$",)]
    for ones, twos in pairwise(framed):
        yield from (f"@{one}_@{two}" for one in ones for two in twos)
    yield from (f"@{kind}" for found in kinds for kind in found)


def _stem(word: str) -> str:
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=10_000)
def _kinds(word: str) -> tuple[str, ...]:
    exact, beginnings = _vocabulary()
    begun = (kind for beginning, kind in beginnings if word.startswith(beginning))
    return tuple(dict.fromkeys([*exact.get(word, ()), *begun]))


@cache
def _vocabulary() -> tuple[Mapping[str, list[str]], tuple[tuple[str, str], ...]]:
    table = tomllib.loads((LEXICON / "kinds_of_words.toml").read_text(encoding="utf-8"))
    exact: dict[str, list[str]] = defaultdict(list)
    beginnings: list[tuple[str, str]] = []
    for kind, words in table.items():
        for word in words.split():
            if word.endswith("*"):
                beginnings.append((word[:-1], kind))
            else:
                exact[word].append(kind)
    return exact, tuple(beginnings)


def example_lines() -> Iterator[tuple[Act, str]]:
    """The lines of the lexicon, each with its act."""
    for path in sorted((LEXICON / "acts").glob("*.tsv")):
        for row in path.read_text(encoding="utf-8").splitlines()[1:]:
            act, _, line = row.partition("\t")
            yield Act(act), line


@cache
def bank() -> Bank:
    """The bank that everybody asks."""
    return Bank(example_lines())


@cache
def _learnt() -> Likeness:
    return learnt()[1]


@cache
def _taught() -> Mapping[str, frozenset[Act]]:
    """The acts of every line, by its words."""
    found: dict[str, set[Act]] = defaultdict(set)
    for act, line in example_lines():
        found[_words_of(line)].add(act)
    return {words: frozenset(acts) for words, acts in found.items()}


def _words_of(sentence: str) -> str:
    return " ".join(WORD.findall(without_figures(sentence[:LONGEST_SENTENCE])))


@lru_cache(maxsize=1000)
def acts_of(sentence: str) -> dict[Act, float]:
    """How probable each act is of this sentence, the most probable first; not to be changed.

    The bank and what was learnt beforehand err in different sentences, so their mean is right more
    often than either; what stands in the lexicon word for word is known.
    """
    by_bank, by_weights = bank().acts(sentence), _learnt().acts(sentence)
    mean = {act: (by_bank[act] + by_weights.get(act, 0.0)) / 2 for act in by_bank}
    known = _taught().get(_words_of(sentence), frozenset())
    if known:
        mean = {
            act: (1 - KNOWN) * share + KNOWN * (act in known) / len(known)
            for act, share in mean.items()
        }
    return dict(sorted(mean.items(), key=lambda it: it[1], reverse=True))
