"""The keys and words that a phone menu offers, each with what it is for."""

import re
from dataclasses import dataclass

DIGITS = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "star": "*", "pound": "#", "hash": "#", "cero": "0",
    "uno": "1", "dos": "2", "tres": "3", "cuatro": "4", "cinco": "5", "seis": "6", "siete": "7",
    "ocho": "8", "nueve": "9",
}  # fmt: skip
KEY = rf"(?P<key>\d|[*#]|{'|'.join(DIGITS)})"
PRESS = (
    r"(?:press|dial|hit|push|select|choose|enter|marque|oprima|presione)"
    r"(?: (?:the|el|or say))?(?: number| option| key)?"
)
AFTER = re.compile(rf"(?:for|to|if|para|si) (?P<what>[^.?!;]+?)[, ]+(?:please )?{PRESS} {KEY}\b")
BEFORE = re.compile(rf"{PRESS} {KEY} (?:for|to|if|para) (?P<what>[^.?!;,]+)")
BARE = re.compile(rf"(?P<what>\w[^.?!;,]*)[, ]+{PRESS} {KEY}\b")
SAY = re.compile(
    r"\bsay(?:ing)? [\"']?(?P<key>[a-z]+)[\"']?(?: (?:for|to) (?P<what>[^.?!;,]+)| or\b)"
)
SAY_AFTER = re.compile(r"\b(?:for|to) (?P<what>[^.?!;,]+), (?:please )?say [\"']?(?P<key>[a-z]+)")
NOT_WORDS = frozenset({"your", "that", "the", "a", "it", "or", "who", "what", "again", "is", "so"})


@dataclass(frozen=True, slots=True)
class MenuKey:
    """A key to press, or a word to say, and what it is for."""

    key: str
    what: str

    @property
    def is_word(self) -> bool:
        """Whether it is said, not pressed."""
        return len(self.key) > 1


def keys_in(text: str) -> tuple[MenuKey, ...]:
    """What plain text offers, in order; each key once."""
    found: dict[str, tuple[int, str]] = {}
    for pattern in (AFTER, BEFORE, BARE):
        for match in pattern.finditer(text):
            key = DIGITS.get(match["key"], match["key"])
            found.setdefault(key, (match.start(), match["what"].strip()))
    if not found:
        for match in (*SAY.finditer(text), *SAY_AFTER.finditer(text)):
            if match["key"] not in NOT_WORDS and match["key"] not in DIGITS:
                found.setdefault(match["key"], (match.start(), match["what"] or match["key"]))
    ordered = sorted(found.items(), key=lambda item: item[1][0])
    return tuple(MenuKey(key, what) for key, (_, what) in ordered)
