"""When a number may be rung."""

from datetime import datetime
from zoneinfo import ZoneInfo

from callbackend.gate.hours import Opening, day_of, until_open
from tests.rows import every

SAN_JOSE = "+14089715003"
LONDON = "+442079460958"
TOLL_FREE = "+18005551234"
EVERY_DAY = Opening(8, 21, frozenset(range(7)))
USUAL = Opening(8, 20, frozenset(range(6)))
HOURS = 60


def moment(zone: str, text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


@every(
    ("zone", "phone", "time", "minutes_to_wait"),
    [
        ("America/Los_Angeles", SAN_JOSE, "2026-06-10T07:59", 1),
        ("America/Los_Angeles", SAN_JOSE, "2026-06-10T08:00", 0),
        ("America/Los_Angeles", SAN_JOSE, "2026-06-10T20:59", 0),
        ("America/Los_Angeles", SAN_JOSE, "2026-06-10T21:00", 11 * HOURS),
        ("America/Los_Angeles", SAN_JOSE, "2026-12-10T02:30", 5.5 * HOURS),
        # The clocks are put forward at 2:00: the night is an hour shorter; and back again.
        ("America/Los_Angeles", SAN_JOSE, "2026-03-07T22:00", 9 * HOURS),
        ("America/Los_Angeles", SAN_JOSE, "2026-10-31T22:00", 11 * HOURS),
        ("Europe/London", LONDON, "2026-06-10T07:00", HOURS),
    ],
)
def test_nobody_is_rung_outside_the_hours_of_the_callee(
    zone: str, phone: str, time: str, minutes_to_wait: float
) -> None:
    wait = until_open(EVERY_DAY, phone, None, moment(zone, time))

    assert wait is not None
    assert wait.total_seconds() == minutes_to_wait * 60


@every(
    ("time", "minutes_to_wait"),
    [
        ("2026-11-27T19:59", 0),  # a Friday
        ("2026-11-27T20:00", 12 * HOURS),
        ("2026-11-28T19:59", 0),
        # From Saturday evening until Monday morning.
        ("2026-11-28T20:00", 36 * HOURS),
        ("2026-11-29T12:00", 20 * HOURS),
    ],
)
def test_nobody_is_rung_on_a_day_off(time: str, minutes_to_wait: float) -> None:
    wait = until_open(USUAL, SAN_JOSE, None, moment("America/Los_Angeles", time))

    assert wait is not None
    assert wait.total_seconds() == minutes_to_wait * 60


@every(
    ("phone", "time_zone", "opens"),
    [
        # 9:00 in New York: it is day there, and night elsewhere in the country.
        (TOLL_FREE, "America/New_York", True),
        ("+18885551234", "America/New_York", True),
        (TOLL_FREE, "America/Los_Angeles", False),
        (TOLL_FREE, "Pacific/Honolulu", False),
        # What nobody has told, or nobody knows.
        *((TOLL_FREE, zone, False) for zone in (None, "", "Mars/Base", "../etc/passwd", "America")),
        # A number that tells its zone is not rung at night for what anybody says of it.
        (SAN_JOSE, "America/New_York", False),
        ("+12125551234", "America/New_York", True),
        ("+12125551234", "America/Los_Angeles", False),
    ],
)
def test_it_must_be_day_at_the_number_and_at_the_business(
    phone: str, time_zone: str | None, opens: bool
) -> None:
    wait = until_open(EVERY_DAY, phone, time_zone, moment("America/New_York", "2026-06-10T09:00"))

    assert (wait is not None and not wait) is opens


def test_an_hour_is_found_that_is_day_from_new_york_to_honolulu() -> None:
    now = moment("America/New_York", "2026-06-10T09:00")

    wait = until_open(EVERY_DAY, TOLL_FREE, None, now)

    assert wait is not None
    later = now + wait.total_seconds()
    for zone in ("America/New_York", "America/Los_Angeles", "Pacific/Honolulu"):
        assert 8 <= datetime.fromtimestamp(later, ZoneInfo(zone)).hour < 21


def test_where_no_hour_is_day_everywhere_there_is_none() -> None:
    morning = Opening(8, 9, frozenset(range(7)))

    assert until_open(morning, SAN_JOSE, "Europe/London", moment("UTC", "2026-06-10T09:00")) is None


def test_the_day_of_a_number_is_its_own() -> None:
    late = moment("America/Los_Angeles", "2026-06-10T23:30")

    assert day_of(SAN_JOSE, late) == "2026-06-10"
    assert day_of(LONDON, late) == "2026-06-11"
