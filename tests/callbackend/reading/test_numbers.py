"""What spoken and transcribed numbers read as."""

from decimal import Decimal

import pytest

from callbackend.reading.numbers.numbers import find_numbers
from callbackend.reading.text import plain, without_identifiers
from tests.rows import every


def numbers_in(text: str) -> list[Decimal]:
    return [number.value for number in find_numbers(without_identifiers(plain(text)))]


@every(
    ("spoken", "value"),
    [
        ("$1,250", "1250"),
        ("$ 150", "150"),
        ("$149.99", "149.99"),
        ("1,250.50", "1250.50"),
        ("one fifty", "150"),
        ("one-fifty", "150"),
        ("1 50", "150"),
        ("uh, one, uh, sixty", "160"),
        ("one oh five", "105"),
        ("one five oh", "150"),
        ("two ten", "210"),
        ("six-fifty", "650"),
        ("eighteen fifty", "1850"),
        ("twenty-two fifty", "2250"),
        ("sixteen twenty five", "1625"),
        ("twelve hundred", "1200"),
        ("eleven hundred and fifty", "1150"),
        ("twenty-five hundred", "2500"),
        ("a hundred and thirty five", "135"),
        ("1 hundred and 35", "135"),
        ("hundred and fifty", "150"),
        ("a couple hundred", "200"),
        ("nine hundo", "900"),
        ("that be for hundred fifty dollar", "450"),
        ("yeah too hundred fifty", "250"),
        ("two and a quarter", "225"),
        ("three hundred and a half", "350"),
        ("a buck ten", "110"),
        ("a buck and a quarter", "125"),
        ("fifteen bucks", "15"),
        ("one forty nine ninety nine", "149.99"),
        ("three hundred forty nine ninety nine", "349.99"),
        ("149 dollars and 99 cents", "149.99"),
        ("2.5k", "2500"),
        ("two point five k", "2500"),
        ("two and a half grand", "2500"),
        ("half a grand", "500"),
        ("a grand and a half", "1500"),
        ("two thousand two fifty", "2250"),
        ("1 thousand 2 hundred", "1200"),
        ("ten thousand dollars", "10000"),
        ("1, 250", "1250"),
        ("1 800", "1800"),
        ("2 000", "2000"),
        ("ten thousand six hundred", "10600"),
        ("ciento cincuenta", "150"),
        ("mil doscientos", "1200"),
        ("dos mil quinientos", "2500"),
        ("ciento ochenta y cinco", "185"),
        ("uno cincuenta", "150"),
        ("quinientos", "500"),
    ],
)
def test_find_numbers_reads_one_number(spoken, value):
    found = numbers_in(spoken)

    assert found == [Decimal(value)]


@every(
    ("spoken", "values"),
    [
        ("150 to 200", [150, 200]),
        ("150-200", [150, 200]),
        ("2, 250", [2, 250]),
        ("2 250", [2, 250]),
        ("eight thousand and ten thousand six hundred", [8000, 10600]),
        ("two hundred, two fifty", [200, 250]),
        ("two hundred two fifty", [200, 250]),
        ("between one fifty and two", [150, 2]),
        ("eleven hundred and fifteen seventy-five", [1100, 1575]),
        ("85 trip and 120 labor", [85, 120]),
    ],
)
def test_find_numbers_keeps_neighbours_apart(spoken, values):
    found = numbers_in(spoken)

    assert found == [Decimal(value) for value in values]


@pytest.mark.parametrize(
    "spoken",
    ["408-555-0172", "at 9:30", "24/7", "on the 12th", "12 by 14", "R410A", "we did that once"],
)
def test_find_numbers_finds_none_in_identifiers(spoken):
    found = numbers_in(spoken)

    assert found == []
