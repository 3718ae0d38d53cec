import sqlite3

import pytest
from sqlalchemy import create_engine, event, text

from common import sqlite

FULL = 2


@pytest.fixture
def engine(sqlite_url):
    # Python's own wait would be just as long as ours.
    engine = create_engine(sqlite_url, connect_args={"timeout": 0.1})
    event.listen(engine, "connect", sqlite.prepare)
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", FULL),
        ("foreign_keys", 1),
        ("busy_timeout", sqlite.WAIT_SECONDS * 1000),
        ("cache_size", -512),
    ],
)
def test_every_connection_is_prepared(engine, pragma, value):
    with engine.connect(), engine.connect() as second:
        assert second.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_a_reader_reads_while_another_writes(engine):
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE words (word TEXT)"))

    with engine.begin() as writer, engine.connect() as reader:
        writer.execute(text("INSERT INTO words VALUES ('toilet')"))

        assert reader.execute(text("SELECT count(*) FROM words")).scalar() == 0


def test_other_databases_are_left_alone():
    class Connection:
        def cursor(self) -> sqlite3.Cursor:
            pytest.fail("something was executed")

    sqlite.prepare(Connection(), None)
