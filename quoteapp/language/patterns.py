"""The small language of the data files, and finding its phrases in a text.

`water heater` is two words in that order, with words such as "the" or "my" allowed in between.
`sink|tub` is either word. `{leak}` is any word of the group "leak". `sink + {leak}` is both, in any
order, near each other in one sentence.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from quoteapp.language.text import Text, fold
from quoteapp.language.words import stem

FURTHEST_APART = 12  # Words between the parts of a "+" pattern.
MOST_FILLERS = 2
MOST_TIMES = 3  # A word said again and again tells no more.

Label = TypeVar("Label")
Groups = Mapping[str, Sequence[str]]
Part = tuple[frozenset[str], ...]  # A word sequence; each word is a choice of stems.
Pattern = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Match(Generic[Label]):
    """Where a pattern was found, as token positions in ascending order."""

    label: Label
    positions: tuple[int, ...]


def words_of(source: str, groups: Groups) -> list[list[list[str]]]:
    """The choices of words, per place and part, that a line of data spells out."""
    return [[_choices(place, groups) for place in fold(part).split()] for part in source.split("+")]


def parse(source: str, groups: Groups) -> Pattern:
    """The pattern that a line of data means."""
    return tuple(
        tuple(frozenset(map(stem, choices)) for choices in part)
        for part in words_of(source, groups)
    )


def _choices(place: str, groups: Groups) -> list[str]:
    found: list[str] = []
    for choice in place.split("|"):
        is_group = choice.startswith("{") and choice.endswith("}")
        found.extend(groups[choice[1:-1]] if is_group else [choice])
    return found


class Index(Generic[Label]):
    """Many patterns, found in a text in one pass over its words."""

    def __init__(self, patterns: Iterable[tuple[Pattern, Label]]) -> None:
        self._by_first: dict[str, list[tuple[Pattern, Label]]] = defaultdict(list)
        for pattern, label in patterns:
            for first in pattern[0][0]:
                self._by_first[first].append((pattern, label))

    def matches(self, text: Text) -> list[Match[Label]]:
        """Where the patterns stand in the text, each at most a few times, with their labels."""
        return list(self._scan(text))

    def _scan(self, text: Text) -> Iterator[Match[Label]]:
        possible = {stem: self._possible(stem, text.stems) for stem in text.stems}
        times_found: dict[int, int] = defaultdict(int)
        for start, token in enumerate(text):
            for pattern, label in possible[token.stem]:
                if times_found[id(pattern)] == MOST_TIMES:
                    continue
                positions = _positions(pattern, text, start)
                if positions:
                    times_found[id(pattern)] += 1
                    yield Match(label, positions)

    def _possible(self, first: str, stems: frozenset[str]) -> list[tuple[Pattern, Label]]:
        """The patterns that begin with a word, and whose every place the text has a word for."""
        return [
            (pattern, label)
            for pattern, label in self._by_first.get(first, ())
            if not any(place.isdisjoint(stems) for part in pattern for place in part)
        ]


def _positions(pattern: Pattern, text: Text, start: int) -> tuple[int, ...] | None:
    found = _sequence(pattern[0], text, start)
    for part in pattern[1:]:
        if found is None:
            return None
        nearby = _nearest(part, text, start, set(found))
        found = found + nearby if nearby else None
    return tuple(sorted(found)) if found else None


def _nearest(part: Part, text: Text, start: int, taken: set[int]) -> tuple[int, ...] | None:
    """Where a part stands closest to `start`, in the same sentence."""
    low, high = max(0, start - FURTHEST_APART), min(len(text), start + FURTHEST_APART + 1)
    sentence = text[start].sentence
    for at in sorted(range(low, high), key=lambda place: abs(place - start)):
        token = text[at]
        if token.stem not in part[0] or token.sentence != sentence:
            continue
        found = _sequence(part, text, at)
        if found and not taken.intersection(found):
            return found
    return None


def _sequence(part: Part, text: Text, start: int) -> tuple[int, ...] | None:
    """The positions of the words in order within one clause, fillers allowed in between."""
    if text[start].stem not in part[0]:
        return None
    positions = [start]
    for place in part[1:]:
        following = _next_place(place, text, positions[-1])
        if following is None:
            return None
        positions.append(following)
    return tuple(positions)


def _next_place(place: frozenset[str], text: Text, last: int) -> int | None:
    clause = text[last].clause
    for at in range(last + 1, min(last + 2 + MOST_FILLERS, len(text))):
        token = text[at]
        if token.clause != clause:
            return None
        if token.stem in place:
            return at
        if not token.is_filler:
            return None
    return None
