"""What is told to the customer, told about them: "you smell gas" is "the customer smells gas".

The first "you" is the customer, every later one is "they" or "them"; a verb goes along with it.
What stands in quotation marks was said, and stays as it is.
"""

import re
from itertools import count

QUOTED = re.compile(r'("[^"]*"|«[^»]*»)')
# Behind these a "you" does something; elsewhere, and before no verb, something is done to it.
STARTS_CLAUSE = re.compile(
    r"(?:^|[,;:(]|\b(?:and|but|or|so|when|whenever|if|because|since|that|while|until|after|before|"
    r"where|what|why|how|which|who|whom|as|once|though|although|says?|said|thinks?|the \w+))\s*$",
    re.IGNORECASE,
)
# The second verb of a sentence whose first is the customer's.
AND_VERB = re.compile(r"(\band )(need|want|have|hear|see|smell|don't|like)\b")
YOU = re.compile(
    r"\b(?:(?P<own>yourself|yours|your)|you(?P<short>'re|'ve|'ll|'d)?"
    r"(?P<adverb>(?:\s+(?:also|always|already|often|just|never|now|still|both|\w+ly))*)"
    r"(?:\s+(?P<verb>[a-z']+))?)\b",
    re.IGNORECASE,
)
OWN = {
    "yourself": ("themselves",) * 2,
    "yours": ("theirs",) * 2,
    "your": ("the customer's", "their"),
}
SHORT = {"'re": ("is", "are"), "'ve": ("has", "have"), "'ll": ("will",) * 2, "'d": ("would",) * 2}
IRREGULAR = {
    "are": "is", "have": "has", "do": "does", "go": "goes", "were": "was", "aren't": "isn't",
    "haven't": "hasn't", "don't": "doesn't", "weren't": "wasn't",
}  # fmt: skip
# Verbs that are the same with whoever does it: they help another one, or tell of the past.
SAME = frozenset(
    """
    can can't cannot could couldn't will won't would wouldn't should shouldn't must mustn't may
    might did didn't had hadn't lost broke found bought got went saw heard said told left felt kept
    made
    came took gave put cut hit hurt knew thought ran sold spent stood sat fell grew wrote drove
    forgot began built caught chose dug froze hung held led meant met paid rode shook shot shut
    slept spoke stuck swept threw tore woke wore tried
    """.split()
)
# What follows a "you" to which something is done.
NO_VERB = frozenset(
    """
    a an the to in on at of for with from by about into over under and or but if when that this it
    is was has not as so up down out off back again there here now today tonight tomorrow what how
    """.split()
)


def told_about(clause: str) -> str:
    """The clause in the third person: "your toilet leaks" is the customer's now."""
    places = count()
    parts = QUOTED.split(clause.replace("’", "'"))
    told = "".join(
        part if place % 2 else YOU.sub(lambda found: _told(found, min(next(places), 1)), part)
        for place, part in enumerate(parts)
    )
    if told.startswith("the customer ") and len(parts) == 1:
        told = AND_VERB.sub(lambda found: found[1] + _third_person(found[2]), told)
    return told


def _told(found: re.Match[str], place: int) -> str:
    if own := found["own"]:
        return OWN[own.lower()][place]
    adverb, verb, short = found["adverb"], found["verb"], found["short"]
    if short:
        who, rest = _does(SHORT[short.lower()][place], place), f" {verb}" if verb else ""
        return f"{who}{adverb}{rest}"
    if verb and verb.lower() not in NO_VERB and _acts(found, verb.lower()):
        who = "they" if place else "the customer"
        return f"{who}{adverb} {verb if place else _third_person(verb)}"
    whom = "them" if place else "the customer"
    return f"{whom}{adverb}" + (f" {verb}" if verb else "")


def _acts(found: re.Match[str], verb: str) -> bool:
    """Whether this "you" is the one who does it."""
    known = verb in IRREGULAR or verb in SAME
    return known or STARTS_CLAUSE.search(found.string[: found.start()]) is not None


def _does(verb: str, place: int) -> str:
    return f"{'they' if place else 'the customer'} {verb}"


def _third_person(verb: str) -> str:
    """ "Smell" is "smells"; what tells of the past, or helps another verb, stays."""
    if verb in IRREGULAR:
        return IRREGULAR[verb]
    if verb in SAME or re.search("(?<!e)ed$", verb):
        return verb
    if re.search(r"[^aeiou]y$", verb):
        return f"{verb[:-1]}ies"
    return f"{verb}es" if re.search(r"(?:s|x|z|ch|sh|o)$", verb) else f"{verb}s"
