"""The words that the phrases are made of, found behind a disguise."""

from collections import defaultdict
from collections.abc import Iterable

from common.words.folding import deciphered, runs

LONGEST = 18
STRETCHED = 3  # So many of one letter in a row stand in no word.


class Vocabulary:
    """Words; `word_behind` finds the one that a disguised word hides."""

    def __init__(self, words: Iterable[str], beginnings: Iterable[str] = ()) -> None:
        self._beginnings = tuple(beginnings)
        self._words = frozenset(word for word in (*words, *self._beginnings) if word[0].isalpha())
        self._by_letters: dict[str, list[str]] = defaultdict(list)
        self._by_start: dict[tuple[str, int], list[str]] = defaultdict(list)
        # The longest first: `offff` is rather `off` than `of`.
        for word in sorted(self._words, key=lambda word: (-len(word), word)):
            self._by_letters["".join(letter for letter, _ in runs(word))].append(word)
            self._by_start[word[0], len(word)].append(word)

    def word_behind(self, word: str) -> str | None:
        """The word of the vocabulary that a folded word is, or pretends not to be."""
        if word in self._words:
            return word
        if word.isalpha():
            return self._stretched(word)
        if not any(character.isalpha() for character in word):
            return None
        if "*" in word:
            return self._starred(word)
        plain = deciphered(word)
        is_known = plain in self._words or plain.startswith(self._beginnings)
        return plain if is_known and len(plain) > 2 else self._stretched(plain)

    def split(self, letters: str) -> list[str]:
        """The words that these letters are, written without spaces; none where a rest is left."""
        # For each length: the fewest words that make it, and where the last of them starts.
        best: list[tuple[int, int] | None] = [(0, 0)] + [None] * len(letters)
        for end in range(1, len(letters) + 1):
            starts = [
                (before[0] + 1, start)
                for start in range(max(0, end - LONGEST), end)
                if (before := best[start]) and letters[start:end] in self._words
            ]
            best[end] = min(starts, default=None)
        return _walked(letters, best)

    def _stretched(self, word: str) -> str | None:
        """`kiiill` is `kill`: no letter stands there less often than in the word."""
        counts = runs(word)
        if max((count for _, count in counts), default=0) < STRETCHED:
            return None
        for candidate in self._by_letters.get("".join(letter for letter, _ in counts), ()):
            pairs = zip(counts, runs(candidate), strict=True)
            if all(count >= least for (_, count), (_, least) in pairs):
                return candidate
        return None

    def _starred(self, word: str) -> str | None:
        """`k*ll` is `kill`: a star is one letter, and never the first."""
        for candidate in self._by_start.get((word[0], len(word)), ()):
            pairs = zip(word, candidate, strict=True)
            if all(letter in ("*", other) for letter, other in pairs):
                return candidate
        return None


def _walked(letters: str, best: list[tuple[int, int] | None]) -> list[str]:
    """The words, from the last back to the first."""
    words: list[str] = []
    end = len(letters)
    while end and (step := best[end]):
        words.append(letters[step[1] : end])
        end = step[1]
    return [] if end else words[::-1]
