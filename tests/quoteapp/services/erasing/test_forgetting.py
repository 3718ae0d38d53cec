"""Jobs that nobody has touched for RETENTION_DAYS are erased by themselves; younger ones stay."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from redis import Redis
from sqlalchemy import func, select, update

from quoteapp import store
from quoteapp.config import Settings
from quoteapp.extensions import db, now
from quoteapp.models import Brief, Erasure, Provider
from quoteapp.services import calls, erasing
from quoteapp.services.erasing import forgetting, tombstones
from quoteapp.services.finding.blocked_numbers import block, blocked_numbers
from quoteapp.states import CallStatus
from tasks.sweeps import forget_jobs
from tests.call_backend import FakeCallBackend
from tests.factories import make_job
from tests.quoteapp.services.erasing.left import EMPTY, called_job, waiting, words_left
from tests.tasks_in_line import run_queued_tasks

DAYS = 30
OLD = timedelta(days=DAYS, minutes=1)
YOUNG = timedelta(days=DAYS, minutes=-1)


@pytest.fixture(autouse=True)
def _app(app: Flask) -> None:
    """Every test here needs the app."""


def untouched_for(time: timedelta, **of_providers: Any) -> str:
    """The id of a job whose calls were asked for, and ended, so long ago."""
    job_id, _ = called_job()
    moment = now() - time
    brief = update(Brief).where(Brief.job_id == job_id)
    db.session.execute(brief.values(searched_at=moment, calls_started_at=moment))
    values = {
        "call_status": CallStatus.FAILED,
        "attempt": 1,
        "asked_at": moment,
        "ended_at": moment,
        "call_transcript": "Provider: Hello.",
    }
    rows = update(Provider).where(Provider.job_id == job_id)
    db.session.execute(rows.values(**values | of_providers))
    db.session.commit()
    return job_id


def is_kept(job_id: str) -> bool:
    kept = db.session.scalar(
        select(func.count()).select_from(Provider).where(Provider.job_id == job_id)
    )
    db.session.rollback()
    return kept == 3 and not tombstones.is_erased(job_id)


def change_one(job_id: str, **values: Any) -> None:
    one = select(func.min(Provider.id)).where(Provider.job_id == job_id).scalar_subquery()
    db.session.execute(update(Provider).where(Provider.id == one).values(**values))
    db.session.commit()


def test_a_job_whose_time_is_over_is_erased_as_by_its_customer(
    call_backend: FakeCallBackend,
) -> None:
    job_id = untouched_for(OLD)
    left = {"", *(f"{job_id}:{n}:1" for n in db.session.scalars(select(Provider.id)))}

    forget_jobs.run()

    assert waiting(job_id) == left
    calls.sweep()
    assert waiting(job_id) == set()
    assert words_left(job_id) == [EMPTY]
    assert call_backend.erased == left - {""}


def test_a_younger_job_stays() -> None:
    job_id = untouched_for(YOUNG)

    forget_jobs.run()

    assert is_kept(job_id)
    assert store.exists(job_id)


@pytest.mark.parametrize("when", ["asked_at", "ended_at"])
def test_the_last_change_of_any_of_its_calls_counts(when: str) -> None:
    job_id = untouched_for(OLD)
    change_one(job_id, **{when: now() - YOUNG})

    forget_jobs.run()

    assert is_kept(job_id)


@pytest.mark.parametrize("column", ["searched_at", "calls_started_at"])
def test_a_search_and_a_start_count(column: str) -> None:
    job_id = untouched_for(OLD)
    db.session.execute(update(Brief).values(**{column: now() - YOUNG}))
    db.session.commit()

    forget_jobs.run()

    assert is_kept(job_id)


@pytest.mark.parametrize("status", [CallStatus.PENDING, CallStatus.IN_PROGRESS])
def test_a_job_with_an_open_call_stays(status: CallStatus) -> None:
    job_id = untouched_for(OLD)
    change_one(job_id, call_status=status, ended_at=None)

    forget_jobs.run()

    assert is_kept(job_id)


def test_a_job_that_nobody_was_called_for_is_erased() -> None:
    job_id = untouched_for(OLD, call_status=None, attempt=0, asked_at=None, ended_at=None)

    forget_jobs.run()

    assert tombstones.is_erased(job_id)


def test_retention_days_says_how_long(app: Flask, settings: Settings) -> None:
    job_id = untouched_for(timedelta(days=2))
    forget_jobs.run()
    assert is_kept(job_id)

    app.extensions["settings"] = replace(settings, retention_days=1.5)
    forget_jobs.run()

    assert tombstones.is_erased(job_id)


def test_a_retry_that_is_asked_for_meanwhile_keeps_the_job(
    call_backend: FakeCallBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job is found to be old; before it is buried its customer comes back."""
    job_id = untouched_for(OLD)
    found = tombstones.forgotten_jobs

    def find_then_retry(before: datetime, limit: int) -> list[str]:
        jobs = found(before, limit)
        change_one(job_id, outcome="busy")
        calls.start(job_id, calls.Asking(retry_failed=True))
        return jobs

    monkeypatch.setattr(tombstones, "forgotten_jobs", find_then_retry)

    forget_jobs.run()

    assert is_kept(job_id)
    run_queued_tasks()
    assert len(call_backend.dialled) == 1


