"""Whether words of a yes are a yes and nothing else.

Phrases can be added for ever to the list of what is no yes; the vocabulary of a plain one is small.
A part of speech that holds a figure or follows the yes must keep to it; so a price is lost rather
than an agreement invented.
"""

import re

from callbackend.reading.speech.assent_words import (
    BESIDE_YES,
    BOOKING_WORDS,
    CHANGES_MEANING,
    CHANGES_PRICE,
    DECIDES,
    FIGURES,
    HESITATES,
    HOLDS_BACK,
    LISTENS,
    NUMBER_WORDS,
    OCCASION,
    OF_CUSTOMER,
    REASON_START,
    SET_PHRASES,
    YES_WORDS,
)
from callbackend.reading.speech.provider_speech import sentences
from callbackend.reading.text import DIGIT, WORD

CLAUSE = re.compile(r"[^,]+(?:,(?=\d{3}\b)[^,]+)*")
# "Alright for the labor": a yes to less than was asked.
ONLY_FOR = re.compile(r"\bfor (?:the|just|only)\b")
PARTS = re.compile(r"['-]")
MOCKING_START = re.compile(
    r"^\s*(?:and|while|then (?!i\b|i'll|we|let's|it|that)|when (?!do|can|should|would|could|is|"
    r"are|works)|right after)\b"
)
OF_YES = YES_WORDS | BESIDE_YES | NUMBER_WORDS
OF_BOOKING = OF_YES | BOOKING_WORDS
OF_ACCEPTANCE = OF_BOOKING | OF_CUSTOMER
MOST_UNKNOWN_OF_COMMITTED = 1
MOST_UNKNOWN = 2  # words of a booking, such as names of streets and people


def is_plain_yes(text: str) -> bool:
    """Whether a reply that says yes says nothing that could take it back or change it."""
    clauses = [clause for sentence in _decision(text) for clause in CLAUSE.findall(sentence)]
    says_yes = False
    if CHANGES_PRICE.search(text) or _answers_something_else(text):
        return False
    for clause in clauses:
        words = WORD.findall(SET_PHRASES.sub(" ", clause))
        if not WORD.search(clause) and not DIGIT.search(clause):
            continue
        is_yes = all(_is_in(OF_YES, word) for word in words)
        if not (is_yes or _is_harmless(clause, words, follows=says_yes)):
            return False
        says_yes = says_yes or (is_yes and (bool(words) or not DECIDES.search(clause)))
    return says_yes


def is_plain_acceptance(sentence: str, told: frozenset[str], *, is_committed: bool) -> bool:
    """Whether an agent's sentence that accepts a price says nothing beside it.

    `told` holds words that were said before: what the work is, and for whom. In words of buying
    (`is_committed`) one more may be strange, such as the name of a street.
    """
    words = WORD.findall(SET_PHRASES.sub(" ", sentence))
    unknown = [word for word in words if not (_is_in(OF_ACCEPTANCE, word) or word in told)]
    return len(unknown) <= (MOST_UNKNOWN_OF_COMMITTED if is_committed else 0)


def holds_back(sentence: str) -> bool:
    """Whether a sentence of an agent's denies something, conditions it, or puts it off."""
    return HOLDS_BACK.search(SET_PHRASES.sub(" ", sentence)) is not None


def _decision(text: str) -> tuple[str, ...]:
    """The sentences from the one on in which a speaker who had put it off makes up their mind."""
    parts = sentences(text)
    for index in range(len(parts) - 1, -1, -1):
        if DECIDES.search(parts[index]):
            return parts[index:]
        if HESITATES.search(parts[index]):
            rest = parts[index + 1 :]
            return rest if any(_is_clear(part) for part in rest) else ()
        if _is_clear(parts[index]) and not any(map(_changes_meaning, parts[:index])):
            return parts[index:]
    return parts


def _answers_something_else(text: str) -> bool:
    """Whether a reply takes up another question first and names no figure: "Visa? Sure."."""
    first = next(iter(sentences(text)), "")
    words = WORD.findall(SET_PHRASES.sub(" ", first))
    if not first.endswith("?") or _has_figure(text, WORD.findall(text)):
        return False
    return YES_WORDS.isdisjoint(words) and not all(_is_in(OF_BOOKING, word) for word in words)


def _is_clear(sentence: str) -> bool:
    """Whether a sentence is a yes in no other words, and one to a figure or a hearty one."""
    words = WORD.findall(SET_PHRASES.sub(" ", sentence))
    if not all(_is_in(OF_YES, word) for word in words) or (words and YES_WORDS.isdisjoint(words)):
        return False
    return not words or _has_figure(sentence, words) or not (YES_WORDS - LISTENS).isdisjoint(words)


def _has_figure(clause: str, words: list[str]) -> bool:
    return DIGIT.search(clause) is not None or not FIGURES.isdisjoint(words)


def _changes_meaning(clause: str) -> bool:
    return CHANGES_MEANING.search(SET_PHRASES.sub(" ", clause)) is not None


def _is_harmless(clause: str, words: list[str], *, follows: bool) -> bool:
    """Whether a clause in other words leaves the yes beside it as it is."""
    unknown = sum(not _is_in(OF_BOOKING, word) for word in words)
    if unknown == 0:
        return True
    if _has_figure(clause, words) or _changes_meaning(clause) or ONLY_FOR.search(clause):
        return False
    if not follows or REASON_START.match(clause):
        return True
    if MOCKING_START.match(clause):
        return False
    return unknown <= MOST_UNKNOWN and any(OCCASION & set(PARTS.split(word)) for word in words)


def _is_in(vocabulary: frozenset[str], word: str) -> bool:
    """Whether a word belongs to it; `two-fifty` and `250's` do by their parts."""
    if word in vocabulary:
        return True
    return all(part in vocabulary or part == "s" for part in PARTS.split(word))
