"""Waves while the worker dies: nothing is lost, nobody is rung twice or too soon."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from dev.stack import Stack
from quoteapp.config import Settings
from quoteapp.models import Provider
from tests.processes.journey import (
    made_by,
    post,
    searched_job,
    stack_with_quick_calls,
    status_of,
    until,
    wait_until_over,
)

FIRST_WAVE = 2
JOBS = 6
KILLS = 12


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    # Left to itself, the later wave would wait for longer than the test.
    with stack_with_quick_calls(tmp_path_factory.mktemp("waves"), WAVE_SECONDS="600") as stack:
        yield stack


def dials_of(stack: Stack, job_id: str) -> dict[int, list[float]]:
    """When the phone of each provider of a job rang."""
    made = made_by(stack)
    of_job = {
        call["key"]: call["provider_id"] for call in made.asked.values() if call["job_id"] == job_id
    }
    rung: dict[int, list[float]] = {}
    for dial in made.dials:
        if dial["key"] in of_job:
            rung.setdefault(of_job[dial["key"]], []).append(dial["at"])
    return rung


def ends_of(stack: Stack, provider_ids: list[int]) -> list[float]:
    """When the calls to these were over."""
    made = made_by(stack)
    ended = made.ends.keys() & made.asked.keys()
    return [made.ends[it]["at"] for it in ended if made.asked[it]["provider_id"] in provider_ids]


def quotes_heard(stack: Stack, provider_ids: list[int]) -> set[float | None]:
    """The quotes that the calls to these were told of."""
    engine = create_engine(Settings.from_environ(stack.environment).sql_url)
    with Session(engine) as session:
        query = select(Provider.call_request).where(Provider.id.in_(provider_ids))
        bodies = [body for body in session.scalars(query) if body is not None]
    engine.dispose()
    return {body["brief"]["best_quote"] for body in bodies}


def best_price(providers: list[Mapping[str, Any]]) -> float | None:
    prices = [
        it["negotiated_price"] or it["last_offer"] or it["estimated_price"]
        for it in providers
        if it["call_status"] == "completed"
    ]
    return min(prices, default=None)


def check_waves(stack: Stack, job_id: str, provider_ids: list[int]) -> None:
    """Whether all were rung once, the later ones after the first and with the best price."""
    ended = wait_until_over(stack, job_id, 120)
    rung, first = dials_of(stack, job_id), sorted(provider_ids)[:FIRST_WAVE]
    later = [id_ for id_ in provider_ids if id_ not in first]

    assert Counter({id_: len(dials) for id_, dials in rung.items()}) == Counter(provider_ids)
    assert "expired" not in {one["outcome"] for one in ended}
    over = max(ends_of(stack, first))
    assert all(dial >= over for id_ in later for dial in rung[id_])
    assert quotes_heard(stack, first) == {None}
    assert quotes_heard(stack, later) == {best_price([it for it in ended if it["id"] in first])}


def test_a_worker_that_dies_before_the_first_wave_is_settled_opens_the_later_one_after_it(
    stack: Stack,
) -> None:
    job_id, provider_ids = searched_job(stack.url)
    first = sorted(provider_ids)[:FIRST_WAVE]
    post(stack.url, f"start-calls/{job_id}")
    until(20, lambda: len(dials_of(stack, job_id)) == FIRST_WAVE)

    stack.kill("worker")
    until(20, lambda: len(ends_of(stack, first)) == FIRST_WAVE)
    waiting = {one["id"] for one in status_of(stack.url, job_id) if one["call_status"] == "pending"}
    stack.start("worker")

    assert waiting == set(provider_ids) - set(first)
    check_waves(stack, job_id, provider_ids)


def test_a_worker_that_dies_again_and_again_between_the_waves_loses_nothing(stack: Stack) -> None:
    jobs = [searched_job(stack.url) for _ in range(JOBS)]
    for job_id, _ in jobs:
        post(stack.url, f"start-calls/{job_id}")

    for _ in range(KILLS):
        # At another moment each time, also while calls end and waves open.
        heard = len(made_by(stack).ends)
        until(20, lambda heard=heard: len(made_by(stack).ends) > heard or _all_ended(stack, jobs))
        stack.kill("worker")
        stack.start("worker")

    for job_id, provider_ids in jobs:
        check_waves(stack, job_id, provider_ids)


def _all_ended(stack: Stack, jobs: list[tuple[str, list[int]]]) -> bool:
    return len(ends_of(stack, [id_ for _, ids in jobs for id_ in ids])) == 5 * len(jobs)
