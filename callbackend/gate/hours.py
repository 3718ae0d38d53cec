"""When a number may be rung: in all the time zones that it, and who asks, may stand for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from phonenumbers import PhoneNumberType

# How far ahead, and how finely, to look for an hour that is allowed in every zone: a week's days
# may leave one, and the day after a public clock change may be shorter.
SEARCH_STEP = timedelta(minutes=15)
SEARCH_STEPS = 4 * 24 * 8
NUMBERS_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Opening:
    """From which full hour to which, and on which days (Monday is 0), local time.

    Federal telemarketing rules allow calls from 8:00 to 21:00 at the callee (47 CFR 64.1200(c)(1)).
    """

    opens: int
    closes: int
    days: frozenset[int]

    def holds(self, moment: datetime) -> bool:
        """Whether a local time is within it."""
        return self.opens <= moment.hour < self.closes and moment.weekday() in self.days


class UnknownZone(Exception):
    """Nobody knows what time it is at this number."""


def until_open(opening: Opening, phone: str, time_zone: str | None, now: float) -> timedelta | None:
    """How long until the number (E.164) may be rung (zero: now); None if it never may.

    `time_zone` is what who asks knows of the business. It must be day there, too, and of a
    toll-free number, which may ring in any of forty zones, there alone. Raises UnknownZone.
    """
    zones = zones_of(phone, time_zone)
    moment = datetime.fromtimestamp(now, UTC)
    if _is_open(opening, zones, moment):
        return timedelta(0)
    quarter = moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)
    for step in range(1, SEARCH_STEPS + 1):
        later = quarter + step * SEARCH_STEP
        if _is_open(opening, zones, later):
            return later - moment
    return None


def day_of(phone: str, now: float) -> str:
    """The date at a number, as ISO has it; where that is not known, the date in UTC."""
    try:
        zone = zones_of(phone, None)[0]
    except (UnknownZone, IndexError):
        return datetime.fromtimestamp(now, UTC).date().isoformat()
    return datetime.fromtimestamp(now, zone).date().isoformat()


@lru_cache(maxsize=NUMBERS_KEPT)
def zones_of(phone: str, time_zone: str | None) -> tuple[ZoneInfo, ...]:
    """The zones that count for a number. Raises UnknownZone."""
    # Imported here: its table costs memory, and a service that dials nothing never needs it.
    from phonenumbers import timezone

    number, told = phonenumbers.parse(phone, None), _zones_called(time_zone)
    if told and phonenumbers.number_type(number) == PhoneNumberType.TOLL_FREE:
        return told
    names = timezone.time_zones_for_number(number)
    try:
        return (*told, *(ZoneInfo(name) for name in names))
    except ZoneInfoNotFoundError as error:
        raise UnknownZone from error


def _zones_called(name: str | None) -> tuple[ZoneInfo, ...]:
    """The zone of this name; none where there is no such one."""
    try:
        return (ZoneInfo(name),) if name else ()
    except (ZoneInfoNotFoundError, ValueError, OSError):  # "../x" is a ValueError, "Etc" a folder.
        return ()


def _is_open(opening: Opening, zones: Sequence[ZoneInfo], moment: datetime) -> bool:
    return all(opening.holds(moment.astimezone(zone)) for zone in zones)
