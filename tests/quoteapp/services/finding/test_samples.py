import re
import string
import subprocess
import sys
from collections import defaultdict
from itertools import product

import pytest
import zipcodes

from quoteapp.language import TRADES
from quoteapp.places import Place, place_of
from quoteapp.services.finding import samples as directory
from quoteapp.services.finding.samples import NUMBERS_PER_TRADE, SUFFIX, samples
from tests.rows import every

ZIPS_PER_STATE = 12
DEFAULT = 5
FIELDS = {"first", "last", "city", "region"}


def place(zip_code: str) -> Place:
    found = place_of(zip_code)
    assert found is not None
    return found


def some_zips_of_every_state() -> list[str]:
    """A dozen of each state and territory, spread over it."""
    by_state = defaultdict(list)
    for row in zipcodes.list_all():
        by_state[row["state"]].append(row["zip_code"])
    return [
        zip_code
        for zips in by_state.values()
        for zip_code in zips[:: max(1, len(zips) // ZIPS_PER_STATE)]
    ]


@every(("trade", "zip_code"), lambda: product(TRADES, some_zips_of_every_state()))
def test_every_trade_has_five_everywhere(trade, zip_code):
    found = samples(trade, place(zip_code), DEFAULT)

    assert len(found) == DEFAULT
    assert len({sample.phone for sample in found}) == DEFAULT
    assert len({sample.name for sample in found}) == DEFAULT
    for sample in found:
        assert sample.name.endswith(SUFFIX)
        assert len(sample.name) <= 200
        assert re.fullmatch(r"\+1[2-9]\d\d55501\d\d", sample.phone)
        assert sample.phone[2:5] in place(zip_code).area_codes


@pytest.mark.parametrize("zip_code", ["95126", "82001", "00601", "09001", "10001"])
def test_no_number_has_two_trades(zip_code):
    found = [sample for trade in TRADES for sample in samples(trade, place(zip_code), DEFAULT)]

    assert len({sample.phone for sample in found}) == DEFAULT * len(TRADES)


def test_a_number_is_the_same_business_in_the_next_zip_code():
    here = {one.phone: one.name for one in samples("plumber", place("95126"), 50)}
    there = {one.phone: one.name for one in samples("plumber", place("95125"), 50)}

    both = here.keys() & there.keys()

    assert both
    assert {phone: here[phone] for phone in both} == {phone: there[phone] for phone in both}


def test_all_there_are_come_without_repeating():
    found = samples("plumber", place("10001"), 1_000)

    assert len(found) >= NUMBERS_PER_TRADE
    assert len(found) == len({one.name for one in found}) == len({one.phone for one in found})


def test_none_come_when_none_are_wanted():
    assert samples("plumber", place("95126"), 0) == []


def test_another_process_finds_the_same():
    script = (
        "from quoteapp.places import place_of;"
        "from quoteapp.services.finding.samples import samples;"
        "print(samples('roofer', place_of('99501'), 5))"
    )

    output = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)

    assert output.stdout.decode().strip() == str(samples("roofer", place("99501"), 5))


def test_names_have_the_flavour_of_the_place():
    def names(zip_code: str) -> str:
        return " ".join(one.name for one in samples("plumber", place(zip_code), 50))

    assert "Bay Area Plumbers" in names("95126")
    assert "San Jose" in names("95126")
    assert "Apo" not in names("09001")


def test_every_trade_has_names_enough_and_only_known_fields():
    table = directory._table("trades.toml")

    assert set(table) == set(TRADES)
    for trade in TRADES:
        patterns = table[trade]["names"]
        fields = {field for one in patterns for _, field, *_ in string.Formatter().parse(one)}
        assert len(set(patterns)) == len(patterns) >= NUMBERS_PER_TRADE
        assert fields - {None} <= FIELDS


def test_every_list_of_people_has_names_enough():
    for tables in directory._table("people.toml").values():
        assert "anywhere" in tables
        for table in tables.values():
            assert len(set(table["names"])) == len(table["names"]) >= NUMBERS_PER_TRADE


def test_every_state_has_a_region_and_no_area_has_two():
    table = directory._table("regions.toml")
    areas = [area for texts in table.values() for text in texts for area in directory._areas(text)]

    states = {row["state"] for row in zipcodes.list_all()}

    assert states <= set(areas)
    assert len(areas) == len(set(areas))
