"""This service's own database, made and brought up to date by itself when it starts.

One process does so at a time: on SQLite in one exclusive transaction, on Postgres under an advisory
lock. Nobody else is held up for long: a change of a table waits for its lock at most
`LOCK_TIMEOUT`, then it lets everybody through and is tried again by whoever called. A revision that
indexes a table with rows does so CONCURRENTLY, in Alembic's `autocommit_block`.

Revisions only add, so that the code before them goes on working meanwhile.
"""

import logging
import threading
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

logger = logging.getLogger(__name__)

HERE = Path(__file__).parent
# The newest revision, and the one that databases of code without revisions are at.
HEAD = "real_line"
FIRST = "calls"
UNSTAMPED = "made before there were revisions"
LOCK_TIMEOUT = "1s"
# Any number that no other use of advisory locks on this database has.
LOCK_NUMBER = 6000
VERSION = text("SELECT version_num FROM alembic_version")

# Alembic keeps the migration that it runs in a global.
_one_at_a_time = threading.Lock()


def migrate(engine: Engine) -> None:
    """Bring the tables up to date.

    Raises what the database raises, and TimeoutError while another process migrates: try again.
    """
    with _one_at_a_time, engine.connect() as connection:
        if is_current(connection):
            return
        connection.rollback()
        if engine.dialect.name == "sqlite":
            _migrate_sqlite(connection)
            return
        try:
            _migrate_postgres(connection)
        finally:
            # Its settings are not for other users of the pool, and its end gives up the lock.
            connection.invalidate()


def is_current(connection: Connection) -> bool:
    """Whether the tables are those of this code; cheap, for it is asked at every start."""
    return _revision(connection) == HEAD


def _revision(connection: Connection) -> str | None:
    """Where the database stands; nowhere if it is empty."""
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        return connection.execute(VERSION).scalar_one_or_none()
    return UNSTAMPED if "calls" in tables else None


def _migrate_sqlite(connection: Connection) -> None:
    """In one transaction that keeps other writers out, and of which a killed process leaves none.

    The driver's own begin would come too late: it begins before changes of data alone.
    """
    connection = connection.execution_options(isolation_level="AUTOCOMMIT")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        _upgrade(connection, _revision(connection))
    except BaseException:
        connection.exec_driver_sql("ROLLBACK")
        raise
    connection.exec_driver_sql("COMMIT")


def _migrate_postgres(connection: Connection) -> None:
    connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
    # An index of many rows takes its time.
    connection.execute(text("SET statement_timeout = 0"))
    # Never waited for: an index that is made concurrently would wait for who waits.
    lock = text("SELECT pg_try_advisory_lock(:number)")
    if not connection.execute(lock, {"number": LOCK_NUMBER}).scalar_one():
        raise TimeoutError("another process migrates the database")
    revision = _revision(connection)
    # Alembic leaves a transaction that it finds to whoever began it.
    connection.commit()
    _upgrade(connection, revision)


def _upgrade(connection: Connection, revision: str | None) -> None:
    # Imported here: it takes 100 ms and memory, and most starts find nothing to do.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision not in (None, UNSTAMPED, *known):
        logger.warning("the database is newer than this code", extra={"revision": revision})
        return
    if revision == UNSTAMPED:
        command.stamp(config, FIRST)
    command.upgrade(config, HEAD)
    logger.info("the database was migrated", extra={"revision": HEAD})
