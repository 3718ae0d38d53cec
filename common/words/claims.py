"""What an agent must not say: promises in somebody's name, that it is a person, a budget."""

import re
from collections.abc import Iterator, Sequence

from common.words.matching import Match
from common.words.reader import Kind, Reading
from common.words.tokens import Mark, Token

CLAIMS = frozenset({Kind.PROMISE, Kind.PERSON, Kind.BUDGET})
SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")
# "Is that guaranteed?" asks; "You have a deal?" promises.
ASKING = re.compile(
    r"(?:(?:and|so|or|then|okay|ok|thank you|thanks|great|good)[,.]?\s+)*"
    r"(?:is|are|was|do|does|did|would|could|can|will|should|may|have|has|how|what|when|where|which|"
    r"who|why|if|cuánto|cuándo|qué|es|está|puede|podría)\b",
    re.IGNORECASE,
)
NEGATION = frozenset(
    "not never no nothing none nobody only neither nor without nada nunca solo".split()
)
BEFORE = 6  # words before a phrase that may hold its negation


def claims_in(text: str) -> frozenset[Kind]:
    """Which of CLAIMS a text makes."""
    return frozenset(
        kind for sentence in SENTENCE_END.split(text.strip()) for kind in _claims(sentence)
    )


def _claims(sentence: str) -> Iterator[Kind]:
    reading = Reading(sentence)
    is_question = sentence.rstrip("\"')").endswith("?") and bool(ASKING.match(sentence.lstrip("¿")))
    for match in reading.matches:
        kind = Kind(match.kind)
        is_asked = kind is Kind.PROMISE and is_question
        is_denied = kind is not Kind.PERSON and _is_denied(match, reading.tokens)
        if kind in CLAIMS and not is_asked and not is_denied:
            yield kind


def _is_denied(match: Match, tokens: Sequence[Token]) -> bool:
    """Whether a "not" stands before the phrase, in its clause."""
    first = match.first
    start = max(0, first - BEFORE)
    while first > start and tokens[first].mark is Mark.NOTHING:
        first -= 1
    return any(token.word in NEGATION for token in tokens[first : match.first])
