"""Connections to Postgres that give up on a server that does not answer.

libpq waits for an answer for ever: a server that is frozen, or cut off without a word, would hold
each thread that asks it until somebody comes. A bound that the server keeps (`statement_timeout`)
is none while it is frozen.
"""

from functools import cache
from typing import Any

from sqlalchemy import Dialect, Engine, event

# In `connect_args`: how many seconds one answer may take.
ANSWER_SECONDS = "answer_seconds"


def connect(dialect: Dialect, _record: Any, arguments: Any, options: dict[str, Any]) -> Any:
    """Make a connection in SQLAlchemy's place, where it is to be bounded."""
    seconds = options.pop(ANSWER_SECONDS, None)
    if seconds is None or dialect.driver != "psycopg":
        return None
    connection = _bounded().connect(*arguments, **options)
    connection.seconds = seconds
    return connection


@cache
def _bounded() -> Any:
    """The class of such connections; who has SQLite alone need not import psycopg."""
    import psycopg
    from psycopg.errors import _WaitTimeout  # Private, and the version is pinned.

    class Bounded(psycopg.Connection):
        """Closed by the first answer that takes too long: what came later would be another's."""

        seconds: float | None = None

        def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
            """Wait for an answer. Raises OperationalError."""
            try:
                return super().wait(gen, interval, self.seconds if timeout is None else timeout)
            except _WaitTimeout:
                self.close()
                raise psycopg.OperationalError("the server does not answer") from None

    return Bounded


event.listen(Engine, "do_connect", connect)
