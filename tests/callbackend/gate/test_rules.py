"""Which numbers may be dialled, and when."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from callbackend.config import Settings
from callbackend.errors import NeverDial, NotNow, NumberRefused
from callbackend.gate import rules
from tests.callbackend.factories import show, start, wait_for
from tests.callbackend.fake_line import FakeLine
from tests.rows import every

SAN_JOSE = "+14085551234"
LONDON = "+442079460958"
TOLL_FREE = "+18005551234"


def moment(zone: str, text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


@pytest.mark.parametrize(
    ("phone", "dialled"),
    [
        ("+14085550101", "+14085550101"),
        ("(408) 555-0101", "+14085550101"),
        ("408.555.0101", "+14085550101"),
        ("+1 787 555 1234", "+17875551234"),  # Puerto Rico
        ("+1 340 555 1234", "+13405551234"),  # the Virgin Islands that are American
        ("+1 671 555 1234", "+16715551234"),  # Guam
        ("+1 684 633 1234", "+16846331234"),  # American Samoa
        ("+1 670 555 1234", "+16705551234"),  # the Northern Mariana Islands
        ("+1 800 555 1234", "+18005551234"),
    ],
)
def test_a_number_is_dialled_as_e164(phone: str, dialled: str) -> None:
    assert rules.e164(phone) == dialled


@every(
    "phone",
    [
        *("911", "112", "411", "+1911", "+1 911", "9-1-1", "988", "933"),
        *("+19005551234", "1-900-555-1234", "+1408555", "+999123456789", "+15555550100"),
        *("(408) 555-0101 ext. 5", "", "call me", "+", "00", "١٢٣", "+１４０８５５５０１０１"),
        # A pager, personal numbers, premium exchanges of any area code, directory assistance.
        *("+15005551234", "+15335551234", "+14089761234", "+14085551212"),
        # Behind +1, and abroad: Jamaica, the British Virgin Islands, Canada, its satellites.
        *("+18765551234", "+12844951234", "+16045551234", "+16002341234"),
        # Iridium, Inmarsat, London.
        *("+881612345678", "+870773123456", "+442079460958"),
    ],
)
def test_a_number_that_must_not_or_cannot_be_dialled_is_refused(phone: str) -> None:
    with pytest.raises(NumberRefused):
        rules.e164(phone)


def test_other_countries_are_dialled_where_the_settings_name_them() -> None:
    assert rules.e164("+44 20 7946 0958", {"GB"}) == LONDON
    with pytest.raises(NumberRefused):
        rules.e164("+1 408 555 0101", {"GB"})


@pytest.mark.parametrize("phone", ["+14085550100", "+14085550101", "+12125550199", "+18085550150"])
def test_a_real_line_never_dials_a_sample_number(phone: str) -> None:
    noon = moment("America/Los_Angeles", "2026-06-10T12:00")

    with pytest.raises(NeverDial):
        rules.admit(True, phone, noon)


@pytest.mark.parametrize("phone", ["+14085550200", "+14085550099", "+14085540100"])
def test_the_neighbours_of_the_sample_numbers_are_dialled(phone: str) -> None:
    rules.admit(True, phone, moment("America/Los_Angeles", "2026-06-10T12:00"))


def test_a_line_that_rings_nobody_may_dial_anything_at_any_hour() -> None:
    rules.admit(False, "+14085550101", moment("America/Los_Angeles", "2026-06-10T03:00"))


@every(
    ("zone", "phone", "time", "minutes_to_wait"),
    [
        ("America/Los_Angeles", SAN_JOSE, "2026-06-10T07:59", 1),
        ("America/Los_Angeles", SAN_JOSE, "2026-06-10T08:00", 0),
        ("America/Los_Angeles", SAN_JOSE, "2026-06-10T20:59", 0),
        ("America/Los_Angeles", SAN_JOSE, "2026-06-10T21:00", 11 * 60),
        ("America/Los_Angeles", SAN_JOSE, "2026-12-10T02:30", 5.5 * 60),
        # The clocks are put forward at 2:00: the night is an hour shorter.
        ("America/Los_Angeles", SAN_JOSE, "2026-03-07T22:00", 9 * 60),
        ("Europe/London", LONDON, "2026-06-10T07:00", 60),
        # A toll-free number may ring anywhere: it must be day in New York and in Honolulu.
        ("America/New_York", TOLL_FREE, "2026-06-10T09:00", None),
    ],
)
def test_nobody_is_rung_outside_the_hours_of_the_callee(
    zone: str, phone: str, time: str, minutes_to_wait: float | None
) -> None:
    now = moment(zone, time)

    if minutes_to_wait == 0:
        rules.admit(True, phone, now)
        return
    with pytest.raises(NotNow) as caught:
        rules.admit(True, phone, now)

    wait = int(caught.value.headers["Retry-After"])
    assert minutes_to_wait is None or wait == minutes_to_wait * 60
    rules.admit(True, phone, now + wait)


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
def test_a_toll_free_number_has_the_hours_of_its_business(
    phone: str, time_zone: str | None, opens: bool
) -> None:
    # In June 9:00 in New York is 6:00 in San José.
    now = moment("America/New_York", "2026-06-10T09:00")

    if opens:
        rules.admit(True, phone, now, time_zone)
        return
    with pytest.raises(NotNow):
        rules.admit(True, phone, now, time_zone)


def test_the_zone_that_a_request_tells_counts_at_the_door_and_when_it_is_dialled(
    run_app: Callable[..., Flask], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = FakeLine(is_real=True)
    client = run_app(settings, line).test_client()
    set_clock(monkeypatch, moment("America/New_York", "2026-06-10T09:00"))

    early = start(client, phone=TOLL_FREE, time_zone="America/Los_Angeles")
    taken = start(client, phone=TOLL_FREE, time_zone="America/New_York")

    assert (early.status_code, early.headers["Retry-After"]) == (503, str(2 * 3600))
    assert taken.status_code == 202
    wait_for(lambda: line.dialled == [TOLL_FREE])


def set_clock(monkeypatch: pytest.MonkeyPatch, now: float) -> None:
    monkeypatch.setattr("time.time", lambda: now)


def test_at_night_a_call_is_sent_away_with_the_time_to_wait(
    run_app: Callable[..., Flask], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = FakeLine(is_real=True)
    client = run_app(settings, line).test_client()
    set_clock(monkeypatch, moment("America/Los_Angeles", "2026-06-10T03:00"))

    response = start(client, phone=SAN_JOSE)

    assert response.status_code == 503
    assert response.headers["Retry-After"] == str(5 * 3600)
    assert line.dialled == []


def test_a_sample_number_is_refused_at_the_door_of_a_real_line(
    run_app: Callable[..., Flask], settings: Settings
) -> None:
    line = FakeLine(is_real=True)
    client = run_app(settings, line).test_client()

    response = start(client, phone="+14085550101")

    assert response.status_code == 422
    assert response.get_json()["code"] == "never_dial"
    assert line.dialled == []


def test_the_hour_is_looked_at_again_right_before_dialling(
    run_app: Callable[..., Flask], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = FakeLine(is_real=True)
    client = run_app(settings, line).test_client()
    passes = iter([None])

    def admit(*_: object) -> None:
        """The first look, at acceptance, finds it is day; the second that night has come."""
        if next(passes, "night") == "night":
            raise NotNow("It is night at the callee")

    monkeypatch.setattr(rules, "admit", admit)
    call_id = start(client, phone=SAN_JOSE).get_json()["call_id"]

    wait_for(lambda: show(client, call_id)["seq"] > 0)

    assert show(client, call_id)["status"] == "queued"
    assert show(client, call_id)["dialled_at"] is None
    assert line.dialled == []
