"""A customer's way through the API, for tests that look at what happens around it."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import requests
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from dev.postgres import own_database
from dev.stack import ALL, READY_SECONDS, Stack
from quoteapp.config import Settings
from quoteapp.models import Provider
from tests import worker
from tests.chaos.calls_made import CallsMade, calls_made
from tests.conftest import POSTGRES

JOB = {
    "query": "fix my toilet",
    "house_address": "123 Main St, San Jose, CA 95126",
    "zip_code": "95126",
    "price_limit": 250,
    "date_needed": "2025-12-10",
}
FINISHED = ("completed", "failed")
TIMEOUT = 35


@contextmanager
def running_stack(
    directory: Path,
    names: tuple[str, ...] = ALL,
    instead: Mapping[str, str] | None = None,
    **changes: str,
) -> Iterator[Stack]:
    """A stack that logs into a folder, with databases of its own.

    They are files in memory, or on the server of TEST_DATABASE_URL. The stack is killed in the
    end: how processes stop is shown where that is asked.
    """
    name = f"stack_{uuid4().hex[:12]}"
    with (
        own_database(POSTGRES, name) if POSTGRES else nullcontext("") as url,
        worker.quick_directory() as data,
        Stack(directory, names, instead, DATABASE_URL=url, DATA_DIR=str(data), **changes) as stack,
    ):
        yield stack
        for name in list(stack.processes):
            stack.kill(name)


@contextmanager
def stack_with_quick_calls(directory: Path, **changes: str) -> Iterator[Stack]:
    """One whose call backend keeps ledgers and ends every call within 3 s."""
    backend = {"callbackend": f"{sys.executable} -m tests.chaos.backend"}
    with running_stack(directory, ALL, backend, **{"SWEEP_SECONDS": "1"} | changes) as stack:
        yield stack


def made_by(stack: Stack) -> CallsMade:
    """The ledgers of its call backend."""
    return calls_made(Path(stack.environment["DATA_DIR"]) / "backend")


def flower_url(stack: Stack) -> str:
    """Where Flower answers."""
    return f"http://127.0.0.1:{stack.environment['FLOWER_PORT']}"


def until_flower_answers(stack: Stack) -> None:
    """Return once it does."""

    def is_up() -> bool:
        try:
            requests.get(f"{flower_url(stack)}/healthcheck", timeout=5)
        except requests.RequestException:
            return False
        return True

    until(READY_SECONDS, is_up)


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


def let_pass(stack: Stack, time_span: timedelta) -> None:
    """Let the next look at every open call come so much sooner, as if the time had passed."""
    engine = create_engine(Settings.from_environ(stack.environment).sql_url)
    with Session(engine) as session:
        for provider in session.scalars(select(Provider).where(Provider.look_at.is_not(None))):
            provider.look_at -= time_span
        session.commit()
    engine.dispose()


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
