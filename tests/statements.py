"""Counting SQL statements, so that an N+1 cannot come back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine, event

from quoteapp.services.polling.versions import QUERY, Versions


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Collects every statement that `engine` executes within, and those sent past SQLAlchemy."""
    statements: list[str] = []
    fetch = Versions._fetch

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    def note_fetch(versions: Versions, *arguments: Any) -> Any:
        statements.append(QUERY)
        return fetch(versions, *arguments)

    event.listen(engine, "before_cursor_execute", note)
    try:
        with patch.object(Versions, "_fetch", note_fetch):
            yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
