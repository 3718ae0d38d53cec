from contextlib import nullcontext
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
from quoteapp.services.calls import placing
from quoteapp.services.finding.blocked_numbers import block, blocked_numbers
from quoteapp.states import CallStatus, Outcome
from tests.call_backend import FakeCallBackend
from tests.factories import make_provider, make_searched_job
from tests.rows import every
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
            "time_zone": None,
            "source": {"kind": "sample", "url": None},
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


@every(
    ("prices", "best"),
    [
        ({"estimated_price": 1200, "last_offer": 1050}, 1050),
        ({"estimated_price": 150, "last_offer": 140, "negotiated_price": 135}, 135),
        ({"estimated_price": 150, "last_offer": 180}, 180),  # They went up, and that stands.
        ({"estimated_price": 150}, 150),
    ],
)
def test_of_a_call_the_price_that_stands_is_told(
    prices: dict[str, int], best: int, call_backend: FakeCallBackend
) -> None:
    done = {name: Decimal(price) for name, price in prices.items()}
    job = make_searched_job(providers=0)
    make_provider(job.id, call_status=CallStatus.COMPLETED, outcome=Outcome.QUOTED, **done)
    provider = make_provider(job.id, call_status=CallStatus.PENDING)

    calls.place(provider.id)

    assert call_backend.bodies[-1]["brief"]["best_quote"] == best


def test_what_a_failed_call_heard_is_no_quote(call_backend: FakeCallBackend) -> None:
    job = make_searched_job(providers=0)
    lost = {"call_status": CallStatus.FAILED, "outcome": Outcome.OPTED_OUT}
    make_provider(job.id, estimated_price=Decimal(90), last_offer=Decimal(80), **lost)
    provider = make_provider(job.id, call_status=CallStatus.PENDING)

    calls.place(provider.id)

    assert call_backend.bodies[0]["brief"]["best_quote"] is None


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
    assert call_backend.erased == {provider.call_key}


def test_a_call_whose_answer_was_lost_is_hung_up_when_it_is_called_off(
    call_backend: FakeCallBackend,
) -> None:
    provider = pending()
    call_backend.answer_lost = True
    calls.place(provider.id)
    calls.cancel(provider.job_id)
    its_turn(provider)

    calls.place(provider.id)

    assert call_backend.calls == {}
    assert posts(call_backend) == 1
    db.session.refresh(provider)
    assert (provider.outcome, provider.reason) == (
        Outcome.CANCELLED,
        "called off; its key is shut",
    )


@pytest.mark.parametrize("fault", [(500, {}), (401, {}), (503, {}, {"Retry-After": "1"})])
def test_a_claim_that_is_called_off_is_shut_again_until_the_call_backend_hears_it(
    fault: Any, call_backend: FakeCallBackend
) -> None:
    provider = unanswered(cancel_asked=True)
    call_backend.fault = lambda *_: fault
    calls.place(provider.id)
    db.session.refresh(provider)
    first = provider.call_status
    call_backend.fault = None
    its_turn(provider)

    calls.place(provider.id)

    db.session.refresh(provider)
    assert (first, provider.outcome) == (CallStatus.IN_PROGRESS, Outcome.CANCELLED)
    assert call_backend.dialled == []


def test_a_call_backend_that_cannot_shut_a_key_does_not_hold_a_cancellation_up(
    call_backend: FakeCallBackend,
) -> None:
    provider = unanswered(cancel_asked=True)
    call_backend.fault = lambda *_: (404, {"detail": "Not found"})

    calls.place(provider.id)

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


REFUSALS = [
    (422, "number_refused", Outcome.INVALID_NUMBER, False),
    (422, "do_not_call", Outcome.OPTED_OUT, False),
    (422, "never_dial", Outcome.ERROR, False),
    (422, "bad_request", Outcome.ERROR, True),
    (410, "erased", Outcome.ERROR, True),
    (409, "key_reused", Outcome.ERROR, True),
]


