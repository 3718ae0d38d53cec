"""How many hours a job takes, as told."""

import re
from decimal import Decimal

from callbackend.reading.numbers.numbers import find_numbers

HOUR = re.compile(r"h(?:ou)?rs?\b|hora")
HOUR_AFTER = re.compile(r"^[\s-]*(?:man[ -])?(?:hours?|hrs?|horas?)\b")
HALF_AFTER = re.compile(r"^[\s-]*(?:hours?|hrs?)\s+and\s+a\s+half\b")
ABOUT_AN_HOUR = re.compile(
    r"\b(?:an|one|1|una)[ -](?:hour|hora)(?P<half> and a half| y media)?"
    r"(?=(?P<minimum>[ -]*(?:min\b|minimum))|)"
)
WORK_BEFORE = re.compile(
    r"\b(?:takes?|taking|about|around|roughly|need|minimum(?: of| is)?|be|say|probably|least|"
    r"usually|maybe|minimo(?: de)?|figure|just|only|half|be like|done in|finished in)\s*$"
)
NOT_WORK_BEFORE = re.compile(
    r"\b(?:in|within|next|every|open|for the last|past|first|away|another)\s*$"
)
NOT_WORK_AFTER = re.compile(
    r"^[\s-]*(?:hours?|hrs?)\s*(?:notice|away|service|a day|emergency|drive|out\b|window|from now|"
    r"ago)"
)
UNTOLD = re.compile(
    r"\b(?:no way to|hard to|can't|couldn't|don't (?:know|guess)|won't guess|no idea|depends|"
    r"varies|"
    r"different|who knows|all day)\b"
)
OPEN_ENDED = re.compile(r"\ball (?:day|week)\b|\bhow(?:ever)? long it takes\b")
LONGEST_JOB = 60
ROUND_THE_CLOCK = 24


def find_hours(text: str) -> Decimal | None:
    """The largest number of hours of work that plain text speaks of.

    The upper end counts in a range, and a minimum counts like a statement.
    """
    if HOUR.search(text) is None or OPEN_ENDED.search(text):
        return None
    told = [*_counted_hours(text), *_hours_in_words(text)]
    return max(told, default=None)


def bare_hours(text: str) -> Decimal | None:
    """The hours in a bare answer ("two, maybe three") to "how many hours?"."""
    if UNTOLD.search(text):
        return None
    numbers = [number.value for number in find_numbers(text) if not number.marked]
    return max((value for value in numbers if 0 < value <= 12), default=None)


def _counted_hours(text: str) -> list[Decimal]:
    found = []
    for number in find_numbers(text):
        after = text[number.end :]
        before = text[max(0, number.start - 24) : number.start]
        if not HOUR_AFTER.match(after) or number.marked or NOT_WORK_AFTER.match(after):
            continue
        if not 0 < number.value <= LONGEST_JOB or number.value == ROUND_THE_CLOCK:
            continue
        if NOT_WORK_BEFORE.search(before):
            continue
        found.append(number.value + (Decimal("0.5") if HALF_AFTER.match(after) else 0))
    return found


def _hours_in_words(text: str) -> list[Decimal]:
    found = []
    for match in ABOUT_AN_HOUR.finditer(text):
        before = text[max(0, match.start() - 24) : match.start()]
        if match["half"]:
            found.append(Decimal("1.5"))
        elif match["minimum"] or (WORK_BEFORE.search(before) and not before.rstrip().isdigit()):
            found.append(Decimal("0.5") if before.rstrip().endswith("half") else Decimal(1))
    return found
