"""The sample directory: invented businesses for every trade at every US ZIP code.

Each area code has 100 numbers that belong to nobody, 555-0100 to 555-0199. Every trade owns an
equal share of them, so that a number always stands for the same trade and, but for the place in
its name, the same business. The words are in `data/directory/`, for people to extend.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from quoteapp.language import TRADES
from quoteapp.places import Place

DATA = Path(__file__).parents[2] / "data" / "directory"
SUFFIX = " (sample)"
RESERVED_NUMBERS = 100
NUMBERS_PER_TRADE = RESERVED_NUMBERS // len(TRADES)

Table = Mapping[str, Any]


class Sample(NamedTuple):
    """An invented business; its name says that it is one."""

    name: str
    phone: str  # E.164


def samples(trade: str, place: Place, limit: int) -> list[Sample]:
    """At most `limit` samples, always the same for the same trade and ZIP.

    No two share a number or a pattern of name. There are at least `NUMBERS_PER_TRADE` (7) to be
    had anywhere, and rarely more than twice as many.
    """
    listed = [entry for code in place.area_codes for entry in _listed(trade, code, place)]
    Random(f"{trade} {place.zip_code}").shuffle(listed)
    by_pattern: dict[str, Sample] = {}
    for pattern, sample in listed:
        by_pattern.setdefault(pattern, sample)
    return list(by_pattern.values())[:limit]


def _listed(trade: str, area_code: str, place: Place) -> Iterator[tuple[str, Sample]]:
    """All samples of a trade in an area code, each with the pattern of its name."""
    chance = Random(f"{trade} {area_code}")
    people = _table("people.toml")
    first_number = TRADES.index(trade) * NUMBERS_PER_TRADE
    rows = zip(
        chance.sample(_table("trades.toml")[trade]["names"], NUMBERS_PER_TRADE),
        chance.sample(_for_state(people["first_names"], place.state), NUMBERS_PER_TRADE),
        chance.sample(_for_state(people["surnames"], place.state), NUMBERS_PER_TRADE),
        strict=True,
    )
    for number, (pattern, first, last) in enumerate(rows, start=first_number):
        name = pattern.format(first=first, last=last, city=_city(place), region=_region(place))
        yield pattern, Sample(name + SUFFIX, f"+1{area_code}55501{number:02}")


def _for_state(names: Table, state: str) -> Sequence[str]:
    """The names that are common there."""
    table = next((table for table in names.values() if state in table["states"]), names["anywhere"])
    chosen: Sequence[str] = table["names"]
    return chosen


def _city(place: Place) -> str:
    return _region(place) if place.is_military else place.city


def _region(place: Place) -> str:
    """What people call the area around the ZIP: "Bay Area"."""
    regions = _regions()
    return regions.get(place.zip_code[:3]) or regions.get(place.state) or place.city


@cache
def _regions() -> Mapping[str, str]:
    """The name of each region, by three ZIP digits or by state."""
    return {
        area: name
        for name, areas in _table("regions.toml").items()
        for text in areas
        for area in _areas(text)
    }


def _areas(text: str) -> Iterator[str]:
    """ "940-942" is 940, 941 and 942; anything else is itself."""
    first, _, last = text.partition("-")
    if not last:
        yield first
        return
    for prefix in range(int(first), int(last) + 1):
        yield f"{prefix:03}"


@cache
def _table(name: str) -> Table:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))
