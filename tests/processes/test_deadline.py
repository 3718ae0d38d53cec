"""A call backend that hangs must not keep calls open beyond their deadline."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from dev.stack import Stack
from quoteapp.clients.call_backend import TIMEOUT
from tests.processes.journey import post, searched_job, stack_with_quick_calls, wait_until_over

DEADLINE_SECONDS = 10
# Two sweeps; one post, for whose answer every thread of the worker may be waiting; a busy machine.
LATEST_SECONDS = DEADLINE_SECONDS + 2 + sum(TIMEOUT) + 4
JOBS = 16  # 80 calls: far more than the threads of a worker


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    directory = tmp_path_factory.mktemp("deadline")
    deadline = str(DEADLINE_SECONDS)
    with stack_with_quick_calls(directory, CALL_DEADLINE_SECONDS=deadline) as stack:
        yield stack
        stack.thaw("callbackend")


def test_calls_end_in_time_when_the_call_backend_hangs(stack: Stack) -> None:
    with ThreadPoolExecutor(8) as customers:
        jobs = [job_id for job_id, _ in customers.map(searched_job, [stack.url] * JOBS)]
        stack.kill("worker")
        list(customers.map(lambda job_id: post(stack.url, f"start-calls/{job_id}"), jobs))
    asked_at = time.monotonic()

    stack.freeze("callbackend")
    stack.start("worker")

    ended = [one for job_id in jobs for one in wait_until_over(stack, job_id)]
    assert time.monotonic() - asked_at < LATEST_SECONDS
    assert {one["outcome"] for one in ended} == {"expired"}
