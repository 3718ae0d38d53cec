"""A thousand calls asked for at once: all of them end, and no phone rings twice."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from dev.stack import Stack
from tests.processes.journey import (
    made_by,
    post,
    searched_job,
    stack_with_quick_calls,
    wait_until_over,
)

JOBS = 200
AT_ONCE = 16


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with stack_with_quick_calls(tmp_path_factory.mktemp("thousand")) as stack:
        yield stack


def test_thousand_calls_started_at_once_all_end_and_ring_once(stack: Stack) -> None:
    with ThreadPoolExecutor(AT_ONCE) as customers:
        jobs = [job_id for job_id, _ in customers.map(searched_job, [stack.url] * JOBS)]

        list(customers.map(lambda job_id: post(stack.url, f"start-calls/{job_id}"), jobs))

    ended = [one for job_id in jobs for one in wait_until_over(stack, job_id, 90)]
    rung = Counter(dial["provider_id"] for dial in made_by(stack).dials)
    assert len(ended) == 1000
    assert rung == Counter([one["id"] for one in ended])
    assert "expired" not in {one["outcome"] for one in ended}
