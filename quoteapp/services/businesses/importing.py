"""The operator's own businesses: a CSV file goes into the table that the search looks in."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

from sqlalchemy import bindparam, insert, update
from sqlalchemy.exc import IntegrityError

from quoteapp.extensions import db
from quoteapp.services.businesses.entries import BadLineError, Line, read
from quoteapp.services.businesses.matching import BUSINESSES, Picture, Row, rows_like

CHUNK = 1_000  # Lines per transaction.
TRIES = 3  # Of a chunk, where another import adds the same businesses at the same moment.
PAGE = 1_024


class Report(Protocol):
    """Who is told what becomes of the lines."""

    def left_out(self, line: int, why: str) -> None:
        """A line changes nothing."""

    def noticed(self, line: int, what: str) -> None:
        """A line is taken, but not for quite what it says."""

    def progressed(self, line: int) -> None:
        """Everything up to this line is in the table, for good."""


@dataclass(slots=True)
class Imported:
    """What an import did: businesses (one for each trade), and lines that it left out."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    left_out: int = 0

    @property
    def loaded(self) -> int:
        """How many businesses of the file are in the table now."""
        return self.added + self.updated + self.unchanged

    def __iadd__(self, other: "Imported") -> "Imported":
        self.added += other.added
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.left_out += other.left_out
        return self


@dataclass(slots=True)
class _Outcome:
    """What a chunk comes to, before anybody is told."""

    counts: Imported = field(default_factory=Imported)
    new: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    # Also those that stay as they are.
    named: list[Row] = field(default_factory=list)
    notices: list[tuple[int, str]] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)


class _LinesOfRows:
    """By the id of a row the line of this file that named it: 4 bytes a business."""

    def __init__(self) -> None:
        self._pages: dict[int, array[int]] = {}

    def __getitem__(self, id_: int) -> int:
        page = self._pages.get(id_ // PAGE)
        return page[id_ % PAGE] if page else 0

    def __setitem__(self, id_: int, line: int) -> None:
        if id_ // PAGE not in self._pages:
            self._pages[id_ // PAGE] = array("I", [0] * PAGE)
        self._pages[id_ // PAGE][id_ % PAGE] = line


def import_businesses(lines: Iterable[str], report: Report) -> Imported:
    """Load a CSV file with the columns name, phone, trade and zip, and maybe external_id.

    What is known already is updated, never doubled (see `matching`); nothing is ever removed. Each
    chunk is a transaction, and the file is read as it is written: whatever ends this, the lines
    that the report has heard of are in the table, and the file can be imported again.
    """
    total, named = Imported(), _LinesOfRows()
    read_lines = read(lines)
    while chunk := list(islice(read_lines, CHUNK)):
        outcome = _load(chunk, named)
        for row in outcome.named:
            named[row.id] = row.line
        for line, what in outcome.notices:
            report.noticed(line, what)
        for line, why in outcome.left_out:
            report.left_out(line, why)
        total += outcome.counts
        report.progressed(chunk[-1].number)
    return total


def _load(chunk: Sequence[Line], named: _LinesOfRows) -> _Outcome:
    """Write what the lines say, and commit."""
    for tries_left in reversed(range(TRIES)):
        outcome = _outcome(chunk, named)
        try:
            _write(outcome)
            db.session.commit()
        except IntegrityError:
            db.session.rollback()
            if not tries_left:
                raise
        else:
            break
    return outcome


def _outcome(chunk: Sequence[Line], named: _LinesOfRows) -> _Outcome:
    """What the lines come to, one after the other."""
    rows = rows_like([entry for line in chunk for entry in line.entries])
    for row in rows:
        row.line = named[row.id]
    picture, outcome = Picture(rows), _Outcome()
    for line in chunk:
        try:
            if line.why_not is not None:
                raise BadLineError(line.why_not)
            _take(line, picture, outcome)
        except BadLineError as why:
            outcome.left_out.append((line.number, str(why)))
            outcome.counts.left_out += 1
        else:
            outcome.notices += [(line.number, notice) for notice in line.notices]
    return outcome


def _take(line: Line, picture: Picture, outcome: _Outcome) -> None:
    """Let the line change the picture; all of its trades, or nothing. Raises `BadLineError`."""
    meant = [(entry, picture.meant_by(entry)) for entry in line.entries]
    for entry, row in meant:
        if row is None:
            row = Row.of(entry)
            outcome.new.append(row)
            outcome.counts.added += 1
        else:
            picture.remove(row)
            if row.phone != entry.phone:
                outcome.notices.append((line.number, f"a new number for {row.name!r}"))
            if row.takes(entry):
                outcome.changed.append(row)
                outcome.counts.updated += 1
            else:
                outcome.counts.unchanged += 1
        row.line = line.number
        picture.add(row)
        outcome.named.append(row)


def _write(outcome: _Outcome) -> None:
    """First what changes, for a new business may have a number that another has given up."""
    if outcome.changed:
        here = BUSINESSES.c.id == bindparam("row_id")
        changes = [row.values() | {"row_id": row.id} for row in outcome.changed]
        db.session.execute(update(BUSINESSES).where(here), changes)
    if outcome.new:
        statement = insert(BUSINESSES).returning(BUSINESSES.c.id, sort_by_parameter_order=True)
        ids = db.session.scalars(statement, [row.values() for row in outcome.new])
        for row, id_ in zip(outcome.new, ids, strict=True):
            row.id = id_
