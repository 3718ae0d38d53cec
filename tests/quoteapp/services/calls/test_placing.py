from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask

from quoteapp.errors import TryAgain
from quoteapp.extensions import db, now
from quoteapp.models import Provider
from quoteapp.queue import TaskName
from quoteapp.services import calls
from quoteapp.states import CallStatus, Outcome
from tests.call_backend import FakeCallBackend
from tests.factories import make_provider, make_searched_job
from tests.tasks_in_line import run_queued_tasks

LONG_AGO = timedelta(minutes=-5)


def pending(**changes: Any) -> Provider:
    return make_provider(call_status=CallStatus.PENDING, **changes)


def unanswered(**changes: Any) -> Provider:
    """A claim whose post was never answered, and whose time to be posted again has come."""
    provider = pending()
    provider.call_status = CallStatus.IN_PROGRESS
    provider.call_request = {"provider_id": provider.id, "phone": provider.phone, "brief": {}}
    provider.look_at = now() + LONG_AGO
    for name, value in changes.items():
        setattr(provider, name, value)
    db.session.commit()
    return provider


def posts(backend: FakeCallBackend) -> int:
    return len(backend.bodies)


@pytest.fixture(autouse=True)
def _app(app: Flask) -> None:
    """Every test here needs the app."""


def test_place_posts_what_the_contract_says(call_backend: FakeCallBackend) -> None:
    job = make_searched_job(providers=0)
    provider = make_provider(job.id, call_status=CallStatus.PENDING)

    calls.place(provider.id)

    assert call_backend.bodies == [
        {
            "provider_id": provider.id,
            "name": provider.name,
            "phone": provider.phone,
            "brief": {
                "task": "plumber",
                "problem": "your toilet needs to be fixed",
                "answers": [{"question": "Question 1?", "answer": "It runs constantly"}],
                "zip_code": "95126",
                "date_needed": "2025-12-10",
                "price_limit": 250,
                "best_quote": None,
            },
            "callback_url": "http://localhost:8000/api/call-events",
        }
    ]
    assert call_backend.requests == [("POST", f"/start-job/{job.id}")]


def test_place_keeps_the_call_id(call_backend: FakeCallBackend) -> None:
    provider = pending()

    calls.place(provider.id)

    db.session.refresh(provider)
    assert provider.call_status is CallStatus.IN_PROGRESS
    assert provider.call_id in call_backend.calls


def test_place_rings_once_when_delivered_twice(call_backend: FakeCallBackend) -> None:
    provider = pending()

    calls.place(provider.id)
    calls.place(provider.id)

    assert call_backend.dialled == [provider.phone]
    assert posts(call_backend) == 1


