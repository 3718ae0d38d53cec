"""What is the matter, said to whom it befell; notes are made sentences where they can be."""

import re

from quoteapp.language.clauses import (
    AUXILIARIES,
    DETERMINERS,
    NOUNS,
    PASTS,
    PREPOSITIONS,
    PRONOUNS,
    SEGMENT,
    SUBORDINATORS,
    WITH_VERB,
    finite_verb,
    joined,
    with_subjects,
    words_of,
)
from quoteapp.language.grammar import VERBS, base_form, in_second_person, is_plural, lower_first
from quoteapp.language.nouns import is_activity, is_phrase
from quoteapp.language.wishes import done_to

WITHOUT_SUBJECT = re.compile(
    r"^(?=\w+s\b|won'?t|doesn'?t)(?!is|was|has|does\b|this\b|its\b|yes\b)(?P<verb>[\w']+)\b.*",
    re.IGNORECASE,
)
WITHOUT_ME = re.compile(
    r"^(?P<verb>can'?t|cannot|couldn'?t|don'?t|didn'?t|haven'?t|were|got|have|had|lost|found|bought|"
    r"noticed|heard|saw|threw|woke|called|hired|just bought|smell|hear|see|moved|just moved|tried|"
    r"smelled|keep|locked|getting)\b "
    r"(?P<rest>.+)",
    re.IGNORECASE,
)
PREDICATE = re.compile(
    r"^(?P<state>locked out|stuck|stranded|trapped|not getting|not able|unable|"
    r"having|getting|moving|relocating|remodeling|renovating|looking (?:for|to|at|into)|hoping to|"
    r"trying to|thinking (?:of|about)|planning|wanting|interested in|in need of|worried about|"
    r"ready to|tired of|about to|selling|redoing|building|adding|out of)\b (?P<rest>.+)$",
    re.IGNORECASE,
)
STATE = re.compile(
    r"^(?P<subject>[\w'-]+(?: [\w'-]+){0,3}?) (?P<state>(?:(?:not|constantly|always|still|barely|"
    r"badly|completely|totally|all|only|just|really) )?(?:leaking|dripping|running|making|blowing|"
    r"working|cooling|heating|spinning|draining|flushing|turning|starting|tripping|flickering|"
    r"buzzing|sparking|smoking|overflowing|falling|coming|going|chirping|beeping|squeaking|"
    r"squealing|grinding|slipping|rattling|shaking|peeling|cracking|sagging|overheating|broken|"
    r"clogged|stuck|dead|jammed|blocked|cracked|busted|frozen|backed up|"
    r"locked(?! (?:him|her|my|our|them))|damaged|missing|rotten|rotted|loose|cold|backing up|blank|"
    r"down(?! the)|uneven|wobbly|not \w+ing|on$|out$|off by|bad$|wet(?: after .+)?$|humming|"
    r"clicking|shutting|opening|closing|lifting|bubbling|popping|"
    r"leaning|hanging|getting|giving|showing|filling|stopping|crooked|torn|bent|stripped|"
    r"out of (?:gas|square|level|whack)|off (?:track|its track|the track|balance))\b.*)$",
    re.IGNORECASE,
)
IT = re.compile(r"^(?:needs|wants|takes|makes|keeps|won't|doesn't)\b", re.IGNORECASE)
BY = re.compile(
    r"^(?P<what>(?:[\w'-]+ ){1,4})"
    r"(?P<done>(?:\w{3,}ed|broken|hit|torn|cut|eaten|bent|stolen) by .+)$",
    re.IGNORECASE,
)
STUCK = re.compile(
    r"^(?:[\w'-]+ ){1,4}(?:locked|clogged|jammed|blocked|damaged)"
    r"(?: (?:in|on|at|under|by|with|inside|up|shut|again|from|behind)\b[\w' -]*)?$",
    re.IGNORECASE,
)
NOUN_BEFORE_STATE = re.compile(r"^(?:stump|rat|mouse)\b|\b(?:and|in|on|of|to|cut)$", re.IGNORECASE)
NOTHING_OF = re.compile(r"^no (?P<rest>(?!one\b|idea\b|rush\b|luck\b)[a-z].+)$", re.IGNORECASE)
# Subjects without an article, where a verb follows them: "water comes in".
MASSES = frozenset(
    "water smoke sewage power gas air steam oil heat rain hail snow wind ice upstairs downstairs "
    "outside".split()
)
# Subjects that never take "your".
UNTOLD = frozenset(
    "someone something sparks mice ants bees wasps roaches cockroaches rats bugs termites people "
    "kids raccoons squirrels bats birds half most some every all both everything nothing nobody "
    "everyone another many several one two three four five six".split()
)
FRONTED = re.compile(
    r"^(?:when(?:ever)?|every time|each time|if|after|since|because|as soon as|once|while|in|on|at|"
    r"under|behind|ever since|during|for)\b(?P<first>[^,]+), (?P<main>.+)$",
    re.IGNORECASE,
)
# What may follow a state that is not said of a noun after it.
KEEPING = frozenset({"keep", "keeps", "still", "start", "starts", "stop", "stops"})
AFTER_STATES = (
    PREPOSITIONS
    | SUBORDINATORS
    | frozenset("and but all again every so too solid shut open closed".split())
)


