"""What is asked, said as what is wanted: "Who fixes a gate?" is "you need someone to fix a gate".

Every rule takes a whole sentence, and gives the bare request ("fix a gate"), a statement ("my
sink smells") or a clause that is ready.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from quoteapp.language.grammar import base_form, in_second_person, singular_form


class Asked(NamedTuple):
    """What a question comes to: one of these is told, the others are empty."""

    request: str = ""  # What somebody is to do, beginning with its verb.
    statement: str = ""  # What is the matter, in the customer's words.
    thing: str = ""  # What is wanted, as a noun.
    clause: str = ""  # Said to the customer already.


SOMEBODY = (
    r"(?:someone|somebody|anyone|anybody|any ?one|you|u|ya|y'?all|you guys|a \w+|a good \w+|"
    r"any of you)"
)
HELPS = r"(?:(?:please|come(?: out| over| by)?(?: here)? (?:and|to)|help(?: me| us)?(?: to)?) )"
COST = (
    r"(?:how much(?: (?:would|does|will|do|is|are|should|might))?(?: (?:it|you|u|y'?all|someone|"
    r"somebody|people|guys|i))*(?: (?:cost|charge|run|be|take|pay|ask))?(?: me| us)?"
    r"|what(?:'s| is| would| does| do| will)?(?: (?:it|you|u|the|a|fair|going))*"
    r"(?: (?:cost|charge|price|rate|run))?(?: me| us)?"
    r"|(?:price|cost|quote|estimate|rates?|bid|ballpark)(?: please)?)"
)
DO_VERB = r"(?P<verb>(?!know|recommend|suggest|have|think|need|want|like|happen)[a-z'-]+)"
Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], Asked | None]]


def asked_for(sentence: str) -> Asked | None:
    """What the question comes to; `None` where it is none, or no rule tells."""
    plain = sentence.strip().rstrip("?!. ").strip()
    for pattern, told in RULES:
        found = pattern.match(plain)
        if found:
            asked = told(found)
            if asked:
                return asked
    return None


def _request(found: re.Match[str]) -> Asked | None:
    return Asked(request=found["rest"]) if found["rest"] else None


def _of_third_person(found: re.Match[str]) -> Asked | None:
    """ "Who fixes gates" names the work in the third person."""
    base = base_form(found["verb"])
    return Asked(clause=_someone_to(base, found["rest"])) if base else None


def _of_base(found: re.Match[str]) -> Asked | None:
    base = base_form(found["verb"])
    if base is None or base != found["verb"].lower():
        return None
    return Asked(clause=_someone_to(base, found["rest"]))


def _someone_to(verb: str, rest: str) -> str:
    return f"you need someone to {verb} {in_second_person(rest)}"


def _help_with(found: re.Match[str]) -> Asked | None:
    rest = in_second_person(found["rest"])
    return Asked(clause=f"you need help with {rest}") if _is_noun_phrase(rest) else None


def _thing(found: re.Match[str]) -> Asked | None:
    return Asked(thing=found["rest"])


def _statement(found: re.Match[str]) -> Asked | None:
    return Asked(statement=found["rest"])


def _inverted(found: re.Match[str]) -> Asked | None:
    """ "Why won't my car start" is "my car won't start", "why does it leak" is "it leaks"."""
    auxiliary, subject, rest = found["aux"].lower(), found["subject"], found["rest"]
    if auxiliary == "do":
        return Asked(statement=f"{subject} {rest}")
    if auxiliary == "does":
        verb, _, after = rest.partition(" ")
        said = singular_form(verb)
        return Asked(statement=f"{subject} {said} {after}".strip()) if said else None
    return Asked(statement=f"{subject} {auxiliary} {rest}")


def _whether(found: re.Match[str]) -> Asked | None:
    if re.search(r"\bor (?:is|are|do|does|should|just)\b", found["rest"]):
        return None
    rest = in_second_person(found["rest"])
    subject = in_second_person(found["subject"])
    return Asked(clause=f"you want to know whether {subject} {found['aux'].lower()} {rest}")


def _normal(found: re.Match[str]) -> Asked | None:
    rest = in_second_person(found["rest"])
    return Asked(clause=f"you want to know whether it is {found['what'].lower()} {rest}")


def _is_noun_phrase(text: str) -> bool:
    first = text.split()[0].lower() if text.split() else ""
    return first in {"a", "an", "the", "your", "some", "this", "these", "my", "two", "three"}


def _rule(source: str, told: Callable[[re.Match[str]], Asked | None]) -> Rule:
    return re.compile(source, re.IGNORECASE), told


MY = (
    r"(?P<subject>(?:(?:my|our|the|this|these|those|that) [\w'-]+(?: [\w'-]+){0,2}?|it|they|there))"
)
ONLY_NOW = (
    r"(?P<rest>(?:not |always |still |so |only |constantly |suddenly |even )?"
    r"(?:\w+ing|broken|clogged|stuck|dead|loose|cold|hot|warm|frozen|wet|damp|slow|loud|leaky|"
    r"brown|yellow|dirty|cracked|peeling|uneven|low|high|weak|dim|on|off|out|locked|ants|bugs|"
    r"mice|water|a|an|no)\b.*)"
)
RULES: tuple[Rule, ...] = (
    _rule(
        r"(?:any ?(?:one|body)? ?(?:ideas?|clues?|thoughts?)(?: on)?|(?:does )?(?:anyone|anybody) "
        r"know|do you know|(?:wondering|not sure|wonder|unsure)|(?:can|could) "
        r"(?:someone|you|anyone) (?:please )?(?:tell me|explain|figure out|find out)) "
        r"?(?:why|how come)? "
        r"(?P<rest>(?:my|our|the|there|it)\b .+)",
        _statement,
    ),
    _rule(
        r"(?:(?:can|could|does|do|will|would) )?(?:anyone|anybody|any ?one|someone|somebody|you|u|"
        r"y'?all|any of (?:you|u))(?: guys| here| around here)? (?:please )?(?:know(?: of)?|"
        r"recommend|suggest|have a recommendation for|have recommendations for) "
        r"(?P<rest>(?:an?|some|any|the|good|reliable|honest|local)\b(?! who\b).+)",
        _thing,
    ),
    _rule(
        r"who (?:do|should|would|can|could) (?:i|we) (?:call|contact|get|hire|ask|see|use|have) to "
        r"(?P<rest>[a-z].+)",
        _request,
    ),
    _rule(
        r"(?:can|could|may|how (?:can|do)) (?:i|we) (?:please )?(?:get|have) (?!rid\b)(?P<rest>.+)",
        _thing,
    ),
    _rule(
        rf"(?:so )?who(?:'s| is)? (?:can|could|would|will|might|should i (?:call|get|hire) to|do i "
        rf"(?:call|get|hire) to) {HELPS}{{0,2}}(?P<rest>[a-z].+)",
        _request,
    ),
    _rule(
        r"who (?:do|should|would|can|could) (?:i|we) (?:call|contact|get|hire|ask|see|talk to|use)"
        r" (?:for|about|with) (?P<rest>.+)",
        _help_with,
    ),
    _rule(
        r"who(?: all)?(?: here| around here| locally| in town)? (?P<verb>[a-z]+(?:s|es)) "
        r"(?P<rest>[a-z0-9].*)",
        _of_third_person,
    ),
    _rule(
        rf"(?:hi |hey )?(?:can|could|would|will)(?: maybe)? {SOMEBODY}(?: here| please| possibly)? "
        rf"{HELPS}{{0,2}}(?P<rest>[a-z].+)",
        _request,
    ),
    _rule(
        rf"(?:is|are) there {SOMEBODY}(?: here| around| out there)? (?:who|that) "
        rf"(?:can|could|will|would) {HELPS}{{0,2}}(?P<rest>[a-z].+)",
        _request,
    ),
    _rule(
        r"(?:does |do |is there )?(?:anyone|anybody|any ?one|someone|somebody)(?: here)? "
        rf"(?:can|could|able to|available to|willing to|free to) {HELPS}{{0,2}}(?P<rest>[a-z].+)",
        _request,
    ),
    _rule(
        r"(?:does |do )?(?:anyone|anybody|somebody|any of (?:you|u))(?: here)? (?:know|recommend)"
        r"(?: of)? (?:someone|somebody|anyone|anybody|a \w+|a good \w+|who|people)"
        rf"(?: (?:who|that))?(?: (?:can|could|to|will))+ {HELPS}{{0,2}}(?P<rest>[a-z].+)",
        _request,
    ),
    _rule(
        r"(?:does |do )?(?:anyone|anybody)(?: here)? know who(?: here)? (?P<verb>[a-z]+s) "
        r"(?P<rest>.+)",
        _of_third_person,
    ),
    _rule(
        r"(?:do|does|will|would|can) (?:you|u|ya|y'?all|anyone|anybody|someone|somebody)"
        rf"(?: guys| all| folks| here| also| still| ever)? {DO_VERB} (?P<rest>.+)",
        _of_base,
    ),
    _rule(
        rf"where (?:can|could|do|would) (?:i|we) (?:find|get|hire) {SOMEBODY} (?:to|who can|that "
        rf"can) {HELPS}{{0,2}}(?P<rest>[a-z].+)",
        _request,
    ),
    _rule(r"where (?:can|could|do) (?:i|we) (?:find|get|have) (?P<rest>.+)", _thing),
    _rule(rf"{COST} to (?:have |get )?(?:someone |somebody |you )?(?P<rest>[a-z].+)", _request),
    _rule(rf"{COST} (?:for|on|of) (?P<rest>.+)", _thing),
    _rule(
        r"is it (?P<what>normal|ok|okay|safe|bad|possible|worth it) (?P<rest>(?:for|to|if) .+)",
        _normal,
    ),
    _rule(
        rf"(?:can|could) {MY} (?P<aux>be) (?P<rest>\w+(?:ed|t|n)\b.*)",
        lambda found: Asked(
            clause=f"you want to know whether {in_second_person(found['subject'])} can be "
            f"{in_second_person(found['rest'])}"
        ),
    ),
    _rule(
        rf"why(?: the (?:heck|hell))? (?P<aux>won'?t|wouldn'?t|doesn'?t|don'?t|isn'?t|aren'?t|"
        rf"can'?t|does|do) {MY} (?P<rest>[a-z].+)",
        _inverted,
    ),
    _rule(rf"(?:why|how come) (?P<aux>is|are|was|were) {MY} {ONLY_NOW}", _inverted),
    _rule(r"how come (?P<rest>(?:my|our|the|there|it)\b .+)", _statement),
    _rule(rf"(?P<aux>is|are) {MY} {ONLY_NOW}", _whether),
    _rule(
        r"any (?P<rest>(?:(?:good|honest|local|reliable|decent|cheap|affordable|mobile|licensed) )"
        r"{0,2}[a-z ]{3,30}?s)"
        r"(?: (?:around|near|nearby|out there|in the area|available|here)\b.*)?",
        lambda found: Asked(clause=f"you are looking for {found['rest'].lower()}"),
    ),
)
