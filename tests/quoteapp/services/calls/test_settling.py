from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.event import listen

from quoteapp.errors import TryAgain
from quoteapp.extensions import db, now
from quoteapp.models import BlockedNumber, Provider
from quoteapp.queue import TaskName
from quoteapp.services import calls
from quoteapp.services.calls import rows
from quoteapp.services.finding.blocked_numbers import blocked_numbers
from quoteapp.states import PRICED, CallStatus, Outcome
from tests.call_backend import FakeCallBackend
from tests.factories import make_provider
from tests.statements import counted
from tests.tasks_in_line import run_queued_tasks


@pytest.fixture(autouse=True)
def _app(app: Flask) -> None:
    """Every test here needs the app."""


@pytest.fixture
def provider(app: Flask) -> Provider:
    """A provider whose call is live."""
    provider = make_provider(call_status=CallStatus.PENDING)
    calls.place(provider.id)
    db.session.refresh(provider)
    return provider


def call_id_of(provider: Provider) -> str:
    assert provider.call_id is not None
    return provider.call_id


def test_settle_writes_down_price_outcome_and_transcript(
    provider: Provider, call_backend: FakeCallBackend
) -> None:
    call_backend.agree(call_id_of(provider), first=150, agreed=135)

    calls.settle(provider.id)

    db.session.refresh(provider)
    assert provider.call_status is CallStatus.COMPLETED
    assert provider.outcome is Outcome.AGREED
    assert (provider.estimated_price, provider.negotiated_price) == (Decimal(150), Decimal(135))
    assert provider.call_transcript == (
        "Agent: Hello, this is regarding a plumbing job.\n"
        "Provider: That would be 150 dollars. Parts are included.\n"
        "Agent: Could you hold 135 dollars?\nProvider: Yes, I can."
    )


def test_settle_writes_down_what_else_the_call_brought(
    provider: Provider, call_backend: FakeCallBackend
) -> None:
    call = call_backend.agree(call_id_of(provider), first=150.0, agreed=135.0)

    calls.settle(provider.id)

    db.session.refresh(provider)
    assert provider.last_offer == Decimal(135)
    assert (provider.notes, provider.moves) == (call["notes"], call["moves"])


def test_all_that_a_call_brought_is_written_in_one_update(
    provider: Provider, call_backend: FakeCallBackend
) -> None:
    call_backend.agree(call_id_of(provider))
    before = provider.version

    with counted(db.engine) as statements:
        calls.settle(provider.id)

    db.session.refresh(provider)
    updates = [one for one in statements if one.startswith("UPDATE")]
    assert len(updates) == 1
    assert all(f"{name}=" in updates[0] for name in ("outcome", "last_offer", "notes", "moves"))
    assert provider.version == before + 1


def test_who_must_come_and_look_first_failed_and_is_not_rung_again(
    provider: Provider, call_backend: FakeCallBackend
) -> None:
    said = {"role": "provider", "text": "The visit is $55.", "at": "2025-12-10T10:00:10Z"}
    notes = [{"kind": "visit", "text": "The visit is $55.", "price": 55.0, "turn": 0}]
    call_backend.end(call_id_of(provider), "visit_only", transcript=[said], notes=notes)

    calls.settle(provider.id)

    db.session.refresh(provider)
    assert (provider.call_status, provider.outcome) == ("failed", "visit_only")
    assert provider.notes == notes
    assert not provider.can_retry


def test_a_call_of_an_older_call_backend_settles_without_them(
    provider: Provider, call_backend: FakeCallBackend
) -> None:
    call = call_backend.agree(call_id_of(provider))
    for name in ("last_offer", "notes", "moves"):
        del call[name]

    calls.settle(provider.id)

    db.session.refresh(provider)
    assert provider.outcome is Outcome.AGREED
    assert (provider.last_offer, provider.notes, provider.moves) == (None, None, None)


def test_nonsense_beside_the_price_keeps_no_call_from_being_settled(
    provider: Provider, call_backend: FakeCallBackend
) -> None:
    call = call_backend.agree(call_id_of(provider))
    call.update(last_offer="cheap", notes=[{"kind": "gossip"}, 7], moves="many")

    calls.settle(provider.id)

    db.session.refresh(provider)
    assert (provider.outcome, provider.negotiated_price) == (Outcome.AGREED, Decimal(135))
    assert (provider.last_offer, provider.notes, provider.moves) == (None, [], None)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_ends_in_completed_or_failed(
    outcome: Outcome, provider: Provider, call_backend: FakeCallBackend
) -> None:
    call_backend.end(call_id_of(provider), outcome, estimated_price=100.0)

    calls.settle(provider.id)

    db.session.refresh(provider)
    expected = CallStatus.COMPLETED if outcome in PRICED else CallStatus.FAILED
    assert (provider.call_status, provider.outcome) == (expected, outcome)


@pytest.mark.parametrize(
    ("reported", "kept"),
    [
        ({"outcome": "quoted", "estimated_price": 150.0, "negotiated_price": 120.0}, "quoted"),
        ({"outcome": "agreed", "estimated_price": None, "negotiated_price": None}, "no_agreement"),
    ],
)
def test_no_agreement_is_claimed_that_is_not_there(
    reported: dict[str, Any], kept: str, provider: Provider, call_backend: FakeCallBackend
) -> None:
    call_backend.end(call_id_of(provider), **reported)

    calls.settle(provider.id)

    db.session.refresh(provider)
    assert (provider.outcome, provider.negotiated_price) == (kept, None)


