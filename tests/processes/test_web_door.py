"""The web's own door: its workers, views that hang, and its stop."""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from dev.redis_server import RedisServer
from tests.callbackend.factories import wait_for
from tests.doors import STOP_SECONDS, WebDoor, opened
from tests.factories import make_searched_job
from tests.marks import ON_THEIR_OWN
from tests.raw_http import Answer, Connection, connected, get

pytestmark = [pytest.mark.processes, ON_THEIR_OWN]

HEALTH = get("/api/health")
THREADS = 2
# The shell's, for a test that waits for all of them.
HASTY = {"wait_seconds": 0.3, "answer_seconds": 1.0}
Start = Callable[..., AbstractContextManager[WebDoor]]


@pytest.fixture
def start(tmp_path: Path, redis_server: RedisServer) -> Start:
    """Starts the web with views that misbehave; GUNICORN_CMD_ARGS are Gunicorn's own options."""

    def started(
        limits: dict[str, float] = HASTY, **environ: str
    ) -> AbstractContextManager[WebDoor]:
        own = {"LIMITS": json.dumps(limits), "WEB_THREADS": str(THREADS)} | environ
        return opened(WebDoor(tmp_path, redis_server.url, "tests.processes.hanging_web", **own))

    return started


@contextmanager
def hung(door: WebDoor) -> Iterator[list[Connection]]:
    """Every thread of Flask's hangs."""
    with ExitStack() as stack:
        hanging = [stack.enter_context(connected(door.port, get("/hang"))) for _ in range(THREADS)]
        assert hanging[-1].is_silent(0.1)
        yield hanging


def is_healthy(door: WebDoor) -> bool:
    with suppress(OSError, EOFError):
        return door.ask(HEALTH).status == 200
    return False


def replaced(door: WebDoor, before: list[int]) -> list[int]:
    """The workers, once none is left of those before, and the new ones serve."""

    def new() -> list[int]:
        now = door.workers
        return now if len(now) == len(before) and not set(now) & set(before) else []

    workers: list[int] = wait_for(new)
    wait_for(lambda: is_healthy(door))
    return workers


def test_hanging_views_hold_up_neither_health_nor_polls(start: Start) -> None:
    with start() as door:
        with door.app():
            job_id = make_searched_job(providers=2).id
        poll = get(f"/api/providers/{job_id}/status", "Origin: https://never.seen.example")

        with hung(door) as connections:
            began = time.monotonic()
            answers = [door.ask(request) for request in (HEALTH, poll, HEALTH, poll)]
            seconds = time.monotonic() - began
            busy = door.ask(get("/api/jobs/abc123"))
            late = [connection.answer() for connection in connections]
        freed_never = door.ask(get("/api/jobs/abc123"))

        assert [answer.status for answer in answers] == [200] * 4
        assert len(answers[1].json) == 2
        assert seconds < HASTY["wait_seconds"]
        assert (busy.status, freed_never.status) == (503, 503)
        assert {answer.status for answer in late} == {503}
        assert all(answer.is_refusal for answer in (busy, *late))
        assert is_healthy(door)


def test_a_view_that_ends_its_thread_ends_no_more_than_its_request(start: Start) -> None:
    with start({}) as door:
        lines = ("X-Request-ID: crashed-1", "Origin: https://app.example.com")
        answer = door.ask(get("/crash", *lines))
        after = [door.ask(get("/slow")).status for _ in range(THREADS + 1)]

        assert answer.status == 500
        assert answer.is_refusal
        assert answer.headers["x-request-id"] == "crashed-1"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert after == [200] * (THREADS + 1)
        told = [line for line in door.lines if line["level"] == "ERROR"]
        assert [line["message"] for line in told] == ["a request crashed"]
        assert "Traceback" not in str(told)


def test_a_worker_that_is_no_use_is_replaced(start: Start) -> None:
    """One whose threads all hang leaves, and one whose loop is held up or that is killed goes."""
    with start(HASTY | {"stuck_seconds": 1.0}, GUNICORN_CMD_ARGS="--timeout 3") as door:
        workers = door.workers

        with hung(door):
            workers = replaced(door, workers)
        told = [line["message"] for line in door.lines if line["level"] == "ERROR"]

        with connected(door.port, get("/block")):
            workers = replaced(door, workers)

        os.kill(workers[0], signal.SIGKILL)
        (last,) = replaced(door, workers)

        os.kill(door.process.pid, signal.SIGKILL)
        wait_for(lambda: not Path(f"/proc/{last}").exists())
        assert "every thread hangs: the worker is replaced" in told


def test_the_master_has_no_thread_that_a_fork_would_lose(start: Start) -> None:
    with start() as door:
        status = Path(f"/proc/{door.process.pid}/status").read_text()

    assert "Threads:\t1\n" in status


def test_the_other_worker_serves_while_one_is_replaced(start: Start) -> None:
    with start(WEB_CONCURRENCY="2") as door:
        before = door.workers
        os.kill(before[0], signal.SIGKILL)

        answers = [is_healthy(door) for _ in range(20)]

        wait_for(lambda: len(door.workers) == 2 and before[0] not in door.workers)
        assert all(answers)


def ask_slowly(door: WebDoor) -> Answer:
    return door.ask(get("/slow"))


def test_sigterm_lets_the_requests_at_hand_finish(start: Start) -> None:
    with (
        start({}) as door,
        ThreadPoolExecutor(THREADS) as clients,
        connected(door.port) as silent,
        connected(door.port, b"GET /health HTTP/1.1\r\nX-Slow: ") as slow,
        connected(door.port, HEALTH) as idle,
    ):
        idle.answer()
        asked = [clients.submit(ask_slowly, door) for _ in range(THREADS)]
        time.sleep(0.3)
        seconds = door.terminate()
        answers = [answer.result() for answer in asked]

        assert all(connection.is_closed() for connection in (silent, slow, idle))

    assert [answer.json for answer in answers] == [{"status": "slow"}] * THREADS
    assert {answer.headers["connection"] for answer in answers} == {"close"}
    assert door.process.returncode == 0
    assert seconds < STOP_SECONDS / 2


def test_sigterm_does_not_wait_for_ever_for_a_request_that_hangs(start: Start) -> None:
    with (
        start({}, GUNICORN_CMD_ARGS="--graceful-timeout 5") as door,
        connected(door.port, get("/hang")) as connection,
    ):
        assert connection.is_silent(0.3)
        seconds = door.terminate()
        (answer,) = connection.answers()

    assert answer.status == 503
    assert answer.is_refusal
    assert "retry-after" not in answer.headers  # It may have done something.
    assert door.process.returncode == 0
    assert seconds < 5
