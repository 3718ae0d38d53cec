from itertools import count, product

import pytest
import zipcodes

from quoteapp.extensions import db
from quoteapp.language import TRADES
from quoteapp.models import Business
from quoteapp.models.providers import Source
from quoteapp.places import place_of
from quoteapp.services.finding.blocked_numbers import block, unblock
from quoteapp.services.finding.search import Found, hours_zone, search
from tests.rows import every

pytestmark = pytest.mark.usefixtures("app")

_phones = count(2_000)


def make_business(zip_code: str = "95126", **changes) -> Business:
    place = place_of(zip_code)
    fields = {
        "name": "Reliable Plumbing",
        "phone": f"+1408555{next(_phones):04}",
        "trade": "plumber",
        "zip_code": zip_code,
        "latitude": place.latitude,
        "longitude": place.longitude,
    }
    business = Business(**fields | changes)
    db.session.add(business)
    db.session.commit()
    return business


def own(found: list[Found]) -> list[str]:
    return [one.name for one in found if one.source is Source.IMPORT]


def test_search_finds_samples_when_the_operator_has_no_businesses():
    found = search("plumber", "95126", 5)

    assert len(found) == 5
    assert {one.source for one in found} == {Source.SAMPLE}
    assert all(one.name.endswith(" (sample)") for one in found)


@every(
    ("trade", "zip_code"),
    product(TRADES, ["99501", "96813", "00601", "20500", "96910", "09001"]),
)
def test_search_finds_five_of_every_trade_at_the_ends_of_the_country(trade, zip_code):
    found = search(trade, zip_code, 5)

    assert len({one.phone for one in found}) == 5


def test_search_prefers_the_operators_businesses_nearest_first():
    make_business("95014", name="Cupertino")  # 7 miles away
    make_business("94103", name="San Francisco")  # 42 miles
    make_business("95126", name="San Jose")

    found = search("plumber", "95126", 5)

    assert own(found) == ["San Jose", "Cupertino", "San Francisco"]
    assert [one.source for one in found] == [Source.IMPORT] * 3 + [Source.SAMPLE] * 2
    assert found[0].source_url is None


def test_search_tells_how_many_miles_away_an_own_business_is_to_a_tenth():
    make_business("95014", name="Cupertino")
    make_business("95126", name="San Jose")

    here, there, *_ = search("plumber", "95126", 5)

    assert (here.distance_miles, there.distance_miles) == (0.0, 7.1)


def test_nobody_knows_how_far_away_a_sample_is_or_a_zip_without_a_place():
    make_business("09001", name="Base", latitude=None, longitude=None)

    found = search("plumber", "09001", 5)

    assert own(found) == ["Base"]
    assert {one.distance_miles for one in found} == {None}


def test_search_keeps_the_order_of_import_at_the_same_distance():
    for name in ("First", "Second", "Third"):
        make_business(name=name)

    assert own(search("plumber", "95126", 2)) == ["First", "Second"]


def test_search_finds_no_sample_when_the_operator_has_enough():
    for _ in range(6):
        make_business()

    found = search("plumber", "95126", 5)

    assert len(found) == len(own(found)) == 5


def test_search_leaves_out_other_trades_and_what_is_too_far():
    make_business(trade="roofer")
    make_business("93721")  # Fresno, 120 miles
    make_business("10001")

    assert own(search("plumber", "95126", 5)) == []


@pytest.mark.parametrize(("radius", "names"), [("6", []), ("8", ["Cupertino"])])
def test_search_goes_as_far_as_the_setting_says(app, settings, radius, names):
    changes = {"search_radius_miles": float(radius)}
    app.extensions["settings"] = type(settings).from_environ({}, **changes)
    make_business("95014", name="Cupertino")

    assert own(search("plumber", "95126", 5)) == names


