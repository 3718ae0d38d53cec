"""The operator's own businesses: a CSV file goes into the table that the search looks in."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite

from quoteapp.extensions import db
from quoteapp.models import Business
from quoteapp.services.directory_file import Entry, Key, Problem, read

BATCH = 1_000  # SQLite takes 32,766 values per statement.
INSERT: Mapping[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, in businesses, and the lines that it left out."""

    added: int
    updated: int
    unchanged: int
    problems: list[Problem]

    @property
    def loaded(self) -> int:
        """How many lines of the file are in the table now."""
        return self.added + self.updated + self.unchanged


def import_businesses(lines: Iterable[str]) -> Imported:
    """Load a CSV file with the columns name, phone, trade and zip, in one transaction.

    A known phone with the same trade is updated, never doubled; nothing is ever removed. The file
    is read whole before the first row is written, so that SQLite is locked but briefly.
    """
    entries, problems = read(lines)
    known = _known(entries)
    added = [entry for entry in entries if entry.key not in known]
    updated = [entry for entry in entries if known.get(entry.key, entry) != entry]
    _upsert(added + updated)
    db.session.commit()
    unchanged = len(entries) - len(added) - len(updated)
    return Imported(len(added), len(updated), unchanged, problems)


def _known(entries: Sequence[Entry]) -> dict[Key, Entry]:
    """What the table already has under the phones of these entries."""
    columns = [getattr(Business, field) for field in Entry._fields]
    found: dict[Key, Entry] = {}
    for batch in _batches(entries):
        query = select(*columns).where(Business.phone.in_([entry.phone for entry in batch]))
        for row in db.session.execute(query):
            entry = Entry(*row)
            found[entry.key] = entry
    return found


def _upsert(entries: Sequence[Entry]) -> None:
    """Write the entries over whatever has their keys: two imports at once do no harm."""
    table = cast(Table, Business.__table__)
    statement = INSERT[db.engine.dialect.name](table)
    statement = statement.on_conflict_do_update(
        index_elements=["phone", "trade"],
        set_={field: statement.excluded[field] for field in Entry._fields},
    )
    for batch in _batches(entries):
        db.session.execute(statement, [entry._asdict() for entry in batch])


def _batches(entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    for start in range(0, len(entries), BATCH):
        yield entries[start : start + BATCH]
