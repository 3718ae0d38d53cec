"""The problem in one clause to the customer's face, as the agent says it on the phone."""

import re

from quoteapp.language.grammar import (
    DETERMINERS,
    PARTICLE_VERBS,
    PARTICLES,
    as_object,
    in_second_person,
    is_plural,
    participle,
)
from quoteapp.language.library import Topic, library
from quoteapp.language.private import tells_money, without_private
from quoteapp.language.text import tokens
from quoteapp.language.trade import evidence_for

LONGEST_PROBLEM = 200
LONGEST_OBJECT = 12  # Words; a longer one reads better after "you need someone to".
LONGEST_NAMED = 8
SPANISH_WORDS = frozenset(
    "el la los las mi mis se de del que en un una con para no necesito necesitamos quiero busco "
    "tengo hay esta por muy al y tapado cuanto".split()
)
ENGLISH_TOO = frozenset({"no", "la", "de", "y"})
ACRONYMS = re.compile(r"\b(?:ac|tv|hvac|gfci|led|leds|ev|lg|ge|suv|usb|bbq|gfi|co)\b")
FILLER_START = re.compile(
    r"^(?:(?:ok(?:ay)?|so|well|um+|uh+|yo|and|but|also|basically|please|pls|help|urgent(?:ly)?|"
    r"just|long story short|i think|i believe|emergency|asap|question|kindly|yeah)\b[\s,!:.…-]*)+"
    r"(?=\w)",
    re.IGNORECASE,
)
PERSON = r"(?:some(?:one|body)|a (?:good |reliable |local )?[\w-]+(?: (?:technician|repair|control|company|guy|cleaner|service|person))?|an [\w-]+|help|you|movers|people|two guys)"
TO_COME = r"(?:(?:please )?(?:come(?: out| over| by)? (?:and|to) )?(?:help (?:me|us) (?:to )?)?)"
ASKS = tuple(
    re.compile(source, re.IGNORECASE)
    for source in (
        rf"^(?:can|could|would|will) (?:you|u|someone|somebody|anyone|y'?all)(?: guys| all)?(?: please)? {TO_COME}",
        rf"^(?:do you know |does |know )?(?:anyone|who|somebody|someone)(?: here)?(?: know)?(?: who| that)? (?:can|could) {TO_COME}",
        rf"^(?:(?:i|we)(?:'m|'re| am| are|'d| would)? ?)?(?:still |really |just |also |do )*(?:need|needs|want|looking for|look for|like|require|seeking|in need of) {PERSON} (?:who can|that can|to) {TO_COME}",
        r"^(?:(?:i|we)(?:'m|'re| am| are|'d| would)? ?)?(?:really |just |also )*(?:need|want|looking|like|trying|hoping|have|wanting) to ",
        r"^how much (?:is it|does it|would it|will it|would you|do you|to|for|it)*(?: cost| charge| be)?(?: me)? ?(?:to|for) ",
        r"^(?:quote|estimate) (?:to|for) ",
    )
)
WISH = re.compile(
    r"^(?:(?:i|we)(?:'d| would|'m|'re| am| are)? ?)?(?:really |just |also )*"
    r"(?P<verb>need|want|like|looking for|look for|in need of|seeking)\b (?P<rest>.+)$",
    re.IGNORECASE,
)
TAIL = re.compile(
    r"\s*(?:,|;|:|\.|\s-\s)\s*|\s+(?=(?:because|with|before|after|since|asap|so that|please)\b)",
    re.IGNORECASE,
)
PRONOUN_TAIL = re.compile(r"^(?:it|they|because|with|before|after|since)\b", re.IGNORECASE)
SUBJECT_START = re.compile(
    r"^(?:i|i'm|im|i've|we|we're|we've|my|our|the|there|there's|theres|a|an|this|that|these|those|it|"
    r"its|it's|half|all|some|someone|somebody|something|one|two|three|both|every|water|power|no one|"
    r"every(?:thing|one)|half|there're|his|her|nothing|smoke|sewage|gas|your|\d+)\b",
    re.IGNORECASE,
)
FINITE = re.compile(
    r"\b(?:is|are|was|were|isn'?t|aren'?t|wasn'?t|won'?t|wont|can'?t|cannot|doesn'?t|don'?t|didn'?t|"
    r"keeps?|has|have|had|hasn'?t|stopped|broke|fell|started|went|died|leaks?|drips?|makes?|smells?|"
    r"sparks?|needs?|got|feels?|looks?|sounds?|comes?|came|runs?|blows?|trips?|flickers?|buzzes|lost|"
    r"locked|hums?|squeaks?|squeals?|drains?|works?|gets?|shakes?|slips?|turns?|quit|snapped|cracked|"
    r"burst|shows?|clicks?|i'm|im|it's|there's|theres|i've|we're|we've|i|found|see|hear|noticed|am|"
    r"blew|damaged|chewed|died|gave|want|made|did|sags?|overflows?|stinks?|jams?|grinds?)\b",
    re.IGNORECASE,
)
STATE = re.compile(
    r"^(?P<subject>[\w'-]+(?: [\w'-]+){0,3}?) (?P<state>(?:(?:not|constantly|always|still|barely|"
    r"badly|completely|totally|all) )?(?:leaking|dripping|running|making|blowing|working|cooling|"
    r"heating|spinning|draining|flushing|turning|starting|tripping|flickering|buzzing|sparking|"
    r"smoking|overflowing|falling|coming|going|chirping|beeping|squeaking|squealing|squeeling|"
    r"slipping|rattling|shaking|peeling|cracking|sagging|overheating|broken|clogged|stuck|dead|"
    r"jammed|blocked|cracked|busted|frozen|backed up|locked|damaged|missing|rotten|loose|cold|"
    r"falling|backing up)\b.*)$",
    re.IGNORECASE,
)
GERUND = re.compile(r"^\w+ing\b", re.IGNORECASE)
SERVICE = re.compile(
    r"\b(?:repair|replacement|installation|install|cleaning|removal|service|inspection|painting|"
    r"change|tune up|cleanup|assembly|trimming|mounting|moving|help|treatment|maintenance|check)$",
    re.IGNORECASE,
)


