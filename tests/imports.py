"""Loading files of businesses, and hearing what became of their lines."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select

from quoteapp.extensions import db
from quoteapp.models import Business
from quoteapp.services.businesses.decoding import lines_of
from quoteapp.services.businesses.importing import Imported, import_businesses

HEADER = "name,phone,trade,zip"
GOOD = "Reliable Plumbing,(408) 555-1234,plumber,95126"


@dataclass
class Loaded:
    """What an import did, and all that it said."""

    counts: Imported = field(default_factory=Imported)
    problems: list[tuple[int, str]] = field(default_factory=list)
    notices: list[tuple[int, str]] = field(default_factory=list)
    progress: list[int] = field(default_factory=list)

    def left_out(self, line: int, why: str) -> None:
        """Hear of a line."""
        self.problems.append((line, why))

    def noticed(self, line: int, what: str) -> None:
        """Hear of a line."""
        self.notices.append((line, what))

    def progressed(self, line: int) -> None:
        """Hear of a chunk."""
        self.progress.append(line)

    @property
    def did(self) -> tuple[int, int, int, int]:
        """Businesses added, updated and unchanged; lines left out."""
        counts = self.counts
        return counts.added, counts.updated, counts.unchanged, counts.left_out


def load(*lines: str, header: str = HEADER) -> Loaded:
    """Import these lines."""
    return load_lines(io.StringIO("\n".join((header, *lines, "")), newline=""))


def load_file(data: bytes) -> Loaded:
    """Import a file."""
    loaded = Loaded()
    loaded.counts = import_businesses(lines_of(io.BytesIO(data), loaded.noticed), loaded)
    return loaded


def load_lines(lines: Iterable[str]) -> Loaded:
    """Import a text."""
    loaded = Loaded()
    loaded.counts = import_businesses(lines, loaded)
    return loaded


def rows() -> list[tuple[str, str, str, str]]:
    """Name, phone, trade and ZIP code of all there are, the oldest first."""
    columns = (Business.name, Business.phone, Business.trade, Business.zip_code)
    return [tuple(row) for row in db.session.execute(select(*columns).order_by(Business.id))]
