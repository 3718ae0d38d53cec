"""What is wanted, said to who wants it: "fix my toilet" is "your toilet needs to be fixed"."""

import re

from quoteapp.language.asking import wish
from quoteapp.language.clauses import (
    JOINERS,
    PREPOSITIONS,
    PRONOUNS,
    joined,
    with_subjects,
    words_of,
)
from quoteapp.language.grammar import (
    EVENT_NOUNS,
    PARTICLE_VERBS,
    PARTICLES,
    as_object,
    base_form,
    in_second_person,
    is_determined,
    is_plural,
    lower_first,
    participle,
    participles,
    with_article,
)
from quoteapp.language.nouns import GERUND, is_activity, is_phrase, with_a
from quoteapp.language.trimming import without_place

LONGEST_OBJECT = 12  # Words; a longer one reads better after "you need someone to".
COLORS = r"(?:white|black|gr[ae]y|blue|red|green|yellow|beige|tan|brown|navy|pink|purple|teal)"
TAIL = re.compile(
    r"\s*(?:,|;|:|\.(?=\s|$)|\s-\s)\s*"
    r"|\s+(?=(?:because|with|before|after|since|asap|so that|please)\b)"
    rf"|\s+(?={COLORS}$)",
    re.IGNORECASE,
)
EXPLAINS = re.compile(rf"^(?:it|they|because|with|before|after|since|{COLORS})\b", re.IGNORECASE)
NOT_AN_OBJECT = re.compile(
    r"^(?:(?:chip|peel|flak|bubbl|crack|leak|runn|mak|com|fall|overflow)ing|is|are|on|in|engine|was|"
    r"from|out clean(?:ing)?|in clean(?:ing)?|job|jobs|work|call|line|lines|bearing|problem|issue|"
    r"and|or|paint|radiator|at|under|near|broken|2)\b",
    re.IGNORECASE,
)
CALLED_FOR = re.compile(
    r"^(?P<what>(?!no )(?:[\w'-]+ ){1,5}?)(?:needed|wanted|required)"
    r"(?P<for>(?: (?:for|to|in|on|at|by) .+)?)$",
    re.IGNORECASE,
)
LIGHT_VERBS = frozenset("get do make come look help take give go be have work".split())
DONE = re.compile(
    r"^(?P<what>(?:[\w'/-]+ ){1,5}?)(?P<done>[a-z-]+)"
    r"(?P<rest>(?: (?:in|on|at|to|for|from|off|up|out|by|with|and|before|after|around|away|down|"
    r"under|over) .+)?)$",
    re.IGNORECASE,
)
WITHOUT_OWNER = PREPOSITIONS | PRONOUNS | PARTICLES | JOINERS
AND_VERB = re.compile(r"(?:and|or) (\w+) ", re.IGNORECASE)
TURNED = re.compile(r" (?:from|to|into) (?=\w)", re.IGNORECASE)
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


def wanted(asked: str) -> str | None:
    """What somebody is to do: "fix my toilet"; or what is wanted: "a new sink"."""
    asked_for = request(asked)
    if asked_for:
        return asked_for
    if is_determined(asked) or GERUND.match(asked):
        thing = in_second_person(asked)
        return f"you need help with {thing}" if is_phrase(thing) else None
    first = asked.split()[0].lower()
    if base_form(first) == first:
        return someone_to(asked)
    return None


def request(text: str) -> str | None:
    """An imperative turned into the passive: "fix my toilet" is "your toilet needs to be fixed"."""
    verb, _, rest = text.partition(" ")
    verb = verb.lower()
    done = participle(verb)
    if not done or not rest:
        return None
    second = AND_VERB.match(rest)
    if second and participle(second[1].lower()):
        return someone_to(text)
    if NOT_AN_OBJECT.match(rest) or _is_compound(rest):
        return None
    particle, _, after = rest.partition(" ")
    if verb in PARTICLE_VERBS and particle.lower() in PARTICLES and after:
        done, rest = f"{done} {particle.lower()}", after
    noun, tail = _split_tail(rest)
    is_long = len(noun.split()) > LONGEST_OBJECT
    is_plain = noun and not is_long and is_phrase(noun) and not _has_second_verb(text)
    if not is_plain or verb in LIGHT_VERBS:
        return someone_to(text)
    noun, turn, into = _turned(noun)
    need = "need" if is_plural(noun) else "needs"
    return f"{as_object(noun, verb)} {need} to be {done}{turn}{in_second_person(into)}{tail}"


def _turned(noun: str) -> tuple[str, str, str]:
    """The object, and what it is to be turned into: "the tub", " to ", "a shower"."""
    found = TURNED.search(noun)
    return (noun[: found.start()], found[0], noun[found.end() :]) if found else (noun, "", "")


def _is_compound(rest: str) -> bool:
    """Whether a verb begins a noun: "move out cleaning", "paint touch up needed"."""
    words = words_of(TAIL.split(rest)[0])
    head = next((at for at, word in enumerate(words) if word in PREPOSITIONS and at), len(words))
    is_event = bool(words) and words[head - 1] in EVENT_NOUNS - {"noise", "leak", "hole", "crack"}
    return is_event and not is_determined(rest) and words[0] not in {"some", "up"}


def _split_tail(rest: str) -> tuple[str, str]:
    """The object and what follows it, kept only when it explains the object."""
    found = TAIL.search(rest)
    if not found:
        return rest, ""
    noun, tail = rest[: found.start()].strip(), rest[found.end() :].strip()
    if not EXPLAINS.match(tail):
        return noun, ""
    comma = "," if tail.lower().startswith(("it", "they")) else ""
    return noun, f"{comma} {in_second_person(tail)}"


def _has_second_verb(text: str) -> bool:
    found = re.findall(r"\b(?:and|or|then)\s+(?:then )?(\w+)", text.lower())
    return any(participle(word) for word in found)


def someone_to(text: str) -> str | None:
    """The work in its own words, where no passive can be made of it."""
    verb, _, rest = text.partition(" ")
    first = rest.split()[0].lower() if rest else ""
    is_bare = first not in WITHOUT_OWNER and not first.endswith("ly")
    if rest and is_bare and verb.lower() not in LIGHT_VERBS:
        text = f"{verb} {as_object(rest, verb.lower())}"
    told = joined(in_second_person(lower_first(text)))
    return f"you need someone to {told}" if told else None


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
    is_thing = is_phrase(found["what"]) and not found["what"].rstrip().endswith("'s")
    if not is_thing or with_subjects(sentence) != sentence:
        return None
    what = in_second_person(lower_first(found["what"].strip()))
    thing = with_article(what, "a" if found["done"].lower() in MAKING else "your")
    return f"you need {thing} {found['done']}{in_second_person(found['rest'])}"
