"""Reading the operator's CSV file into entries, and saying what is wrong with the other lines."""

import csv
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from quoteapp.config import settings
from quoteapp.phones import is_reserved, to_e164, why_not_rung
from quoteapp.places import Place, place_of
from quoteapp.services.finding.spreadsheets import Record, records
from quoteapp.services.finding.trade_names import trade_called, trades_like

COLUMNS = ("name", "phone", "trade", "zip")
MOST_CHARACTERS = 200  # Of a name: the width of its column.
MOST_SHOWN = 40  # Of a bad value: a message is one line of a terminal.

Key = tuple[str, str]
"""Phone and trade: what makes it the same business as before."""

Problem = tuple[int, str]
"""The number of a line of the file, and why it was left out."""


class Entry(NamedTuple):
    """One row of the table `businesses`, its fields named as the columns."""

    name: str
    phone: str
    trade: str
    zip_code: str
    latitude: float | None
    longitude: float | None

    @property
    def key(self) -> Key:
        """What no two rows share."""
        return self.phone, self.trade


class _BadLineError(ValueError):
    """A line is left out; `str()` says why."""


def read(lines: Iterable[str]) -> tuple[list[Entry], list[Problem]]:
    """The entries of the file, no key twice, and the lines that were left out."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    first_line: dict[Key, int] = {}
    rows = records(lines)
    header_line, header = next(rows, (1, []))
    try:
        places = _places_of_columns(header)
    except _BadLineError as why:
        return [], [(header_line, str(why))]
    for number, record in rows:
        try:
            entry = _entry(_cells(record, places))
            if entry.key in first_line:
                raise _BadLineError(f"the same phone and trade as on line {first_line[entry.key]}")
        except _BadLineError as why:
            problems.append((number, str(why)))
        else:
            first_line[entry.key] = number
            entries.append(entry)
    return entries, problems


def _places_of_columns(header: Record) -> Mapping[str, int]:
    """Where each of our columns is among those of the file."""
    if isinstance(header, csv.Error):
        raise _BadLineError(_unreadable(header))
    names = [name.strip().casefold() for name in header]
    missing = [column for column in COLUMNS if column not in names]
    if missing:
        raise _BadLineError(
            f"the first line must name the columns {', '.join(COLUMNS)}; "
            f"it lacks {', '.join(missing)}"
        )
    return {column: names.index(column) for column in COLUMNS}


def _cells(record: Record, places: Mapping[str, int]) -> Mapping[str, str]:
    """The four cells by column, white space tidied; a short line's last ones are empty."""
    if isinstance(record, csv.Error):
        raise _BadLineError(_unreadable(record))
    return {
        column: " ".join(record[place].split()) if place < len(record) else ""
        for column, place in places.items()
    }


def _unreadable(error: csv.Error) -> str:
    return f"not readable as CSV, is there a quote too many? ({error})"


def _entry(cells: Mapping[str, str]) -> Entry:
    place = _place(cells["zip"])
    return Entry(
        name=_name(cells["name"]),
        phone=_phone(cells["phone"]),
        trade=_trade(cells["trade"]),
        zip_code=place.zip_code,
        latitude=place.latitude,
        longitude=place.longitude,
    )


def _name(text: str) -> str:
    if not text:
        raise _BadLineError("the name is missing")
    if len(text) > MOST_CHARACTERS:
        raise _BadLineError(f"the name is longer than {MOST_CHARACTERS} characters")
    if not text.isprintable():  # Postgres refuses some of these, and with them the whole import.
        raise _BadLineError("the name has characters that cannot be printed")
    return text


def _phone(text: str) -> str:
    phone = to_e164(text)
    if phone is None:
        raise _BadLineError(f"not a US phone number: {_shown(text)}")
    if why := why_not_rung(phone, settings.dial_countries):
        raise _BadLineError(f"{why}: {_shown(text)}")
    if is_reserved(phone):
        raise _BadLineError(f"555-0100 to 555-0199 are reserved for samples: {_shown(text)}")
    return phone


def _trade(text: str) -> str:
    trade = trade_called(text)
    if trade is None:
        raise _BadLineError(
            f"unknown trade: {_shown(text)}; choose {' or '.join(trades_like(text))}"
        )
    return trade


def _place(text: str) -> Place:
    place = place_of(text)
    if place:
        return place
    hint = " (has a spreadsheet dropped its first 0?)" if place_of(text.zfill(5)) else ""
    raise _BadLineError(f"no such ZIP code: {_shown(text)}{hint}")


def _shown(text: str) -> str:
    return repr(text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…")
