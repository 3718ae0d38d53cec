"""How people ask: "can you please fix my sink" and a dozen other ways to say "fix my sink"."""

import re

PERSON = (
    r"(?:some(?:one|body)|help|you|movers|people|two guys|"
    r"an? (?:good |reliable |local )?[\w-]+(?: (?:technician|repair|control|company|guy|cleaner|"
    r"service|person))?)"
)
TO_COME = r"(?:please )?(?:come(?: out| over| by)? (?:and|to) )?(?:help (?:me|us) (?:to )?)?"
WISHER = r"^(?:(?:i|we)(?:'m|'re| am| are|'d| would)? ?)?(?:still |really |just |also |do )*"
ASKS = tuple(
    re.compile(source, re.IGNORECASE)
    for source in (
        r"^(?:can|could|would|will) (?:you|u|someone|somebody|anyone|y'?all)(?: guys| all)?"
        rf"(?: please)? {TO_COME}",
        r"^(?:do you know |does |know )?(?:anyone|who|somebody|someone)(?: here)?(?: know)?"
        rf"(?: who| that)? (?:can|could) {TO_COME}",
        rf"{WISHER}(?:needs?|want|looking for|look for|like|require|seeking|in need of) "
        rf"{PERSON} (?:who can|that can|to) {TO_COME}",
        rf"{WISHER}(?:need|want|looking|like|trying|hoping|wanting) to ",
        r"^how much (?:is it|does it|would it|will it|would you|do you|to|for|it)*"
        r"(?: cost| charge| be)?(?: me)? ?(?:to|for) ",
        r"^(?:quote|estimate) (?:to|for) ",
        r"^help (?:me |us )(?:to |with )?",
    )
)
KNOWS = re.compile(
    r"^(?:does |do |can )?(?:anyone|anybody|somebody|any of (?:you|u))(?: here)? "
    r"(?:know(?: of)?|recommend|suggest|have) (?P<rest>.+)$",
    re.IGNORECASE,
)
WISH = re.compile(
    rf"{WISHER}(?P<verb>need|want|like|looking for|look for|in need of|seeking|could use)\b "
    r"(?P<rest>.+)$",
    re.IGNORECASE,
)


def without_asking(sentence: str) -> str:
    """The bare request, or the sentence itself when it does not ask in so many words."""
    for pattern in ASKS:
        bare = pattern.sub("", sentence, count=1).strip()
        if bare and bare != sentence:
            return re.sub(r"^(?:please|pls|just)\s+", "", bare, flags=re.IGNORECASE)
    return sentence


def wish(sentence: str) -> tuple[str, str] | None:
    """The verb to say ("need" or "want"), and what is wished for ("my gutters cleaned")."""
    recommended = KNOWS.match(sentence)
    if recommended:
        return "need", recommended["rest"]
    found = WISH.match(sentence)
    if not found:
        return None
    return "want" if found["verb"].lower() in {"want", "like"} else "need", found["rest"]