@pytest.mark.parametrize(("status", "code", "outcome", "may_retry"), REFUSALS)
@pytest.mark.parametrize("make", [pending, unanswered])
def test_place_ends_what_the_call_backend_refuses_as_its_code_says(
    make: Any,
    status: int,
    code: str,
    outcome: Outcome,
    may_retry: bool,
    call_backend: FakeCallBackend,
) -> None:
    provider = make()
    call_backend.fault = lambda *_: (status, {"detail": "No.", "code": code})

    calls.place(provider.id)

    db.session.refresh(provider)
    assert (provider.call_status, provider.outcome) == (CallStatus.FAILED, outcome)
    assert provider.reason == f"call backend: HTTP {status} {code}: No."
    assert (provider.refusal, provider.can_retry) == (code, may_retry)


def test_a_wrong_public_url_condemns_no_business(call_backend: FakeCallBackend) -> None:
    """Every 422 was once taken for a bad number."""
    provider = pending()
    said = {"detail": "callback_url: not one of ours", "code": "bad_request"}
    call_backend.fault = lambda *_: (422, said)
    calls.place(provider.id)
    call_backend.fault = None

    calls.start(provider.job_id, calls.Asking(retry_failed=True))
    run_queued_tasks()

    assert call_backend.dialled == [provider.phone]


def test_a_number_that_the_call_backend_may_not_call_is_blocked_here_too(
    call_backend: FakeCallBackend,
) -> None:
    provider = pending()
    call_backend.blocked.add(str(provider.phone))

    calls.place(provider.id)

    (blocked,) = blocked_numbers()
    assert (blocked.phone, blocked.why) == (provider.phone, "opted out in a call")


def test_a_refused_token_ends_the_row_as_an_error_that_can_be_retried(
    call_backend: FakeCallBackend,
) -> None:
    provider = pending()
    call_backend.token = "another-token-than-ours-is"

    calls.place(provider.id)

    db.session.refresh(provider)
    assert (provider.call_status, provider.outcome) == (CallStatus.FAILED, Outcome.ERROR)
    assert provider.reason == "call backend: it refuses our token"
    assert (provider.refusal, provider.can_retry) == (None, True)


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_post_that_may_have_arrived_is_not_ended_by_a_refusal_at_the_door(
    status: int, call_backend: FakeCallBackend
) -> None:
    provider = pending()
    call_backend.answer_lost = True
    calls.place(provider.id)
    call_backend.answer_lost, call_backend.fault = False, lambda *_: (status, {"detail": "No"})
    its_turn(provider)

    calls.place(provider.id)
    db.session.refresh(provider)
    waiting = provider.call_status
    call_backend.fault = None
    its_turn(provider)
    calls.place(provider.id)

    assert waiting is CallStatus.IN_PROGRESS
    assert call_backend.dialled == [provider.phone]
    db.session.refresh(provider)
    assert provider.call_id in call_backend.calls


def its_turn(provider: Provider) -> None:
    """Let the time come in which an unanswered claim is posted again."""
    provider.look_at = now() + LONG_AGO
    db.session.commit()


def test_a_long_wait_is_the_rows_and_no_countdown(call_backend: FakeCallBackend) -> None:
    provider = pending(asked_at=now())
    call_backend.fault = lambda *_: (503, {"detail": "Night"}, {"Retry-After": "36000"})

    calls.place(provider.id)  # Raises nothing: no task is retried.

    db.session.refresh(provider)
    assert provider.call_status is CallStatus.PENDING
    assert provider.reason == "call backend: HTTP 503"
    later = now() + timedelta(hours=10)
    assert is_near(provider.opens_at, later)
    assert is_near(provider.look_at, later)
    assert is_near(provider.deadline, later + timedelta(seconds=900))


def is_near(moment: Any, expected: Any) -> bool:
    return bool(abs(moment - expected) < timedelta(seconds=5))