def test_many_are_erased_in_batches_and_the_rest_by_the_next_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(forgetting, "JOBS_AT_ONCE", 2)
    monkeypatch.setattr(forgetting, "MOST_BATCHES", 2)
    ids = [untouched_for(OLD + timedelta(days=n)) for n in range(5)]

    forget_jobs.run()
    assert [tombstones.is_erased(id_) for id_ in reversed(ids)] == [True] * 4 + [False]
    forget_jobs.run()

    assert all(tombstones.is_erased(id_) for id_ in ids)


def test_who_dies_between_two_jobs_has_erased_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [untouched_for(OLD + timedelta(days=n)) for n in (1, 0)]
    bury = tombstones.bury_forgotten

    class Death(BaseException):
        pass

    def die_at_the_second(job_id: str, before: datetime) -> bool:
        if job_id == ids[1]:
            raise Death
        return bury(job_id, before)

    with monkeypatch.context() as patch:
        patch.setattr(tombstones, "bury_forgotten", die_at_the_second)
        with pytest.raises(Death):
            erasing.forget()
    assert [tombstones.is_erased(id_) for id_ in ids] == [True, False]

    erasing.forget()

    assert tombstones.is_erased(ids[1])


def test_a_tombstone_is_removed_as_long_after() -> None:
    kept, gone = untouched_for(OLD), untouched_for(OLD)
    for job_id, age in ((kept, YOUNG), (gone, OLD)):
        erasing.erase(job_id)
        one = update(Brief).where(Brief.job_id == job_id)
        db.session.execute(one.values(erased_at=now() - age))
        db.session.commit()

    forget_jobs.run()

    assert list(db.session.scalars(select(Brief.job_id))) == [kept]


def test_a_tombstone_stays_while_something_is_left_elsewhere(
    call_backend: FakeCallBackend,
) -> None:
    job_id = untouched_for(OLD)
    call_backend.fault = lambda *_: (500, {})
    erasing.erase(job_id)
    db.session.execute(update(Brief).values(erased_at=now() - OLD))
    db.session.commit()

    forget_jobs.run()
    assert tombstones.is_erased(job_id)
    call_backend.fault = None
    erasing.erase(job_id)
    forget_jobs.run()

    assert list(db.session.scalars(select(Brief.job_id))) == []


def test_opt_outs_are_not_forgotten() -> None:
    block("+14085550101")
    untouched_for(OLD)

    forget_jobs.run()

    assert len(blocked_numbers()) == 1


@pytest.mark.parametrize(("ttl", "retention", "days"), [(30, 2, 2), (1, 30, 1)])
def test_a_document_never_outlives_its_job(
    app: Flask, settings: Settings, redis: Redis, ttl: float, retention: float, days: float
) -> None:
    app.extensions["settings"] = replace(settings, job_ttl_days=ttl, retention_days=retention)

    job = make_job()

    assert redis.ttl(f"quoteapp:job:{job.id}") <= days * 24 * 3600


def test_what_is_left_elsewhere_waits_for_no_customer(call_backend: FakeCallBackend) -> None:
    job_id = untouched_for(OLD)

    forget_jobs.run()

    assert call_backend.requests == []
    assert {one.look_at <= now() for one in db.session.scalars(select(Erasure))} == {True}
    assert words_left(job_id) == [EMPTY, job_id]
