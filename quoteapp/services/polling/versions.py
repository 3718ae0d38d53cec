"""How often jobs' providers have changed: the one query that nearly every poll waits for.

It is asked of the database's driver. SQLAlchemy's own execution, its look whether the connection
is alive and the transaction around it would cost eight times as much on SQLite and five times on
Postgres, where each is a round trip; one SELECT outside of a transaction needs none of them.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Engine, bindparam, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import PoolProxiedConnection

from common import postgres
from quoteapp.config import settings
from quoteapp.extensions import engine_options

Version = tuple[int, int]
"""The newest id, and the sum of the rows' versions."""

NONE: Version = (0, 0)
"""That of a job without providers: none was found, it is erased, or there is none."""

QUERY = "SELECT job_id, max(id), sum(version) FROM providers WHERE job_id IN ({}) GROUP BY job_id"
CHECKED = text(QUERY.format(":job_ids").replace("(:job_ids)", ":job_ids")).bindparams(
    bindparam("job_ids", expanding=True)
)
# SQLite takes 32,766 variables, older ones 999.
MOST_AT_ONCE = 500
# For one answer: whoever polls waits for it.
ANSWER_SECONDS = 3
OPTIONS = {
    "isolation_level": "AUTOCOMMIT",
    "pool_reset_on_return": None,
    "pool_pre_ping": False,
    "pool_size": 2,
    "max_overflow": 2,
}


class Versions:
    """Reads versions on connections of its own to the database of `engine`."""

    def __init__(self, engine: Engine) -> None:
        options = engine_options(settings) | OPTIONS
        if "connect_args" in options:
            options["connect_args"] |= {postgres.ANSWER_SECONDS: ANSWER_SECONDS}
        self._engine = create_engine(engine.url, **options)
        # `?` on SQLite, `%s` on Postgres, whatever the dialect calls it.
        self._mark = "?" if self._engine.dialect.paramstyle == "qmark" else "%s"

    def read(self, job_ids: Sequence[str]) -> dict[str, Version]:
        """The version of each job, as of this moment. Raises SQLAlchemy's errors."""
        found = dict.fromkeys(job_ids, NONE)
        for start in range(0, len(job_ids), MOST_AT_ONCE):
            for job_id, newest, changes in self._read(job_ids[start : start + MOST_AT_ONCE]):
                found[job_id] = (newest, int(changes))
        return found

    def close(self) -> None:
        """Close its connections."""
        self._engine.dispose()

    def _read(self, job_ids: Sequence[str]) -> Iterable[Any]:
        try:
            return self._read_unchecked(job_ids)
        except (self._engine.dialect.loaded_dbapi.Error, DBAPIError):
            # The database was away since they were last used: these connections are dead.
            self._engine.dispose()
            with self._engine.connect() as connection:
                return connection.execute(CHECKED, {"job_ids": job_ids}).all()

    def _read_unchecked(self, job_ids: Sequence[str]) -> Iterable[Any]:
        connection = self._engine.raw_connection()
        try:
            return self._fetch(connection, job_ids)
        except BaseException:
            connection.invalidate()
            raise
        finally:
            connection.close()

    def _fetch(self, connection: PoolProxiedConnection, job_ids: Sequence[str]) -> Iterable[Any]:
        cursor = connection.cursor()
        cursor.execute(QUERY.format(",".join(self._mark for _ in job_ids)), tuple(job_ids))
        found = cursor.fetchall()
        cursor.close()
        return found
