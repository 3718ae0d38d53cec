"""Whether some words are one noun with what belongs to it, and which article it takes."""

import re

from quoteapp.language.clauses import (
    DETERMINERS,
    PREPOSITIONS,
    SUBORDINATORS,
    finite_verb,
    words_of,
)
from quoteapp.language.grammar import in_second_person, lower_first, with_article
from quoteapp.language.query import Passage, Query

LONGEST_NAMED = 9  # words
LEFT_AS_VERBS = frozenset("leaks drips smells works clicks sticks needs".split())
WITHOUT_ARTICLE = frozenset(
    "help something someone somebody to work advice information info power more less some any it "
    "them this that these those both all access assistance you electrical plumbing repairs "
    "maintenance service hot cold heat air pest moving cleaning lawn yard tree snow junk carpet "
    "duct mold emergency roofing painting childcare urgent professional routine regular basic "
    "weekly biweekly monthly maid quick good cheap somone another each every".split()
)
PURPOSES = frozenset({"to", "for", "who", "that", "near", "with", "from"})
FAULTY = re.compile(
    r"^(?:leaking|dripping|running|squeaking|flickering|sagging|peeling|rotting|crumbling|sinking|"
    r"washing|living|dining|swimming|wiring|plumbing|siding|ring|ceiling|spring|string|lighting|"
    r"railing|opening|awning|wing|sliding|missing|sticking|leaning|overflowing|smoking|dying|king|"
    r"flashing|flooring|molding|landing|building|wedding|sewing|paving|evening|morning)\b",
    re.I,
)
GERUND = re.compile(r"^\w+ing\b", re.IGNORECASE)
SOMEONE = re.compile(r"^(?:someone|somebody|people|a person|two guys|movers) ", re.IGNORECASE)
PERSONS = frozenset({"i", "you", "we", "they", "he", "she", "it"})
# They may follow a noun without making a second thing of it.
AFTER_NOUNS = frozenset({"that", "which", "who", "after", "before", "since"})


def named(sentence: str, query: Query) -> str | None:
    """A bare noun: "leaky faucet" is "you need help with your leaky faucet"."""
    text = in_second_person(lower_first(sentence))
    if text.lower().startswith("help ") and is_phrase(text[5:]):
        return f"you need {text}"
    if SOMEONE.match(text):
        return f"you need {text}" if "," not in text else None
    if _opens_with_professional(query.passage(sentence)):
        return f"you need {with_article(text)}" if "," not in text else None
    if not is_phrase(text) or len(text.split()) > LONGEST_NAMED:
        return None
    return f"you need help with {text if is_activity(text) else with_article(text, 'your')}"


def is_activity(text: str) -> bool:
    """True for "moving a piano", not for "washing machine"."""
    return bool(GERUND.match(text)) and not FAULTY.match(text)


def with_a(thing: str) -> str:
    """The thing with its article: "your lawn mowed", "a plumber", "help with a leak"."""
    words = thing.lower().split()
    if words[0] in WITHOUT_ARTICLE or words[0].endswith("ly") or words[0] in PREPOSITIONS:
        return thing
    is_done = len(words) > 1 and words[-1].endswith("ed") and words[0] not in {"licensed", "used"}
    return with_article(thing, "your" if is_done else "a")


def is_phrase(text: str) -> bool:
    """Whether it is one noun with what belongs to it: no verb of its own, and no second thing."""
    words = words_of(text)
    if not words or re.search(r"[,;:?!+]|\.\s", text):
        return False
    if has_stray_number(words) or words[1:2] == ["off"]:
        return False
    if words[0] in SUBORDINATORS | PREPOSITIONS | PERSONS or words[0].endswith("ly"):
        return False
    if {"you", "i", "we", "it's", "they"}.intersection(words[1:]) and words[-2:] != ["for", "you"]:
        return False
    if words[-1] in LEFT_AS_VERBS and PREPOSITIONS.intersection(words):
        return False
    has_clause = not (SUBORDINATORS - AFTER_NOUNS).isdisjoint(words[1:])
    return not has_clause and finite_verb(words) is None


def has_stray_number(words: list[str]) -> bool:
    """Whether a second thing is strung on, which begins with a number."""
    return any(_is_stray_number(words, at) for at in range(1, len(words)))


def _is_stray_number(words: list[str], at: int) -> bool:
    """Whether a number begins a second thing: "new fence 150 feet"."""
    goes_on = PREPOSITIONS | DETERMINERS | {"to", "and"}
    return words[at][0].isdigit() and words[at - 1] not in goes_on


def _opens_with_professional(sentence: Passage) -> bool:
    """True for "plumber for a leak" and "movers to Ohio"."""
    text = sentence.text
    return any(
        match.positions[0] == 0 and text[match.positions[-1] + 1].word in PURPOSES
        for match in sentence.professionals
        if match.positions[-1] + 1 < len(text)
    )
