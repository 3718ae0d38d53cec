"""How people spell a trade: "Plumbing" is a plumber. The names are in `aliases.toml`.

A list of licensed contractors adds what they all are called by: "C-36 PLUMBING CONTRACTOR",
"Painting & Decorating Services, LLC". Such words tell nothing; what is left must be names of one
trade, and of no other. A list of categories ("Plumbing, Water Heater Installation") names each.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path

from common.words.folding import folded
from quoteapp.language import TRADES

ALIASES = Path(__file__).parents[2] / "data" / "directory" / "aliases.toml"
MOST_ANSWERS_KEPT = 1_000
LICENSE_CLASS = re.compile(r"^[a-z] ?\d{1,3}[a-z]? ")
WORD = re.compile(r"[a-z0-9'/]+")
GENERAL = frozenset(
    "contractor contractors contracting company companies co corp inc llc ltd service services "
    "business businesses firm firms shop licensed certified professional professionals pro pros "
    "specialist specialists expert experts technician technicians tech worker workers local "
    "residential commercial domestic industrial general master journeyman trade trades trader the "
    "of for and other related work works special specialty class license home house household "
    "repair repairs repairing installation installations installer installers maintenance "
    "decorating decoration covering wall wiring finish rough lawn drain drains sewer rooter "
    "removal residence mobile emergency new used goods design".split()
)
LONGEST_NAME = 4  # words
BETWEEN_CATEGORIES = re.compile(r"\s*[,;|/>\n]\s*")


def trades_among(text: str) -> tuple[str, ...]:
    """The trade that is spelled so, or those of a list of categories; none where none is known."""
    whole = trade_called(text)
    if whole:
        return (whole,)
    trades = map(trade_called, BETWEEN_CATEGORIES.split(text.strip("[]{}()")))
    return tuple(dict.fromkeys(filter(None, trades)))


def trade_called(text: str) -> str | None:
    """The trade that is spelled so, in capitals or not, or goes by this name as well."""
    plain = _plain(text)
    return _names().get(plain) or _called_by_its_words(plain)


def _called_by_its_words(plain: str) -> str | None:
    """The one trade that is named among words that every business has in its name."""
    words = WORD.findall(LICENSE_CLASS.sub("", plain))
    found, at = set(), 0
    while at < len(words):
        length = _name_at(words, at)
        if length:
            found.add(_names()[" ".join(words[at : at + length])])
        elif words[at] not in GENERAL:
            return None
        at += length or 1
    return found.pop() if len(found) == 1 else None


def _name_at(words: Sequence[str], at: int) -> int:
    """How many words the longest name of a trade takes that begins here; 0 where none does."""
    for length in range(min(LONGEST_NAME, len(words) - at), 0, -1):
        if " ".join(words[at : at + length]) in _names():
            return length
    return 0


@lru_cache(MOST_ANSWERS_KEPT)  # A file tends to repeat its mistake on every line.
def trades_like(text: str) -> tuple[str, ...]:
    """The trades with the most similar names, all of them where none is near."""
    names = _names()
    near = get_close_matches(_plain(text), names, n=3)
    return tuple(dict.fromkeys(names[name] for name in near)) or TRADES


@cache
def _names() -> Mapping[str, str]:
    """The trade by each of its names, folded."""
    aliases = tomllib.loads(ALIASES.read_text(encoding="utf-8"))
    return {_plain(name): trade for trade in TRADES for name in (trade, *aliases.get(trade, ()))}


def _plain(text: str) -> str:
    return " ".join(folded(text).replace("_", " ").replace("-", " ").split())
