"""Erasing at the very moment at which others are at work on the job: real threads, many rounds."""

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask

from quoteapp.errors import JobNotFound, QuoteappError
from quoteapp.extensions import now
from quoteapp.models.providers import Source
from quoteapp.services import calls, erasing, jobs
from quoteapp.services.erasing import forgetting, tombstones
from quoteapp.services.finding import search
from quoteapp.services.finding.search import Found
from tests.call_backend import FakeCallBackend
from tests.factories import make_job
from tests.quoteapp.services.erasing.left import (
    EMPTY,
    called_job,
    provider_ids,
    waiting,
    words_left,
)
from tests.quoteapp.services.erasing.test_erasing import let_time_pass
from tests.tasks_in_line import run_queued_tasks

ROUNDS = 8
FOUND = [Found("Reliable Plumbing", f"+1408555010{n}", Source.SAMPLE) for n in range(3)]


@pytest.fixture(autouse=True)
def _quick_search(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "search", lambda *_: FOUND)


def at_once(app: Flask, *acts: Callable[[], Any]) -> list[Any]:
    """Run all acts at once, each in a context of its own; what each returned or raised."""
    barrier = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        with app.app_context():
            barrier.wait()
            try:
                results[place] = act()
            except QuoteappError as error:
                results[place] = error

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def nothing_is_left(job_id: str, backend: FakeCallBackend) -> bool:
    """After whatever tasks and sweeps may still come."""
    run_queued_tasks()
    let_time_pass()
    calls.sweep()
    run_queued_tasks()
    live = [call for call in backend.calls.values() if call["job_id"] == job_id]
    return words_left(job_id) == [EMPTY] and waiting(job_id) == set() and live == []


def test_complete_job_and_erasing(app: Flask, call_backend: FakeCallBackend) -> None:
    for _ in range(ROUNDS):
        job_id = make_job().id

        completed, erased = at_once(
            app, partial(jobs.complete, job_id, {"q1": "yes"}), partial(erasing.erase, job_id)
        )

        assert erased is None
        assert isinstance(completed, tuple | JobNotFound)
        assert nothing_is_left(job_id, call_backend)


def test_start_calls_and_erasing(app: Flask, call_backend: FakeCallBackend) -> None:
    for _ in range(ROUNDS):
        job_id, _ = called_job()

        started, erased = at_once(app, partial(calls.start, job_id), partial(erasing.erase, job_id))

        assert erased is None
        assert started == (3, True) or isinstance(started, JobNotFound)
        assert nothing_is_left(job_id, call_backend)


def test_claims_and_erasing(app: Flask, call_backend: FakeCallBackend) -> None:
    """Two workers have a task of each row."""
    for _ in range(ROUNDS):
        job_id, keys = called_job()
        calls.start(job_id)
        call_backend.dialled.clear()
        ids = provider_ids(keys)

        def work(ids: list[int] = ids) -> None:
            for id_ in ids:
                calls.place(id_)

        *_, erased = at_once(app, work, work, partial(erasing.erase, job_id))

        assert erased is None
        assert nothing_is_left(job_id, call_backend)
        assert call_backend.erased >= set(keys)
        dialled = len(call_backend.dialled)
        for id_ in ids:
            calls.place(id_)
        assert len(call_backend.dialled) == dialled <= 3


def test_ends_that_are_settled_and_erasing(app: Flask, call_backend: FakeCallBackend) -> None:
    for _ in range(ROUNDS):
        job_id, keys = called_job()
        calls.start(job_id)
        run_queued_tasks()
        for call_id in list(call_backend.calls):
            call_backend.agree(call_id)
        ids = provider_ids(keys)

        def settle(ids: list[int] = ids) -> None:
            for id_ in ids:
                calls.settle(id_)

        results = at_once(app, settle, calls.sweep, partial(erasing.erase, job_id))

        assert results == [None] * 3
        assert nothing_is_left(job_id, call_backend)


def test_customers_who_erase_the_same_job_twice_at_once(
    app: Flask, call_backend: FakeCallBackend
) -> None:
    for _ in range(ROUNDS):
        job_id, _ = called_job()
        calls.start(job_id)

        results = at_once(app, *[partial(erasing.erase, job_id)] * 3)

        assert None in results
        assert all(one is None or isinstance(one, JobNotFound) for one in results)
        assert nothing_is_left(job_id, call_backend)


def test_a_job_is_forgotten_or_retried_and_never_both(
    app: Flask, call_backend: FakeCallBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is old enough; its customer comes back at the moment at which it is buried."""
    monkeypatch.setattr(forgetting, "now", lambda: now() + timedelta(days=31))
    for _ in range(ROUNDS):
        job_id, _ = called_job()

        started, _ = at_once(app, partial(calls.start, job_id), erasing.forget)

        run_queued_tasks()
        if tombstones.is_erased(job_id):
            assert isinstance(started, JobNotFound)
            assert nothing_is_left(job_id, call_backend)
        else:
            assert started == (3, True)
