from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, update

from quoteapp.config import Settings
from quoteapp.errors import CallBackendUnavailable, JobNotFound, NoProvidersFound
from quoteapp.extensions import db, now
from quoteapp.models import Brief, Provider
from quoteapp.queue import TaskName
from quoteapp.services import calls
from quoteapp.services.finding.providers import providers_of
from quoteapp.states import NEVER_AGAIN, PRICED, CallStatus, Outcome
from tests.call_backend import FakeCallBackend
from tests.factories import make_job, make_provider, make_searched_job
from tests.tasks_in_line import run_queued_tasks

FAILURES = [outcome for outcome in Outcome if outcome not in PRICED]

pytestmark = pytest.mark.usefixtures("app")


def statuses(job_id: str) -> list[CallStatus | None]:
    db.session.expire_all()
    return [provider.call_status for provider in providers_of(job_id)]


def test_start_makes_every_provider_pending_and_enqueues_one_task_each() -> None:
    job = make_searched_job(providers=3)

    count = calls.start(job.id).provider_count

    assert count == 3
    assert statuses(job.id) == [CallStatus.PENDING] * 3
    ran = run_queued_tasks()
    assert ran == [(TaskName.PLACE_CALL, (p.id,)) for p in providers_of(job.id)]


def test_start_dials_nobody_new_when_clicked_twice(call_backend: FakeCallBackend) -> None:
    job = make_searched_job(providers=2)

    first = calls.start(job.id).provider_count
    run_queued_tasks()
    second = calls.start(job.id).provider_count

    assert (first, second) == (2, 2)
    assert run_queued_tasks() == []
    assert len(call_backend.dialled) == 2


def test_start_twice_needs_no_call_backend_when_nobody_is_left_to_dial(
    call_backend: FakeCallBackend,
) -> None:
    job = make_searched_job(providers=1)
    calls.start(job.id)
    call_backend.stop()

    assert calls.start(job.id).provider_count == 1


def test_start_leaves_nothing_pending_when_the_call_backend_is_down(
    call_backend: FakeCallBackend,
) -> None:
    job = make_searched_job(providers=2)
    call_backend.stop()

    with pytest.raises(CallBackendUnavailable, match="unavailable: Connection refused"):
        calls.start(job.id)

    assert statuses(job.id) == [None, None]
    brief = db.session.get(Brief, job.id)
    assert brief is not None
    assert brief.calls_started_at is None


def test_start_refuses_an_unknown_job() -> None:
    with pytest.raises(JobNotFound, match="Job not found: nobody"):
        calls.start("nobody")


def test_start_refuses_a_job_without_providers() -> None:
    job = make_job()

    with pytest.raises(NoProvidersFound, match=f"No providers found for job: {job.id}"):
        calls.start(job.id)


def test_retry_dials_the_failed_ones_once_more_under_a_new_key(
    call_backend: FakeCallBackend,
) -> None:
    job = make_searched_job(providers=1)
    calls.start(job.id)
    run_queued_tasks()
    (call_id,) = call_backend.calls
    call_backend.end(call_id, "no_answer")
    calls.sweep()

    count = calls.start(job.id, calls.Asking(retry_failed=True)).provider_count
    run_queued_tasks()

    assert count == 1
    assert len(call_backend.dialled) == 2
    assert len(set(call_backend.keys)) == 2
    assert statuses(job.id) == [CallStatus.IN_PROGRESS]


def test_retry_clears_what_the_earlier_attempt_brought() -> None:
    brought = {
        "estimated_price": Decimal(150),
        "last_offer": Decimal(140),
        "call_transcript": "Provider: Parts are included.",
        "notes": [{"kind": "included", "text": "Parts are included.", "price": None, "turn": 0}],
        "moves": [{"by": "provider", "kind": "first", "price": 150.0, "turn": 0}],
    }
    failed = {"call_status": CallStatus.FAILED, "outcome": Outcome.CANCELLED, "attempt": 1}
    provider = make_provider(distance_miles=3.2, **failed, **brought)

    calls.start(provider.job_id, calls.Asking(retry_failed=True))

    db.session.refresh(provider)
    assert {name: getattr(provider, name) for name in brought} == dict.fromkeys(brought)
    assert (provider.call_status, provider.distance_miles) == (CallStatus.PENDING, 3.2)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (CallStatus.FAILED, Outcome.INVALID_NUMBER),
        (CallStatus.FAILED, Outcome.OPTED_OUT),
        (CallStatus.FAILED, Outcome.DECLINED),
        (CallStatus.FAILED, Outcome.VISIT_ONLY),
        (CallStatus.COMPLETED, Outcome.QUOTED),
    ],
)
def test_retry_leaves_alone_who_must_not_be_rung_again(
    status: CallStatus, outcome: Outcome, call_backend: FakeCallBackend
) -> None:
    job = make_searched_job(providers=0)
    make_provider(job.id, call_status=status, outcome=outcome, attempt=1)

    assert calls.start(job.id, calls.Asking(retry_failed=True)).provider_count == 1

    assert run_queued_tasks() == []
    assert statuses(job.id) == [status]


