"""Flower, as an operator opens it."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from dev.stack import ALL, Stack
from tests.processes.journey import (
    post,
    searched_job,
    stack_with_quick_calls,
    until,
    wait_until_over,
)

pytestmark = pytest.mark.processes
OPERATOR = ("user", "secret")


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    directory = tmp_path_factory.mktemp("flower")
    names = ("flower", *ALL)  # It shows what happens while it is up.
    with stack_with_quick_calls(directory, names, FLOWER_BASIC_AUTH=":".join(OPERATOR)) as stack:
        until(30, lambda: _is_up(stack))
        yield stack


def _url(stack: Stack) -> str:
    return f"http://127.0.0.1:{stack.environment['FLOWER_PORT']}"


def _is_up(stack: Stack) -> bool:
    try:
        requests.get(f"{_url(stack)}/healthcheck", timeout=5)
    except requests.RequestException:
        return False
    return True


def _placed(stack: Stack) -> dict[str, str]:
    """The state of every `calls.place` that Flower knows, by its arguments."""
    answer = requests.get(f"{_url(stack)}/api/tasks", auth=OPERATOR, timeout=10)
    assert answer.status_code == 200, answer.text
    tasks: list[dict[str, Any]] = list(answer.json().values())
    return {task["args"]: task["state"] for task in tasks if task["name"] == "calls.place"}


def test_flower_shows_every_placed_call_by_its_provider(stack: Stack) -> None:
    job_id, provider_ids = searched_job(stack.url)
    post(stack.url, f"start-calls/{job_id}")
    wait_until_over(stack, job_id)

    expected = {f"({id_},)": "SUCCESS" for id_ in provider_ids}

    until(10, lambda: expected.items() <= _placed(stack).items())


@pytest.mark.parametrize("path", ["/api/tasks", "/", "/tasks", "/api/workers"])
@pytest.mark.parametrize("auth", [None, ("user", "wrong")])
def test_flower_refuses_whoever_has_no_password(
    stack: Stack, path: str, auth: tuple[str, str] | None
) -> None:
    answer = requests.get(_url(stack) + path, auth=auth, timeout=10)

    assert answer.status_code == 401
