"""What stands in `lexicon/expressions.toml`, ready to be looked for in plain text."""

import re
import tomllib
from functools import cache, lru_cache

from callbackend.reading.speech.acts import Act
from callbackend.reading.speech.lexicon import LEXICON

Expressions = dict[str, re.Pattern[str]]


@cache
def expressions() -> Expressions:
    """A pattern for every name of the file."""
    table = tomllib.loads((LEXICON / "expressions.toml").read_text(encoding="utf-8"))
    return {
        name: re.compile(rf"(?<!\w)(?:{'|'.join(entries)})(?!\w|'t\b)")
        for name, entries in table.items()
    }


@cache
def _of_acts() -> dict[Act, re.Pattern[str]]:
    known = {act.value: act for act in Act}
    return {known[name]: found for name, found in expressions().items() if name in known}


@lru_cache(maxsize=2000)
def has(name: str, text: str) -> bool:
    """Whether plain text holds an expression of that name."""
    return expressions()[name].search(text) is not None


@lru_cache(maxsize=500)
def certain_acts(text: str) -> frozenset[Act]:
    """The acts of which plain text holds an expression."""
    return frozenset(act for act, pattern in _of_acts().items() if pattern.search(text))
