"""A customer takes a job back from the real processes, while people talk."""

import sqlite3
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import requests
from redis import Redis
from sqlalchemy import Engine, NullPool, create_engine, inspect, text

from dev.stack import Stack
from quoteapp.config import Settings
from tests.processes.journey import JOB, TIMEOUT, post, status_of, until


def erasable_job(stack: Stack) -> tuple[str, str]:
    """The id of a job about which somebody talks, and a word that its customer has said."""
    word = uuid4().hex
    wish = JOB | {"house_address": f"123 {word} St", "query": f"fix my toilet {word}"}
    started = post(stack.url, "start-job", wish)
    job_id: str = started["job_id"]
    answers = {question["id"]: f"It runs {word}" for question in started["questions"]}
    post(stack.url, "complete-job", {"job_id": job_id, "answers": answers})
    post(stack.url, f"start-calls/{job_id}")
    until(20, lambda: any(call["transcript"] != "[]" for call in calls_of(stack, job_id)))
    return job_id, word


def erase(stack: Stack, job_id: str) -> requests.Response:
    return requests.delete(f"{stack.url}/api/jobs/{job_id}", timeout=TIMEOUT)


def databases(stack: Stack) -> list[Engine]:
    """The API's, and the call backend's."""
    settings = Settings.from_environ(stack.environment)
    calls = Path(stack.environment["DATA_DIR"]) / "calls.db"
    urls = (settings.sql_url, f"sqlite:///{calls}")
    return [create_engine(url, poolclass=NullPool) for url in urls]


def calls_of(stack: Stack, job_id: str) -> list[Any]:
    with databases(stack)[1].connect() as connection:
        query = text("SELECT * FROM calls WHERE job_id = :job_id")
        return list(connection.execute(query, {"job_id": job_id}).mappings())


def said_in(engine: Engine, word: str) -> list[str]:
    """The tables that hold it. A row as text would show no more than its beginning and its end."""
    with engine.connect() as connection:
        tables = {
            name: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))]
            for name in inspect(connection).get_table_names()
        }
    return sorted(name for name, rows in tables.items() if word in str(rows))


@pytest.fixture(scope="module")
def erased(stack: Stack) -> tuple[str, str]:
    """The id and the word of a job that was erased while somebody talked."""
    job_id, word = erasable_job(stack)
    before = [said_in(engine, word) for engine in databases(stack)]
    assert before == [["briefs", "providers"], ["calls"]]

    began = time.monotonic()
    answer = erase(stack, job_id)

    assert (answer.status_code, answer.json()) == (200, {"status": "erased"})
    assert time.monotonic() - began < 5
    return job_id, word


def test_no_database_and_no_redis_holds_a_word_of_an_erased_job(
    stack: Stack, erased: tuple[str, str]
) -> None:
    job_id, word = erased

    assert [said_in(engine, word) for engine in databases(stack)] == [[], []]
    assert calls_of(stack, job_id) == []
    with Redis.from_url(stack.environment["REDIS_URL"], decode_responses=True) as redis:
        assert [key for key in redis.scan_iter() if job_id in key] == []


def test_the_files_of_sqlite_hold_no_word_of_it_once_their_log_is_written_back(
    stack: Stack, erased: tuple[str, str]
) -> None:
    _, word = erased
    files = [
        Path(str(engine.url.database))
        for engine in databases(stack)
        if engine.dialect.name == "sqlite"
    ]
    for file in files:
        until(10, partial(is_written_back, file))

    assert [file.name for file in files if word.encode() in file.read_bytes()] == []


def is_written_back(file: Path) -> bool:
    """Whether the log of SQLite is empty now; who reads keeps it from that for a moment."""
    with closing(sqlite3.connect(file, timeout=10)) as connection:
        is_busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not is_busy


def test_every_door_is_shut_after_an_erasing(stack: Stack, erased: tuple[str, str]) -> None:
    job_id, _ = erased

    assert requests.get(f"{stack.url}/api/jobs/{job_id}", timeout=TIMEOUT).status_code == 404
    assert status_of(stack.url, job_id) == []
    assert erase(stack, job_id).status_code == 404
    again = requests.post(f"{stack.url}/api/start-calls/{job_id}", timeout=TIMEOUT)
    assert again.status_code == 404
