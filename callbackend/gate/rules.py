"""Which numbers may be dialled, and when.

`e164` is asked of every call. `check` stands in front of every line, at acceptance and once more
right before dialling; for a line that rings no phone it allows everything.
"""

import re
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberType,
    ValidationResult,
)

from callbackend.errors import NeverDial, NotNow, NumberRefused
from common.values import HOME_COUNTRIES

HOME_REGION = "US"
# Hours at the callee: federal telemarketing law allows calls from 8:00 to 21:00 local time.
OPENS_HOUR = 8
CLOSES_HOUR = 21
# 555-0100 to 555-0199 are set aside for fiction in every North American area code.
FICTIONAL = re.compile(r"\+1\d{3}55501\d\d")
NORTH_AMERICAN_SERVICE = re.compile(r"[2-9]11")
# How far ahead, and how finely, to look for the hour in which every candidate zone is awake.
SEARCH_STEP = timedelta(minutes=15)
SEARCH_STEPS = 4 * 48

PREMIUM = "a premium-rate number"
# What the library's metadata do not know: 976 of any area code, and 555-1212, directory assistance.
NORTH_AMERICAN_PREMIUM = re.compile(r"\+1\d{3}(?:976\d{4}|5551212)")
MUST_NOT = {
    PhoneNumberType.PREMIUM_RATE: PREMIUM,
    PhoneNumberType.SHARED_COST: "a shared-cost number",
    PhoneNumberType.PAGER: "a pager",
    # +1 500 and the like lead anywhere, at any price.
    PhoneNumberType.PERSONAL_NUMBER: "a personal number",
}


def normalised(phone: str) -> str:
    """Any telephone number in E.164; raises NumberRefused for what is none."""
    number = _parsed(phone)
    # A local number without its area code is possible, too, and could be anybody's.
    is_whole = phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE
    if number.extension or not is_whole:
        raise NumberRefused("phone: not a phone number")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def e164(phone: str, countries: Collection[str] = HOME_COUNTRIES) -> str:
    """The number as it is dialled; raises NumberRefused when it cannot or must not be."""
    digits = re.sub(r"\D", "", phone)
    if NORTH_AMERICAN_SERVICE.fullmatch(digits) or phonenumbers.connects_to_emergency_number(
        digits, HOME_REGION
    ):
        raise NumberRefused("phone: an emergency or service number must not be dialled")
    number = _parsed(phone)
    if number.extension or not phonenumbers.is_valid_number(number):
        raise NumberRefused("phone: not a number that can be dialled")
    dialled = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    kind = phonenumbers.number_type(number)
    if kind in MUST_NOT or NORTH_AMERICAN_PREMIUM.fullmatch(dialled):
        raise NumberRefused(f"phone: {MUST_NOT.get(kind, PREMIUM)} must not be dialled")
    # Islands, satellites and Canada's own numbers stand behind +1, too.
    if phonenumbers.region_code_for_number(number) not in countries:
        raise NumberRefused("phone: not a number of a country that is called from here")
    return dialled


def admit(is_real: bool, phone: str, now: float, time_zone: str | None = None) -> None:
    """Raise NumberRefused, NeverDial or NotNow if a line may not dial this E.164 number now.

    `time_zone` is what who asks for the call knows of the business. It must be day there, too, and
    of a toll-free number, which may ring in any of forty zones, there alone.
    """
    if not is_real:
        return
    if FICTIONAL.fullmatch(phone):
        raise NeverDial("phone: a sample number must not be dialled on a real line")
    zones = _zones(phone, time_zone)
    wait = _until_open(zones, datetime.fromtimestamp(now, UTC))
    if wait is None:
        raise NumberRefused("phone: no hour of the day is allowed in all of its time zones")
    if wait:
        raise NotNow(
            f"It is outside {OPENS_HOUR}:00 to {CLOSES_HOUR}:00 at the callee",
            retry_after=wait.total_seconds(),
        )


def _parsed(phone: str) -> PhoneNumber:
    # The library would read digits of every script.
    if not phone.isascii():
        raise NumberRefused("phone: not a phone number")
    try:
        return phonenumbers.parse(phone, HOME_REGION)
    except NumberParseException as error:
        raise NumberRefused("phone: not a phone number") from error


def _zones(phone: str, time_zone: str | None) -> list[ZoneInfo]:
    # Imported here: its table costs memory that the simulated line never needs.
    from phonenumbers import timezone

    number, told = phonenumbers.parse(phone, None), _zones_called(time_zone)
    if told and phonenumbers.number_type(number) == PhoneNumberType.TOLL_FREE:
        return told
    names = timezone.time_zones_for_number(number)
    try:
        return told + [ZoneInfo(name) for name in names]
    except ZoneInfoNotFoundError as error:
        raise NumberRefused("phone: the time of day at this number is not known") from error


def _zones_called(name: str | None) -> list[ZoneInfo]:
    """The zone of this name; none where there is no such one."""
    try:
        return [ZoneInfo(name)] if name else []
    except (ZoneInfoNotFoundError, ValueError, OSError):  # "../x" is a ValueError, "Etc" a folder.
        return []


def _until_open(zones: Sequence[ZoneInfo], now: datetime) -> timedelta | None:
    """How long until it is day in all zones (zero: it is now); None if it never is."""
    if _is_open(zones, now):
        return timedelta(0)
    quarter = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
    for step in range(1, SEARCH_STEPS + 1):
        moment = quarter + step * SEARCH_STEP
        if _is_open(zones, moment):
            return moment - now
    return None


def _is_open(zones: Sequence[ZoneInfo], moment: datetime) -> bool:
    return all(OPENS_HOUR <= moment.astimezone(zone).hour < CLOSES_HOUR for zone in zones)
