"""Which numbers of an utterance are money, and at what scale."""

from decimal import Decimal

import pytest

from callbackend.reading.money.amounts import find_amounts
from callbackend.reading.money.units import count_of
from callbackend.reading.numbers.scale import scaled
from tests.rows import every


@every(
    ("said", "reference", "values"),
    [
        ("a plumbing job in the 95126 area", None, []),
        ("from 95126 to 94538, that's 640", None, [640]),
        ("for that size 18500", None, [18500]),
        ("18475 dollars", None, [18475]),
        ("the zip is ninety five one twenty six", None, []),
        ("book it on our 1 800 number", None, []),
        ("it takes four to six hours", 80, []),
        ("so we'll book it for 400", 420, [400]),
        ("book us for 400 tomorrow", 420, []),
        ("book us for 4", 420, []),
        ("your confirmation number is 310", 250, []),
    ],
)
def test_find_amounts_finds_money_alone(said, reference, values):
    known = None if reference is None else Decimal(reference)

    found = [amount.value for amount in find_amounts(said, known)]

    assert found == [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("value", "reference", "read_as"),
    [
        (2, 250, 200),
        (12, 12_500, 12_000),
        (45, 5_000, 4_500),
        (140, 95_126, 140),
        (180, 240, 180),
        (2, None, 2),
        (7, 250, 7),
    ],
)
def test_scaled_only_lengthens_short_figures(value, reference, read_as):
    known = None if reference is None else Decimal(reference)

    assert scaled(Decimal(value), known) == read_as


@pytest.mark.parametrize(
    ("thing", "heard", "asked", "count"),
    [
        ("window", "120 a window, and you have six of them", [], 6),
        ("window", "120 a window", ["screens on six windows in a 3 bedroom house"], 6),
        ("room", "350 a room", ["paint three bedrooms"], 3),
        ("sq", "4 a sq foot", ["500 square feet of laminate"], 500),
        ("", "35 each", ["rekey four locks"], 4),
        ("", "35 each", ["rekey four locks and two doors"], None),
        ("window", "120 a window", ["some windows"], None),
    ],
)
def test_count_of_is_told_by_the_provider_or_the_agent(thing, heard, asked, count):
    assert count_of(thing, heard, asked) == count
