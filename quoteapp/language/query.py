"""What a homeowner typed, tokenised once: every reader takes the query, and reads its fields."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from common.legible import legible
from quoteapp.language.evidence import counts_of, evidence_for
from quoteapp.language.library import library
from quoteapp.language.patterns import Match
from quoteapp.language.private import without_money, without_persons
from quoteapp.language.text import Clause, Text, clauses, spelled

SENTENCE_BREAK = re.compile(r"(?<=[.!?])\s+|\n+")
MARKS = " .,!?;:"  # At either end these tell nothing.


class Passage:
    """Some writing: its clauses as they were typed, and its tokens, which are spelled.

    What else is read in it is found when somebody first asks for it, and kept.
    """

    def __init__(self, written: str) -> None:
        self.written = written
        self.clauses: Sequence[Clause] = tuple(clauses(written))
        self.text: Text = spelled(self.clauses, library().speller)

    @cached_property
    def professionals(self) -> Sequence[Match[str]]:
        """Where it names somebody by their trade."""
        return library().professionals.matches(self.text)

    @cached_property
    def counts(self) -> Sequence[float]:
        """How much each of its words counts: asked for, background, a mere place, or denied."""
        return counts_of(self.text, self.professionals)

    @cached_property
    def evidence(self) -> Mapping[str, float]:
        """How strongly it speaks for each label: a trade, or none."""
        return evidence_for(self.text, self.professionals, self.counts)


class Query(Passage):
    """What was typed, without greeting, names, addresses and numbers; and the passages of it."""

    def __init__(self, typed: str) -> None:
        super().__init__(without_persons(legible(typed)))
        self._parts: dict[str, Passage] = {}

    @cached_property
    def sentences(self) -> Sequence[str]:
        """Its sentences as they were worded, without what they say of money."""
        parts = (part.strip() for part in SENTENCE_BREAK.split(without_money(self.written)))
        return tuple(part for part in parts if part)

    def passage(self, written: str) -> Passage:
        """Some of the query's words; the same words are read once, also when they are all of it.

        A part cannot be a slice of the whole: what is denied, and what counts how much, depends on
        where a text begins and ends.
        """
        words = _key(written)
        return self if words == _key(self.written) else self._part(words)

    def _part(self, words: str) -> Passage:
        if words not in self._parts:
            self._parts[words] = Passage(words)
        return self._parts[words]


def _key(written: str) -> str:
    """The same for wordings that have the same tokens."""
    return written.strip(MARKS).lower()
