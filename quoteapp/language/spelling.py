"""Misspelt words, put right against the words that the data knows."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from quoteapp.language.words import FILLERS, stem

SHORTEST_CORRECTED = 4
LONG_WORD = 8  # From here on two slips are forgiven, before it one.
LONGEST_CORRECTED = 20  # Nobody misspells a longer word, and trying costs with its square.
SHORTEST_HALF = 3
CACHED_WORDS = 20_000


def edit_distance(left: str, right: str) -> int:
    """Insertions, deletions, changes and swaps of neighbours between two words."""
    left, right = _unlike(left, right)
    return _slips_between(left, right) if left and right else len(left or right)


def is_one_slip(left: str, right: str) -> bool:
    """Whether the edit distance is at most 1, told without counting it."""
    left, right = _unlike(left, right)
    return max(len(left), len(right)) < 2 or (len(left) == 2 and left == right[::-1])


def _slips_between(left: str, right: str) -> int:
    before: list[int] = []
    last = list(range(len(right) + 1))
    for row, letter in enumerate(left, start=1):
        current = [row]
        for column, other in enumerate(right, start=1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != other))
            swapped = row > 1 and column > 1 and letter == right[column - 2]
            if swapped and left[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        before, last = last, current
    return last[-1]


def _unlike(left: str, right: str) -> tuple[str, str]:
    """Two words without what they begin and end with alike: mostly a letter or two are left."""
    shorter = min(len(left), len(right))
    start = end = 0
    while start < shorter and left[start] == right[start]:
        start += 1
    while end < shorter - start and left[-1 - end] == right[-1 - end]:
        end += 1
    return left[start : len(left) - end], right[start : len(right) - end]


def _shortened(word: str, most: int) -> set[str]:
    """The word with up to `most` letters left out: two close words share one of these."""
    found = newest = {word}
    for _ in range(most):
        newest = {one[:at] + one[at + 1 :] for one in newest for at in range(len(one))}
        found = found | newest
    return found


class Speller:
    """Corrects towards the trades' words, and leaves ordinary words alone."""

    def __init__(self, trade_words: Iterable[str], ordinary_words: Iterable[str]) -> None:
        self._trade_words = frozenset(trade_words)
        self._known = self._trade_words | frozenset(ordinary_words)
        self._known_stems = frozenset(stem(word) for word in self._known)
        self._near: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._known):
            if len(word) >= SHORTEST_CORRECTED:
                for short in _shortened(word, _slips(word)):
                    self._near[short].append(word)
        self._correct = lru_cache(maxsize=CACHED_WORDS)(self._correct_word)

    def __call__(self, words: list[str]) -> list[str]:
        """The words corrected; "dish washer" becomes one word, "waterheater" two."""
        joined = self._join(words)
        return [part for word in joined for part in self._correct(word)]

    def forget(self) -> None:
        """Correct every word anew from here on: what was seen once costs nothing again."""
        self._correct.cache_clear()

    def _join(self, words: list[str]) -> list[str]:
        found: list[str] = []
        for word in words:
            both = found[-1] + word if found else ""
            is_split = both and min(len(found[-1]), len(word)) >= SHORTEST_HALF
            if is_split and both in self._trade_words and not FILLERS & {found[-1], word}:
                found[-1] = both
            else:
                found.append(word)
        return found

    def _correct_word(self, word: str) -> tuple[str, ...]:
        is_correctable = SHORTEST_CORRECTED <= len(word) <= LONGEST_CORRECTED
        if not is_correctable or word[0].isdigit() or self._knows(word):
            return (word,)
        return self._split(word) or (self._nearest(word) or self._nearest(stem(word)) or word,)

    def _knows(self, word: str) -> bool:
        return word in self._known or stem(word) in self._known_stems

    def _split(self, word: str) -> tuple[str, ...]:
        for at in range(SHORTEST_HALF + 1, len(word) - SHORTEST_HALF):
            halves = word[:at], word[at:]
            if all(half in self._trade_words for half in halves):
                return halves
        return ()

    def _nearest(self, word: str) -> str | None:
        """The closest known word; a different first letter counts as one slip more."""
        candidates = {
            known for short in _shortened(word, _slips(word)) for known in self._near.get(short, ())
        }
        if _slips(word) == 1:  # Short words are near to many others: most are told off quickly.
            candidates = {known for known in candidates if is_one_slip(word, known)}
        ranked = sorted((self._distance(word, known), known) for known in candidates)
        return ranked[0][1] if ranked and ranked[0][0][0] <= _slips(word) else None

    def _distance(self, word: str, known: str) -> tuple[int, bool, int]:
        distance = edit_distance(word, known)
        swapped_start = sorted(word[:2]) == sorted(known[:2])
        if word[0] != known[0] and not swapped_start:
            distance += 1
        return distance, known not in self._trade_words, abs(len(word) - len(known))


def _slips(word: str) -> int:
    return 2 if len(word) >= LONG_WORD else 1
