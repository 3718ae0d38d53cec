"""The journey of the seeds through the real processes, the real call backend among them."""

from typing import Any

import pytest

from dev.stack import Stack
from tests.processes.journey import post, searched_job, status_of, until, wait_until_over


@pytest.fixture(scope="module")
def providers(stack: Stack) -> list[dict[str, Any]]:
    job_id, _ = searched_job(stack.url)
    post(stack.url, f"start-calls/{job_id}")
    return wait_until_over(stack, job_id)


def test_journey_ends_every_call_with_an_outcome(providers: list[dict[str, Any]]) -> None:
    outcomes = [provider["outcome"] for provider in providers]

    assert len(outcomes) == 5
    assert None not in outcomes
    assert "expired" not in outcomes


def test_journey_brings_a_price_and_a_transcript_for_every_completed_call(
    providers: list[dict[str, Any]],
) -> None:
    completed = [one for one in providers if one["call_status"] == "completed"]

    assert completed
    assert all(one["estimated_price"] > 0 for one in completed)
    assert all("simulat" in one["call_transcript"].lower() for one in completed)


def test_second_click_starts_no_second_call(stack: Stack, providers: list[dict[str, Any]]) -> None:
    job_id = providers[0]["job_id"]

    answer = post(stack.url, f"start-calls/{job_id}")

    assert answer["provider_count"] == 5
    assert status_of(stack.url, job_id) == providers


def test_cancelled_calls_end_as_cancelled_or_as_they_ended(stack: Stack) -> None:
    job_id, _ = searched_job(stack.url)
    post(stack.url, f"start-calls/{job_id}")
    until(
        20, lambda: any(one["call_status"] == "in_progress" for one in status_of(stack.url, job_id))
    )

    post(stack.url, f"cancel-calls/{job_id}")

    outcomes = {one["outcome"] for one in wait_until_over(stack, job_id, 20)}
    assert "cancelled" in outcomes
