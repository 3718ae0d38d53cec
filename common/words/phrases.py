"""Phrases as the data files spell them, and where they stand in a text.

| spelled | stands for |
|---|---|
| `word` | this word |
| `one/other` | either |
| `begin*` | every word that begins so |
| `{group}` | every word of the group |
| `<number>` | a word of that shape (`tokens.SHAPES`, and CLASSES below) |
| `word?` | this word, or nothing |
| `..`, `...` | up to 3, up to 8 words, not across a comma |
| `^` first, `$` last | a clause begins, or ends, here |
| `~word` | the next word is another |
| `phrase ! word` | but not in a clause that has this word, too |

Words may follow each other across a comma, never across the end of a sentence.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import Enum, auto

from common.words.tokens import Mark, Token

GAPS = {"..": 3, "...": 8}
BESIDE = 12  # words of the same clause, before and after a match
PREFIX = 3  # letters at least before a `*`
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
    gap: int = 0

    @property
    def is_needed(self) -> bool:
        """Whether one of its words must stand in the text."""
        is_words_alone = not self.prefixes and not self.classes
        return self.sort is Sort.WORD and is_words_alone and not self.is_optional

    def is_at(self, token: Token) -> bool:
        """Whether the token is one of these words."""
        return (
            token.word in self.words
            or (bool(self.prefixes) and token.word.startswith(self.prefixes))
            or any(_is_of(token, one) for one in self.classes)
        )


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sequence of elements, and what must not stand in the same clause."""

    kind: str
    elements: tuple[Element, ...]
    unless: Element
    # The words that it cannot do without, the fewest first.
    needs: tuple[frozenset[str], ...]

    @property
    def first(self) -> Element:
        """What it begins with."""
        return next(one for one in self.elements if one.sort is Sort.WORD)


@dataclass(frozen=True, slots=True)
class Match:
    """Where a phrase stands: the tokens from `first` to before `end`."""

    kind: str
    first: int
    end: int


def phrase_of(kind: str, line: str, groups: Mapping[str, Sequence[str]]) -> Phrase:
    """The phrase that a line of a data file spells."""
    spelled, _, unless = line.partition(" ! ")
    elements = tuple(_element(part, groups) for part in spelled.split())
    needs = [one.words for one in elements if one.is_needed]
    return Phrase(
        kind, elements, _element("/".join(unless.split()), groups), tuple(sorted(needs, key=len))
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
        frozenset(one for one in alternatives if one and one[0] != "<" and one[-1] != "*"),
        tuple(one[:-1] for one in alternatives if one.endswith("*")),
        tuple(one for one in alternatives if one.startswith("<")),
        is_optional,
    )


class Phrasebook:
    """Phrases by their rarest words, so that a text meets only those that it may hold."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._by_word: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in phrases:
            for word in phrase.needs[0] if phrase.needs else ():
                self._by_word[word].append(phrase)
        self._others = _Beginnings(phrase for phrase in phrases if not phrase.needs)

    def matches(self, tokens: Sequence[Token]) -> Iterator[Match]:
        """Every phrase that stands in the text."""
        words = {token.word for token in tokens}
        possible = _Beginnings(self._possible(words), words)
        for at, token in enumerate(tokens):
            for phrase in (*possible.by(token), *self._others.by(token)):
                end = _end(phrase.elements, 0, tokens, at, at)
                if end is not None and not _has_unless(phrase.unless, tokens, at, end):
                    yield Match(phrase.kind, at, end)

    def _possible(self, words: set[str]) -> Iterator[Phrase]:
        """The phrases that find each of their needs among these words."""
        seen: set[int] = set()
        for word in words:
            for phrase in self._by_word.get(word, ()):
                if id(phrase) not in seen:
                    seen.add(id(phrase))
                    if not any(need.isdisjoint(words) for need in phrase.needs):
                        yield phrase


class _Beginnings:
    """Some phrases by what they begin with."""

    def __init__(self, phrases: Iterable[Phrase], words: Set[str] | None = None) -> None:
        """`words` are all that will be asked for, where that is known."""
        self._by_word: dict[str, list[Phrase]] = defaultdict(list)
        self._by_prefix: dict[str, list[Phrase]] = defaultdict(list)
        self._by_class: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in phrases:
            first = phrase.first
            for word in first.words if words is None else first.words & words:
                self._by_word[word].append(phrase)
            for prefix in first.prefixes:
                self._by_prefix[prefix[:PREFIX]].append(phrase)
            for name in first.classes:
                self._by_class[name].append(phrase)

    def by(self, token: Token) -> Iterator[Phrase]:
        """Those that may begin with this token."""
        yield from self._by_word.get(token.word, ())
        yield from self._by_prefix.get(token.word[:PREFIX], ())
        for name, phrases in self._by_class.items():
            if _is_of(token, name):
                yield from phrases


def _is_of(token: Token, name: str) -> bool:
    check = CLASSES.get(name)
    return token.shape == name if check is None else check(token)


def _end(
    elements: tuple[Element, ...], number: int, tokens: Sequence[Token], at: int, first: int
) -> int | None:
    """Where the phrase ends that has come to its element `number` at the token `at`."""
    if number == len(elements):
        return at
    element = elements[number]
    mark = tokens[at].mark if at < len(tokens) else Mark.STOP
    if element.sort in (Sort.START, Sort.END):
        return _end(elements, number + 1, tokens, at, first) if mark > Mark.NOTHING else None
    is_near = at == first or mark < Mark.STOP
    is_there = at < len(tokens) and is_near and element.is_at(tokens[at])
    if element.sort is Sort.OTHER:
        return None if is_there else _end(elements, number + 1, tokens, at, first)
    if element.sort is Sort.GAP:
        return _after_gap(elements, number, tokens, at, first)
    if is_there:
        end = _end(elements, number + 1, tokens, at + 1, first)
        if end is not None:
            return end
    return _end(elements, number + 1, tokens, at, first) if element.is_optional else None


def _after_gap(
    elements: tuple[Element, ...], number: int, tokens: Sequence[Token], at: int, first: int
) -> int | None:
    for skipped in range(elements[number].gap + 1):
        place = at + skipped
        if skipped and (place >= len(tokens) or tokens[place - 1].mark or tokens[place].mark):
            return None
        end = _end(elements, number + 1, tokens, place, first)
        if end is not None:
            return end
    return None


def _has_unless(unless: Element, tokens: Sequence[Token], first: int, end: int) -> bool:
    """Whether a word stands beside the match, in its clauses, that makes it harmless."""
    start, stop = max(0, first - BESIDE), min(len(tokens), end + BESIDE)
    while first > start and tokens[first].mark is Mark.NOTHING:
        first -= 1
    while end < stop and tokens[end].mark is Mark.NOTHING:
        end += 1
    return any(unless.is_at(token) for token in tokens[first:end])
