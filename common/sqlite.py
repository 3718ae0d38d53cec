"""SQLite as the database of a server: durable, patient, and modest."""

from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

WAIT_SECONDS = 5

PRAGMAS = (
    # First, for the next may have to wait, too.
    f"busy_timeout={WAIT_SECONDS * 1000}",
    # Readers read while one writes.
    "journal_mode=WAL",
    # What a power cut takes back would be done a second time.
    "synchronous=FULL",
    "foreign_keys=ON",
    # What is deleted is written over, and does not lie in the file until its place is needed.
    "secure_delete=ON",
    # In KiB, where negative. SQLite's own 2 MB per connection is 32 MB in a process of 16 threads,
    # for pages that the operating system keeps anyway.
    "cache_size=-512",
)


def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """A listener for SQLAlchemy's event `connect`; other databases are left alone."""
    if not type(connection).__module__.startswith("sqlite3"):
        return
    for pragma in PRAGMAS:
        connection.cursor().execute(f"PRAGMA {pragma}").close()
