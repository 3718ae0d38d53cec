"""How people spell a trade: "Plumbing" is a plumber. The names are in `aliases.toml`."""

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path

from quoteapp.language import TRADES

ALIASES = Path(__file__).parents[2] / "data" / "directory" / "aliases.toml"
MOST_ANSWERS_KEPT = 1_000


def trade_called(text: str) -> str | None:
    """The trade that is spelled so, in capitals or not, or goes by this name as well."""
    return _names().get(_folded(text))


@lru_cache(MOST_ANSWERS_KEPT)  # A file tends to repeat its mistake on every line.
def trades_like(text: str) -> tuple[str, ...]:
    """The trades with the most similar names, all of them where none is near."""
    names = _names()
    near = get_close_matches(_folded(text), names, n=3)
    return tuple(dict.fromkeys(names[name] for name in near)) or TRADES


@cache
def _names() -> Mapping[str, str]:
    """The trade by each of its names, folded."""
    aliases = tomllib.loads(ALIASES.read_text(encoding="utf-8"))
    return {_folded(name): trade for trade in TRADES for name in (trade, *aliases.get(trade, ()))}


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())
