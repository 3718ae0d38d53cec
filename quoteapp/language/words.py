"""One word: its stem, and where it stands in a text."""

from dataclasses import dataclass
from functools import lru_cache

CACHED_STEMS = 20_000
IRREGULAR = {
    "blew": "blow", "blown": "blow", "broke": "break", "broken": "break", "broked": "break",
    "built": "build", "died": "die", "dead": "die", "dying": "die", "fell": "fall",
    "fallen": "fall", "froze": "freez", "frozen": "freez", "hung": "hang", "leaves": "leaf",
    "lost": "lose", "loses": "lose", "losing": "lose", "mice": "mouse", "ran": "run",
    "smelt": "smell", "smelly": "smell", "stank": "stink", "stinky": "stink", "threw": "throw",
    "tore": "tear", "torn": "tear", "bit": "bite", "bitten": "bite", "burnt": "burn",
    "leaky": "leak", "drippy": "drip", "sparky": "spark", "noisy": "noise", "squeaky": "squeak",
    "lose": "lose", "mouse": "mouse", "rusty": "rust", "wobbly": "wobbl", "chewed": "chew",
    "painters": "painter", "shelves": "shelf", "knives": "knife", "worn": "wear",
    "sprung": "spring",
    "stole": "steal", "stolen": "steal", "bent": "bend", "stuck": "stick", "shorted": "short",
    "doors": "door", "fleas": "flea", "lice": "louse", "moths": "moth", "does": "do",
    "siding": "siding", "flashing": "flashing", "bearing": "bearing", "coating": "coating",
}  # fmt: skip
FILLERS = frozenset(
    "a an the my our your his her their its this that these those some any all of to is are "
    "was be been being it got get gets keep keeps just really very so still new old whole "
    "entire out up me el la los las un una unos unas mi mis su sus de del al lo le se esta "
    "estan muy".split()
)
DETERMINERS = frozenset(
    "a an the my our your his her their this that these those one it its to of el la los "
    "las un una mi mis su sus del de".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word: as typed (after spelling), its stem, and where it stands."""

    word: str
    stem: str
    clause: int
    sentence: int

    @property
    def is_filler(self) -> bool:
        """True for words that may stand inside a phrase without breaking it."""
        return self.word in FILLERS


@lru_cache(maxsize=CACHED_STEMS)
def stem(word: str) -> str:
    """A crude stem, so that "leaks", "leaked" and "leaking" are one word."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if len(word) <= 3 or word[0].isdigit():
        return word
    return _without_ending(word)


def _without_ending(word: str) -> str:
    if word.endswith("ing") and _has_vowel(word[:-3]):
        return _settled(word[:-3])
    if word.endswith("ed") and not word.endswith("eed") and _has_vowel(word[:-2]):
        return _settled(word[:-2])
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ses", "xes", "zes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def _settled(root: str) -> str:
    """The root with a doubled consonant made single: "dripp" is "drip"."""
    if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "aeiouls":
        return root[:-1]
    return root[:-1] if root.endswith("e") and len(root) > 3 else root


def _has_vowel(root: str) -> bool:
    return len(root) >= 2 and any(letter in "aeiouy" for letter in root)
