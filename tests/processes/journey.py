"""A customer's way through the API, for tests that look at what happens around it."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

from dev.stack import ALL, Stack

JOB = {
    "query": "fix my toilet",
    "house_address": "123 Main St, San Jose, CA 95126",
    "zip_code": "95126",
    "price_limit": 250,
    "date_needed": "2025-12-10",
}
FINISHED = ("completed", "failed")
TIMEOUT = 35


def stack_with_quick_calls(directory: Path, names: tuple[str, ...] = ALL, **changes: str) -> Stack:
    """A stack whose call backend keeps ledgers and ends every call within 3 s."""
    backend = {"callbackend": f"{sys.executable} -m tests.chaos.backend"}
    return Stack(directory, names, backend, **{"SWEEP_SECONDS": "1"} | changes)


def post(url: str, path: str, body: object = None) -> dict[str, Any]:
    """The answer to a POST, which must be 200."""
    answer = requests.post(f"{url}/api/{path}", json=body or {}, timeout=TIMEOUT)
    assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
    result: dict[str, Any] = answer.json()
    return result


def searched_job(url: str) -> tuple[str, list[int]]:
    """A job with its questions answered, and the ids of its providers."""
    started = post(url, "start-job", JOB)
    answers = {question["id"]: "It runs constantly" for question in started["questions"]}
    body = {"job_id": started["job_id"], "answers": answers}
    found = post(url, "complete-job", body)["providers"]
    return started["job_id"], [provider["id"] for provider in found]


def status_of(url: str, job_id: str) -> list[dict[str, Any]]:
    """One poll."""
    answer = requests.get(f"{url}/api/providers/{job_id}/status", timeout=TIMEOUT)
    assert answer.status_code == 200, answer.text
    providers: list[dict[str, Any]] = answer.json()
    return providers


def until(seconds: float, is_so: Callable[[], bool]) -> None:
    """Return once it is so. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not so after {seconds:g} s")
        time.sleep(0.1)


def wait_until_over(stack: Stack, job_id: str, seconds: float = 60) -> list[dict[str, Any]]:
    """Poll until every call is over, as the seeds' page does; the providers then.

    A process that ends by itself is started again, as every platform does.
    """

    def is_over() -> bool:
        for name in stack.names:
            stack.revive(name)
        return all(one["call_status"] in FINISHED for one in status_of(stack.url, job_id))

    until(seconds, is_over)
    return status_of(stack.url, job_id)