def statement(sentence: str) -> str | None:
    """A sentence of its own, or a headline such as "water heater leaking" made into one."""
    fronted = FRONTED.match(sentence)
    if fronted and finite_verb(words_of(fronted["main"])) is not None:
        said = joined(with_subjects(_with_owner(fronted["main"])))
        first = sentence[: fronted.start("main")]
        return in_second_person(lower_first(first) + said) if said else None
    if sentence.lower().startswith("help "):
        return None
    if sentence.lower().startswith("was "):
        return _without_me(f"were{sentence[3:]}")
    if IT.match(sentence):
        return _elliptic(sentence)
    return _without_me(sentence) or _headline(sentence) or _elliptic(sentence)


def _headline(sentence: str) -> str | None:
    """What has a subject with its verb, or with its state."""
    if STUCK.match(sentence) and not _has_subject(sentence):
        return in_second_person(_in_a_state(sentence) or "") or None
    wanted = None if _has_subject(sentence) else done_to(sentence)
    if wanted:
        return wanted
    suffered = BY.match(sentence)
    if suffered and not _has_subject(sentence) and is_phrase(suffered["what"]):
        be = "were" if is_plural(suffered["what"]) else "was"
        said = joined(f"{_with_owner(suffered['what'])}{be} {suffered['done']}")
        return in_second_person(said) if said else None
    owned = with_subjects(_with_owner(sentence))
    first = words_of(SEGMENT.split(owned)[0])
    if not first or first[1:2] == ["not"]:
        return None
    said = joined(owned) if finite_verb(first) is not None else _in_a_state(sentence)
    return in_second_person(said) if said else None


def _in_a_state(sentence: str) -> str | None:
    """A note without its verb: "water heater leaking" is "your water heater is leaking"."""
    state = STATE.match(sentence)
    if not state or is_activity(sentence) or _is_noun_after(state["state"]):
        return None
    subject = state["subject"]
    if words_of(subject)[-1:] and words_of(subject)[-1] in KEEPING:
        return None
    if finite_verb(words_of(f"{subject} is")) is None or NOUN_BEFORE_STATE.search(subject):
        return None
    be = "are" if is_plural(subject) else "is"
    return joined(with_subjects(f"{_with_owner(subject)} {be} {state['state']}"))


def _is_noun_after(state: str) -> bool:
    """Whether what looks like a state is said of a noun after it: "blank screen"."""
    words = words_of(state)
    is_transitive = words[0].endswith("ing") and words[0] not in {"heating", "cooling", "running"}
    if len(words) < 2 or is_transitive or words[0] in {"not", "off", "out"}:
        return False
    return words[1] not in AFTER_STATES and not words[1].endswith(("ly", "ing"))


def _with_owner(sentence: str) -> str:
    """The sentence with "your" before its subject, if that has no word before it.

    The subject has "the", where it says whose it is itself: "the bed of my truck".
    """
    if _has_subject(sentence):
        return lower_first(sentence)
    verb = finite_verb(words_of(sentence)) or 0
    owns = {"my", "our"}.intersection(words_of(sentence)[:verb])
    return f"{'the' if owns else 'your'} {lower_first(sentence)}"


def _has_subject(sentence: str) -> bool:
    words = words_of(sentence)
    first = words[0] if words else ""
    second = words[1] if len(words) > 1 else ""
    is_alone = second in AUXILIARIES | PASTS | PREPOSITIONS or second.endswith(("ing", "s", "ed"))
    is_given = first in PRONOUNS or first in DETERMINERS or first in UNTOLD or first[:1].isdigit()
    return is_given or (first in MASSES and is_alone) or WITH_VERB.fullmatch(first) is not None


def _without_me(sentence: str) -> str | None:
    """What the customer did or has, without the "I": "bought a used one and it won't spin"."""
    if PREDICATE.match(sentence) or not WITHOUT_ME.match(sentence):
        return None
    said = joined(with_subjects(in_second_person(lower_first(sentence))))
    return f"you {said}" if said else None


def _elliptic(sentence: str) -> str | None:
    """What leaves out its subject: "can't shut the water off", "locked out of my car"."""
    lacking = NOTHING_OF.match(sentence)
    if lacking and is_phrase(lacking["rest"]):
        return f"you have no {in_second_person(lacking['rest'])}"
    if PREDICATE.match(sentence):
        said = joined(with_subjects(in_second_person(lower_first(sentence))))
        return f"you are {said}" if said else None
    headless = WITHOUT_SUBJECT.match(sentence)
    if headless and headless["verb"].lower() in NOUNS:
        return None
    if headless and (base_form(headless["verb"]) in VERBS or "'" in headless["verb"]):
        said = joined(with_subjects(in_second_person(lower_first(sentence))))
        return f"it {said}" if said else None
    return None
