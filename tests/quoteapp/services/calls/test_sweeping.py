from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from quoteapp import queue
from quoteapp.extensions import db, now
from quoteapp.models import Provider
from quoteapp.queue import TaskName
from quoteapp.services import calls
from quoteapp.services.calls import sweeping
from quoteapp.states import CallStatus, Outcome
from tests.call_backend import FakeCallBackend
from tests.factories import make_provider, make_searched_job
from tests.statements import counted
from tests.tasks_in_line import run_queued_tasks

PAST = timedelta(seconds=-1)


@pytest.fixture(autouse=True)
def _app(app: Flask) -> None:
    """Every test here needs the app."""


def placed(**changes: Any) -> Provider:
    provider = make_provider(call_status=CallStatus.PENDING, **changes)
    calls.place(provider.id)
    db.session.refresh(provider)
    return provider


def test_sweep_settles_a_call_that_ended_unheard(call_backend: FakeCallBackend) -> None:
    provider = placed()
    call_backend.agree(str(provider.call_id))

    calls.sweep()

    db.session.refresh(provider)
    assert provider.outcome is Outcome.AGREED


def test_sweep_asks_for_many_calls_at_once(call_backend: FakeCallBackend) -> None:
    job = make_searched_job(providers=0)
    for n in range(7):
        row = make_provider(job.id, call_status=CallStatus.PENDING)
        row.call_status, row.call_id = CallStatus.IN_PROGRESS, f"call-{n}"
    db.session.commit()

    calls.sweep()

    assert call_backend.requests == [("POST", "/calls/lookup")]


def test_sweep_skips_a_call_that_cannot_be_read(call_backend: FakeCallBackend) -> None:
    broken, ended = placed(), placed()
    call_backend.end(str(broken.call_id), "agreed", estimated_price="a lot")
    call_backend.agree(str(ended.call_id))

    calls.sweep()

    db.session.refresh(broken)
    db.session.refresh(ended)
    assert broken.call_status is CallStatus.IN_PROGRESS
    assert ended.outcome is Outcome.AGREED


def test_sweep_enqueues_a_pending_row_whose_task_is_lost() -> None:
    provider = make_provider(call_status=CallStatus.PENDING, look_at=now() + PAST)

    calls.sweep()

    assert run_queued_tasks() == [(TaskName.PLACE_CALL, (provider.id,))]


def test_sweep_leaves_a_pending_row_whose_task_is_young() -> None:
    make_provider(call_status=CallStatus.PENDING)

    calls.sweep()

    assert run_queued_tasks() == []


def test_two_sweeps_enqueue_a_lost_row_once() -> None:
    make_provider(call_status=CallStatus.PENDING, look_at=now() + PAST)

    calls.sweep()
    calls.sweep()

    assert len(run_queued_tasks()) == 1


@pytest.mark.parametrize("status", [CallStatus.PENDING, CallStatus.IN_PROGRESS])
def test_sweep_ends_what_is_past_its_deadline(status: CallStatus) -> None:
    provider = make_provider(call_status=status, deadline=now() + PAST)

    calls.sweep()

    db.session.refresh(provider)
    assert (provider.call_status, provider.outcome) == (CallStatus.FAILED, Outcome.EXPIRED)
    assert provider.reason == "not over within 900 s"


def test_sweep_hangs_up_what_it_expires(call_backend: FakeCallBackend) -> None:
    provider = placed(deadline=now() + PAST)

    calls.sweep()
    run_queued_tasks()

    assert call_backend.calls[str(provider.call_id)]["outcome"] == "cancelled"
    db.session.refresh(provider)
    assert provider.outcome is Outcome.EXPIRED


def test_sweep_prefers_a_result_to_a_deadline(call_backend: FakeCallBackend) -> None:
    provider = placed(deadline=now() + PAST)
    call_backend.agree(str(provider.call_id))

    calls.sweep()

    db.session.refresh(provider)
    assert provider.outcome is Outcome.AGREED


def test_sweep_expires_even_when_the_call_backend_is_away(call_backend: FakeCallBackend) -> None:
    provider = placed(deadline=now() + PAST)
    call_backend.stop()

    calls.sweep()

    db.session.refresh(provider)
    assert provider.outcome is Outcome.EXPIRED


def test_sweep_repeats_a_hanging_up_that_was_lost(
    call_backend: FakeCallBackend, redis: Any
) -> None:
    provider = placed()
    calls.cancel(provider.job_id)
    redis.flushall()
    provider.look_at = now() + PAST
    db.session.commit()

    calls.sweep()
    run_queued_tasks()

    db.session.refresh(provider)
    assert provider.outcome is Outcome.CANCELLED


def test_sweep_ends_a_row_that_was_called_off_by_a_process_that_died() -> None:
    provider = make_provider(call_status=CallStatus.PENDING, cancel_asked=True)

    calls.sweep()

    db.session.refresh(provider)
    assert provider.outcome is Outcome.CANCELLED


