"""SIGTERM, as a deploy sends it: what is in hand is finished, and nothing is dropped."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import pytest

from dev.stack import Stack
from tests.processes.journey import (
    made_by,
    post,
    searched_job,
    stack_with_quick_calls,
    status_of,
    until,
    wait_until_over,
)

# Every answer of the call backend takes so long; /health must be there within 3 s.
ANSWER_SECONDS = 1.5
GRACE_SECONDS = 30


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    directory = tmp_path_factory.mktemp("stop")
    with stack_with_quick_calls(directory, CHAOS_ANSWER_SECONDS=str(ANSWER_SECONDS)) as stack:
        yield stack


def _placed(stack: Stack, *job_ids: str) -> list[int]:
    """The providers of these jobs whose calls were placed, in order."""
    asked = made_by(stack).asked.values()
    return sorted(call["provider_id"] for call in asked if call["job_id"] in job_ids)


def _dialled(stack: Stack, *job_ids: str) -> list[int]:
    """The same of those whose phone rang, once for every time."""
    providers = set(_placed(stack, *job_ids))
    dials = made_by(stack).dials
    return sorted(dial["provider_id"] for dial in dials if dial["provider_id"] in providers)


def test_worker_finishes_the_calls_it_is_placing(stack: Stack) -> None:
    job_id, provider_ids = searched_job(stack.url)
    post(stack.url, f"start-calls/{job_id}", {"strategy": "all_at_once"})
    until(
        10, lambda: {one["call_status"] for one in status_of(stack.url, job_id)} == {"in_progress"}
    )

    assert not _placed(stack, job_id), "every call is still being placed"
    began = time.monotonic()
    status = stack.terminate("worker")
    seconds = time.monotonic() - began

    placed = _placed(stack, job_id)
    stack.start("worker")
    outcomes = [one["outcome"] for one in wait_until_over(stack, job_id)]
    assert status == 0
    assert seconds < GRACE_SECONDS
    assert placed == provider_ids
    assert not {"expired", "error"} & set(outcomes) - _ended_so(stack, job_id)
    assert all(len(posts) == 1 for posts in made_by(stack).posts.values())


def _ended_so(stack: Stack, job_id: str) -> set[str]:
    """The outcomes that the call backend itself gave."""
    made = made_by(stack)
    return {end["outcome"] for id_, end in made.ends.items() if made.asked[id_]["job_id"] == job_id}


def test_tasks_that_wait_are_done_by_the_next_worker(stack: Stack) -> None:
    found = dict(searched_job(stack.url) for _ in range(8))  # 40 calls for 16 threads
    jobs = list(found)
    with ThreadPoolExecutor(8) as clicks:
        list(clicks.map(lambda job_id: post(stack.url, f"start-calls/{job_id}"), jobs))

    status = stack.terminate("worker")
    placed_in_time = _placed(stack, *jobs)
    stack.start("worker")

    for job_id in jobs:
        wait_until_over(stack, job_id)
    assert status == 0
    assert len(placed_in_time) < 40, "some waited"
    assert all(len(posts) == 1 for posts in made_by(stack).posts.values())
    assert _dialled(stack, *jobs) == sorted(chain.from_iterable(found.values()))


def test_web_finishes_the_request_it_serves(stack: Stack) -> None:
    job_id, provider_ids = searched_job(stack.url)
    with ThreadPoolExecutor(1) as click:
        answer = click.submit(post, stack.url, f"start-calls/{job_id}")
        time.sleep(ANSWER_SECONDS / 3)

        assert not answer.done(), "it is still being served"
        began = time.monotonic()
        status = stack.terminate("web")
        seconds = time.monotonic() - began

    stack.start("web")
    stack.wait_ready()
    assert answer.result()["provider_count"] == len(provider_ids)
    assert status == 0
    assert seconds < GRACE_SECONDS
    wait_until_over(stack, job_id)


def test_beat_stops_at_once(stack: Stack) -> None:
    status = stack.terminate("beat")

    stack.start("beat")
    assert status == 0
