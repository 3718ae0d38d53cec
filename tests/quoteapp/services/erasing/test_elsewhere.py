"""What is left of erased jobs: the sweep goes on until it is gone; tests move its clock."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from quoteapp import store
from quoteapp.extensions import db, now
from quoteapp.models import Erasure
from quoteapp.models.erasures import DOCUMENT
from quoteapp.services import calls, erasing
from quoteapp.services.erasing import elsewhere
from tests.call_backend import Answer, FakeCallBackend
from tests.factories import make_job
from tests.quoteapp.services.erasing.left import called_job, waiting


class Clock:
    """What time it is for whoever erases."""

    def __init__(self) -> None:
        self.moment = now()

    def __call__(self) -> datetime:
        return self.moment

    def pass_by(self, **by: float) -> None:
        self.moment += timedelta(**by)


@pytest.fixture
def clock(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(elsewhere, "now", clock)
    return clock


def leave(*things: str, job_id: str = "job", **changes: Any) -> None:
    """Something of a job is left since long ago."""
    fields = {"look_at": now() - timedelta(minutes=1), "tries": 0} | changes
    db.session.add_all(Erasure(job_id=job_id, call_key=key, **fields) for key in things)
    db.session.commit()


def tried(backend: FakeCallBackend) -> int:
    return sum(method == "DELETE" for method, _ in backend.requests)


def refusing(*keys: str) -> Any:
    def fault(_: str, path: str) -> Answer | None:
        return (422, {"detail": "no", "code": "bad_request"}) if path.endswith(keys) else None

    return fault


def test_the_sweep_erases_what_is_left(clock: Clock, call_backend: FakeCallBackend) -> None:
    job = make_job(id="job")
    leave(DOCUMENT, "job:1:1", "job:1:2")

    calls.sweep()

    assert waiting("job") == set()
    assert not store.exists(job.id)
    assert call_backend.erased == {"job:1:1", "job:1:2"}


def test_what_is_not_due_waits(clock: Clock, call_backend: FakeCallBackend) -> None:
    leave("job:1:1", look_at=clock() + timedelta(seconds=5))

    erasing.finish()
    clock.pass_by(seconds=6)
    assert waiting("job") == {"job:1:1"}
    erasing.finish()

    assert waiting("job") == set()


def test_whoever_has_just_begun_is_left_alone(clock: Clock, call_backend: FakeCallBackend) -> None:
    job_id, keys = called_job()
    calls.start(job_id)
    call_backend.fault = lambda *_: (500, {})
    erasing.erase(job_id)
    call_backend.fault = None

    erasing.finish()

    assert waiting(job_id) == set(keys)


def test_a_call_backend_that_is_away_for_an_hour_is_asked_less_and_less(
    clock: Clock, call_backend: FakeCallBackend
) -> None:
    leave("job:1:1")
    call_backend.fault = lambda *_: (500, {})

    for _ in range(3600 // 10):
        erasing.finish()
        clock.pass_by(seconds=10)

    assert waiting("job") == {"job:1:1"}
    assert tried(call_backend) == pytest.approx(60, abs=5)


def test_what_has_waited_for_an_hour_is_erased_within_a_minute(
    clock: Clock, call_backend: FakeCallBackend
) -> None:
    leave("job:1:1", DOCUMENT, tries=60)
    call_backend.fault = lambda *_: (500, {})
    erasing.finish()

    call_backend.fault = None
    clock.pass_by(seconds=60)
    erasing.finish()

    assert waiting("job") == set()
    assert call_backend.erased == {"job:1:1"}


def test_what_waits_is_looked_at_though_the_clock_was_set_back(
    clock: Clock, call_backend: FakeCallBackend
) -> None:
    leave("job:1:1", look_at=clock() + timedelta(days=300))

    erasing.finish()

    assert waiting("job") == set()


def test_a_key_that_is_refused_does_not_keep_the_others(
    clock: Clock, call_backend: FakeCallBackend
) -> None:
    leave("job:1:1", "job:2:1", "job:3:1")
    call_backend.fault = refusing("job%3A2%3A1")

    erasing.finish()

    assert waiting("job") == {"job:2:1"}


def test_who_does_not_answer_once_is_not_asked_again_in_this_round(
    clock: Clock, call_backend: FakeCallBackend
) -> None:
    make_job(id="job")
    leave("job:1:1", "job:2:1", "job:3:1", DOCUMENT)
    call_backend.fault = lambda *_: (500, {})

    erasing.finish()

    assert tried(call_backend) == 1
    assert waiting("job") == {"job:1:1", "job:2:1", "job:3:1"}
    assert not store.exists("job")


def test_one_that_always_fails_does_not_stand_before_the_same_others_for_ever(
    clock: Clock, call_backend: FakeCallBackend
) -> None:
    random.seed(7)
    leave("job:1:1", "job:2:1", "job:3:1", "job:4:1")

    def fault(_: str, path: str) -> Answer | None:
        return (500, {}) if path.endswith("job%3A1%3A1") else None

    call_backend.fault = fault
    for _ in range(20):
        erasing.finish()
        clock.pass_by(minutes=1)

    assert waiting("job") == {"job:1:1"}


def test_a_sweep_erases_no_more_than_it_may(
    clock: Clock, call_backend: FakeCallBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elsewhere, "AT_ONCE", 2)
    leave("job:1:1", "job:2:1", "job:3:1")

    erasing.finish()

    assert len(waiting("job")) == 1


def test_a_round_ends_when_its_time_is_over(
    clock: Clock, call_backend: FakeCallBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = iter(range(100))
    monkeypatch.setattr(elsewhere, "monotonic", lambda: float(next(seconds)))
    leave(*(f"job:{n}:1" for n in range(9)))

    erasing.finish()

    assert len(waiting("job")) == 9 - (elsewhere.LONGEST_ROUND - 1)


def test_two_sweeps_at_once_do_no_harm(
    clock: Clock, call_backend: FakeCallBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one takes the same rows, which the first has not put off yet."""
    leave("job:1:1", DOCUMENT)
    left = elsewhere._left
    both: list[Sequence[Any]] = []

    def look_twice(which: Any) -> Any:
        found = left(which)
        if not both:
            both.append(found)
            erasing.finish()
        return found

    monkeypatch.setattr(elsewhere, "_left", look_twice)

    erasing.finish()

    assert tried(call_backend) == 2
    assert waiting("job") == set()


def test_an_erasure_names_ids_alone(app: Flask, call_backend: FakeCallBackend) -> None:
    job_id, keys = called_job()
    calls.start(job_id)
    call_backend.fault = lambda *_: (500, {})
    erasing.erase(job_id)

    rows = db.session.execute(select(*Erasure.__table__.columns)).mappings()

    assert {(row["job_id"], row["call_key"]) for row in rows} == {(job_id, key) for key in keys}