def test_sweep_shortens_what_a_clock_that_was_set_back_made_long() -> None:
    provider = make_provider(
        call_status=CallStatus.PENDING,
        deadline=now() + timedelta(days=1),
        look_at=now() + timedelta(days=1),
    )

    calls.sweep()

    db.session.refresh(provider)
    assert provider.deadline is not None
    assert provider.deadline <= now() + timedelta(seconds=900)
    assert provider.look_at is not None
    assert provider.look_at <= now() + timedelta(minutes=3)


LATER = timedelta(days=2)


def waiting(**changes: Any) -> Provider:
    """A row that opens in two days."""
    opens_at = now() + LATER
    moments = {"opens_at": opens_at, "look_at": opens_at, "asked_at": now()}
    deadline = opens_at + timedelta(seconds=900)
    return make_provider(
        call_status=CallStatus.PENDING, **moments | {"deadline": deadline} | changes
    )


def moments_of(provider: Provider) -> tuple[Any, ...]:
    db.session.refresh(provider)
    return provider.opens_at, provider.look_at, provider.deadline


def test_sweep_leaves_a_row_alone_that_opens_later() -> None:
    provider = waiting()
    before = moments_of(provider)

    calls.sweep()

    assert run_queued_tasks() == []
    assert moments_of(provider) == before


def test_sweep_opens_what_is_due(call_backend: FakeCallBackend) -> None:
    provider = waiting(opens_at=now() + PAST, look_at=now() + PAST)

    calls.sweep()
    run_queued_tasks()

    assert call_backend.dialled == [provider.phone]


def test_sweep_expires_a_row_that_has_opened_and_was_never_placed() -> None:
    provider = waiting(opens_at=now() + PAST, deadline=now() + PAST)

    calls.sweep()

    db.session.refresh(provider)
    assert provider.outcome is Outcome.EXPIRED


def test_sweep_bounds_an_opening_by_eight_days_after_the_clock_was_set_back() -> None:
    far = now() + timedelta(days=30)
    provider = waiting(opens_at=far, look_at=far, deadline=far + timedelta(seconds=900))

    calls.sweep()

    opens_at, look_at, deadline = moments_of(provider)
    assert abs(opens_at - now() - timedelta(days=8)) < timedelta(seconds=5)
    assert (look_at, deadline) == (opens_at, opens_at + timedelta(seconds=900))


def test_sweep_bounds_a_live_call_by_its_own_time_though_its_opening_is_in_the_future() -> None:
    far = now() + timedelta(days=30)
    provider = waiting(opens_at=far, look_at=far, deadline=far + timedelta(seconds=900))
    provider.call_status = CallStatus.IN_PROGRESS
    db.session.commit()

    calls.sweep()

    _, look_at, deadline = moments_of(provider)
    assert deadline <= now() + timedelta(seconds=900)
    assert look_at <= now() + timedelta(minutes=2)


def test_a_row_that_waits_is_called_off_like_any_other() -> None:
    provider = waiting()

    assert calls.cancel(provider.job_id) == 1

    db.session.refresh(provider)
    assert provider.outcome is Outcome.CANCELLED


def test_sweep_reads_no_finished_row() -> None:
    job = make_searched_job(providers=0)
    for outcome in (Outcome.QUOTED, Outcome.BUSY):
        status = CallStatus.COMPLETED if outcome is Outcome.QUOTED else CallStatus.FAILED
        make_provider(job.id, call_status=status, outcome=outcome, look_at=now() + PAST)

    with counted(db.engine) as statements:
        calls.sweep()

    assert run_queued_tasks() == []
    plans = [_plan(statement) for statement in statements if "providers" in statement]
    assert not any("SCAN providers" in plan for plan in plans), plans


def test_sweep_asks_the_index_alone_for_live_calls_and_deadlines() -> None:
    make_provider(call_status=CallStatus.IN_PROGRESS, call_id="call_1", deadline=now())

    with counted(db.engine) as statements:
        calls.sweep()

    found, ended = (_plan(statement) for statement in statements[:2])
    if db.engine.dialect.name == "sqlite":
        assert "COVERING INDEX ix_providers_deadline" in found
        assert "ix_providers_deadline (call_status=? AND deadline<?)" in ended


def _plan(statement: str) -> str:
    """How SQLite would find the rows; Postgres scans a table as small as this one."""
    if db.engine.dialect.name != "sqlite":
        return ""
    arguments = (None,) * statement.count("?")
    with db.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", arguments)
        return "; ".join(str(row[-1]) for row in rows)


def test_sweep_leaves_late_tasks_in_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "NUDGES", 2)
    queue.enqueue(TaskName.SETTLE_CALL, [991, 992])
    make_provider(call_status=CallStatus.PENDING, look_at=now() + PAST)

    calls.sweep()

    assert [name for name, _ in run_queued_tasks()] == [TaskName.SETTLE_CALL] * 2


def test_a_second_sweep_of_the_same_process_does_nothing(
    app: Flask, call_backend: FakeCallBackend
) -> None:
    placed()
    seen: list[list[str]] = []

    def sweep_meanwhile(*_: str) -> None:
        with app.app_context(), counted(db.engine) as nested:
            seen.append(nested)
            calls.sweep()

    call_backend.fault = sweep_meanwhile
    calls.sweep()

    assert seen == [[]]
