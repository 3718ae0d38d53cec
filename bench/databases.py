"""Databases that live as long as one benchmark."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from sqlalchemy import URL, create_engine, make_url, text

from bench.options import Options


@dataclass(frozen=True, slots=True)
class Database:
    """An empty database of our own. `url` is DATABASE_URL, as SQLAlchemy spells it."""

    kind: str
    url: str
    directory: Path


@contextmanager
def sqlite() -> Iterator[Database]:
    """A SQLite file in a directory of its own."""
    with TemporaryDirectory(prefix="quoteapp-bench-", ignore_cleanup_errors=True) as name:
        directory = Path(name)
        yield Database("SQLite", f"sqlite:///{directory / 'quoteapp.db'}", directory)


@contextmanager
def postgres(server: str) -> Iterator[Database]:
    """A new database on the server of that URL; dropped at the end."""
    given = make_url(server).set(drivername="postgresql+psycopg")
    url = given.set(database=f"quoteapp_bench_{uuid4().hex[:12]}")
    _execute(given, f'CREATE DATABASE "{url.database}"')
    try:
        with TemporaryDirectory(prefix="quoteapp-bench-", ignore_cleanup_errors=True) as name:
            yield Database("Postgres", url.render_as_string(hide_password=False), Path(name))
    finally:
        _execute(given, f'DROP DATABASE IF EXISTS "{url.database}" WITH (FORCE)')


def _execute(server: URL, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def each(options: Options) -> Iterator[Database]:
    """A database of each kind that there is, one after the other."""
    with sqlite() as database:
        yield database
    if options.postgres_url:
        with postgres(options.postgres_url) as database:
            yield database
