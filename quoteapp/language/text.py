"""What somebody typed, as tokens with a stem, a clause and a sentence each."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

CACHED_STEMS = 20_000
SENTENCE_ENDS = frozenset(".!?\n")
CLAUSE_WORDS = frozenset({"although", "but", "however", "though", "aunque", "pero", "sino"})
SCAN = re.compile(r"\d+(?:\.\d+)?[a-z]*|[a-z0-9]+|[.!?\n,;:()]|\s[-–—]+\s")
SHORTHAND = frozenset("/.'’`´")  # Without these marks, and "not", nothing is to be spelled out.
SPELLED_OUT = (
    (re.compile(r"\bw/"), "with "),
    (re.compile(r"\ba\s?/\s?c\b|\ba\.c\b\.?"), "ac"),
    (re.compile(r"['’](s|d|ll)\b"), ""),
    (re.compile(r"['’`´]"), ""),
    (re.compile(r"\b(is|was|are|were|do|does|did|has|have|had|would|could|should) not\b"), r"\1nt"),
    (re.compile(r"\b(?:can not|cannot)\b"), "cant"),
    (re.compile(r"\bwill not\b"), "wont"),
)
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


def fold(text: str) -> str:
    """Lower case without accents, with contractions and shorthand made one word each."""
    folded = text.lower()
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded)
        folded = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    if "not" not in folded and SHORTHAND.isdisjoint(folded):
        return folded
    for pattern, replacement in SPELLED_OUT:
        folded = pattern.sub(replacement, folded)
    return folded


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


def tokens(text: str, spell: Callable[[list[str]], list[str]] = list) -> list[Token]:
    """The tokens of a text; `spell` corrects the words of one clause at a time."""
    found: list[Token] = []
    clause = sentence = 0
    words: list[str] = []

    def close() -> None:
        found.extend(Token(word, stem(word), clause, sentence) for word in spell(words))
        words.clear()

    for piece in SCAN.findall(fold(text)):
        is_break = not piece[0].isalnum()
        if is_break or piece in CLAUSE_WORDS:
            close()
            clause += 1
            sentence += piece in SENTENCE_ENDS
        if not is_break:
            words.append(piece)
    close()
    return found
