"""What a customer wrote, turned into a clause that can be said to them."""

import re

from quoteapp.language.asking import wish, without_asking
from quoteapp.language.grammar import (
    PARTICLE_VERBS,
    PARTICLES,
    as_object,
    in_second_person,
    is_determined,
    is_plural,
    lower_first,
    participle,
    with_article,
)
from quoteapp.language.query import Passage, Query

LONGEST_OBJECT = 12  # Words; a longer one reads better after "you need someone to".
LONGEST_NAMED = 8
COLORS = r"(?:white|black|gr[ae]y|blue|red|green|yellow|beige|tan|brown|navy|pink|purple|teal)"
TAIL = re.compile(
    r"\s*(?:,|;|:|\.(?=\s|$)|\s-\s)\s*"
    r"|\s+(?=(?:because|with|before|after|since|asap|so that|please)\b)"
    rf"|\s+(?={COLORS}$)",
    re.IGNORECASE,
)
EXPLAINS = re.compile(rf"^(?:it|they|because|with|before|after|since|{COLORS})\b", re.IGNORECASE)
NOT_AN_OBJECT = re.compile(
    r"^(?:(?:chip|peel|flak|bubbl|crack|leak|runn|mak|com|fall|overflow)ing|is|are|on|in|engine|was|from)\b",
    re.IGNORECASE,
)
SUBJECT_START = re.compile(
    r"^(?:i|i'm|im|i've|we|we're|we've|my|our|the|there|there's|theres|an?|this|that|these|those|it|"
    r"its|it's|half|all|someone|somebody|something|one|two|three|both|every(?:thing|one)?|power|"
    r"no one|his|her|nothing|smoke|sewage|gas|\d+)\b",
    re.IGNORECASE,
)
VERBS = (
    r"is|are|was|were|isn'?t|aren'?t|wasn'?t|won'?t|can'?t|cannot|doesn'?t|don'?t|didn'?t|keeps|"
    r"has|have|had|hasn'?t|stopped|broke|fell|started|went|died|leaks|drips|makes|smells|sparks|"
    r"needs|got|feels|looks|sounds|comes|came|runs|blows|trips|flickers|buzzes|lost|locked|hums|"
    r"squeaks|squeals|drains|works|gets|shakes|slips|turns|quit|snapped|cracked|shows|clicks|blew|"
    r"damaged|chewed|sags|overflows|stinks|jams|grinds|gave|made|says|blinks|rattles|backs|spins|"
    r"clunks|flipped|beeps|chirps|ran|hit|pours|touching|rubs|pulls|scratches|sticks|rings|bounces|"
    r"opens|closes|shuts|hangs|drags|hisses|swings|jerks|stalls|idles|\w{3,}ed"
)
BARE_VERBS = (
    r"leak|drip|come|work|run|keep|smell|need|make|squeak|flicker|fall|shake|look|trip|stick"
)
HAS_VERB = re.compile(
    rf"\b(?:{VERBS}|i'm|im|it's|there's|theres|i've|we're|we've|i|we|found|see|hear)\b", re.I
)
WITHOUT_SUBJECT = re.compile(
    rf"^(?=\w+s\b|won'?t|doesn'?t)(?!is|was|has|does\b)(?:{VERBS})\b", re.IGNORECASE
)
HEADLINE = re.compile(
    r"^(?!(?:after|before|could|just|mostly|when|since|someone|if|because|should|not|no|only)\b)"
    r"(?:[\w/'-]+ ){1,4}?"
    r"(?:(?:by|in|under|over|behind|above|on|near) (?:the |my |our )?(?:[\w'-]+ ){1,2})?"
    rf"(?:(?:{VERBS})\b|(?<=s )(?:{BARE_VERBS})\b)",
    re.IGNORECASE,
)
STATE = re.compile(
    r"^(?P<subject>[\w'-]+(?: [\w'-]+){0,3}?) (?P<state>(?:(?:not|constantly|always|still|barely|"
    r"badly|completely|totally|all) )?(?:leaking|dripping|running|making|blowing|working|cooling|"
    r"heating|spinning|draining|flushing|turning|starting|tripping|flickering|buzzing|sparking|"
    r"smoking|overflowing|falling|coming|going|chirping|beeping|squeaking|squealing|grinding|"
    r"slipping|rattling|shaking|peeling|cracking|sagging|overheating|broken|clogged|stuck|dead|"
    r"jammed|blocked|cracked|busted|frozen|backed up|locked(?! (?:him|her|my|our|them))|damaged|"
    r"missing|rotten|loose|cold|backing up|blank|down|uneven|wobbly)\b.*)$",
    re.IGNORECASE,
)
NOUN_BEFORE_STATE = re.compile(r"^(?:stump|rat|mouse)\b|\b(?:and|in|on|of|to)$", re.IGNORECASE)
CALLED_FOR = re.compile(r"\s+(?:needed|wanted|required)$", re.IGNORECASE)
PURPOSES = frozenset({"to", "for", "who", "that", "near", "with", "from"})
FAULTY = re.compile(r"^(?:leaking|dripping|running|squeaking|flickering|sagging|peeling)\b", re.I)
GERUND = re.compile(r"^\w+ing\b", re.IGNORECASE)


