"""Whether some words are a clause: where its finite verb stands, and how it goes on after a comma.

No parser, but enough grammar to know what can be said as it stands. What it does not know is not
told as a sentence, but quoted.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from quoteapp.language.grammar import VERBS, singular_form

LONGEST_SUBJECT = 8  # words
WORD = re.compile(r"[A-Za-z0-9][\w'’/.-]*")
DETERMINERS = frozenset(
    "a an the my our your his her their its this that these those some any all both each every no "
    "half two three four five six seven eight nine ten several most another many few one".split()
)
PRONOUNS = frozenset(
    "i we it they he she you there this that these those someone somebody something everything "
    "nothing everyone everybody nobody none anything most both some one what whatever".split()
)
WITH_VERB = re.compile(
    r"(?:i|we|you|they|it|he|she|there|that|what|who|here|something|everything|nothing)"
    r"'(?:m|re|s|ve|d|ll)",
    re.IGNORECASE,
)
AUXILIARIES = frozenset(
    "is are was were am isn't aren't wasn't weren't won't can't cannot couldn't doesn't don't "
    "didn't has have had hasn't haven't hadn't will would does do did can could should must might "
    "may keeps wouldn't shouldn't ain't needs".split()
)
PASTS = frozenset(
    "lit broke fell went came got left lost made blew quit died froze burst ran began gave took "
    "hit said told found saw heard felt smelt tore bit ate threw flew hung spun swelled wore stood "
    "sank shrank rang stank stung swept let became kept bought brought built caught dug drove "
    "grew held knew paid read sent slept spent wrote".split()
)
WITH_OBJECT = frozenset("stopped started failed passed noticed lost smelled".split())
# Nouns in the plural more often than verbs.
NOUNS = frozenset(
    "pops drips whines stains cracks holes dents marks locks lights plugs fans chips drains "
    "paints switches traps plants screens spots tiles works leaks sounds noises smells hooks "
    "mounts patches seals stands steps clogs nests points repairs covers sticks needs looks packs "
    "loads molds shows taps rocks rings rolls bites pools splits slips clicks beeps flakes pumps "
    "moves shelves leaves".split()
)
VERBS_AFTER_SINGULAR = frozenset(
    "leaks smells sounds looks needs works sticks clicks beeps moves shows slips rocks rolls "
    "covers locks lights cracks pools pumps flakes drains clogs".split()
)
OWNED = frozenset({"my", "our", "the", "this"})  # "My roof leaks" is no noun.
WORKS = frozenset("install repair service clean check move paint patch mount seal trim fix".split())
# Prepositions that need no noun: "the shield underneath is loose".
ADVERBS = frozenset(
    "out up down off upstairs downstairs underneath outside inside above below behind over".split()
)
# After such a word a noun that may be a verb is one: "leaks badly".
LED_ON = frozenset(
    "need needs want bad badly really like so a water nonstop again every all loud slow fast "
    "constantly hot cold terrible awful something it me us my our the".split()
)
PREPOSITIONS = frozenset(
    "in on at of for with by under near from to behind above below over around inside outside "
    "through into off onto between against along across beside beneath underneath toward towards "
    "upstairs downstairs out up down next about without like per than".split()
)
SUBORDINATORS = frozenset(
    "when whenever if because after before since while until unless although though where "
    "wherever how why whether once that which who".split()
)
RELATIVES = frozenset({"that", "which", "who"})
JOINERS = frozenset({"and", "but", "or", "so", "then", "yet", "plus"})
BEFORE_NOUNS = JOINERS | (DETERMINERS - PRONOUNS) | (PREPOSITIONS - ADVERBS)


def words_of(text: str) -> list[str]:
    """The words of a text, small and with plain apostrophes."""
    return [found.lower() for found in WORD.findall(text.replace("’", "'"))]


@lru_cache(maxsize=1)
def _third_persons() -> frozenset[str]:
    return frozenset(filter(None, map(singular_form, VERBS)))


def finite_verb(words: Sequence[str]) -> int | None:
    """The place of the finite verb of a main clause that begins with its subject; none if none."""
    if not words:
        return None
    if WITH_VERB.fullmatch(words[0]):
        return 0
    relatives = 0
    for at, word in enumerate(words[: LONGEST_SUBJECT + 1]):
        if at and word in RELATIVES and words[0] in DETERMINERS | PRONOUNS and not relatives:
            relatives = 1
            continue
        if word in SUBORDINATORS - RELATIVES or (word in RELATIVES and at):
            return None
        if at and WITH_VERB.fullmatch(word):
            return None  # A second subject: the first had no verb.
        if at and _is_finite(words, at):
            if relatives == 1:
                relatives = 2  # That was the relative clause's.
                continue
            return at
        if at and word in {"i", "we", "they", "he", "she", "it", "to"} and relatives != 1:
            return None
        if word in JOINERS and words[at + 1 : at + 2] and words[at + 1] in DETERMINERS:
            return None  # A second subject, again.
    return None


def _is_finite(words: Sequence[str], at: int) -> bool:
    word, before = words[at], words[at - 1]
    if word in AUXILIARIES:
        is_bin = word == "can" and before in {"trash", "garbage"}
        return before not in PREPOSITIONS - ADVERBS and not is_bin
    if before in BEFORE_NOUNS:
        return False
    if word in PASTS:
        return True
    if word.endswith("ed") and len(word) > len("need"):
        following = words[at + 1] if at + 1 < len(words) else ""
        return not following or _leads_on(following) or word in WITH_OBJECT
    if word in _third_persons():
        return _is_verb_in_s(words, at)
    is_plural = _is_plural(before) or _is_plural(_head(words[:at])) or "and" in words[:at]
    is_noun = word in WORKS and at == len(words) - 1  # "Gutter guards install".
    return word in VERBS and not is_noun and (is_plural or before in {"i", "we", "they", "you"})


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "gas"))


def _head(subject: Sequence[str]) -> str:
    """The noun that a subject is about: before its first preposition."""
    ends = (at for at, word in enumerate(subject) if at and word in PREPOSITIONS)
    return subject[next(ends, len(subject)) - 1]


def _is_verb_in_s(words: Sequence[str], at: int) -> bool:
    before = words[at - 1]
    if before in PRONOUNS or words[at] not in NOUNS:
        return not _is_plural(before)
    following = words[at + 1] if at + 1 < len(words) else ""
    is_led_on = _leads_on(following) if following else words[0] in OWNED
    return words[at] in VERBS_AFTER_SINGULAR and is_led_on and words[0] in DETERMINERS


def stands(text: str) -> bool:
    """Whether the text is a main clause, or begins with one before its first comma."""
    return finite_verb(words_of(text)) is not None


def _leads_on(word: str) -> bool:
    """Whether the word before it is a verb, and no noun before another."""
    follows = LED_ON | PREPOSITIONS | SUBORDINATORS | JOINERS | DETERMINERS | PRONOUNS
    return word in follows or word.endswith("ly")


SEGMENT = re.compile(r"\s*(?:,|;|:|\s[-–—]+\s|\.{2,}|\.(?=\s))\s*")
WANTS_ANEW = re.compile(
    r"(?<=[a-z0-9\"'])(?P<mark>\s*[,;.]*\s*(?:and |so |but )?)(?P<verb>need|want)\s"
    r"(?=\w)",
    re.IGNORECASE,
)
# What only the customer can need, and no wall: "and need it painted", not "and need primer".
OF_MINE = re.compile(r"(?:it|them|someone|somebody|help|to|you|a \w+ to)\b", re.IGNORECASE)
HAS_SUBJECT = re.compile(
    r"(?:\b(?:i|we|you|they|it|he|she|to|that|who|which|don't|doesn't|didn't|will|would|might|may|"
    r"do|does|really|just|still|also|only|probably|definitely|the|a|no|in|if|and i|\w+s)|'ll|"
    r"^)$",
    re.IGNORECASE,
)


def with_subjects(text: str) -> str:
    """The text with "you" before a wish that is strung on: "it broke need it fixed"."""

    def told(found: re.Match[str]) -> str:
        before = text[: found.start()].rstrip(" ,;.")
        is_shared = found["mark"].split()[-1:] == ["and"] and not OF_MINE.match(text, found.end())
        has_mark = found["mark"].strip() or HAS_SUBJECT.search(before) is None
        if is_shared or not has_mark:
            return found[0]
        return f", and you {found['verb'].lower()} "

    return WANTS_ANEW.sub(told, text)


def joined(text: str) -> str | None:
    """The clause with what follows its commas joined to it; `None` where that is no sentence."""
    segments = [segment for segment in SEGMENT.split(text) if segment]
    said = segments[0]
    for segment in segments[1:]:
        link = _link(segment)
        if link is None:
            return None
        said += link + segment
    return said


def _link(segment: str) -> str | None:
    words = words_of(segment)
    if not words:
        return None
    first = words[0]
    if first in JOINERS:
        rest = words[1:]
        is_fine = not rest or rest[0] in SUBORDINATORS | PREPOSITIONS or _goes_on(rest)
        return ", " if is_fine else None
    if first in {"never", "still", "already", "only", "also", "always"}:
        return None
    if first in {"now", "then"} and finite_verb(words[1:]) is not None:
        return ", and "
    if first in SUBORDINATORS or first in {
        "especially",
        "maybe",
        "probably",
        "even",
        "not",
        "just",
    }:
        return ", "
    if first.endswith("ing") and len(words) > 1:
        return ", "
    if (first in DETERMINERS | PRONOUNS and finite_verb(words) is not None) or _is_short(first):
        return ", and "
    if first in _third_persons() | PASTS or first in AUXILIARIES - {"don't", "do"}:
        return ", and "
    return ", and the " if finite_verb(["the", *words]) is not None else None


def _goes_on(words: Sequence[str]) -> bool:
    return finite_verb(words) is not None or words[0] in AUXILIARIES | PASTS | _third_persons()


def _is_short(word: str) -> bool:
    return WITH_VERB.fullmatch(word) is not None
