"""What is wanted, said to who wants it: "fix my toilet" is "your toilet needs to be fixed"."""

import re

from quoteapp.language.clauses import (
    JOINERS,
    PREPOSITIONS,
    PRONOUNS,
    joined,
    words_of,
)
from quoteapp.language.grammar import (
    EVENT_NOUNS,
    PARTICLE_VERBS,
    PARTICLES,
    VERBS,
    as_object,
    base_form,
    in_second_person,
    is_determined,
    is_plural,
    lower_first,
    participle,
)
from quoteapp.language.nouns import has_stray_number, is_activity, is_phrase
from quoteapp.language.wishes import thing_wanted

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
    r"and|or|paint|radiator|bubbles|flakes|chips|peels|at|under|near|broken|2)\b",
    re.IGNORECASE,
)
LIGHT_VERBS = frozenset("get do make come look help take give go be have work".split())
WITHOUT_OWNER = PREPOSITIONS | PRONOUNS | PARTICLES | JOINERS
AND_VERB = re.compile(r"(?:and|or) (\w+) ", re.IGNORECASE)
TURNED = re.compile(r" (?:from|to|into|away|down|up|apart|back)(?= \w|$)", re.IGNORECASE)
WAYS = re.compile(
    r" (?:from|to|into|onto|up|down|out of|across|over to|upstairs|downstairs|away|out|off|back)"
    r"(?= \w|$)",
    re.IGNORECASE,
)
MOVING = frozenset(
    "move haul carry deliver take bring transport ship relocate put clean clear trim cut pull "
    "remove".split()
)
CHECKED = re.compile(r" (?:for|against) (?=\w)", re.IGNORECASE)
CHECKING = frozenset("check inspect test treat spray".split())
TIME = re.compile(
    r" (?:today|tonight|tomorrow|asap|soon|this (?:week|weekend|morning|afternoon|evening|month)"
    r"|(?:on|by|next|this|before) (?:mon|tues|wednes|thurs|fri|satur|sun)days?)$",
    re.IGNORECASE,
)
FOR_ME = re.compile(r"^(\w+) (?:me|us) (?=(?:an?|the|some|my|our|two|three|new)\b)", re.IGNORECASE)
SEND = re.compile(
    r"^(?:(?:send|find|bring)(?: me| us)? (?=an? |some(?:one|body) )|get (?=some(?:one|body) ))"
    r"(?P<rest>(?!an? out\b).+)$",
    re.IGNORECASE,
)
OBJECTS = frozenset(
    "a an the my our your this that these those it them all some at up by out off on down over and "
    "me us".split()
)
# Nobody is told to do these.
FEELINGS = frozenset(
    "need want like hope wish have see hear smell think know love hate feel try seem say mean "
    "expect prefer refuse ask lose find".split()
)


def wanted(asked: str) -> str | None:
    """What somebody is to do: "fix my toilet"; or what is wanted: "a new sink"."""
    asked_for = request(asked)
    if asked_for:
        return asked_for
    if is_determined(asked):
        return thing_wanted(asked)
    if is_activity(asked):
        thing = in_second_person(asked)
        return f"you need help with {thing}" if is_phrase(thing) else None
    first = asked.split()[0].lower()
    if base_form(first) == first:
        return someone_to(asked)
    return None


def request(text: str) -> str | None:
    """An imperative turned into the passive: "fix my toilet" is "your toilet needs to be fixed"."""
    text = FOR_ME.sub(r"\1 ", text)
    sent = SEND.match(text)
    if sent:
        return f"you need {in_second_person(sent['rest'])}"
    verb, _, rest = text.partition(" ")
    verb = verb.lower()
    done = participle(verb)
    if not done or not rest:
        return _imperative(text)
    second = AND_VERB.match(rest)
    if second and participle(second[1].lower()):
        return someone_to(text)
    if NOT_AN_OBJECT.match(rest) or _is_compound(rest):
        return None
    particle, _, after = rest.partition(" ")
    if verb in PARTICLE_VERBS and particle.lower() in PARTICLES and after:
        done, rest = f"{done} {particle.lower()}", after
    rest, when = _without_time(rest)
    noun, tail = _split_tail(rest)
    noun, turn = _turned(noun, verb)
    is_long = len(noun.split()) > LONGEST_OBJECT
    is_plain = noun and not is_long and is_phrase(noun) and not _has_second_verb(text)
    if not is_plain or verb in LIGHT_VERBS:
        return someone_to(text)
    need = "need" if is_plural(noun) else "needs"
    return f"{as_object(noun, verb)} {need} to be {done}{turn}{tail}{when}"


def _turned(noun: str, verb: str) -> tuple[str, str]:
    """The object, and where it is to go or what to become: "the tub", " into a shower"."""
    turns = (WAYS if verb in MOVING else TURNED, CHECKED if verb in CHECKING else None)
    for pattern in filter(None, turns):
        found = pattern.search(noun)
        if found:
            return noun[: found.start()], in_second_person(noun[found.start() :])
    return noun, ""


def _without_time(rest: str) -> tuple[str, str]:
    """The object without the day that it ends with, and the day."""
    found = TIME.search(rest)
    return (rest[: found.start()], found[0]) if found else (rest, "")


def _imperative(text: str) -> str | None:
    """A request with a verb that makes no passive: "stop the drip", "send a cleaner"."""
    verb, _, rest = text.partition(" ")
    first = rest.split()[0].lower() if rest else ""
    is_verb = verb.lower() in VERBS - FEELINGS and base_form(verb) == verb.lower()
    return someone_to(text) if is_verb and first in OBJECTS else None


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
    if noun.endswith(" in"):  # "In navy".
        noun, tail = noun.removesuffix(" in"), f"in {tail}"
    comma = "," if tail.lower().startswith(("it", "they")) else ""
    return noun, f"{comma} {in_second_person(tail)}"


def _has_second_verb(text: str) -> bool:
    found = re.findall(r"\b(?:and|or|then)\s+(?:then )?(\w+)(?: (\w+))?", text.lower())
    return any(
        participle(word) or (word in VERBS and following in OBJECTS) for word, following in found
    )


def someone_to(text: str) -> str | None:
    """The work in its own words, where no passive can be made of it."""
    verb, _, rest = text.partition(" ")
    first = rest.split()[0].lower() if rest else ""
    is_bare = first not in WITHOUT_OWNER and not first.endswith("ly")
    if rest and is_bare and verb.lower() not in LIGHT_VERBS:
        text = f"{verb} {as_object(rest, verb.lower())}"
    if has_stray_number(words_of(text)):
        return None
    told = joined(in_second_person(lower_first(text)))
    return f"you need someone to {told}" if told else None
