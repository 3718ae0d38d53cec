"""What a customer wrote, turned into a clause that can be said to them.

A clause is made only of what has the shape of one. Where nothing has, the customer is quoted: a
quotation is a sentence, whatever stands in it.
"""

import re

from quoteapp.language.asking import without_asking
from quoteapp.language.grammar import spelled_out, with_places
from quoteapp.language.nouns import named
from quoteapp.language.query import Query
from quoteapp.language.questioning import asked_for
from quoteapp.language.statements import statement
from quoteapp.language.trimming import without_ends
from quoteapp.language.wanted import request, wanted
from quoteapp.language.wishes import thing_wanted, wished

LONGEST_QUOTED = 170  # characters
LONGEST_READ = 400  # What comes after it is not said anyway, and costs no time.
# What is left where a figure of money was taken out.
LOOSE_END = re.compile(r"(?:,? (?:and|but|so|or|you|need|want|for|to|the|a|with|of)){1,4}$")
QUESTION = re.compile(
    r"^(?:can|could|should|would|will|is|are|do|does|did|has|have (?:you|any)|what|whats|"
    r"what's|how|when (?:can|do|does|will|would|is|are|should)|which|where|who|whose|why|"
    r"anyone|anybody|any|may|am)(?![\w'])",
    re.IGNORECASE,
)


def as_clause(sentence: str, query: Query) -> str | None:
    """A sentence of the query in the second person, or quoted; none when it speaks to "you".

    What is said keeps the customer's own words and their order, so most of this goes over the
    sentence as it was written; only whom it names is read in the query.
    """
    told = spelled_out(_bounded(sentence))
    said = _told(without_ends(told), query)
    if said is None and _speaks_to_reader(told):
        return None
    return with_places(LOOSE_END.sub("", said)) if said else quotation(sentence)


def _bounded(sentence: str) -> str:
    """The sentence up to a length, cut between words."""
    if len(sentence) <= LONGEST_READ:
        return sentence
    return sentence[: LONGEST_READ + 1].rpartition(" ")[0] or sentence[:LONGEST_READ]


def quotation(sentence: str) -> str | None:
    """The customer's own words, as such; none where they are too long for that."""
    words = sentence.strip(" ,;:-.").replace('"', "'")
    if not words or len(words) > LONGEST_QUOTED:
        return None
    if words.endswith("?") or QUESTION.match(words):
        return f'you asked: "{words.rstrip("?")}?"'
    return f'you said: "{words}"'


def _told(sentence: str, query: Query) -> str | None:
    """The sentence as a clause to the customer; `None` where it has not the shape of one."""
    asked = asked_for(sentence)
    if asked and asked.clause:
        return asked.clause
    if asked and asked.statement:
        return statement(asked.statement)
    if asked and asked.thing:
        return thing_wanted(asked.thing)
    if asked:
        return None if _speaks_to_reader(asked.request) else wanted(asked.request)
    bare = without_asking(sentence)
    if not bare or _speaks_to_reader(bare):
        return None
    if bare != sentence:
        return wanted(bare)
    if QUESTION.match(sentence):
        return None
    return request(sentence) or wished(sentence) or statement(sentence) or named(sentence, query)


def _speaks_to_reader(text: str) -> bool:
    return bool(re.search(r"\b(?:you|your|u|ya|yall|y'all)\b", text, re.IGNORECASE))
