"""Reading the operator's CSV file into entries, and saying what is wrong with the other lines."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from quoteapp.config import settings
from quoteapp.phones import is_reserved, to_e164, why_not_rung
from quoteapp.places import Place, place_of
from quoteapp.services.businesses import cells, columns
from quoteapp.services.businesses.decoding import LOST
from quoteapp.services.businesses.spreadsheets import Record, records
from quoteapp.services.businesses.trade_names import trades_among, trades_like

MOST_CHARACTERS = 200  # Of a name: the width of its column.
MOST_OF_AN_ID = 100  # Likewise.
MOST_SHOWN = 40  # Of a bad value: a message is one line of a terminal.
# With or without its last four digits; either may have lost what a number does not begin with.
ZIP_CODE = re.compile(r"([0-9]{3,5})(?: ?[-–—] ?[0-9]{4})?|([0-9]{7,9})")
DIGITS, DIGITS_IN_ALL = 5, 9


class Entry(NamedTuple):
    """One row of the table `businesses`, its fields named as the columns."""

    name: str
    phone: str  # E.164
    trade: str
    zip_code: str
    latitude: float | None
    longitude: float | None
    external_id: str | None = None


class Line(NamedTuple):
    """What a line of the file holds: a business with one trade or several, or why it has none."""

    number: int
    entries: tuple[Entry, ...] = ()
    # What was understood though it is not what stands there.
    notices: tuple[str, ...] = ()
    why_not: str | None = None


class BadLineError(ValueError):
    """A line is left out; `str()` says why."""


def read(lines: Iterable[str]) -> Iterator[Line]:
    """Each line that says anything; the header only if there is something to say of it."""
    rows = records(lines, columns.known)
    number, header = next(rows, (1, []))
    try:
        header = _readable(header)
        places = _places_of_columns(header)
    except BadLineError as why:
        yield Line(number, why_not=str(why))
        return
    if renamed := _renamed(header, places):
        yield Line(number, notices=(renamed,))
    for number, record in rows:
        try:
            yield _line(number, _cells(_readable(record), places))
        except BadLineError as why:
            yield Line(number, why_not=str(why))


def _readable(record: Record) -> list[str]:
    if isinstance(record, csv.Error):
        raise BadLineError(f"not readable as CSV, is there a quote too many? ({record})")
    return record


def _places_of_columns(header: Sequence[str]) -> Mapping[str, int]:
    """Where each of our columns is among those of the file."""
    places = columns.places_of(header)
    missing = [column for column in columns.NEEDED if column not in places]
    if missing:
        raise BadLineError(
            f"the first line must name the columns {', '.join(columns.NEEDED)}; "
            f"it lacks {', '.join(missing)}"
        )
    return places


def _renamed(header: Sequence[str], places: Mapping[str, int]) -> str:
    """Which columns are read as ours that are called otherwise; empty where none is."""
    called = {column: cells.tidy(header[place]) for column, place in places.items()}
    others = [
        f"{_shown(text)} as {column}"
        for column, text in called.items()
        if text.casefold() != column
    ]
    return f"the column {', '.join(others)}" if others else ""


def _cells(record: Sequence[str], places: Mapping[str, int]) -> Mapping[str, str]:
    """The cells by column, tidied; a short line's last ones are empty."""
    return {
        column: cells.tidy(record[place]) if place < len(record) else ""
        for column, place in places.items()
    }


def _line(number: int, values: Mapping[str, str]) -> Line:
    name, phone = _name(values["name"]), _phone(values["phone"])
    trades, place = _trades(values["trade"]), _place(values["zip"])
    external_id = _external_id(values.get(columns.EXTERNAL_ID, ""))
    where = (place.zip_code, place.latitude, place.longitude)
    entries = tuple(Entry(name, phone, trade, *where, external_id) for trade in trades)
    return Line(number, entries, _notices_of_zip(values["zip"], place))


def _name(text: str) -> str:
    text = cells.unguarded(text)
    if not text:
        raise BadLineError("the name is missing")
    if len(text) > MOST_CHARACTERS:
        raise BadLineError(f"the name is longer than {MOST_CHARACTERS} characters")
    if LOST in text:
        raise BadLineError("the name has a character that is lost: save the file as “CSV UTF-8”")
    if not text.isprintable():  # Postgres refuses some of these, and with them the whole import.
        raise BadLineError("the name has characters that cannot be printed")
    return text


def _phone(text: str) -> str:
    phone = to_e164(_digits(text, "phone"))
    if phone is None:
        raise BadLineError(f"not a US phone number: {_shown(text)}")
    if why := why_not_rung(phone, settings.dial_countries):
        raise BadLineError(f"{why}: {_shown(text)}")
    if is_reserved(phone):
        raise BadLineError(f"555-0100 to 555-0199 are reserved for samples: {_shown(text)}")
    return phone


def _trades(text: str) -> tuple[str, ...]:
    trades = trades_among(text)
    if not trades:
        raise BadLineError(
            f"unknown trade: {_shown(text)}; choose {' or '.join(trades_like(text))}"
        )
    return trades


def _place(text: str) -> Place:
    found = ZIP_CODE.fullmatch(_digits(text, "ZIP code"))
    five, nine = found.groups() if found else (None, None)
    spelled = five.zfill(DIGITS) if five else (nine or "").zfill(DIGITS_IN_ALL)[:DIGITS]
    place = place_of(spelled) if found else None
    if place is None:
        raise BadLineError(f"no such ZIP code: {_shown(text)}")
    return place


def _notices_of_zip(text: str, place: Place) -> tuple[str, ...]:
    """That a 0 was put before it: whoever mistyped a ZIP should know."""
    if cells.digits(text).startswith(place.zip_code):
        return ()
    return (f"the ZIP code {_shown(text)} is read as {place.zip_code}, with the 0 that it lost",)


def _external_id(text: str) -> str | None:
    # 5E3 may be somebody's code; 1.23457E+11 is a number that was rounded.
    is_code = text.isalnum() and not text.isdecimal()
    text = text if is_code else _digits(text, columns.EXTERNAL_ID)
    if len(text) > MOST_OF_AN_ID or LOST in text or not text.isprintable():
        raise BadLineError(f"the external_id is too long or cannot be printed: {_shown(text)}")
    return text or None


def _digits(text: str, what: str) -> str:
    try:
        return cells.digits(text)
    except cells.LostDigitsError as why:
        raise BadLineError(f"no {what}: {why}") from None


def _shown(text: str) -> str:
    return repr(text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…")
