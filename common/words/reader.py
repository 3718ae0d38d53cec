"""What stands in a text that somebody has to know of: the findings, and where they are."""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from common.legible import legible
from common.words.lexicon import lexicon
from common.words.matching import Match
from common.words.tokens import Token, tokens_of


class Kind(StrEnum):
    """What a phrase is; the data files name their sections so."""

    THREAT = "threat"
    INSULT = "insult"
    SEXUAL = "sexual"
    SWEARING = "swearing"
    EMPHASIS = "emphasis"
    KEY = "key"
    CODE = "code"
    ENTRY = "entry"
    ABSENCE = "absence"
    CONTACT = "contact"
    ADDRESS = "address"
    NAME = "name"
    MONEY = "money"
    VALUABLES = "valuables"
    PROMISE = "promise"
    PERSON = "person"
    BUDGET = "budget"
    PRYING = "prying"


OFFENCES = frozenset({Kind.THREAT, Kind.INSULT, Kind.SEXUAL})
PRIVATE = frozenset(
    {
        *(Kind.KEY, Kind.CODE, Kind.ENTRY, Kind.ABSENCE, Kind.CONTACT, Kind.ADDRESS, Kind.NAME),
        *(Kind.MONEY, Kind.VALUABLES),
    }
)


class Reading:
    """The words of a text and all that was found in them."""

    def __init__(self, text: str) -> None:
        self.text = legible(text)
        known = lexicon()
        self.tokens = tokens_of(self.text, known.vocabulary)
        # What a harmless phrase holds is no part of another.
        for match in known.harmless.matches(self.tokens):
            self.tokens[match.first : match.end] = map(_blank, self.tokens[match.first : match.end])
        self.matches = list(known.harmful.matches(self.tokens))

    def kinds(self, wanted: Iterable[Kind]) -> frozenset[Kind]:
        """Which of these kinds it holds."""
        found = {match.kind for match in self.matches}
        return frozenset(kind for kind in wanted if kind.value in found)

    def span(self, match: Match) -> tuple[int, int]:
        """Where a match stands in the text."""
        return self.tokens[match.first].start, self.tokens[match.end - 1].end


def _blank(token: Token) -> Token:
    return replace(token, word="", shape="")