def problem_of(query: str, trade: str, topic: Topic | None) -> str:
    """One clause without full stop, in the second person, free of names, places and money.

    What cannot be turned round safely (Spanish, a query that addresses "you", a figure of money
    that is left) is said in the words of its topic or trade instead.
    """
    plain = topic.problem if topic else library().defaults[trade].problem
    private_free = without_private(query)
    sentence = _main_sentence(private_free, trade)
    if not sentence or _is_spanish(query):
        return plain
    said = _as_clause(_calm(sentence))
    is_unsafe = said is None or tells_money(said) or re.search(r"\d{5}|@", said)
    return plain if said is None or is_unsafe else _bounded(said)


def _main_sentence(text: str, trade: str) -> str | None:
    """The sentence that speaks most for the trade; none when nothing does."""
    sentences = [part.strip() for part in re.split(r"(?<=[.!?])\s+|\n+", text) if part.strip()]
    scores = [evidence_for(tokens(part, library().speller)).get(trade, 0.0) for part in sentences]
    if not scores or max(scores) == 0:
        return None
    return sentences[scores.index(max(scores))]


def _is_spanish(query: str) -> bool:
    words = [token.word for token in tokens(query)]
    spanish = [word for word in words if word in SPANISH_WORDS]
    certain = [word for word in spanish if word not in ENGLISH_TOO]
    is_accented = bool(re.search(r"[áéíóúñ¿¡]", query.lower()))
    return is_accented or (bool(certain) and len(spanish) * 5 >= len(words))


def _calm(sentence: str) -> str:
    """The sentence without shouting, opening fillers and closing marks."""
    letters = [letter for letter in sentence if letter.isalpha()]
    shouted = len(letters) > 4 and sum(map(str.isupper, letters)) > 0.7 * len(letters)
    calm = sentence.lower() if shouted else sentence
    calm = FILLER_START.sub("", calm).strip(" .,!?;:-\"'")
    calm = re.sub(r"\s*[!?]+\s*|\s*\.{2,}\s*", ", ", calm)
    calm = re.sub(r"(?:[,\s]+(?:please|pls|help|asap|help me|now|right away))+$", "", calm, flags=re.I)
    return calm.strip(" ,")


def _as_clause(sentence: str) -> str | None:
    """The sentence turned to the second person; none when it should not be quoted."""
    if not sentence:
        return None
    asked = _without_asking(sentence)
    request = _request(asked)
    if request:
        return request
    if asked != sentence:
        return None if _addresses_reader(asked) else f"you want to {in_second_person(asked)}"
    if _addresses_reader(sentence):
        return None
    return _wish(sentence) or _statement(sentence) or _named(sentence)


