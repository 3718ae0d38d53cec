"""What stands in a text that somebody has to know of: the findings, and where they are."""

from collections.abc import Callable, Iterable
from enum import StrEnum

from dataclasses import replace
from common.words.clauses import Clause, clauses_of, without
from common.words.lexicon import lexicon
from common.words.phrases import Match
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
    SECRET = "secret"


OFFENCES = frozenset({Kind.THREAT, Kind.INSULT, Kind.SEXUAL})
PRIVATE = frozenset(
    {
        *(Kind.KEY, Kind.CODE, Kind.ENTRY, Kind.ABSENCE, Kind.CONTACT, Kind.ADDRESS, Kind.NAME),
        *(Kind.MONEY, Kind.VALUABLES),
    }
)
UNSPOKEN = OFFENCES | PRIVATE | {Kind.SWEARING, Kind.EMPHASIS}


class Reading:
    """The words of a text and all that was found in them."""

    def __init__(self, text: str) -> None:
        lines = (" ".join(line.split()) for line in text.splitlines())
        self.text = "\n".join(line for line in lines if line)
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

    def left_out(self, forbids: Callable[[str], bool]) -> list[Clause]:
        """The clauses that must not be said, in the order of `clauses_of`."""
        spans = [self.span(match) for match in self.matches if match.kind in UNSPOKEN]
        return [
            clause
            for clause in clauses_of(self.text)
            if any(start < clause.end and clause.start < end for start, end in spans)
            or forbids(self.text[clause.start : clause.end])
        ]

    def calm(self) -> str:
        """The text without words that only lend it force."""
        text = self.text
        for match in reversed(self.matches):
            if match.kind == Kind.EMPHASIS:
                start, end = self.span(match)
                text = text[:start].rstrip(" ") + text[end:] if start else text[end:].lstrip()
        return text


def sayable(text: str, forbids: Callable[[str], bool] = lambda clause: False) -> str:
    """What of a text may be said to a stranger; the text itself, where all of it may.

    `forbids` tells of a clause what only the caller knows.
    """
    reading = Reading(text)
    if not reading.kinds(UNSPOKEN) and not reading.left_out(forbids):
        return text
    calm = Reading(reading.calm())
    rest = without(calm.text, clauses_of(calm.text), calm.left_out(forbids))
    is_clean = not Reading(rest).kinds(UNSPOKEN) and not forbids(rest)
    return rest if is_clean else ""


def _blank(token: Token) -> Token:
    return replace(token, word="", shape="")
