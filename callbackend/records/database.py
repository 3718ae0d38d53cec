"""The connection to the database: made durable on SQLite, quick to notice a dead Postgres."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text

from callbackend.records import migrations
from common import private_files, sqlite

# As many as there are threads that may ask at once: 16 of the web server, and our own.
POOL_SIZE = 24
LOCK_SECONDS = 5.0
POOL: dict[str, Any] = {
    "pool_size": POOL_SIZE,
    "max_overflow": 0,
    "pool_timeout": LOCK_SECONDS,
    # An error would quote transcripts and phone numbers, and errors go to the log.
    "hide_parameters": True,
}


class Database:
    """An engine, and the one way to write with it."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        # SQLite has one writer. Waiting for our own threads here is fair and wakes at once,
        # where its busy handler would sleep up to 100 ms and let others overtake.
        self._turn = threading.Lock() if self.engine.dialect.name == "sqlite" else None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that commits at the end of the block; TimeoutError if none can be had."""
        if self._turn is None:
            with self.engine.begin() as connection:
                yield connection
            return
        if not self._turn.acquire(timeout=LOCK_SECONDS):
            raise TimeoutError("the database is busy")
        try:
            with self.engine.begin() as connection:
                yield connection
        finally:
            self._turn.release()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for queries alone."""
        with self.engine.connect() as connection:
            yield connection

    def migrate(self) -> None:
        """Bring the tables up to date. Raises what the database raises: try again."""
        migrations.migrate(self.engine)

    def check(self) -> None:
        """Raise what the database raises when it does not answer."""
        with self.reading() as connection:
            connection.execute(text("SELECT 1 FROM calls LIMIT 1"))

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def reason_of(error: Exception) -> str:
    """What the database said, in a line: without the statement, which a log need not repeat."""
    return str(getattr(error, "orig", None) or error).splitlines()[0]


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database:
            private_files.make_database(Path(parsed.database))
        engine = create_engine(url, **POOL)
        event.listen(engine, "connect", sqlite.prepare)
        return engine
    # A statement that hangs would hold every call: better an error that is tried again.
    limits = {"connect_timeout": 5, "options": "-c statement_timeout=10000"}
    return create_engine(url, pool_pre_ping=True, connect_args=limits, **POOL)