def as_clause(sentence: str, query: Query) -> str | None:
    """A sentence of the query in the second person; none when it addresses its reader ("your").

    What is said keeps the customer's own words and their order, so most of this goes over the
    sentence as it was written; only whom it names is read in the query.
    """
    asked = without_asking(sentence)
    if not asked or _speaks_to_reader(asked):
        return None
    request = _request(asked)
    if request:
        return request
    if asked != sentence:
        return _after_asking(asked)
    wished = wish(sentence)
    if wished:
        return f"you {wished[0]} {in_second_person(wished[1])}"
    wanted, is_called_for = CALLED_FOR.subn("", sentence)
    if is_called_for:
        return f"you need {with_article(in_second_person(lower_first(wanted)))}"
    return _statement(sentence) or _named(sentence, query)


def _speaks_to_reader(text: str) -> bool:
    return bool(re.search(r"\b(?:you|your|u|ya|yall|y'all)\b", text, re.IGNORECASE))


def _after_asking(asked: str) -> str:
    if is_determined(asked) or GERUND.match(asked):
        return f"you need help with {in_second_person(asked)}"
    return f"you want to {in_second_person(lower_first(asked))}"


def _request(text: str) -> str | None:
    """An imperative turned into the passive: "fix my toilet" is "your toilet needs to be fixed"."""
    verb, _, rest = text.partition(" ")
    verb = verb.lower()
    done = participle(verb)
    if not done or not rest or NOT_AN_OBJECT.match(rest):
        return None
    particle, _, after = rest.partition(" ")
    if verb in PARTICLE_VERBS and particle.lower() in PARTICLES and after:
        done, rest = f"{done} {particle.lower()}", after
    noun, tail = _split_tail(rest)
    if not noun or verb == "get" or len(noun.split()) > LONGEST_OBJECT or _has_second_verb(text):
        return f"you need someone to {in_second_person(lower_first(text))}"
    need = "need" if is_plural(noun) else "needs"
    return f"{as_object(noun, verb)} {need} to be {done}{tail}"


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
    joined = re.findall(r"\b(?:and|or|then)\s+(?:then )?(\w+)", text.lower())
    return any(participle(word) for word in joined)


def _statement(sentence: str) -> str | None:
    """A sentence of its own, or a headline such as "water heater leaking" made into one."""
    if SUBJECT_START.match(sentence) and HAS_VERB.search(sentence):
        return in_second_person(lower_first(sentence))
    if WITHOUT_SUBJECT.match(sentence):
        return in_second_person(f"it {lower_first(sentence)}")
    if GERUND.match(sentence):
        return None
    state = STATE.match(sentence)
    if state and not HAS_VERB.search(state["subject"]) and not _is_odd(state["subject"]):
        subject = state["subject"]
        owner = "" if is_determined(subject) else "your "
        be = "are" if is_plural(subject) else "is"
        return in_second_person(f"{owner}{lower_first(subject)} {be} {state['state']}")
    if HEADLINE.match(sentence):
        owner = "" if is_determined(sentence) else "your "
        return in_second_person(f"{owner}{lower_first(sentence)}")
    return None


def _is_odd(subject: str) -> bool:
    return bool(NOUN_BEFORE_STATE.search(subject))


def _named(sentence: str, query: Query) -> str:
    """A bare noun: "leaky faucet" is "you need help with your leaky faucet"."""
    text = in_second_person(lower_first(sentence))
    if text.lower().startswith("help "):
        return f"you need {text}"
    if _opens_with_professional(query.passage(sentence)):
        return f"you need {with_article(text)}"
    if len(text.split()) > LONGEST_NAMED or re.search(r"[,;:]", text):
        return f"you need help with: {text}"
    is_activity = GERUND.match(text) and not FAULTY.match(text)
    return f"you need help with {text if is_activity else with_article(text, 'your')}"


def _opens_with_professional(sentence: Passage) -> bool:
    """True for "plumber for a leak" and "movers to Ohio"."""
    text = sentence.text
    return any(
        match.positions[0] == 0 and text[match.positions[-1] + 1].word in PURPOSES
        for match in sentence.professionals
        if match.positions[-1] + 1 < len(text)
    )
