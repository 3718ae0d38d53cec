"""Phrases as the data files spell them.

| spelled | stands for |
|---|---|
| `word` | this word |
| `one/other` | either |
| `begin*` | every word that begins so |
| `{group}` | every word of the group |
| `<number>` | a word of that shape (`tokens.SHAPES`, and CLASSES below) |
| `word?` | this word, or nothing |
| `..`, `...` | up to 3, up to 8 words, not across a comma |
| `^` first, `$` last | a clause begins, or ends, here; `word/$` is a word or the end |
| `~word` | the next word is another |
| `phrase ! word` | but not in a clause that has this word, too |

Words may follow each other across a comma, never across the end of a sentence.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from common.words.tokens import Token

GAPS = {"..": 3, "...": 8}
DOOR = re.compile(r"\d{1,4}[a-z]?")  # 12, 4b; neither 2nd nor 12,000
NO_NAMES = frozenset("i ok tv ac".split())


def _has_digits(least: int, most: int) -> Callable[[Token], bool]:
    def has(token: Token) -> bool:
        count = sum(map(str.isdigit, token.word))
        return token.shape == "<number>" and token.word[-1].isdigit() and least <= count <= most

    return has


CLASSES: Mapping[str, Callable[[Token], bool]] = {
    "<name>": lambda token: token.is_capital and not token.shape and token.word not in NO_NAMES,
    "<any>": lambda token: bool(token.word) and not token.shape and token.word != "'s",
    "<door>": lambda token: token.shape == "<number>" and DOOR.fullmatch(token.word) is not None,
    "<3>": _has_digits(3, 3),
    "<4>": _has_digits(4, 4),
    "<3-8>": _has_digits(3, 8),
    "<4-8>": _has_digits(4, 8),
    "<7-12>": _has_digits(7, 12),
    "<10>": _has_digits(10, 10),
}
# These classes any word may be of; all others are classes of numbers.
OF_WORDS = frozenset({"<name>", "<any>"})
NUMBER = "<number>"


class Sort(Enum):
    """What an element asks of a place in the text."""

    WORD = auto()
    OTHER = auto()
    GAP = auto()
    START = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Element:
    """One part of a phrase."""

    sort: Sort
    words: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    is_optional: bool = False
    or_end: bool = False
    gap: int = 0

    @property
    def is_needed(self) -> bool:
        """Whether one of its words must stand in the text."""
        return not self.prefixes and not self.classes and self._is_there

    @property
    def shapes(self) -> frozenset[str]:
        """The shapes of which one must stand in the text; none where words would do as well."""
        would_do = self.words or self.prefixes or not OF_WORDS.isdisjoint(self.classes)
        if would_do or not self._is_there:
            return frozenset()
        return frozenset(NUMBER if name in CLASSES else name for name in self.classes)

    @property
    def _is_there(self) -> bool:
        return self.sort is Sort.WORD and not self.is_optional and not self.or_end

    def is_at(self, token: Token) -> bool:
        """Whether the token is one of these words."""
        if token.word in self.words:
            return True
        if self.prefixes and token.word.startswith(self.prefixes):
            return True
        return bool(self.classes) and any(is_of(token, one) for one in self.classes)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sequence of elements, and what must not stand in the same clause."""

    kind: str
    elements: tuple[Element, ...]
    unless: Element
    # The words that it cannot do without, the fewest first.
    needs: tuple[frozenset[str], ...]
    # The shapes, likewise.
    shapes: tuple[frozenset[str], ...]

    @property
    def first(self) -> Element:
        """What it begins with."""
        return next(one for one in self.elements if one.sort is Sort.WORD)


def phrase_of(kind: str, line: str, groups: Mapping[str, Sequence[str]]) -> Phrase:
    """The phrase that a line of a data file spells."""
    spelled, _, unless = line.partition(" ! ")
    elements = tuple(_element(part, groups) for part in spelled.split())
    return Phrase(
        kind,
        elements,
        _element("/".join(unless.split()), groups),
        needs=tuple(sorted((one.words for one in elements if one.is_needed), key=len)),
        shapes=tuple(one.shapes for one in elements if one.shapes),
    )


def _element(part: str, groups: Mapping[str, Sequence[str]]) -> Element:
    if part in GAPS:
        return Element(Sort.GAP, gap=GAPS[part])
    if part in ("^", "$"):
        return Element(Sort.START if part == "^" else Sort.END)
    is_optional = part.endswith("?")
    alternatives: list[str] = []
    for one in part.lstrip("~").removesuffix("?").split("/"):
        alternatives += groups[one.strip("{}")] if one.startswith("{") else [one]
    return Element(
        Sort.OTHER if part.startswith("~") else Sort.WORD,
        frozenset(one for one in alternatives if one and one[0] not in "<$" and one[-1] != "*"),
        tuple(one[:-1] for one in alternatives if one.endswith("*")),
        tuple(one for one in alternatives if one.startswith("<")),
        is_optional,
        or_end="$" in alternatives,
    )


def is_of(token: Token, name: str) -> bool:
    """Whether a token has this shape, or is of this class."""
    check = CLASSES.get(name)
    return token.shape == name if check is None else check(token)