def _addresses_reader(text: str) -> bool:
    return bool(re.search(r"\b(?:you|your|u|ya|yall)\b", text, re.IGNORECASE))


def _without_asking(sentence: str) -> str:
    """The bare request: "can you please fix my sink" is "fix my sink"."""
    for pattern in ASKS:
        bare = pattern.sub("", sentence, count=1)
        if bare != sentence and bare.strip():
            return FILLER_START.sub("", bare.strip())
    return sentence


def _request(text: str) -> str | None:
    """An imperative turned into the passive: "fix my toilet" is "your toilet needs to be fixed"."""
    verb, _, rest = text.partition(" ")
    verb = verb.lower()
    done = participle(verb)
    if not done or not rest or _addresses_reader(rest):
        return None
    first, _, after = rest.partition(" ")
    if verb in PARTICLE_VERBS and first.lower() in PARTICLES and after:
        done, rest = f"{done} {first.lower()}", after
    noun, tail = _split_tail(rest)
    if not noun or _has_second_verb(text) or len(noun.split()) > LONGEST_OBJECT or verb == "get":
        return f"you need someone to {in_second_person(_lower_first(text))}"
    need = "need" if is_plural(noun) else "needs"
    return f"{as_object(noun, verb)} {need} to be {done}{tail}"


def _split_tail(rest: str) -> tuple[str, str]:
    """The object and what follows it, kept only when it explains the object."""
    found = TAIL.search(rest)
    if not found:
        return rest, ""
    noun, tail = rest[: found.start()].strip(), rest[found.end() :].strip()
    if not PRONOUN_TAIL.match(tail):
        return noun, ""
    comma = "," if tail.lower().startswith(("it", "they")) else ""
    return noun, f"{comma} {in_second_person(tail)}"


def _has_second_verb(text: str) -> bool:
    joined = re.findall(r"\b(?:and|or|then)\s+(?:then )?(\w+)", text.lower())
    return any(participle(word) for word in joined)


def _wish(sentence: str) -> str | None:
    """ "Need a plumber" is "you need a plumber"."""
    found = WISH.match(sentence)
    if not found:
        return None
    verb = found["verb"].lower()
    said = "want" if verb in {"want", "like"} else "need"
    return f"you {said} {in_second_person(found['rest'])}"


def _statement(sentence: str) -> str | None:
    """A sentence of its own, or a headline such as "water heater leaking" made into one."""
    has_verb = bool(FINITE.search(sentence))
    if SUBJECT_START.match(sentence) and has_verb:
        return in_second_person(_lower_first(sentence))
    state = STATE.match(sentence)
    if state and not GERUND.match(sentence) and not FINITE.search(state["subject"]):
        subject = state["subject"]
        owner = "" if _is_determined(subject) else "your "
        be = "are" if is_plural(subject) else "is"
        return in_second_person(f"{owner}{_lower_first(subject)} {be} {state['state']}")
    if has_verb and not GERUND.match(sentence):
        return in_second_person(f"your {_lower_first(sentence)}")
    return None


def _named(sentence: str) -> str:
    """A bare noun: "leaky faucet" is "you need help with your leaky faucet"."""
    text = in_second_person(_lower_first(sentence))
    words = text.split()
    is_short = len(words) <= LONGEST_NAMED and not re.search(r"[,;:]", text)
    if not is_short:
        return f"you need help with: {text}"
    bare = _is_determined(text) or GERUND.match(text) or SERVICE.search(text)
    return f"you need help with {text}" if bare else f"you need help with your {text}"


def _is_determined(phrase: str) -> bool:
    first = phrase.split()[0].lower()
    return first in DETERMINERS or first[0].isdigit() or first in {"no", "not", "water", "bad", "low"}


def _lower_first(text: str) -> str:
    first = text.split()[0]
    keeps = sum(map(str.isupper, first)) > 1 or first in {"I"}
    return text if keeps else text[0].lower() + text[1:]


def _bounded(text: str) -> str:
    """At most 200 characters, cut between words, with acronyms in capitals again."""
    text = re.sub(r"\s+", " ", text).strip()
    if len(text) > LONGEST_PROBLEM:
        text = text[: LONGEST_PROBLEM + 1].rsplit(" ", 1)[0]
    text = ACRONYMS.sub(lambda found: found[0].upper(), text)
    return text.rstrip(" .,;:!?-")
