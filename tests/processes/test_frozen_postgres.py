"""A Postgres that stands still: the web says so in bounded time, and goes on when it does."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dev.postgres import frozen, own_database, server
from dev.redis_server import RedisServer
from quoteapp.services.polling.rounds import WAIT_SECONDS
from tests.callbackend.factories import wait_for
from tests.conftest import POSTGRES
from tests.doors import WebDoor, opened
from tests.factories import make_searched_job
from tests.raw_http import Answer, get

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(not POSTGRES, reason="needs a Postgres of its own: see make test-all"),
]

HEALTH = get("/api/health")
# Connections that are open at once, so that each of two processes accepts some.
MANY = 24
HEALTH_SECONDS = 0.1


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """The URL of a database on a server that nobody else uses."""
    with server() as url, own_database(url, "frozen") as database:
        yield database


def timed(door: WebDoor, request: bytes) -> tuple[Answer, float]:
    began = time.monotonic()
    answer = door.ask(request)
    return answer, time.monotonic() - began


def test_polls_end_health_goes_on_and_all_is_well_again_after(
    postgres: str, tmp_path: Path, redis_server: RedisServer
) -> None:
    environ = {"DATABASE_URL": postgres, "WEB_CONCURRENCY": "2"}
    with (
        opened(WebDoor(tmp_path, redis_server.url, **environ)) as door,
        ThreadPoolExecutor(MANY) as clients,
    ):
        with door.app():
            job_id = make_searched_job(providers=2).id
        poll = get(f"/api/providers/{job_id}/status")
        others = get(f"/api/providers/{job_id}")
        before = list(clients.map(door.ask, [poll] * MANY))

        with frozen(postgres):
            time.sleep(0.1)  # What is in memory gets too old.
            polled = [clients.submit(timed, door, poll) for _ in range(MANY // 2)]
            waiting = [clients.submit(timed, door, others) for _ in range(MANY // 2)]
            time.sleep(0.5)
            checked = [timed(door, HEALTH) for _ in range(MANY)]
            polls = [one.result() for one in polled]

        wait_for(lambda: door.ask(poll).status == 200)
        after = list(clients.map(door.ask, [poll] * MANY))
        ended = [one.result() for one in waiting]

        assert {answer.status for answer in before} == {200}
        assert {answer.status for answer, _ in checked} == {200}
        assert max(seconds for _, seconds in checked) < HEALTH_SECONDS
        assert {answer.status for answer, _ in polls} == {503}
        assert all(answer.is_refusal for answer, _ in polls)
        assert max(seconds for _, seconds in polls) < WAIT_SECONDS + 2
        assert {answer.status for answer in after} == {200}
        assert {answer.status for answer, _ in ended} <= {200, 503}
