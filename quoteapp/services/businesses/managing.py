"""Listing the operator's own businesses, writing them to a file, and removing them."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

from sqlalchemy import ColumnElement, Row, delete, func, select

from quoteapp.extensions import changed_rows, db
from quoteapp.models import Business
from quoteapp.models.businesses import key_of_name
from quoteapp.phones import national
from quoteapp.services.businesses.cells import guarded
from quoteapp.services.businesses.columns import COLUMNS
from quoteapp.services.finding.blocked_numbers import is_blocked

ROWS_AT_ONCE = 1_000
FIELDS = ("name", "phone", "trade", "zip_code", "external_id")


@dataclass(frozen=True, slots=True)
class Which:
    """Businesses that have all that is said here; of `name` a part is enough."""

    id: int | None = None
    phone: str | None = None  # E.164
    external_id: str | None = None
    name: str | None = None
    trade: str | None = None
    zip_code: str | None = None

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """For a query."""
        columns = ("id", "phone", "external_id", "trade", "zip_code")
        said = [(name, value) for name in columns if (value := getattr(self, name)) is not None]
        found = [getattr(Business, name) == value for name, value in said]
        if self.name is not None:
            key = key_of_name(self.name)
            found.append(Business.name_key.contains(key, autoescape=True))
        return found


def listed(which: Which, limit: int) -> tuple[Sequence[tuple[Business, bool]], int]:
    """The first of them by name, and whether each one's number is blocked; how many there are."""
    query = select(Business, is_blocked(Business.phone)).where(*which.conditions)
    page = query.order_by(Business.name_key, Business.id).limit(limit)
    return [(row, blocked) for row, blocked in db.session.execute(page)], count(which)


def count(which: Which) -> int:
    """How many there are."""
    query = select(func.count()).select_from(Business).where(*which.conditions)
    return db.session.scalar(query) or 0


def phones_of(which: Which) -> list[str]:
    """Their numbers, none twice."""
    query = select(Business.phone).where(*which.conditions).distinct().order_by(Business.phone)
    return list(db.session.scalars(query))


def export(which: Which, file: TextIO) -> int:
    """Write them as a CSV file that can be imported again; how many there are.

    A name that a spreadsheet would compute has an apostrophe before it, which an import drops.
    """
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    written = 0
    for row in _in_order(which):
        name, phone = guarded(row.name), national(row.phone)
        writer.writerow((name, phone, row.trade, row.zip_code, row.external_id or ""))
        written += 1
    return written


def _in_order(which: Which) -> Iterator[Row[Any]]:
    """Page by page: a long file holds no transaction."""
    columns = (Business.id, *(getattr(Business, name) for name in FIELDS))
    query = select(*columns).where(*which.conditions).order_by(Business.id).limit(ROWS_AT_ONCE)
    last = 0
    while rows := db.session.execute(query.where(Business.id > last)).all():
        db.session.rollback()
        yield from rows
        last = rows[-1].id


def remove(which: Which) -> int:
    """Take them out of the table; how many they were. Jobs that have found them keep them."""
    removed = changed_rows(delete(Business).where(*which.conditions))
    db.session.commit()
    return removed
