import subprocess
import sys

import pytest

from common.values import HOME_COUNTRIES
from quoteapp.phones import is_reserved, national, to_e164, why_not_rung
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


@pytest.mark.parametrize(
    "text",
    [
        *("", "no phone", "911", "411", "555-1234", "123-456-7890", "1" * 400),
        *("４０８５５５１２３４", "+1408555123\u0664", "\0", "408\x00555\x001234"),
    ],
)
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


@pytest.mark.parametrize(
    "e164",
    [
        *("+14085551234", "+18005551234", "+18885550123", "+17875552345", "+16715552345"),
        *("+13405552345", "+16705552345", "+16846221234"),
    ],
)
def test_an_ordinary_number_of_the_us_and_its_territories_is_rung(e164):
    assert why_not_rung(e164, HOME_COUNTRIES) is None


ABROAD, DEAR = "which is not among DIAL_COUNTRIES", "costs more than a call"


@pytest.mark.parametrize(
    ("e164", "why"),
    [
        ("+14165552001", f"a number of CA, {ABROAD}"),
        ("+18765552345", f"a number of JM, {ABROAD}"),
        ("+18095552345", f"a number of DO, {ABROAD}"),
        ("+12423221234", f"a number of BS, {ABROAD}"),
        ("+16005552345", f"a number of CA, {ABROAD}"),  # satellites, among others
        ("+442079460958", f"a number of GB, {ABROAD}"),
        ("+881612345678", f"a number of no country, {ABROAD}"),  # a satellite
        ("+870773111632", f"a number of no country, {ABROAD}"),
        ("+19005552001", DEAR),
        ("+12129761234", DEAR),
        ("+12125551212", DEAR),
        ("+15005552345", DEAR),
    ],
)
def test_a_number_abroad_or_of_a_dear_kind_is_not_rung(e164, why):
    assert why in why_not_rung(e164, HOME_COUNTRIES)


def test_other_countries_are_rung_where_the_setting_names_them():
    assert why_not_rung("+14165552001", {"US", "CA"}) is None
    assert why_not_rung("+442079460958", {"GB"}) is None
    assert why_not_rung("+14085551234", {"GB"})


def test_showing_us_numbers_never_imports_the_heavy_library():
    script = (
        "import sys; from quoteapp.phones import national; national('+14085551234');"
        "sys.exit('phonenumbers' in sys.modules)"
    )

    subprocess.run([sys.executable, "-c", script], check=True)
