"""The call backend's door: what is its own; the rest is in `tests/processes/test_doors.py`."""

import resource
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import orjson
import pytest

from callbackend.asgi import THREADS
from callbackend.records.database import POOL_SIZE
from common.http_server import BACKLOG, OTHER_FILES
from tests.callbackend.factories import make_request, wait_for
from tests.doors import STOP_SECONDS, Door, opened
from tests.marks import ON_THEIR_OWN
from tests.raw_http import Connection, connected, get, post

pytestmark = [pytest.mark.processes, ON_THEIR_OWN]

# What a server would read from the environment, if we let it.
FOR_OTHERS = {"WEB_CONCURRENCY": "auto", "FORWARDED_ALLOW_IPS": "*", "UVICORN_PORT": "1"}


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """The process as the Procfile runs it."""
    folder = tmp_path_factory.mktemp("door")
    environ = {"SIMULATED_CALL_SECONDS": "3600"} | FOR_OTHERS
    with opened(Door(folder, **environ)) as door:
        yield door


@pytest.fixture(scope="module")
def hanging(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """The same with views that misbehave."""
    folder = tmp_path_factory.mktemp("hanging")
    with opened(Door(folder, "tests.callbackend.hanging", GRACE_SECONDS="2")) as door:
        yield door


def start_call(key: str) -> bytes:
    body = orjson.dumps(make_request())
    return post("/start-job/job-1", body, f"Idempotency-Key: {key}")


def test_what_the_environment_says_to_other_processes_does_not_stop_it(door: Door) -> None:
    assert all(door.environ[name] == text for name, text in FOR_OTHERS.items())
    assert door.ask(get("/health")).json == {"status": "healthy"}


def test_a_call_is_accepted_and_looked_up(door: Door) -> None:
    accepted = door.ask(start_call("accepted"))

    ids = [accepted.json["call_id"]]
    found = door.ask(post("/calls/lookup", orjson.dumps({"call_ids": ids})))
    assert accepted.status == 202
    assert [call["call_id"] for call in found.json["calls"]] == ids


def test_the_id_of_a_request_goes_through_the_thread_into_the_log(door: Door) -> None:
    body = orjson.dumps(make_request())
    lines = ("Idempotency-Key: named", "X-Request-ID: from-the-api-1")

    answer = door.ask(post("/start-job/job-1", body, *lines))

    told = [line for line in door.lines if line["message"] == "call accepted"]
    (named,) = [line for line in told if line.get("request_id") == "from-the-api-1"]
    assert answer.headers["x-request-id"] == "from-the-api-1"
    assert named["call_id"] == answer.json["call_id"]


def test_more_connections_than_files_take_nothing_from_an_honest_client(tmp_path: Path) -> None:
    room = 50
    files = room + BACKLOG + OTHER_FILES
    limited = ("sh", "-c", f'ulimit -n {files}; exec "$@"', "sh")
    enough, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert enough > 4 * room

    with opened(Door(tmp_path), *limited) as door:
        idle = [Connection(door.port) for _ in range(3 * room)]
        answers = [door.ask(get("/health")).status for _ in range(10)]
        first_closed = idle[0].is_closed()
        for connection in idle:
            connection.close()

    assert answers == [200] * 10
    assert first_closed
    assert not [line for line in door.lines if line["level"] == "ERROR"]


# Requests that hang.


def test_a_view_that_ends_its_thread_ends_no_more_than_its_request(hanging: Door) -> None:
    answer = hanging.ask(get("/crash", "X-Request-ID: crashed-1"))
    after = [hanging.ask(get("/health")).status for _ in range(THREADS + 1)]

    assert answer.status == 500
    assert answer.is_refusal
    assert answer.headers["x-request-id"] == "crashed-1"
    assert after == [200] * (THREADS + 1)
    told = [line for line in hanging.lines if line["level"] == "ERROR"]
    assert [line["message"] for line in told] == ["a request crashed"]
    assert "Traceback" not in str(told)


def test_all_threads_but_one_may_hang(hanging: Door) -> None:
    hung = [Connection(hanging.port) for _ in range(THREADS - 1)]
    for connection in hung:
        connection.send(get("/hang"))

    answers = [hanging.ask(get("/health")).status for _ in range(10)]

    assert answers == [200] * 10
    assert hung[0].is_silent(0.1)
    for connection in hung:
        connection.close()


def test_the_database_has_a_connection_for_every_thread() -> None:
    assert POOL_SIZE > THREADS


# SIGTERM.


def test_sigterm_lets_the_requests_at_hand_finish(tmp_path: Path) -> None:
    with (
        opened(Door(tmp_path, "tests.callbackend.hanging")) as door,
        ThreadPoolExecutor(4) as clients,
        connected(door.port) as silent,
        connected(door.port, b"GET /health HTTP/1.1\r\nX-Slow: ") as slow,
        connected(door.port, get("/health")) as idle,
    ):
        idle.answer()
        asked = [clients.submit(door.ask, get("/slow")) for _ in range(4)]
        time.sleep(0.3)
        seconds = door.terminate()
        answers = [answer.result() for answer in asked]

        assert all(connection.is_closed() for connection in (silent, slow, idle))

    assert [answer.json for answer in answers] == [{"status": "slow"}] * 4
    assert {answer.headers["connection"] for answer in answers} == {"close"}
    assert door.process.returncode == 0
    assert seconds < STOP_SECONDS / 2
    assert door.lines[-1]["message"] == "stopped"


def test_sigterm_does_not_wait_for_ever_for_a_request_that_hangs(hanging: Door) -> None:
    with connected(hanging.port, get("/hang")) as connection:
        assert connection.is_silent(0.3)
        hanging.terminate()
        (answer,) = connection.answers()

    assert answer.status == 503
    assert answer.is_refusal
    assert "retry-after" not in answer.headers  # It may have done something.
    assert hanging.process.returncode == 0


def test_calls_go_on_after_a_stop_in_which_a_request_hung(tmp_path: Path) -> None:
    settings = {"SIMULATED_CALL_SECONDS": "4", "GRACE_SECONDS": "1"}
    with opened(Door(tmp_path, "tests.callbackend.hanging", **settings)) as door:
        call_id = door.ask(start_call("goes-on")).json["call_id"]
        with connected(door.port, get("/hang")) as connection:
            assert connection.is_silent(1)
            door.terminate()
        door.start()

        def call() -> dict[str, Any]:
            found: dict[str, Any] = door.ask(get(f"/calls/{call_id}")).json
            return found

        wait_for(lambda: call()["status"] == "ended")
        assert call()["outcome"] not in ("error", "expired")
