"""Which business of the table a line of a file means.

The one with its `external_id`, else with its phone, else the only one with its name and ZIP code: a
business that has moved to another number is not a second one. Always within a trade.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import cast

from sqlalchemy import ARRAY, ColumnElement, FromClause, String, Table, and_, func, literal, select

from quoteapp.extensions import db
from quoteapp.models import Business
from quoteapp.models.businesses import key_of_name
from quoteapp.services.businesses.columns import EXTERNAL_ID
from quoteapp.services.businesses.entries import BadLineError, Entry

BUSINESSES = cast(Table, Business.__table__)


@dataclass(slots=True)
class Row:
    """A row of the table, as it is to be."""

    name: str
    phone: str
    trade: str
    zip_code: str
    latitude: float | None
    longitude: float | None
    external_id: str | None
    name_key: str | None
    id: int = 0  # None yet.
    # The line of this file that it was made or found by; 0 for none.
    line: int = 0

    @classmethod
    def of(cls, entry: Entry) -> "Row":
        """A new one."""
        return cls(*entry, key_of_name(entry.name))

    def takes(self, entry: Entry) -> bool:
        """Become what the entry says; whether that changes anything. An id is never lost."""
        before = self.values()
        for field, value in entry._asdict().items():
            if field != EXTERNAL_ID or value is not None:
                setattr(self, field, value)
        self.name_key = key_of_name(self.name)
        return self.values() != before

    def values(self) -> dict[str, object]:
        """What the columns hold, but the id."""
        return {field: getattr(self, field) for field in COLUMNS}


COLUMNS = tuple(field.name for field in fields(Row) if field.name not in ("id", "line"))


class Picture:
    """The rows that the entries of a chunk could mean, as the lines so far have left them."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._by_id: dict[tuple[str | None, str], Row] = {}
        self._by_phone: dict[tuple[str, str], Row] = {}
        self._by_name: dict[tuple[str | None, str, str], list[Row]] = defaultdict(list)
        for row in rows:
            self.add(row)

    def add(self, row: Row) -> None:
        """Let a row be found."""
        if row.external_id:
            self._by_id[row.external_id, row.trade] = row
        self._by_phone[row.phone, row.trade] = row
        self._by_name[row.name_key, row.zip_code, row.trade].append(row)

    def remove(self, row: Row) -> None:
        """Let a row be found no more: it changes."""
        self._by_id.pop((row.external_id, row.trade), None)
        del self._by_phone[row.phone, row.trade]
        self._by_name[row.name_key, row.zip_code, row.trade].remove(row)

    def meant_by(self, entry: Entry) -> Row | None:
        """The row that is this business, `None` for a new one. Raises `BadLineError`."""
        same_id = self._by_id.get((entry.external_id, entry.trade)) if entry.external_id else None
        same_phone = self._by_phone.get((entry.phone, entry.trade))
        row = same_id or same_phone
        if row is None:
            return self._of_that_name(entry)
        if row.line:
            what = "external_id" if same_id else "phone"
            raise BadLineError(f"the same {what} and trade as on line {row.line}")
        if same_phone and (same_phone is not row or _are_two(entry, same_phone)):
            raise BadLineError(
                f"its phone is that of another business, {_called(same_phone)}: remove one of "
                "the two, or import again once the other has its new number"
            )
        return row

    def _of_that_name(self, entry: Entry) -> Row | None:
        """The only one of that name and ZIP code that no line of the file has named so far."""
        same = self._by_name.get((key_of_name(entry.name), entry.zip_code, entry.trade), [])
        free = [row for row in same if not row.line and not _are_two(entry, row)]
        if len(free) > 1:
            raise BadLineError(
                f"a new number, and {len(free)} businesses have this name, trade and ZIP code: "
                "give each an external_id"
            )
        return free[0] if free else None


def _are_two(entry: Entry, row: Row) -> bool:
    """Whether they cannot be the same: each has an `external_id`, and another one."""
    return None not in (entry.external_id, row.external_id) and entry.external_id != row.external_id


def _called(row: Row) -> str:
    return f"external_id {row.external_id!r}" if row.external_id else repr(row.name)


def rows_like(entries: Sequence[Entry]) -> list[Row]:
    """Every row that one of the entries could mean, or take the phone of."""
    ids = {(entry.external_id,) for entry in entries if entry.external_id}
    phones = {(entry.phone,) for entry in entries}
    names = {(key_of_name(entry.name), entry.zip_code) for entry in entries}
    found: dict[int, Row] = {}
    for columns, wanted in (
        (("external_id",), ids),
        (("phone",), phones),
        (("name_key", "zip_code"), names),
    ):
        for row in _rows_with(columns, wanted):
            found.setdefault(row.id, row)
    return list(found.values())


def _rows_with(columns: Sequence[str], wanted: Collection[tuple[str, ...]]) -> Iterator[Row]:
    """The rows that have these values, which go along as a table: one statement for any number.

    `phone IN (…)` took Postgres six minutes for 100,000 rows: once it has prepared the statement,
    it compares each row with each value.
    """
    if not wanted:
        return
    source, cells = _table_of(wanted)
    pairs = zip(columns, cells, strict=True)
    is_wanted = and_(*(BUSINESSES.c[name] == cell for name, cell in pairs))
    fields = (BUSINESSES.c[name] for name in (*COLUMNS, "id"))
    for record in db.session.execute(
        select(*fields).select_from(source).join(BUSINESSES, is_wanted)
    ):
        yield Row(*record)


def _table_of(wanted: Collection[tuple[str, ...]]) -> tuple[FromClause, list[ColumnElement[str]]]:
    """The values as what this database takes for a table, and the columns of that."""
    if db.engine.dialect.name == "sqlite":
        source = func.json_each(json.dumps(list(wanted))).table_valued("value")
        width = len(next(iter(wanted)))
        return source, [func.json_extract(source.c.value, f"$[{n}]") for n in range(width)]
    lists = [literal(list(values), ARRAY(String)) for values in zip(*wanted, strict=True)]
    names = [f"value_{n}" for n in range(len(lists))]
    table = func.unnest(*lists).table_valued(*names).render_derived()
    return table, [table.c[name] for name in names]