def test_place_posts_once_when_delivered_on_two_workers_at_the_same_moment(
    app: Flask, call_backend: FakeCallBackend
) -> None:
    provider_id = pending().id
    workers = 6
    barrier = Barrier(workers)

    def work() -> None:
        with app.app_context():
            barrier.wait()
            calls.place(provider_id)

    threads = [Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert posts(call_backend) == 1


def test_place_tells_the_best_quote_of_the_same_job(call_backend: FakeCallBackend) -> None:
    job = make_searched_job(providers=0)
    done = {"call_status": CallStatus.COMPLETED, "outcome": Outcome.QUOTED}
    make_provider(job.id, estimated_price=Decimal("1000.00"), **done)
    make_provider(job.id, estimated_price=Decimal(200), negotiated_price=Decimal("185.50"), **done)
    make_provider(estimated_price=Decimal(10), **done)
    provider = make_provider(job.id, call_status=CallStatus.PENDING)

    calls.place(provider.id)

    assert call_backend.bodies[0]["brief"]["best_quote"] == 185.5


def test_place_goes_back_to_pending_when_certainly_nothing_happened(
    call_backend: FakeCallBackend,
) -> None:
    provider = pending()
    call_backend.stop()

    with pytest.raises(TryAgain, match="Connection refused"):
        calls.place(provider.id)

    db.session.refresh(provider)
    assert provider.call_status is CallStatus.PENDING
    assert provider.reason == "call backend: Connection refused"


def test_place_sends_the_same_key_and_body_when_tried_again(
    call_backend: FakeCallBackend,
) -> None:
    job = make_searched_job(providers=0)
    provider = make_provider(job.id, call_status=CallStatus.PENDING)
    call_backend.fault = lambda *_: (503, {"detail": "full"}, {"Retry-After": "1"})
    with pytest.raises(TryAgain):
        calls.place(provider.id)
    call_backend.fault = None
    make_provider(
        job.id,
        call_status=CallStatus.COMPLETED,
        outcome=Outcome.QUOTED,
        estimated_price=Decimal(99),
    )

    calls.place(provider.id)

    assert call_backend.bodies[0]["brief"]["best_quote"] is None
    assert call_backend.keys == [f"{job.id}:{provider.id}:1"]


@pytest.mark.parametrize(
    "fault",
    [
        (500, {"detail": "crashed"}),
        (502, b"<html>bad gateway</html>"),
        (503, {"detail": "a proxy says so, without Retry-After"}),
        (202, b"garbage"),
        (202, {"status": "started"}),
        (202, []),
    ],
)
def test_place_stays_in_progress_when_unsure(fault: Any, call_backend: FakeCallBackend) -> None:
    provider = pending()
    call_backend.fault = lambda *_: fault

    calls.place(provider.id)

    db.session.refresh(provider)
    assert provider.call_status is CallStatus.IN_PROGRESS
    assert provider.call_id is None


def test_an_answer_that_was_lost_is_asked_for_with_the_same_key(
    call_backend: FakeCallBackend,
) -> None:
    provider = pending()
    call_backend.answer_lost = True
    calls.place(provider.id)
    call_backend.answer_lost = False
    provider.look_at = now() + LONG_AGO
    db.session.commit()

    calls.sweep()
    ran = run_queued_tasks()

    assert (TaskName.PLACE_CALL, (provider.id,)) in ran
    assert call_backend.dialled == [provider.phone]
    assert len(set(call_backend.keys)) == 1
    db.session.refresh(provider)
    assert provider.call_id in call_backend.calls


def test_an_unanswered_claim_is_not_posted_again_before_its_time(
    call_backend: FakeCallBackend,
) -> None:
    provider = unanswered(look_at=now() + timedelta(seconds=5))

    calls.place(provider.id)
    calls.sweep()
    run_queued_tasks()

    assert posts(call_backend) == 0


def test_an_unanswered_claim_is_posted_by_one_of_two(call_backend: FakeCallBackend) -> None:
    provider = unanswered()

    calls.place(provider.id)
    calls.place(provider.id)

    assert posts(call_backend) == 1


def test_an_unanswered_claim_never_goes_back_to_pending(call_backend: FakeCallBackend) -> None:
    provider = unanswered()
    call_backend.stop()

    calls.place(provider.id)

    db.session.refresh(provider)
    assert provider.call_status is CallStatus.IN_PROGRESS


def test_an_unanswered_claim_that_was_called_off_is_not_posted_again(
    call_backend: FakeCallBackend,
) -> None:
    provider = unanswered(cancel_asked=True)

    calls.place(provider.id)

    assert posts(call_backend) == 0
    db.session.refresh(provider)
    assert provider.outcome is Outcome.CANCELLED


def test_a_call_that_was_called_off_while_being_posted_is_hung_up(
    app: Flask, call_backend: FakeCallBackend
) -> None:
    job = make_searched_job(providers=0)
    provider_id = make_provider(job.id, call_status=CallStatus.PENDING).id

    def cancel_meanwhile(method: str, path: str) -> None:
        if path.startswith("/start-job"):
            with app.app_context():
                calls.cancel(job.id)

    call_backend.fault = cancel_meanwhile
    calls.place(provider_id)
    run_queued_tasks()

    row = db.session.get(Provider, provider_id, populate_existing=True)
    assert row is not None
    assert row.outcome is Outcome.CANCELLED
    assert [call["outcome"] for call in call_backend.calls.values()] == ["cancelled"]


def test_a_call_that_was_called_off_while_being_refused_is_over(
    app: Flask, call_backend: FakeCallBackend
) -> None:
    job = make_searched_job(providers=0)
    provider_id = make_provider(job.id, call_status=CallStatus.PENDING).id

    def cancel_and_refuse(method: str, path: str) -> Any:
        with app.app_context():
            calls.cancel(job.id)
        return 429, {"detail": "later"}, {"Retry-After": "1"}

    call_backend.fault = cancel_and_refuse
    with pytest.raises(TryAgain):
        calls.place(provider_id)

    row = db.session.get(Provider, provider_id, populate_existing=True)
    assert row is not None
    assert row.outcome is Outcome.CANCELLED


@pytest.mark.parametrize(
    ("status", "outcome"), [(422, Outcome.INVALID_NUMBER), (409, Outcome.ERROR)]
)
def test_place_ends_what_the_call_backend_refuses(
    status: int, outcome: Outcome, call_backend: FakeCallBackend
) -> None:
    provider = pending()
    call_backend.fault = lambda *_: (status, {"detail": "no"})

    calls.place(provider.id)

    db.session.refresh(provider)
    assert (provider.call_status, provider.outcome) == (CallStatus.FAILED, outcome)
    assert provider.reason == f"call backend: HTTP {status}"


@pytest.mark.parametrize("status", [None, CallStatus.COMPLETED, CallStatus.FAILED])
def test_place_does_nothing_unless_a_call_is_asked_for(
    status: CallStatus | None, call_backend: FakeCallBackend
) -> None:
    provider = make_provider(call_status=status)

    calls.place(provider.id)
    calls.place(987654321)

    assert posts(call_backend) == 0


def test_give_up_ends_a_pending_row_with_its_reason() -> None:
    provider = pending()

    calls.give_up(provider.id, "given up after 11 tries: Connection refused")

    db.session.refresh(provider)
    assert (provider.call_status, provider.outcome) == (CallStatus.FAILED, Outcome.ERROR)
    assert provider.reason == "given up after 11 tries: Connection refused"


def test_no_connection_is_held_while_the_call_backend_is_asked(
    call_backend: FakeCallBackend,
) -> None:
    provider_id = pending().id
    pool = db.engine.pool
    held: list[int] = []
    call_backend.fault = lambda *_: held.append(pool.checkedout())  # type: ignore[attr-defined, func-returns-value]

    calls.place(provider_id)

    assert held == [0]
