"""Where phrases stand in a text. It is gone through once, whatever it holds."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from common.words.phrases import Element, Phrase, Sort, is_of
from common.words.tokens import Mark, Token

BESIDE = 12  # words of the same clause, before and after a match
PREFIX = 3  # letters that stand before every `*`


@dataclass(frozen=True, slots=True)
class Match:
    """Where a phrase stands: the tokens from `first` to before `end`."""

    kind: str
    first: int
    end: int


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
        shapes = {token.shape for token in tokens}
        possible = _Beginnings(self._possible(words, shapes), words)
        for at, token in enumerate(tokens):
            for phrase in (*possible.by(token), *self._others.by(token)):
                end = _end(phrase.elements, 0, tokens, at, at)
                if end is not None and not _has_unless(phrase.unless, tokens, at, end):
                    yield Match(phrase.kind, at, end)

    def _possible(self, words: set[str], shapes: set[str]) -> Iterator[Phrase]:
        """The phrases that find each of their needs among these words and shapes."""
        seen: set[int] = set()
        for word in words:
            for phrase in self._by_word.get(word, ()):
                if id(phrase) not in seen:
                    seen.add(id(phrase))
                    lacks = any(need.isdisjoint(words) for need in phrase.needs)
                    if not lacks and not any(need.isdisjoint(shapes) for need in phrase.shapes):
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
            if is_of(token, name):
                yield from phrases


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
    can_be_nothing = element.is_optional or (element.or_end and mark > Mark.NOTHING)
    return _end(elements, number + 1, tokens, at, first) if can_be_nothing else None


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
