import subprocess
import sys
from zoneinfo import available_timezones

import pytest
import zipcodes
from phonenumbers import parse, region_code_for_number

from quoteapp.places import Place, miles_between, place_of
from tests.rows import every

SAN_JOSE = (37.3249, -121.9153)


@pytest.fixture(scope="module")
def every_place() -> list[Place]:
    places = [place_of(row["zip_code"]) for row in zipcodes.list_all()]
    return [place for place in places if place]


def test_a_zip_code_is_a_place():
    assert place_of("95126") == Place(
        zip_code="95126",
        city="San Jose",
        state="CA",
        latitude=37.3249,
        longitude=-121.9153,
        area_codes=("408", "669"),
        timezone="America/Los_Angeles",
    )


def test_zip_plus_4_is_the_same_place():
    assert place_of("95126-1234") is place_of("95126")


@every(
    "text",
    ["", "00000", "9512", "951266", "95126-", "95126-12", " 95126", "95126\n", "95I26", "٩٥١٢٦"],
)
def test_what_is_no_zip_code_is_no_place(text):
    assert place_of(text) is None


@every(
    ("zip_code", "state"),
    [
        ("99501", "AK"),
        ("96813", "HI"),
        ("00601", "PR"),
        ("00801", "VI"),
        ("20500", "DC"),
        ("96910", "GU"),
        ("96799", "AS"),
        ("09001", "AE"),
        ("34001", "AA"),
        ("96201", "AP"),
        ("96960", "MH"),
        ("00501", "NY"),  # Unique: a tax office.
        ("12345", "NY"),  # Unique: a company.
    ],
)
def test_unusual_zip_codes_exist(zip_code, state):
    place = place_of(zip_code)

    assert place is not None
    assert place.state == state


def test_every_zip_code_is_known(every_place):
    assert len(every_place) == len(zipcodes.list_all())


def test_every_place_has_area_codes_of_the_united_states(every_place):
    codes = {code for place in every_place for code in place.area_codes}

    foreign = {code for code in codes if region_code_for_number(parse(f"+1{code}5550101")) == "CA"}

    assert all(place.area_codes for place in every_place)
    assert not foreign


@pytest.mark.parametrize(
    ("zip_code", "area_codes"),
    [
        ("14301", ("716",)),  # Niagara Falls: its bridge ends in Canada.
        ("20570", ("202",)),  # Has none itself: those of its neighbours.
        ("96960", ("671",)),
        ("09001", ("212",)),  # Military mail to Europe goes through New York.
    ],
)
def test_area_codes_are_those_of_the_place_or_nearest_to_it(zip_code, area_codes):
    assert place_of(zip_code).area_codes == area_codes


def test_coordinates_at_zero_are_unknown(every_place):
    assert all(place.latitude != 0 and place.longitude != 0 for place in every_place)
    assert place_of("09001").point is None


def test_military_mail_has_no_coordinates(every_place):
    assert not [place for place in every_place if place.is_military and place.point]


def test_timezones_are_real_or_unknown(every_place):
    zones = {place.timezone for place in every_place}

    assert zones - {None} <= available_timezones()


@pytest.mark.parametrize(
    ("one", "other", "miles"),
    [
        (SAN_JOSE, SAN_JOSE, 0),
        (SAN_JOSE, (37.7749, -122.4194), 41.7),
        ((40.7128, -74.0060), (34.0522, -118.2437), 2446),
        ((0, 0), (0, 180), 12437),
        ((13.4762, 144.7516), (21.3069, -157.8583), 3795),  # Across the date line.
    ],
)
def test_miles_are_along_the_great_circle(one, other, miles):
    assert miles_between(one, other) == pytest.approx(miles, rel=0.005)
    assert miles_between(other, one) == pytest.approx(miles, rel=0.005)


def test_importing_places_loads_no_zip_codes():
    script = "import sys; import quoteapp.places; sys.exit('zipcodes' in sys.modules)"

    subprocess.run([sys.executable, "-c", script], check=True)
