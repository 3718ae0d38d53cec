"""The problem in one clause to the customer's face, as the agent says it on the phone."""

import re

from common.tongues import is_spanish
from common.words import sayable
from quoteapp.language.entries import Topic
from quoteapp.language.library import library
from quoteapp.language.phrasing import as_clause
from quoteapp.language.private import is_sayable
from quoteapp.language.query import Passage, Query

LONGEST_PROBLEM = 200
SHOUTING_SHARE = 0.7
ACRONYMS = re.compile(r"\b(?:ac|tv|hvac|gfci|gfi|led|leds|ev|lg|ge|suv|usb|bbq|pvc|bmw|rv)\b")
FILLER_START = re.compile(
    r"^(?:(?:ok(?:ay)?|so|well|um+|uh+|yo|and|but|also|basically|please|pls|urgent(?:ly)?|just|"
    r"long story short|i (?:think|believe|guess)|emergency|asap|question|kindly|yeah)\b[\s,!:.…-]*"
    r"|help\s*[,!:.]+\s*|help(?= (?:my|our|the)\b)\s*)+(?=\w)",
    re.IGNORECASE,
)
PLEADING_END = re.compile(
    r"(?:[,\s]+(?:please|pls|help|asap|help me|right (?:now|away)|any ideas)){1,9}$", re.IGNORECASE
)


def problem_of(query: Query, trade: str, topic: Topic | None) -> str:
    """One clause without full stop, in the second person, free of names, places and money.

    What has not the shape of a clause is quoted. What cannot be told at all (Spanish, a query that
    addresses "you", a figure of money that is left) is said in the words of its topic or trade.
    """
    plain = topic.problem if topic else library().defaults[trade].problem
    return _in_its_words(query, trade) or plain


def _in_its_words(query: Query, trade: str) -> str | None:
    """What the customer wrote, as it may be said to a stranger; none where it may not."""
    sentence = _main_sentence(query, trade)
    if not sentence or is_spanish(query.written):
        return None
    if _names_only_a_professional(query.passage(sentence)):
        return None
    # A quotation is whole or none: what a stranger may not hear goes before.
    said = as_clause(sayable(_calm(sentence)), query)
    return _bounded(said) if said and is_sayable(said) else None


def _main_sentence(query: Query, trade: str) -> str | None:
    """The sentence that speaks most for the trade; none when nothing does."""
    sentences = query.sentences
    scores = [query.passage(sentence).evidence[trade] for sentence in sentences]
    if max(scores, default=0.0) <= 0:
        return None
    return sentences[scores.index(max(scores))]


def _names_only_a_professional(sentence: Passage) -> bool:
    return any(len(match.positions) == len(sentence.text) for match in sentence.professionals)


def _calm(sentence: str) -> str:
    """The sentence without shouting, opening fillers and closing marks."""
    letters = [letter for letter in sentence if letter.isalpha()]
    is_shouted = len(letters) > 4 and sum(map(str.isupper, letters)) > SHOUTING_SHARE * len(letters)
    calm = FILLER_START.sub("", sentence.lower() if is_shouted else sentence)
    calm = re.sub(r"\s*[!?]+\s*|\s*\.{2,}\s*", ", ", calm.strip(" .,!?;:-\"'"))
    return PLEADING_END.sub("", calm).strip(" ,")


def _bounded(text: str) -> str:
    """At most 200 characters, cut between clauses or words, with acronyms in capitals again."""
    text = re.sub(r"\s+", " ", text).strip()
    if len(text) > LONGEST_PROBLEM:
        text = text[: LONGEST_PROBLEM + 1].rsplit(" ", 1)[0]
        text = text.rpartition(", and ")[0] or text
    text = ACRONYMS.sub(lambda found: found[0].upper(), text)
    return text.rstrip(" .,;:!?-")