@pytest.mark.parametrize(("after", "is_raised"), [("30", True), ("31", False)])
def test_a_wait_above_thirty_seconds_is_a_long_one(
    after: str, is_raised: bool, call_backend: FakeCallBackend
) -> None:
    provider = pending()
    call_backend.fault = lambda *_: (429, {"detail": "Later"}, {"Retry-After": after})

    with pytest.raises(TryAgain) if is_raised else nullcontext():
        calls.place(provider.id)

    db.session.refresh(provider)
    assert provider.call_status is CallStatus.PENDING
    assert (provider.opens_at is None) is is_raised


def test_a_row_that_would_open_later_than_eight_days_after_it_was_asked_for_expires(
    call_backend: FakeCallBackend,
) -> None:
    old, young = (pending(asked_at=now() - timedelta(days=days)) for days in (7, 6))
    call_backend.fault = lambda *_: (503, {}, {"Retry-After": str(36 * 3600)})

    calls.place(old.id)
    calls.place(young.id)

    db.session.refresh(old)
    db.session.refresh(young)
    assert (old.call_status, old.outcome) == (CallStatus.FAILED, Outcome.EXPIRED)
    assert old.can_retry
    assert young.call_status is CallStatus.PENDING


def test_a_long_wait_ends_what_was_called_off_meanwhile(
    app: Flask, call_backend: FakeCallBackend
) -> None:
    provider = pending()
    job_id = provider.job_id

    def cancel_and_refuse(method: str, path: str) -> Any:
        with app.app_context():
            calls.cancel(job_id)
        return 503, {"detail": "night"}, {"Retry-After": "3600"}

    call_backend.fault = cancel_and_refuse
    calls.place(provider.id)

    db.session.refresh(provider)
    assert provider.outcome is Outcome.CANCELLED


def test_a_row_is_not_claimed_before_it_opens_whoever_sends_a_task(
    call_backend: FakeCallBackend,
) -> None:
    soon = now() + timedelta(seconds=30)
    provider = pending(opens_at=soon, look_at=now() + LONG_AGO)

    calls.place(provider.id)
    calls.sweep()
    run_queued_tasks()

    assert posts(call_backend) == 0
    db.session.refresh(provider)
    assert provider.call_status is CallStatus.PENDING


def test_a_row_is_claimed_once_it_has_opened(call_backend: FakeCallBackend) -> None:
    provider = pending(opens_at=now() + LONG_AGO)

    calls.place(provider.id)

    assert call_backend.dialled == [provider.phone]


def test_a_row_whose_number_was_blocked_meanwhile_ends_undialled(
    call_backend: FakeCallBackend,
) -> None:
    job = make_searched_job(providers=0)
    blocked, other = (make_provider(job.id) for _ in range(2))
    block(str(blocked.phone))

    count = calls.start(job.id).provider_count
    run_queued_tasks()

    assert count == 2
    assert call_backend.dialled == [other.phone]
    assert call_backend.keys == [other.call_key]
    db.session.refresh(blocked)
    assert (blocked.call_status, blocked.outcome) == (CallStatus.FAILED, Outcome.OPTED_OUT)
    assert blocked.reason == "its number has asked not to be called"
    assert not blocked.can_retry


def test_a_number_that_is_blocked_between_the_look_and_the_claim_is_not_dialled(
    app: Flask, call_backend: FakeCallBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = pending()
    phone, body_of = str(provider.phone), placing._body

    def block_meanwhile(row: Provider, brief: dict[str, Any]) -> Any:
        body = body_of(row, brief)
        db.session.commit()
        with app.app_context():
            block(phone)
        return body

    monkeypatch.setattr(placing, "_body", block_meanwhile)
    calls.place(provider.id)

    assert posts(call_backend) == 0
    db.session.refresh(provider)
    assert provider.outcome is Outcome.OPTED_OUT


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
