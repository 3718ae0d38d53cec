"""Migrating a database that others use, and knowing one that nobody has migrated."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import flask_migrate
import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, inspect, text

from quoteapp import migrations
from quoteapp.database_check import EARLIER
from quoteapp.extensions import db, init_migrations
from quoteapp.models import Provider
from quoteapp.models.providers import Source
from quoteapp.services.finding.blocked_numbers import blocked_numbers
from quoteapp.services.finding.providers import providers_of

MIGRATIONS = Path(next(iter(migrations.__path__)))
FIRST, BEFORE_OPENING = "1f1614018e59", "7c2d90be41aa"
BEFORE_FINDINGS = "b14e6f2a8d35"
# The lock that is waited for, 2 s, and what a busy machine adds.
LONGEST_WRITE = 4.0

BRIEF = """INSERT INTO briefs (job_id, answers, body, searched_at)
VALUES ('job', '{}', '{}', CURRENT_TIMESTAMP)"""
PROVIDER = """INSERT INTO providers
(job_id, name, phone, source, version, attempt, cancel_asked, call_status, outcome)
VALUES ('job', 'Ann', :phone, :source, 1, 1, false, 'failed', :outcome)"""


@pytest.fixture
def empty(fresh_app: Flask) -> Iterator[Flask]:
    """A database without tables, and `flask db` at hand."""
    forget_tables()
    init_migrations(fresh_app)
    yield fresh_app
    forget_tables()


def forget_tables() -> None:
    db.session.remove()
    db.drop_all()
    db.session.execute(text("DROP TABLE IF EXISTS alembic_version"))
    db.session.commit()


def add_provider(**changes: str) -> None:
    values = {"phone": "+14085550101", "source": "imported", "outcome": "busy"} | changes
    db.session.execute(text(PROVIDER), values)


def revisions() -> list[str]:
    """All of them, newest first."""
    return [one.revision for one in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]


def test_the_check_knows_every_migration_but_the_newest() -> None:
    assert set(revisions()[1:]) == EARLIER


def test_ready_says_that_a_database_has_no_tables(empty: Flask, client: FlaskClient) -> None:
    answer = client.get("/api/ready")

    assert answer.status_code == 503
    assert "flask --app wsgi db upgrade" in answer.get_json()["database"]


def test_ready_says_that_a_database_is_behind_its_migrations(
    empty: Flask, client: FlaskClient
) -> None:
    reports = {}
    for revision in reversed(revisions()):
        flask_migrate.upgrade(revision=revision)
        reports[revision] = client.get("/api/ready").get_json()["database"] == "ok"
        db.session.rollback()  # Its transaction would be one to wait for.

    assert reports == dict.fromkeys(EARLIER, False) | {revisions()[0]: True}


def test_rows_are_carried_over(empty: Flask) -> None:
    flask_migrate.upgrade(revision=BEFORE_OPENING)
    db.session.execute(text(BRIEF))
    for _ in range(2):
        add_provider(phone="+14085550102", outcome="opted_out")
    add_provider(source="web")
    db.session.commit()

    flask_migrate.upgrade()

    sources = [one.source for one in providers_of("job")]
    assert sources == [Source.IMPORT, Source.IMPORT, Source.WEB]
    assert [one.phone for one in blocked_numbers()] == ["+14085550102"]


def test_rows_of_older_code_know_nothing_of_what_else_their_call_brought(empty: Flask) -> None:
    flask_migrate.upgrade(revision=BEFORE_FINDINGS)
    db.session.execute(text(BRIEF))
    add_provider(source="web")
    db.session.commit()

    flask_migrate.upgrade()

    (row,) = providers_of("job")
    assert (row.last_offer, row.notes, row.moves, row.distance_miles) == (None, None, None, None)


def test_what_a_call_brought_can_be_taken_back_and_added_again(empty: Flask) -> None:
    flask_migrate.upgrade()

    flask_migrate.downgrade(revision=BEFORE_FINDINGS)
    before = columns_of_providers()
    flask_migrate.upgrade()

    added = columns_of_providers() - before
    later = {"wave", "dialled_at", "answered_at", "time_zone"}
    assert added == {"last_offer", "notes", "moves", "distance_miles", *later}
    assert columns_of_providers() == set(Provider.__table__.columns.keys())


def columns_of_providers() -> set[str]:
    db.session.rollback()
    return {column["name"] for column in inspect(db.engine).get_columns("providers")}


def test_a_row_that_was_written_with_the_old_word_meanwhile_is_read(empty: Flask) -> None:
    flask_migrate.upgrade()
    db.session.execute(text(BRIEF))
    add_provider()
    db.session.commit()

    assert [one.source for one in providers_of("job")] == [Source.IMPORT]


@pytest.fixture
def on_postgres(empty: Flask) -> Flask:
    """SQLite has one writer, and a bound of its own for waiting."""
    if db.engine.dialect.name != "postgresql":
        pytest.skip("Only Postgres has such locks.")
    return empty


@pytest.mark.parametrize("revision", [BEFORE_OPENING, FIRST], ids=["columns", "an index"])
def test_an_open_transaction_elsewhere_never_blocks_writes_while_we_migrate(
    on_postgres: Flask, revision: str
) -> None:
    flask_migrate.upgrade(revision=revision)
    db.session.execute(text(BRIEF))
    db.session.commit()

    with ThreadPoolExecutor(1) as worker, db.engine.connect() as idle:
        idle.execute(text("SELECT count(*) FROM providers"))
        migrating = worker.submit(in_context, on_postgres)
        writes = writes_for(6.0)
        was_done = migrating.done()
        idle.rollback()
        migrating.result(timeout=60)

    assert not was_done
    assert len(writes) > 2
    assert max(writes) < LONGEST_WRITE
    assert current_revision() == revisions()[0]


def in_context(app: Flask) -> None:
    with app.app_context():
        flask_migrate.upgrade()


def writes_for(seconds: float) -> list[float]:
    """How long each of many writes took, one after the other."""
    end = time.monotonic() + seconds
    writes = []
    with db.engine.connect() as connection:
        while time.monotonic() < end:
            started = time.monotonic()
            write(connection)
            writes.append(time.monotonic() - started)
            threading.Event().wait(0.05)
    return writes


def write(connection: Connection) -> None:
    values = {"phone": "+14085550101", "source": "web", "outcome": "busy"}
    connection.execute(text(PROVIDER), values)
    connection.commit()


def current_revision() -> str | None:
    return db.session.scalar(text("SELECT version_num FROM alembic_version"))