def test_who_opts_out_is_blocked_in_the_transaction_that_settles_the_row(
    provider: Provider, call_backend: FakeCallBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_backend.end(call_id_of(provider), "opted_out")
    commits: list[tuple[int, bool]] = []
    listen(db.session(), "before_commit", lambda _: commits.append(written(provider.id)))

    calls.settle(provider.id)

    assert commits == [(1, True)]
    (blocked,) = blocked_numbers()
    assert (blocked.phone, blocked.why) == (provider.phone, "opted out in a call")


def written(provider_id: int) -> tuple[int, bool]:
    """How many numbers are blocked, and whether the row is over, as the open transaction has it."""
    row = db.session.execute(select(Provider.outcome).where(Provider.id == provider_id)).scalar()
    count = db.session.scalar(select(func.count()).select_from(BlockedNumber))
    return count or 0, row is Outcome.OPTED_OUT


@pytest.mark.parametrize("outcome", [one for one in Outcome if one is not Outcome.OPTED_OUT])
def test_nobody_else_is_blocked(
    outcome: Outcome, provider: Provider, call_backend: FakeCallBackend
) -> None:
    call_backend.end(call_id_of(provider), outcome, estimated_price=100.0)

    calls.settle(provider.id)

    assert blocked_numbers() == []


def test_an_opt_out_is_heard_though_the_row_has_expired(
    provider: Provider, call_backend: FakeCallBackend
) -> None:
    call_backend.end(call_id_of(provider), "opted_out")
    rows.fail(
        Provider.id == provider.id,
        sources={CallStatus.IN_PROGRESS},
        outcome=Outcome.EXPIRED,
        reason="not over within 900 s",
    )

    calls.hang_up(provider.id)

    assert [one.phone for one in blocked_numbers()] == [provider.phone]
    db.session.refresh(provider)
    assert provider.outcome is Outcome.EXPIRED


def test_two_jobs_that_hear_the_same_opt_out_block_it_once(
    provider: Provider, call_backend: FakeCallBackend
) -> None:
    other = make_provider(call_status=CallStatus.PENDING, phone=provider.phone)
    calls.place(other.id)
    for call_id in list(call_backend.calls):
        call_backend.end(call_id, "opted_out")

    calls.sweep()

    assert [one.phone for one in blocked_numbers()] == [provider.phone]
    db.session.refresh(other)
    assert other.outcome is Outcome.OPTED_OUT


def test_a_finished_row_says_when_it_ended(
    provider: Provider, call_backend: FakeCallBackend
) -> None:
    call_backend.agree(call_id_of(provider))

    calls.settle(provider.id)

    db.session.refresh(provider)
    assert provider.ended_at is not None
    assert abs(provider.ended_at - now()) < timedelta(seconds=5)


def test_settle_waits_while_the_call_is_live(provider: Provider) -> None:
    calls.settle(provider.id)

    db.session.refresh(provider)
    assert provider.call_status is CallStatus.IN_PROGRESS


def test_settle_never_changes_a_finished_row(
    provider: Provider, call_backend: FakeCallBackend
) -> None:
    call_backend.agree(call_id_of(provider))
    calls.settle(provider.id)
    call_backend.end(call_id_of(provider), "declined", estimated_price=1.0)

    calls.settle(provider.id)
    calls.sweep()
    calls.hang_up(provider.id)

    db.session.refresh(provider)
    assert provider.outcome is Outcome.AGREED
    assert provider.negotiated_price == Decimal(135)


@pytest.mark.parametrize(
    "garbage",
    [
        (500, {"detail": "crashed"}),
        (404, {"detail": "No such call"}),
        (200, b"not json"),
        (200, []),
        (200, {"call_id": "x", "status": "ended", "outcome": "dancing"}),
        (200, {"call_id": "x", "status": "ended", "outcome": "busy", "transcript": 3}),
    ],
)
def test_settle_leaves_the_row_when_the_answer_is_garbage(
    garbage: Any, provider: Provider, call_backend: FakeCallBackend
) -> None:
    call_backend.fault = lambda *_: garbage

    calls.settle(provider.id)

    db.session.refresh(provider)
    assert provider.call_status is CallStatus.IN_PROGRESS


def test_settle_is_tried_again_when_the_call_backend_is_away(
    provider: Provider, call_backend: FakeCallBackend
) -> None:
    call_backend.stop()

    with pytest.raises(TryAgain):
        calls.settle(provider.id)


def test_hear_enqueues_the_settling_of_an_ended_call(provider: Provider) -> None:
    calls.hear(call_id_of(provider), "ended")

    assert run_queued_tasks() == [(TaskName.SETTLE_CALL, (provider.id,))]


@pytest.mark.parametrize("status", ["queued", "dialing", "ringing", "in_progress"])
def test_hear_has_no_effect_while_the_call_goes_on(status: str, provider: Provider) -> None:
    calls.hear(call_id_of(provider), status)

    assert run_queued_tasks() == []


def test_hear_has_no_effect_for_a_call_that_is_not_ours() -> None:
    calls.hear("nobody's", "ended")

    assert run_queued_tasks() == []


def test_hear_has_no_effect_once_the_row_is_finished(
    provider: Provider, call_backend: FakeCallBackend
) -> None:
    call_backend.agree(call_id_of(provider))
    calls.settle(provider.id)

    calls.hear(call_id_of(provider), "ended")

    assert run_queued_tasks() == []


def test_a_callback_of_an_earlier_attempt_has_no_effect(
    provider: Provider, call_backend: FakeCallBackend
) -> None:
    old_call = call_id_of(provider)
    call_backend.end(old_call, "busy")
    calls.settle(provider.id)
    calls.start(provider.job_id, calls.Asking(retry_failed=True))
    run_queued_tasks()
    call_backend.end(old_call, "agreed", estimated_price=1.0, negotiated_price=1.0)

    calls.hear(old_call, "ended")
    calls.sweep()
    run_queued_tasks()

    db.session.refresh(provider)
    assert provider.call_status is CallStatus.IN_PROGRESS
