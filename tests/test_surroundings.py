"""What the tests stand on: their markers, their ports, and an app that is lent as good as new."""

import os
import socket
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from itertools import combinations
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine

from dev.redis_server import OWN_PORTS, PORTS_VARIABLE, free_port
from quoteapp import store
from quoteapp.config import Settings
from quoteapp.config import settings as current
from tests.factories import make_job, make_provider, make_searched_job
from tests.guard import guard
from tests.marks import marks_of
from tests.shared_app import lent
from tests.worker import share

NO_SERVER = "postgresql+psycopg://nobody@127.0.0.1:1/none"
PAGE = {"Origin": "https://app.example.com"}


@pytest.mark.parametrize(
    ("fixtures", "by_hand", "marks"),
    [
        ([], [], {"pure"}),
        (["tmp_path", "call_backend"], ["parametrize"], {"pure"}),
        (["redis_server", "redis"], [], {"redis"}),
        (["client", "app", "worker_database", "redis_server"], [], {"database", "redis"}),
        (["database_url", "sqlite_url"], [], {"database"}),
        (["stack"], [], {"processes"}),
        (["llmock", "llmock_server"], [], {"npm"}),
        (["document", "openapi_tools"], [], {"npm"}),
        (["llmock_server", "redis_server", "worker_database"], [], {"npm", "redis", "database"}),
        ([], ["processes"], set()),
    ],
)
def test_markers_follow_from_fixtures(
    fixtures: list[str], by_hand: list[str], marks: set[str]
) -> None:
    assert set(marks_of(fixtures, by_hand)) == marks


def _connect_redis() -> None:
    with socket.socket() as connection:
        connection.connect(("127.0.0.1", urlsplit(os.environ["REDIS_URL"]).port))


@pytest.mark.parametrize(
    "touch",
    [
        lambda: sqlite3.connect(":memory:"),
        lambda: create_engine("sqlite://").connect(),
        lambda: create_engine(NO_SERVER).connect(),
        _connect_redis,
        lambda: subprocess.Popen(["sh", "-c", "exec gunicorn -c x wsgi:app"]),
        lambda: subprocess.Popen(["/usr/bin/redis-server", "--port", "1"]),
        lambda: subprocess.Popen("python -m tasks", shell=True),
    ],
    ids=["sqlite", "sqlalchemy", "postgres", "redis", "web", "redis's server", "worker"],
)
def test_a_pure_test_is_refused_what_it_did_not_ask_for(touch: Callable[[], Any]) -> None:
    with guard.watching() as touched:
        with pytest.raises(AssertionError, match="a pure test touches"):
            touch()
        with suppress(AssertionError):  # As code does that catches everything.
            touch()

    assert len(touched) == 2


@pytest.mark.parametrize("workers", [2, 3, 16])
def test_no_two_workers_share_a_port(workers: int) -> None:
    shares = [share(OWN_PORTS, f"gw{number}", workers) for number in range(workers)]

    assert all(set(one).isdisjoint(other) for one, other in combinations(shares, 2))
    assert all(len(one) >= 100 and set(one) <= set(OWN_PORTS) for one in shares)


def test_a_process_alone_has_every_port() -> None:
    assert share(OWN_PORTS, "alone", 1) == OWN_PORTS


def test_a_free_port_is_one_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PORTS_VARIABLE, "20100-20119")

    assert {free_port() for _ in range(50)} <= set(range(20100, 20120))


def test_a_port_that_is_held_is_not_free() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", free_port()))
        port = held.getsockname()[1]

        assert free_port(port) != port


Lend = Callable[..., AbstractContextManager[FlaskClient]]


@pytest.fixture
def lend(shared_app: Flask, settings: Settings) -> Lend:
    """Lends the app, as to another test."""

    @contextmanager
    def lend(**changes: Any) -> Iterator[FlaskClient]:
        with lent(shared_app, replace(settings, **changes)) as app:
            yield app.test_client()

    return lend


def test_rows_are_gone_and_ids_start_anew(lend: Lend) -> None:
    with lend():
        first = make_provider().id

    with lend() as client:
        assert client.get("/api/providers").get_json() == []
        assert make_provider().id == first == 1


def test_a_poll_knows_nothing_of_the_rows_of_another_test(lend: Lend) -> None:
    answers = []
    for name in ("Ann", "Bob"):
        with lend() as client:
            make_searched_job(providers=0, id="one")
            make_provider("one", name=name)  # The same job, id and version each time.
            client.get("/api/providers/one/status", headers=PAGE)
            answers.append(client.get("/api/providers/one/status", headers=PAGE).get_json())

    assert [answer[0]["name"] for answer in answers] == ["Ann", "Bob"]


def test_settings_and_clients_of_another_test_are_gone(
    lend: Lend, shared_app: Flask, settings: Settings
) -> None:
    with lend(max_providers=2):
        spoilt = store.client()
        shared_app.extensions["settings"] = replace(settings, max_providers=3)
        shared_app.extensions["something"] = object()
        shared_app.config["MAX_CONTENT_LENGTH"] = 1

    with lend(max_providers=4) as client:
        assert current.max_providers == 4
        assert store.client() is not spoilt
        assert "something" not in shared_app.extensions
        assert client.get("/api/health").status_code == 200
        assert make_job()
        assert shared_app.config["MAX_CONTENT_LENGTH"] > 1


def test_a_call_backend_of_another_test_is_not_asked(lend: Lend) -> None:
    with lend(call_backend_url="http://127.0.0.1:1") as client:
        refused = client.get("/api/ready").status_code

    with lend() as client:
        assert (refused, client.get("/api/ready").status_code) == (503, 200)


def test_whoever_asks_for_a_fresh_app_has_no_other(
    fresh_app: Flask, app: Flask, shared_app: Flask
) -> None:
    assert app is fresh_app is not shared_app
    assert app.config["SQLALCHEMY_DATABASE_URI"] != shared_app.config["SQLALCHEMY_DATABASE_URI"]
