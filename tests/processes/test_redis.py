"""Redis goes while calls are live: the calls end, and a job that is gone is a clean 404."""

from collections.abc import Callable, Iterator

import pytest
import requests

from dev.redis_server import RedisServer
from dev.stack import Stack
from quoteapp.services.calls.asking import TASK_LOST_AFTER
from tests.processes.journey import (
    let_pass,
    made_by,
    post,
    searched_job,
    stack_with_quick_calls,
    status_of,
    until,
    wait_until_over,
)


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with stack_with_quick_calls(tmp_path_factory.mktemp("redis")) as stack:
        yield stack


@pytest.fixture
def redis(stack: Stack) -> RedisServer:
    """The stack's own; not the one of the tests that run in this process."""
    assert stack.redis is not None
    return stack.redis


def _restart(redis: RedisServer) -> None:
    redis.kill()
    redis.start()


def _restart_empty(redis: RedisServer) -> None:
    redis.kill()
    redis.empty()
    redis.start()


def _job_with_live_calls(stack: Stack) -> str:
    job_id, _ = searched_job(stack.url)
    post(stack.url, f"start-calls/{job_id}")
    until(
        10, lambda: any(one["call_status"] == "in_progress" for one in status_of(stack.url, job_id))
    )
    return job_id


@pytest.mark.parametrize("harm", [_restart, _restart_empty])
def test_calls_end_when_redis_dies_while_they_are_live(
    stack: Stack, redis: RedisServer, harm: Callable[[RedisServer], None]
) -> None:
    job_id = _job_with_live_calls(stack)

    harm(redis)

    ended = wait_until_over(stack, job_id)
    assert len(ended) == 5
    assert "expired" not in {one["outcome"] for one in ended}
    assert all(len(posts) == 1 for posts in made_by(stack).posts.values())


def test_job_is_still_there_when_redis_was_killed(stack: Stack, redis: RedisServer) -> None:
    job_id, _ = searched_job(stack.url)

    _restart(redis)

    answer = requests.get(f"{stack.url}/api/jobs/{job_id}", timeout=10)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "jobs/{}"), ("POST", "start-calls/{}"), ("POST", "complete-job")]
)
def test_job_that_redis_forgot_is_a_clean_404(
    stack: Stack, redis: RedisServer, method: str, path: str
) -> None:
    job_id, _ = searched_job(stack.url)
    _restart_empty(redis)

    body = {"job_id": job_id, "answers": {}}
    url = f"{stack.url}/api/{path.format(job_id)}"
    answer = requests.request(method, url, json=body, timeout=10)

    assert answer.status_code == 404
    assert answer.json() == {"detail": f"Job not found: {job_id}"}


def test_calls_that_nobody_took_are_placed_when_redis_was_emptied(
    stack: Stack, redis: RedisServer
) -> None:
    stack.kill("worker")
    job_id, _ = searched_job(stack.url)
    post(stack.url, f"start-calls/{job_id}")

    _restart_empty(redis)

    stack.start("worker")
    let_pass(stack, TASK_LOST_AFTER)
    ended = wait_until_over(stack, job_id)
    assert "expired" not in {one["outcome"] for one in ended}
