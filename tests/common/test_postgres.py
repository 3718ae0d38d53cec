"""Connections to Postgres that do not wait for ever."""

import time
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from common import postgres
from tests.conftest import POSTGRES

SOON = 0.3


@pytest.fixture
def engine(worker_database: str) -> Iterator[Engine]:
    if not POSTGRES:
        pytest.skip("needs Postgres: see make test-all")
    engine = create_engine(worker_database, connect_args={postgres.ANSWER_SECONDS: SOON})
    yield engine
    engine.dispose()


def test_an_answer_that_takes_too_long_is_an_error_and_the_next_statement_is_answered(
    engine: Engine,
) -> None:
    began = time.monotonic()
    with engine.connect() as connection, pytest.raises(OperationalError, match="does not answer"):
        connection.execute(text("SELECT pg_sleep(10)"))
    seconds = time.monotonic() - began

    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
    assert SOON <= seconds < 10 * SOON


def test_a_transaction_that_broke_off_is_undone(engine: Engine) -> None:
    patient = create_engine(engine.url)
    with patient.begin() as connection:
        connection.execute(text("CREATE TABLE bounded (id int)"))

    with pytest.raises(OperationalError), engine.begin() as connection:
        connection.execute(text("INSERT INTO bounded VALUES (1)"))
        connection.execute(text("SELECT pg_sleep(1)"))

    with patient.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM bounded")) == 0
        connection.execute(text("DROP TABLE bounded"))  # Waits until the server has noticed.
    patient.dispose()


def test_other_databases_are_connected_with_as_ever(sqlite_url: str) -> None:
    engine = create_engine(sqlite_url)

    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
    engine.dispose()