@pytest.mark.parametrize("zip_code", ["99501", "96910", "99546", "96799"])
def test_search_finds_a_neighbour_in_far_away_places(zip_code):
    make_business(zip_code, name="Neighbour")

    assert own(search("plumber", zip_code, 5)) == ["Neighbour"]


def test_search_finds_what_is_due_north_south_east_and_west():
    latitude, longitude = 61.2, -149.9
    for name, north, east in (("n", 0.7, 0), ("s", -0.7, 0), ("e", 0, 1.45), ("w", 0, -1.45)):
        make_business("99501", name=name, latitude=latitude + north, longitude=longitude + east)

    assert sorted(own(search("plumber", "99501", 5))) == ["e", "n", "s", "w"]


def test_search_matches_the_same_zip_when_nobody_knows_where_it_is():
    make_business("09001", name="Same post office")
    make_business("09002", name="Another post office")
    make_business("10001", name="New York")

    assert own(search("plumber", "09001", 5)) == ["Same post office"]


def test_search_reads_zip_plus_4_as_its_zip():
    make_business(name="Here")

    assert search("plumber", "95126-1234", 5) == search("plumber", "95126", 5)


def test_search_finds_the_same_again():
    assert search("roofer", "99501", 5) == search("roofer", "99501", 5)


def test_search_finds_nobody_at_a_zip_that_does_not_exist():
    assert search("plumber", "00000", 5) == []


def test_samples_have_no_more_than_the_limit():
    assert len(search("plumber", "95126", 3)) == 3


@every(
    ("state", "zip_code"),
    {row["state"]: row["zip_code"] for row in zipcodes.list_all()}.items(),
)
def test_search_works_at_a_zip_of_every_state(state, zip_code):
    assert len(search("handyman", zip_code, 5)) == 5


def test_search_leaves_out_the_operators_own_that_are_blocked():
    blocked, other = make_business(name="Blocked"), make_business(name="Other")
    block(blocked.phone)

    assert own(search("plumber", "95126", 5)) == [other.name]


def test_search_leaves_out_the_blocked_where_nobody_knows_the_place():
    blocked, other = make_business("09001"), make_business("09001", name="Other")
    block(blocked.phone)

    assert own(search("plumber", "09001", 5)) == [other.name]


def test_search_puts_other_samples_in_the_place_of_blocked_ones():
    before = search("plumber", "95126", 5)
    for one in before[:2]:
        block(one.phone)

    after = search("plumber", "95126", 5)

    assert len(after) == 5
    assert after[:3] == before[2:]
    assert not {one.phone for one in before[:2]} & {one.phone for one in after}


def test_search_finds_who_is_no_longer_blocked():
    before = search("plumber", "95126", 5)
    block(before[0].phone)
    unblock(before[0].phone)

    assert search("plumber", "95126", 5) == before


@every(
    ("phone", "zip_code", "zone"),
    [
        *((f"+1{code}5552001", "95126", "America/Los_Angeles") for code in (800, 888, 877, 866)),
        *((f"+1{code}5552001", "10001", "America/New_York") for code in (855, 844, 833, 822)),
        ("+18005552001", "96813", "Pacific/Honolulu"),
        ("+18005552001", "85001", "America/Phoenix"),
        ("+18005552001", "09001", None),  # Of a military ZIP nobody knows where it is.
        ("+18005552001", "00000", None),
        # Where the number tells, it is asked.
        *((f"+1{code}5552001", "95126", None) for code in (408, 801, 808, 880, 900)),
    ],
)
def test_a_toll_free_number_has_the_hours_of_its_zip_code(phone, zip_code, zone):
    assert hours_zone(phone, zip_code) == zone


@pytest.mark.parametrize("zip_code", ["95126", "00921"])
def test_search_tells_the_zone_of_a_toll_free_business(zip_code):
    make_business(zip_code, phone="+18005552001")
    make_business(zip_code)

    free, local = search("plumber", zip_code, 2)

    assert free.time_zone == place_of(zip_code).timezone is not None
    assert local.time_zone is None