RETRIES = [
    ({"outcome": Outcome.BUSY, "attempt": 1}, True),
    ({"outcome": Outcome.BUSY, "attempt": 2}, True),
    ({"outcome": Outcome.BUSY, "attempt": 3}, False),
    ({"outcome": Outcome.ERROR, "attempt": 1, "refusal": "never_dial"}, False),
    ({"outcome": Outcome.ERROR, "attempt": 1, "refusal": "bad_request"}, True),
    ({"outcome": Outcome.ERROR, "attempt": 1, "refusal": "erased"}, True),
    *(({"outcome": outcome, "attempt": 1}, outcome not in NEVER_AGAIN) for outcome in FAILURES),
]


@pytest.mark.parametrize(("changes", "is_dialled"), RETRIES, ids=str)
def test_retry_dials_whom_can_retry_names_and_nobody_else(
    changes: dict[str, Any], is_dialled: bool, call_backend: FakeCallBackend
) -> None:
    provider = make_provider(call_status=CallStatus.FAILED, **changes)
    may_retry = provider.can_retry

    calls.start(provider.job_id, calls.Asking(retry_failed=True))
    run_queued_tasks()

    assert may_retry is is_dialled
    assert len(call_backend.dialled) == is_dialled


def test_no_provider_is_rung_more_than_three_times(call_backend: FakeCallBackend) -> None:
    job = make_searched_job(providers=1)
    calls.start(job.id)

    for _ in range(5):
        run_queued_tasks()
        for call_id in call_backend.calls:
            call_backend.end(call_id, "no_answer")
        calls.sweep()
        calls.start(job.id, calls.Asking(retry_failed=True))

    assert len(call_backend.dialled) == 3
    assert len(set(call_backend.keys)) == 3


def test_who_was_never_called_or_is_being_called_cannot_be_retried() -> None:
    statuses = (None, CallStatus.PENDING, CallStatus.IN_PROGRESS)

    assert not any(make_provider(call_status=status).can_retry for status in statuses)


@pytest.fixture
def rested(app: Flask, settings: Settings) -> None:
    """Retries rest for an hour."""
    app.extensions["settings"] = replace(settings, retry_pause_seconds=3600)


def failed(ended_ago: timedelta | None = None, **changes: Any) -> Provider:
    ended_at = None if ended_ago is None else now() - ended_ago
    fields = {"outcome": Outcome.BUSY, "attempt": 1, "ended_at": ended_at} | changes
    return make_provider(call_status=CallStatus.FAILED, **fields)


HOUR = timedelta(hours=1)


@pytest.mark.usefixtures("rested")
@pytest.mark.parametrize(
    ("ended_ago", "wait"),
    [
        (timedelta(minutes=20), timedelta(minutes=40)),
        (timedelta(0), HOUR),
        (None, HOUR),  # a row from before its end was kept
        (-timedelta(days=3), HOUR),  # the clock was set back
    ],
)
def test_a_retry_within_its_pause_waits_for_its_end(
    ended_ago: timedelta | None, wait: timedelta, call_backend: FakeCallBackend
) -> None:
    provider = failed(ended_ago)

    calls.start(provider.job_id, calls.Asking(retry_failed=True))
    ran = run_queued_tasks()
    calls.place(provider.id)
    calls.sweep()

    assert (ran, call_backend.dialled) == ([], [])
    db.session.refresh(provider)
    assert provider.call_status is CallStatus.PENDING
    opens_at = now() + wait
    for moment, expected in (
        (provider.opens_at, opens_at),
        (provider.look_at, opens_at),
        (provider.deadline, opens_at + timedelta(seconds=900)),
        (provider.asked_at, now()),
    ):
        assert moment is not None
        assert abs(moment - expected) < timedelta(seconds=5)


