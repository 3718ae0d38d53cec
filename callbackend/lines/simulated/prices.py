"""What a job costs: its kind of work, and its size as problem and answers tell it."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from callbackend.lines.base import Ticket

LIST_PRICES = Path(__file__).parent / "data" / "prices.toml"
# The tables of the file that are no trade.
NO_TRADES = frozenset({"units", "factors", "shared"})
NUMBERS = {
    "one": 1, "two": 2, "both": 2, "couple": 2, "pair": 2, "three": 3, "several": 3, "few": 3,
    "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "dozen": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5,
}  # fmt: skip
NUMBER = rf"(?P<number>\d[\d,]*(?:\.\d+)?|{'|'.join(NUMBERS)})"
# Up to two words may stand between a number and what is counted: "four old wooden doors", but not
# in "a 65 inch tv" or "two year old toilet".
MEASURES = r"(?:inch|in|foot|feet|ft|year|month|day|hour|stor|floor|gallon|amp|volt|ton|mile)"
BETWEEN = rf"(?:[ -]+(?:of |the )?(?:(?!{MEASURES})[a-z-]+ ){{0,2}}?)"
AREA = re.compile(r"(\d+(?:\.\d+)?)\s*(?:ft|feet|foot|')?\s*(?:x|by)\s*(\d+(?:\.\d+)?)")
ASKS_SIZE = re.compile(r"how (?:many|much|large|big|long|far)|what size|size|roughly|cuánt|tamaño")
# A job of more than this is none that one business prices on the telephone.
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of work of a trade. Prices are dollars, from the low end to the high one."""

    name: str
    patterns: tuple[re.Pattern[str], ...]
    base: tuple[float, float]
    rate: tuple[float, float] = (0, 0)
    unit: str = ""
    usual: float = 1

    def fits(self, text: str) -> bool:
        """Whether the job is of this kind; without words, any job is."""
        return not self.patterns or any(pattern.search(text) for pattern in self.patterns)


def price_range(ticket: Ticket) -> tuple[float, float]:
    """What such a job costs, from a cheap business to a dear one."""
    told = " . ".join([ticket.problem, *(answer for _, answer in ticket.answers)]).lower()
    work = work_of(ticket.task, told)
    many = _how_many(work, ticket, told) if work.unit else 0
    factor = 1.0
    for pattern, by in _factors():
        factor *= by if pattern.search(told) else 1
    low, high = (factor * (of + by * many) for of, by in zip(work.base, work.rate, strict=True))
    return low, high


def rate_of(task: str) -> float:
    """What an hour of the trade costs, in dollars."""
    table = _table()
    return float(table.get(task, table[""])["hourly"])


def work_of(task: str, told: str) -> Work:
    """The first kind of work that the words of the job name."""
    return next(work for work in works().get(task, works()[""]) if work.fits(told))


@cache
def works() -> dict[str, tuple[Work, ...]]:
    """The kinds of work of each trade, those that trades share first."""
    table = _table()
    units = table["units"]
    found = {}
    for trade, entry in table.items():
        if trade not in NO_TRADES:
            shared = [one for one in table["shared"] if trade in one["trades"]]
            found[trade] = tuple(_work(one, units) for one in (*shared, *entry["work"]))
    return found


def _how_many(work: Work, ticket: Ticket, told: str) -> float:
    """How many units the job has, as far as anybody says so."""
    answered = [_answered(work, question, answer) for question, answer in ticket.answers]
    counted = [_counted(work, told), *answered]
    return min(MOST, max((many for many in counted if many is not None), default=work.usual))


def _counted(work: Work, told: str) -> float | None:
    """The largest number that stands before the unit, or the area of "20 by 30"."""
    sizes = [_number(found["number"]) for found in _counting(work.unit).finditer(told)]
    if work.unit == _table()["units"]["sqft"]:
        sizes += [float(one[1]) * float(one[2]) for one in AREA.finditer(told)]
    return max(sizes, default=None)


def _answered(work: Work, question: str, answer: str) -> float | None:
    """The bare number that answers a question for how many: "How many outlets?", "Three"."""
    asked = question.lower()
    if not ASKS_SIZE.search(asked) or not re.search(rf"\b{work.unit}", asked):
        return None
    found = re.search(rf"\b{NUMBER}\b", answer.lower())
    return _number(found["number"]) if found else None


def _number(written: str) -> float:
    return NUMBERS[written] if written in NUMBERS else float(written.replace(",", "").rstrip("."))


@cache
def _counting(unit: str) -> re.Pattern[str]:
    return re.compile(rf"\b{NUMBER}{BETWEEN}{unit}")


@cache
def _factors() -> tuple[tuple[re.Pattern[str], float], ...]:
    return tuple((re.compile(one["words"]), one["factor"]) for one in _table()["factors"])


def _work(entry: dict[str, Any], units: dict[str, str]) -> Work:
    unit = entry.get("unit", "")
    return Work(
        name=entry["name"],
        patterns=tuple(_all_of(words.split(" + ")) for words in entry.get("words", ())),
        base=_pair(entry["base"]),
        rate=_pair(entry.get("rate", (0, 0))),
        unit=units.get(unit, unit),
        usual=entry.get("usual", 1),
    )


def _all_of(terms: Iterable[str]) -> re.Pattern[str]:
    """Every one of the terms, in any order; each is a list of beginnings of words."""
    return re.compile("".join(rf"(?=.*\b(?:{term}))" for term in terms), re.DOTALL)


def _pair(values: Sequence[float]) -> tuple[float, float]:
    low, high = values
    return low, high


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(LIST_PRICES.read_text(encoding="utf-8"))
