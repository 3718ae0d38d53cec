"""What the database's failures must not do: spoil an answer, or tell the log who is rung."""

from dataclasses import replace
from typing import Any, NoReturn

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from quoteapp import create_app
from quoteapp.config import Settings
from quoteapp.extensions import db
from tests.closing import close


def test_answer_stands_when_the_connection_dies_before_it_is_given_back(
    settings: Settings, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # On SQLite alone: psycopg warns, rightly, of the very connection that is lost here.
    app = create_app(replace(settings, database_url=sqlite_url))
    with app.app_context():
        db.create_all()
        dialect = db.engine.dialect

    def die(connection: Any) -> NoReturn:
        raise dialect.loaded_dbapi.OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as patch:
        patch.setattr(dialect, "do_rollback", die)
        answer = app.test_client().get("/api/providers/550e8400-e29b-41d4-a716-446655440000")

    assert answer.status_code == 200
    assert answer.json == []
    close(app)


@pytest.mark.usefixtures("app")
def test_failed_statement_does_not_show_whom_it_was_about() -> None:
    statement = text("UPDATE no_such_table SET call_request = :body")

    with pytest.raises(DBAPIError) as caught:
        db.session.execute(statement, {"body": '{"phone": "+14085550101"}'})

    db.session.rollback()
    assert "4085550101" not in str(caught.value)
