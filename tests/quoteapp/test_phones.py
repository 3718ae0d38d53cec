import subprocess
import sys

import pytest

from quoteapp.phones import is_north_american, is_reserved, national, to_e164
from tests.rows import every


@every(
    ("text", "e164"),
    [
        ("(408) 555-1234", "+14085551234"),
        ("408.555.1234", "+14085551234"),
        ("1-408-555-1234", "+14085551234"),
        ("+1 408 555 1234", "+14085551234"),
        (" 4085551234 ", "+14085551234"),
        ("408-555-0101", "+14085550101"),
        ("(787) 555-0101", "+17875550101"),
        ("408-555-1234 ext. 5", "+14085551234"),
        ("+44 20 7946 0958", "+442079460958"),
    ],
)
def test_a_number_is_kept_as_e164(text, e164):
    assert to_e164(text) == e164


@pytest.mark.parametrize("text", ["", "no phone", "911", "555-1234", "123-456-7890", "1" * 400])
def test_what_nobody_can_dial_is_no_number(text):
    assert to_e164(text) is None


def test_a_number_without_country_code_is_read_as_one_of_the_region():
    assert to_e164("020 7946 0958", region="GB") == "+442079460958"


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        ("+14085551234", "(408) 555-1234"),
        ("+17875550101", "(787) 555-0101"),
        ("+442079460958", "+44 20 7946 0958"),
        ("unlisted", "unlisted"),
    ],
)
def test_a_number_is_shown_as_people_write_it(e164, shown):
    assert national(e164) == shown


@pytest.mark.parametrize(
    ("e164", "is_it"),
    [
        ("+14085550100", True),
        ("+14085550199", True),
        ("+14085550200", False),
        ("+14085550099", False),
        ("+14155501000", False),
        ("+445555501000", False),
    ],
)
def test_reserved_are_555_0100_to_0199_of_any_area_code(e164, is_it):
    assert is_reserved(e164) is is_it


def test_north_american_is_country_code_1():
    assert is_north_american("+14085551234")
    assert not is_north_american("+442079460958")


def test_showing_us_numbers_never_imports_the_heavy_library():
    script = (
        "import sys; from quoteapp.phones import national; national('+14085551234');"
        "sys.exit('phonenumbers' in sys.modules)"
    )

    subprocess.run([sys.executable, "-c", script], check=True)