@pytest.mark.usefixtures("rested")
def test_a_pause_holds_only_those_back_who_have_not_rested(call_backend: FakeCallBackend) -> None:
    tired = failed(timedelta(minutes=1))
    rested = failed(2 * HOUR, job_id=tired.job_id)
    new = make_provider(job_id=tired.job_id)

    count = calls.start(tired.job_id, calls.Asking(retry_failed=True)).provider_count
    ran = run_queued_tasks()

    assert count == 3
    assert {args for _, args in ran} == {(rested.id,), (new.id,)}
    assert set(call_backend.dialled) == {rested.phone, new.phone}


@pytest.mark.usefixtures("rested")
def test_the_sweep_opens_a_retry_when_its_pause_is_over(call_backend: FakeCallBackend) -> None:
    provider = failed(timedelta(minutes=20))
    calls.start(provider.job_id, calls.Asking(retry_failed=True))
    provider.opens_at = provider.look_at = now() - timedelta(seconds=1)
    db.session.commit()

    calls.sweep()
    run_queued_tasks()

    assert call_backend.dialled == [provider.phone]


@pytest.mark.parametrize(
    ("line", "seconds", "is_held_back"),
    [
        (None, None, False),
        ("simulated", None, False),
        ("twilio", None, True),
        ("twilio", 0, False),
        ("simulated", 60, True),
    ],
)
def test_the_pause_is_an_hour_on_a_real_line_unless_the_setting_says_other(
    app: Flask,
    settings: Settings,
    call_backend: FakeCallBackend,
    line: str | None,
    seconds: float | None,
    is_held_back: bool,
) -> None:
    app.extensions["settings"] = replace(settings, retry_pause_seconds=seconds)
    call_backend.line = line
    provider = failed(timedelta(seconds=1))

    calls.start(provider.job_id, calls.Asking(retry_failed=True, confirmed=True))
    run_queued_tasks()

    assert bool(call_backend.dialled) is not is_held_back


def test_a_first_call_opens_at_once(call_backend: FakeCallBackend) -> None:
    job = make_searched_job(providers=1)
    call_backend.line = "twilio"

    calls.start(job.id, calls.Asking(confirmed=True))

    (provider,) = providers_of(job.id)
    assert provider.asked_at == provider.opens_at
    assert provider.opens_at is not None
    assert provider.deadline == provider.opens_at + timedelta(seconds=900)


def test_start_asks_for_nothing_while_the_call_backend_refuses_our_token(
    call_backend: FakeCallBackend,
) -> None:
    job = make_searched_job(providers=1)
    call_backend.token = "another-token-than-ours-is"

    with pytest.raises(CallBackendUnavailable, match=r"unavailable: it refuses our token$"):
        calls.start(job.id)

    assert statuses(job.id) == [None]


def test_a_start_without_retry_leaves_failed_ones_alone() -> None:
    job = make_searched_job(providers=0)
    make_provider(job.id, call_status=CallStatus.FAILED, outcome=Outcome.BUSY, attempt=1)

    calls.start(job.id)

    assert statuses(job.id) == [CallStatus.FAILED]


def test_cancel_ends_what_is_pending_without_a_word_to_the_call_backend(
    call_backend: FakeCallBackend,
) -> None:
    job = make_searched_job(providers=2)
    calls.start(job.id)

    count = calls.cancel(job.id)
    run_queued_tasks()

    assert count == 2
    assert call_backend.dialled == []
    outcomes = [provider.outcome for provider in providers_of(job.id)]
    assert outcomes == [Outcome.CANCELLED] * 2


def test_cancel_hangs_up_what_is_live(call_backend: FakeCallBackend) -> None:
    job = make_searched_job(providers=1)
    calls.start(job.id)
    run_queued_tasks()

    calls.cancel(job.id)
    run_queued_tasks()

    (call,) = call_backend.calls.values()
    assert call["outcome"] == "cancelled"
    assert statuses(job.id) == [CallStatus.FAILED]


