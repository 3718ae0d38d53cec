"""The rules for what a customer is asked, and for what the agent says of the problem.

They hold whoever worded it: a language model only proposes.
"""

import re
from collections.abc import Iterable, Sequence
from functools import partial

from common.words import asks_a_secret, claims_in, offences_in, sayable
from quoteapp.language.private import without_private
from quoteapp.language.text import tokens

FEWEST_QUESTIONS = 3
MOST_QUESTIONS = 5
SHORTEST_QUESTION = 8  # characters
LONGEST_QUESTION = 200
LONGEST_PROBLEM = 200
# Two questions are one when so many of the words that they have in all are in both.
SAME = 0.6
SMALL_WORDS = frozenset(
    "a an the this that your my is are was were be been do does did has have had you it its of in "
    "on at to for with and or any there".split()
)

_any_of = partial(re.compile, flags=re.IGNORECASE | re.VERBOSE)

MONEY = _any_of(
    r"""\$ | \b(?: budget\w* | afford\w* | spend\w* | spent | pay | paying | paid | payment\w*
    | prices? | pric(?:ed|ing|ey) | costs? | costing | quotes? | dollars? | bucks | usd | cheap\w*
    | expensive | financ\w+ | willing\ to\ go
    | presupuesto | precios? | cuesta | cobra\w* | gastar | pagar | dólares )\b"""
)
# The landscaper's "How much care would you like to spend on it?" is about work.
EFFORT = _any_of(r"\b(?:time|care|effort)\b.*\bspend\b")
PLACE = _any_of(
    r"""\b(?: (?:house|home|street|mailing|property|full|your|the)\ address | address\ of
    | zip(?:\s?code)? | postal | postcode | neighbou?rhood | your\ location | código\ postal
    | dirección | (?:what|which)\ (?:city|town|state|county|street|area|part\ of\ town)
    | where\ (?:do\ you\ live|are\ you\ (?:located|based|moving))
    | where\ (?:is|are)\ (?:the|your)\ (?:house|home|property|apartment|building|job|place)
    | (?:house|home|property|apartment|place|job|you)\ located | dónde\ (?:vive|está\ ubicad\w+)
    | (?:cross|nearest)\ street )\b"""
)
DATE = _any_of(
    r"""\b(?: how\ soon | by\ when | deadline | schedul(?:e|ing)\ (?:this|it|the|a\ visit)
    | availab(?:le|ility) | appointments? | time\s?(?:line|frame|slot)s?
    | (?:preferred|best|good|convenient)\ (?:days?|dates?|times?)
    | (?:what|which)\ (?:days?|dates?|week|month|times?)
      \ (?:would|do|should|can|could|will|works?|is|are)
    | (?:what|which)\ (?:days?|dates?|times?)\b.*\b(?:best|prefer|suits?|convenient|come)
    | when\ (?:do|would|could|can|should|will|are|is)
      \ (?:you|we|someone|somebody|a\ \w+|it\ be|the\ work)\b.*
      \b(?:needs?|want|like|prefer|come|start|done|finished|fixed|free|home|expect|hoping|begin)
    | (?:what|which)\ date | cuándo\ (?:lo\ )?(?:necesita|quiere|puede) | qué\ (?:día|fecha) )\b"""
)
PERSON = _any_of(
    r"""\b(?: your\ (?:full\ |first\ |last\ )?name | phone\ number
    | contact\ (?:details|information|info) | e-?mail | passwords? | social\ security | ssn
    | credit\ card | card\ number | bank | account\ number | date\ of\ birth | birthday
    | teléfono | correo )\b"""
)
MARKUP = re.compile(r"https?:|www\.|[<>{}\[\]|\\`*_#@]")
FORBIDDEN = (PLACE, DATE, PERSON, MARKUP)

SECOND_PERSON = re.compile(r"\byou(?:r|rs|'re|'ve|'d|'ll)?\b", re.IGNORECASE)
FIRST_PERSON = re.compile(
    r"\b(?:I|I'm|I've|I'd|me|my|mine|we|we're|we've|us|our|ours)\b", re.IGNORECASE
)
FURTHER_SENTENCE = re.compile(r"[.!?;]\s|\?|:")


def usable_questions(proposed: Iterable[str]) -> list[str]:
    """Those that may be asked, in their order, none twice, at most MOST_QUESTIONS."""
    kept: list[str] = []
    for text in proposed:
        question = " ".join(text.split())
        if is_question(question) and not _is_among(question, kept):
            kept.append(question)
        if len(kept) == MOST_QUESTIONS:
            break
    return kept


def filled_up(asked: Sequence[str], spare: Sequence[str]) -> tuple[str, ...]:
    """At least FEWEST_QUESTIONS: `asked`, then those of `spare` that ask for something else.

    `spare` must have that many of its own.
    """
    filled = list(asked)
    new = [question for question in spare if not _is_among(question, filled)]
    for question in dict.fromkeys((*new, *spare)):
        if len(filled) < FEWEST_QUESTIONS and question not in filled:
            filled.append(question)
    return tuple(filled)


def is_question(text: str) -> bool:
    """Whether it is a question about the work itself: not of place, date, money or person.

    Nor may its answer tell how to get in, when nobody is home, or what is worth a theft.
    """
    if not text.isprintable() or not SHORTEST_QUESTION <= len(text) <= LONGEST_QUESTION:
        return False
    if not text.endswith("?") or any(pattern.search(text) for pattern in FORBIDDEN):
        return False
    if asks_a_secret(text) or offences_in(text):
        return False
    return not MONEY.search(text) or bool(EFFORT.search(text))


def usable_problem(proposed: str) -> str | None:
    """One clause in the second person that the agent may say on the phone, else `None`."""
    text = proposed.strip().replace("’", "'").rstrip(" .!")
    if SECOND_PERSON.match(text):
        text = text[0].lower() + text[1:]
    is_clause = (
        0 < len(text) <= LONGEST_PROBLEM
        and text.isprintable()
        and SECOND_PERSON.search(text)
        and not FIRST_PERSON.search(text)
        and not FURTHER_SENTENCE.search(text)
    )
    return text if is_clause and _is_harmless(text) else None


def _is_harmless(text: str) -> bool:
    """Whether it offends nobody, promises nothing, and tells of no person, place or money."""
    has_personal = MARKUP.search(text) or PERSON.search(text) or without_private(text) != text
    is_discreet = sayable(text) == text and not claims_in(text)
    return is_discreet and not has_personal and not MONEY.search(text)


def _is_among(question: str, others: Iterable[str]) -> bool:
    """Whether one of the others asks the same in other words."""
    words = _words(question)
    return any(_share(words, _words(other)) >= SAME for other in others)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))


def _words(question: str) -> frozenset[str]:
    """The stems that carry its meaning."""
    return frozenset(token.stem for token in tokens(question) if token.word not in SMALL_WORDS)
