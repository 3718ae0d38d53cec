"""Who answers a simulated call: everything about a business follows from its phone number.

The same number and the same job give the same character, on every machine, today and next year.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar, cast

from callbackend.lines.base import Ticket

Choice = TypeVar("Choice")

LIST_PRICES = Path(__file__).parent / "list_prices.json"


class Fate(Enum):
    """What becomes of a call to this business."""

    QUOTES = auto()
    NO_ANSWER = auto()
    BUSY = auto()
    VOICEMAIL = auto()
    NOT_IN_SERVICE = auto()
    REFUSES = auto()
    OPTS_OUT = auto()
    STAYS_VAGUE = auto()


class Style(Enum):
    """How they speak."""

    TERSE = auto()
    CHATTY = auto()
    FORMAL = auto()
    SPANISH = auto()


class Pricing(Enum):
    """How they come to a price."""

    ALL_IN = auto()
    TRIP_AND_LABOR = auto()
    RANGE = auto()
    HOURLY = auto()


class Aside(Enum):
    """What they want to know before they name a price."""

    NOTHING = auto()
    DETAILS = auto()
    ROBOT = auto()
    WHO = auto()
    ADDRESS = auto()
    BUDGET = auto()
    WHEN = auto()
    MOMENT = auto()
    REPEAT = auto()


# How many of a hundred businesses are so; three in four give a price.
FATES = {
    Fate.QUOTES: 75,
    Fate.NO_ANSWER: 6,
    Fate.BUSY: 3,
    Fate.VOICEMAIL: 6,
    Fate.NOT_IN_SERVICE: 1,
    Fate.REFUSES: 5,
    Fate.OPTS_OUT: 1,
    Fate.STAYS_VAGUE: 3,
}
STYLES = {Style.TERSE: 28, Style.CHATTY: 34, Style.FORMAL: 28, Style.SPANISH: 10}
PRICINGS = {
    Pricing.ALL_IN: 70,
    Pricing.TRIP_AND_LABOR: 12,
    Pricing.RANGE: 12,
    Pricing.HOURLY: 6,
}
ASIDES = {
    Aside.NOTHING: 44,
    Aside.DETAILS: 18,
    Aside.ROBOT: 8,
    Aside.WHO: 6,
    Aside.ADDRESS: 6,
    Aside.BUDGET: 5,
    Aside.WHEN: 6,
    Aside.MOMENT: 4,
    Aside.REPEAT: 3,
}
LOWEST_FLOOR, HIGHEST_FLOOR = 0.78, 0.97
MOST_PATIENCE = 2


@dataclass(frozen=True, slots=True)
class Character:
    """One business as it is on the phone. Prices are whole dollars."""

    fate: Fate
    style: Style
    pricing: Pricing
    aside: Aside
    list_price: int
    # Below this it does not go, and so many times it comes down before it stands firm.
    floor: int
    patience: int
    says_digits: bool
    # From 0.6 to 1.4: how long its calls last, compared with others.
    pace: float
    # Chooses among several ways to say the same.
    voice: int


def character_of(ticket: Ticket) -> Character:
    """The character behind a number, as it is for this job."""
    chances = _chances(ticket.phone)
    style = _choose(STYLES, chances[0])
    list_price = _list_price(ticket, chances[1])
    floor_share = LOWEST_FLOOR + (HIGHEST_FLOOR - LOWEST_FLOOR) * chances[2]
    return Character(
        fate=_choose(FATES, chances[3]),
        style=style,
        pricing=_choose(PRICINGS, chances[4]),
        aside=_choose(ASIDES, chances[5]),
        list_price=list_price,
        floor=round(list_price * floor_share),
        patience=int(chances[6] * (MOST_PATIENCE + 1)),
        says_digits=chances[7] < 0.6,
        pace=0.6 + 0.8 * chances[8],
        voice=int(chances[9] * 10_000),
    )


def in_steps(price: float) -> int:
    """The price as a business names it: in steps that grow with it, and one step at least."""
    step = 5 if price < 500 else 10 if price < 1_000 else 50 if price < 5_000 else 100
    return max(step, round(price / step) * step)


def _chances(phone: str) -> list[float]:
    """Ten even numbers from 0 up to 1, which only the phone number decides."""
    digest = sha256(f"character of {phone}".encode()).digest()
    return [int.from_bytes(digest[at : at + 3]) / 2**24 for at in range(0, 30, 3)]


def _choose(weights: Mapping[Choice, int], chance: float) -> Choice:
    """The choice at this point of the weights laid side by side."""
    remaining = chance * sum(weights.values())
    for choice, weight in weights.items():
        remaining -= weight
        if remaining < 0:
            return choice
    raise AssertionError("a chance is below 1")


def _list_price(ticket: Ticket, chance: float) -> int:
    low, high = _price_range(ticket.task, ticket.problem.lower())
    return in_steps(low + (high - low) * chance)


def _price_range(task: str, problem: str) -> tuple[int, int]:
    """What such work costs: the first word of the table that the problem holds decides."""
    table = _list_prices()
    ranges = table.get(task, table[""])
    for word, (low, high) in ranges.items():
        if word and re.search(rf"\b{word}", problem):
            return low, high
    low, high = ranges[""]
    return low, high


@cache
def _list_prices() -> dict[str, dict[str, list[int]]]:
    table = json.loads(LIST_PRICES.read_text(encoding="utf-8"))
    return cast(dict[str, dict[str, list[int]]], table)
