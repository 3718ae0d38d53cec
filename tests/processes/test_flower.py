"""Flower, as an operator opens it."""

from typing import Any

import pytest
import requests

from dev.stack import Stack
from tests.processes.conftest import OPERATOR
from tests.processes.journey import flower_url, post, searched_job, until, wait_until_over


def _placed(stack: Stack) -> dict[str, str]:
    """The state of every `calls.place` that Flower knows, by its arguments."""
    answer = requests.get(f"{flower_url(stack)}/api/tasks", auth=OPERATOR, timeout=10)
    assert answer.status_code == 200, answer.text
    tasks: list[dict[str, Any]] = list(answer.json().values())
    return {task["args"]: task["state"] for task in tasks if task["name"] == "calls.place"}


def test_flower_shows_every_placed_call_by_its_provider(stack: Stack) -> None:
    job_id, provider_ids = searched_job(stack.url)
    post(stack.url, f"start-calls/{job_id}")
    wait_until_over(stack, job_id)

    expected = {f"({id_},)": "SUCCESS" for id_ in provider_ids}

    until(10, lambda: expected.items() <= _placed(stack).items())


@pytest.mark.parametrize(
    "path", ["/api/tasks", "/", "/tasks", "/api/workers", "/metrics", "/healthcheck"]
)
@pytest.mark.parametrize("auth", [None, ("user", "wrong")])
def test_flower_refuses_whoever_has_no_password(
    stack: Stack, path: str, auth: tuple[str, str] | None
) -> None:
    answer = requests.get(flower_url(stack) + path, auth=auth, timeout=10)

    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("path", "said"), [("/metrics", "flower_events_total"), ("/healthcheck", "OK")]
)
def test_flower_tells_its_figures_to_whoever_has_the_password(
    stack: Stack, path: str, said: str
) -> None:
    answer = requests.get(flower_url(stack) + path, auth=OPERATOR, timeout=10)

    assert answer.status_code == 200
    assert said in answer.text