def test_cancel_keeps_the_price_of_a_call_that_was_just_ending(
    call_backend: FakeCallBackend,
) -> None:
    job = make_searched_job(providers=1)
    calls.start(job.id)
    run_queued_tasks()
    call_backend.agree(next(iter(call_backend.calls)))

    calls.cancel(job.id)
    run_queued_tasks()

    (provider,) = providers_of(job.id)
    assert (provider.call_status, provider.outcome) == (CallStatus.COMPLETED, Outcome.AGREED)


def test_cancel_leaves_finished_calls_as_they_are() -> None:
    job = make_searched_job(providers=0)
    make_provider(job.id, call_status=CallStatus.COMPLETED, outcome=Outcome.QUOTED, attempt=1)

    assert calls.cancel(job.id) == 0

    assert statuses(job.id) == [CallStatus.COMPLETED]


def test_cancel_works_when_redis_has_forgotten_the_job(redis: object) -> None:
    job = make_searched_job(providers=1)
    calls.start(job.id)
    redis.flushall()  # type: ignore[attr-defined]

    assert calls.cancel(job.id) == 1


def test_cancel_refuses_an_unknown_job() -> None:
    with pytest.raises(JobNotFound):
        calls.cancel("nobody")


def test_a_cancelled_row_is_not_placed_by_the_task_that_comes_late(
    call_backend: FakeCallBackend,
) -> None:
    provider = make_provider(call_status=CallStatus.PENDING, cancel_asked=True)

    calls.place(provider.id)
    calls.sweep()

    assert call_backend.dialled == []
    db.session.refresh(provider)
    assert provider.outcome is Outcome.CANCELLED


def test_start_uses_at_most_three_statements_on_providers_and_briefs(app: object) -> None:
    from tests.statements import counted

    job = make_searched_job(providers=5)

    with counted(db.engine) as statements:
        calls.start(job.id)

    assert len(statements) <= 3, statements


def test_start_writes_nothing_of_another_job() -> None:
    other = make_searched_job(providers=1)
    job = make_searched_job(providers=1)

    calls.start(job.id)

    assert statuses(other.id) == [None]
    assert Provider.query.count() == 2


def test_start_tells_how_many_calls_are_new_before_it_changes_anything() -> None:
    job = make_searched_job(providers=3)
    told: list[tuple[int, list[CallStatus | None]]] = []

    calls.start(job.id, admit=lambda number: told.append((number, statuses(job.id))))
    calls.start(job.id, admit=lambda number: told.append((number, statuses(job.id))))

    assert told == [(3, [None] * 3)]


def test_start_changes_nothing_when_it_is_not_admitted() -> None:
    job = make_searched_job(providers=3)

    def refuse(_: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        calls.start(job.id, admit=refuse)

    assert statuses(job.id) == [None] * 3
    assert run_queued_tasks() == []
    brief = db.session.get(Brief, job.id)
    assert brief is not None
    assert brief.calls_started_at is None


def test_start_asks_for_no_call_that_was_not_admitted() -> None:
    failed = {"call_status": CallStatus.FAILED, "outcome": Outcome.BUSY, "attempt": 1}
    first = make_provider(**failed)
    second = make_provider(first.job_id, call_status=CallStatus.IN_PROGRESS)

    def let_the_other_fail(_: int) -> None:
        values = {"call_status": CallStatus.FAILED, "outcome": Outcome.BUSY}
        db.session.execute(update(Provider).where(Provider.id == second.id).values(**values))
        db.session.commit()

    calls.start(first.job_id, calls.Asking(retry_failed=True), admit=let_the_other_fail)

    assert statuses(first.job_id) == [CallStatus.PENDING, CallStatus.FAILED]


def test_start_admits_and_rings_the_providers_that_came_instead() -> None:
    job = make_searched_job(providers=2)
    told: list[int] = []

    def replace_the_providers(number: int) -> None:
        told.append(number)
        if len(told) == 1:
            db.session.execute(delete(Provider).where(Provider.job_id == job.id))
            db.session.commit()
            make_provider(job.id)

    assert calls.start(job.id, admit=replace_the_providers).provider_count == 1

    assert told == [2, 1]
    assert statuses(job.id) == [CallStatus.PENDING]
