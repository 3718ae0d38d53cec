"""What simulated businesses say: lines of the data files, by language, kind and manner."""

import tomllib
from functools import cache
from pathlib import Path

from callbackend.lines.simulated.kinds import Style
from callbackend.reading.numbers.saying import colloquial, formal

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "es")
# A table of lines that is for every manner, and one that is for other keys than manners.
ANY = "any"

Lines = dict[str, list[str]]


@cache
def lines(language: str, kind: str, key: str = ANY) -> tuple[str, ...]:
    """The ways to say one kind of thing: in this manner or of this trade, else in any."""
    table = _tables(language)[kind]
    return tuple(table.get(key) or table.get(ANY) or table[""])


def kinds(language: str) -> tuple[str, ...]:
    """All kinds of lines that there are in this language."""
    return tuple(_tables(language))


def has(language: str, kind: str) -> bool:
    """Whether anything of this kind is said in this language."""
    return kind in _tables(language)


def ways(language: str, task: str) -> tuple[str, str]:
    """The two ways in which a job of this trade may be done, the cheaper first."""
    if not has(language, "ways"):
        return "", ""
    first, second = lines(language, "ways", task)
    return first, second


def money(amount: int, language: str, style: Style, in_digits: bool) -> str:
    """An amount as this business says it: "$150", "one fifty" or "one hundred fifty dollars"."""
    if in_digits:
        return f"${amount:,}"
    if language == "es":
        return f"{amount:,} dólares"
    return f"{formal(amount)} dollars" if style is Style.FORMAL else colloquial(amount)


def duration(hours: int, language: str) -> str:
    """So many hours."""
    if language == "es":
        return "una hora" if hours == 1 else f"{hours} horas"
    return "an hour" if hours == 1 else f"{hours} hours"


@cache
def _tables(language: str) -> dict[str, Lines]:
    raw = tomllib.loads((DATA / f"{language}.toml").read_text(encoding="utf-8"))
    return {kind: _flat(table) for kind, table in raw.items()}


def _flat(table: dict[str, list[str] | dict[str, list[str]]]) -> Lines:
    """A table of lists; `[quote.terse] lines = […]` is the list of terse quotes."""
    return {key: one["lines"] if isinstance(one, dict) else one for key, one in table.items()}
