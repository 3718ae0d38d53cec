"""What somebody typed, as tokens with a stem, a clause and a sentence each."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from quoteapp.language.denials import denied
from quoteapp.language.words import Token, stem

SENTENCE_ENDS = frozenset(".!?\n")
CLAUSE_WORDS = frozenset({"although", "but", "however", "though", "aunque", "pero", "sino"})
SCAN = re.compile(r"\d+(?:\.\d+)?[a-z]*|[a-z0-9]+|[.!?\n,;:()]|\s[-–—]+\s")
SHORTHAND = frozenset("/.'’`´")  # Without these marks, and "not", nothing is to be spelled out.
SPELLED_OUT = (
    (re.compile(r"\bw/"), "with "),
    (re.compile(r"\ba\s?/\s?c\b|\ba\.c\b\.?"), "ac"),
    (re.compile(r"['’](s|d|ll)\b"), ""),
    (re.compile(r"['’`´]"), ""),
    (re.compile(r"\b(is|was|are|were|do|does|did|has|have|had|would|could|should) not\b"), r"\1nt"),
    (re.compile(r"\b(?:can not|cannot)\b"), "cant"),
    (re.compile(r"\bwill not\b"), "wont"),
)
Spell = Callable[[list[str]], list[str]]


class Clause(NamedTuple):
    """Words between two marks, folded and not yet spelled; empty between marks side by side."""

    words: list[str]
    number: int
    sentence: int


class Text(tuple[Token, ...]):
    """The tokens of a text, with what all who read them ask for: found once, and kept."""

    @cached_property
    def stems(self) -> frozenset[str]:
        """Every stem of the text."""
        return frozenset(token.stem for token in self)

    @cached_property
    def denied(self) -> frozenset[int]:
        """The positions of what the writer says is not the matter."""
        return frozenset(denied(self))


def fold(text: str) -> str:
    """Lower case without accents, with contractions and shorthand made one word each."""
    folded = text.lower()
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded)
        folded = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    if "not" not in folded and SHORTHAND.isdisjoint(folded):
        return folded
    for pattern, replacement in SPELLED_OUT:
        folded = pattern.sub(replacement, folded)
    return folded


def tokens(text: str, spell: Spell = list) -> Text:
    """The tokens of a text; `spell` corrects the words of one clause at a time."""
    return spelled(clauses(text), spell)


def clauses(text: str) -> Iterator[Clause]:
    """The clauses of a text, in their order."""
    words: list[str] = []
    number = sentence = 0
    for piece in SCAN.findall(fold(text)):
        is_break = not piece[0].isalnum()
        if is_break or piece in CLAUSE_WORDS:
            yield Clause(words, number, sentence)
            words = []
            number += 1
            sentence += piece in SENTENCE_ENDS
        if not is_break:
            words.append(piece)
    yield Clause(words, number, sentence)


def spelled(clauses: Iterable[Clause], spell: Spell) -> Text:
    """The tokens of the clauses, with their words as `spell` corrects them."""
    return Text(
        Token(word, stem(word), clause.number, clause.sentence)
        for clause in clauses
        for word in spell(clause.words)
    )
