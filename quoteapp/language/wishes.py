"""A wish, by the name of the thing: "need my gutters cleaned", "carpet cleaning", "a key made"."""

import re

from quoteapp.language.asking import wish
from quoteapp.language.clauses import AUXILIARIES, PASTS, joined, with_subjects, words_of
from quoteapp.language.grammar import in_second_person, lower_first, participles, with_article
from quoteapp.language.nouns import is_activity, is_phrase, with_a
from quoteapp.language.trimming import without_place

CALLED_FOR = re.compile(
    r"^(?P<what>(?!no )(?:[\w'-]+ ){1,5}?)(?:needed|wanted|required)"
    r"(?P<for>(?: (?:for|to|in|on|at|by) .+)?)$",
    re.IGNORECASE,
)
DONE = re.compile(
    r"^(?P<what>(?:[\w'/-]+ ){1,5}?)(?P<done>[a-z-]+)"
    r"(?P<rest>(?: (?:in|on|at|to|for|from|off|up|out|by|with|and|before|after|around|away|down|"
    r"under|over) .+)?)$",
    re.IGNORECASE,
)
# Of what is bad, or was made so, as well as of what is wanted.
AMBIGUOUS = frozenset(
    {
        "stained",
        "drained",
        "leveled",
        "packed",
        "cut",
        "set",
        "put",
        "run",
        "torn",
        "trapped",
        "blown",
    }
)
MAKING = frozenset({"built", "made", "installed", "assembled"})


def wished(sentence: str) -> str | None:
    """A wish in so many words: "I need my gutters cleaned", "plumber needed"."""
    found = wish(sentence)
    if found:
        rest = joined(with_subjects(with_a(without_place(in_second_person(found[1])))))
        return f"you {found[0]} {rest}" if rest and not _runs_on(rest) else None
    called_for = CALLED_FOR.match(sentence)
    if called_for:
        what = with_article(in_second_person(lower_first(called_for["what"].strip())))
        return f"you need {what}{in_second_person(called_for['for'])}"
    return None


def _runs_on(text: str) -> bool:
    """Whether a second clause follows without any mark: "a plumber the sink leaks"."""
    return bool(re.search(r"\w (?:it's|there's|the \w+ (?:is|are|won't|doesn't)) ", text))


def thing_wanted(wanted: str) -> str | None:
    """What is asked for by its name: "a key made", "carpet cleaning"."""
    done = DONE.match(wanted)
    if done and done["done"].lower() in participles() and is_phrase(done["what"]):
        return f"you need {with_a(in_second_person(lower_first(wanted)))}"
    thing = without_place(in_second_person(lower_first(wanted)))
    if not is_phrase(thing) or re.search(r"\byou\b", thing):
        return None
    if is_activity(thing):
        return f"you need help with {thing}"
    return f"you need {with_a(thing)}"


def done_to(sentence: str) -> str | None:
    """What is to be done, without the wish: "washer moved to my new house"."""
    found = DONE.match(sentence)
    if not found or found["done"].lower() not in participles() - AMBIGUOUS:
        return None
    if not (AUXILIARIES | PASTS).isdisjoint(words_of(found["rest"])):
        return None
    is_thing = is_phrase(found["what"]) and not found["what"].rstrip().endswith("'s")
    if not is_thing or with_subjects(sentence) != sentence:
        return None
    what = in_second_person(lower_first(found["what"].strip()))
    thing = with_article(what, "a" if found["done"].lower() in MAKING else "your")
    return f"you need {thing} {found['done']}{in_second_person(found['rest'])}"
