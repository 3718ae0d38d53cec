"""Placing one call: claim the row, post it, write down its id.

Where a process may die:

- before the claim is committed: the row is pending; the sweep enqueues it again.
- after it, before, during or after the post: the row is in progress without a `call_id`; the
  sweep has it posted again with the same key and body, which cannot ring a second phone.
- after the `call_id` is committed: the call backend has the call; callback or sweep settle it.

A row is claimed no sooner than it opens, whoever sends a task; and not at all if its number has
asked meanwhile not to be called.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update

from quoteapp import queue
from quoteapp.clients.call_backend import NotThere, Refused, call_backend
from quoteapp.config import settings
from quoteapp.errors import GiveUp, TryAgain, Unsure, VendorError
from quoteapp.extensions import db, now
from quoteapp.models import Brief, Provider
from quoteapp.models.jobs import plain_price
from quoteapp.queue import TaskName
from quoteapp.services.calls import rows, stopping
from quoteapp.services.calls.asking import LONGEST_OPENING
from quoteapp.services.calls.cancelling import fail_cancelled
from quoteapp.services.finding.blocked_numbers import block_number_of, is_blocked
from quoteapp.states import CallStatus, Outcome

logger = logging.getLogger(__name__)

# How long a claim waits for its post to be answered (8 s at most) before it is posted again.
ANSWER_LOST_AFTER = timedelta(seconds=15)
# The longest that a task waits for its own retry; a longer wait is the row's.
LONGEST_COUNTDOWN_SECONDS = 30.0
# How long a released row waits for its task's own retry before the sweep acts.
RETRY_LOST_AFTER = timedelta(seconds=LONGEST_COUNTDOWN_SECONDS + 10)
CALLBACK_PATH = "/api/call-events"


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to post one attempt; `again` when an earlier post may have arrived."""

    provider_id: int
    job_id: str
    attempt: int
    asked_at: datetime
    key: str
    body: dict[str, Any]
    again: bool


def place(provider_id: int) -> None:
    """Ring one provider, if nobody else is doing it.

    Raises `TryAgain` when the call backend certainly did nothing; the row is pending again then.
    Where it says to wait for longer, the row opens later, and the sweep sees to it.
    """
    claim = _claim(provider_id)
    if claim is None:
        return
    try:
        call_id = call_backend.start(claim.job_id, claim.key, claim.body)
    except TryAgain as error:
        if claim.again:
            return  # The earlier post may have arrived: the sweep sends the same key once more.
        if error.after is not None and error.after > LONGEST_COUNTDOWN_SECONDS:
            _postpone(claim, error, timedelta(seconds=error.after))
            return
        _release(claim, error)
        raise
    except Unsure as error:
        _note_unconfirmed(claim, error)
    except Refused as error:
        _refuse(claim, error)
    except GiveUp as error:
        if claim.again:
            _note_unconfirmed(claim, error)  # It says nothing of the earlier post.
        else:
            _end(claim, Outcome.ERROR, f"call backend: {error}")
    else:
        _record(claim, call_id)


def _claim(provider_id: int) -> Claim | None:
    """Take the row, or the turn to post an unanswered claim again; `None` if there is no need.

    The key and the body are committed before anything is posted.
    """
    row = db.session.get(Provider, provider_id, populate_existing=True)
    if row is None or row.call_id is not None:
        db.session.rollback()
        return None
    if row.call_status is CallStatus.PENDING:
        return _claim_pending(row)
    if row.call_status is CallStatus.IN_PROGRESS:
        return _claim_again(row)
    db.session.rollback()
    return None


def _claim_pending(row: Provider) -> Claim | None:
    brief = _brief_of(row)
    if stopping.is_met(row.job_id, brief.stop_when):
        stopping.apply(row.job_id)  # It ends instead of ringing.
        return None
    claim = _claim_of(row, _body(row, brief.body), again=False)
    moved = rows.move(
        *_held(claim),
        has_opened(),
        Provider.cancel_asked.is_(False),
        ~is_blocked(Provider.phone),
        sources={CallStatus.PENDING},
        target=CallStatus.IN_PROGRESS,
        call_request=claim.body,
        look_at=now() + ANSWER_LOST_AFTER,
    )
    if not moved:
        _end_blocked(claim)
        return None
    return claim


def _claim_of(row: Provider, body: dict[str, Any], again: bool) -> Claim:
    moment = now()
    asked_at = min(row.asked_at or moment, moment)  # The clock may have been set back.
    return Claim(row.id, row.job_id, row.attempt, asked_at, row.call_key, body, again)


def has_opened() -> ColumnElement[bool]:
    """The condition that a row may be claimed by now."""
    return or_(Provider.opens_at.is_(None), Provider.opens_at <= now())


def _end_blocked(claim: Claim) -> None:
    """A row that was not claimed may be one whose number has asked not to be called."""
    rows.fail(
        *_held(claim),
        is_blocked(Provider.phone),
        sources={CallStatus.PENDING},
        outcome=Outcome.OPTED_OUT,
        reason="its number has asked not to be called",
    )


def _claim_again(row: Provider) -> Claim | None:
    """An unanswered claim whose time has come; moving `look_at` decides who posts it."""
    due = row.look_at
    if due is None or due > now() or row.call_request is None:
        db.session.rollback()
        return None
    claim = _claim_of(row, row.call_request, again=True)
    turn = (
        update(Provider)
        .where(Provider.id == claim.provider_id, Provider.look_at == due)
        .where(Provider.attempt == claim.attempt, Provider.call_id.is_(None))
        .where(Provider.call_status == CallStatus.IN_PROGRESS)
        .values(look_at=now() + ANSWER_LOST_AFTER)
        .returning(Provider.cancel_asked)
        .execution_options(synchronize_session=False)
    )
    cancelled = db.session.scalar(turn)
    db.session.commit()
    if cancelled:
        _shut(claim)
    return claim if cancelled is False else None


def _shut(claim: Claim) -> None:
    """A claim that was called off: whether its post has arrived or may yet, nobody talks on.

    Whoever cannot be told is told at the next turn, until the deadline.
    """
    try:
        call_backend.erase(claim.key)
    except NotThere:
        reason = "called off; the call backend never confirmed it"  # It knows no such request.
    except VendorError as error:
        _note_unconfirmed(claim, error)
        return
    else:
        reason = "called off; its key is shut"
    _end(claim, Outcome.CANCELLED, reason)


def _brief_of(row: Provider) -> Any:
    query = select(Brief.body, Brief.stop_when).where(Brief.job_id == row.job_id)
    return db.session.execute(query).one()


def _body(row: Provider, brief: dict[str, Any]) -> dict[str, Any]:
    """What is posted; once posted, an attempt keeps its body."""
    if row.call_request is not None:
        return row.call_request
    return {
        "provider_id": row.id,
        "name": row.name,
        "phone": row.phone,
        "time_zone": row.time_zone,
        "source": {"kind": row.source, "url": row.source_url},
        "brief": brief | {"best_quote": _best_quote(row.job_id)},
        "callback_url": settings.public_url + CALLBACK_PATH,
    }


def _best_quote(job_id: str) -> float | int | str | None:
    """The lowest price that the job's other calls have brought, in dollars.

    Of each the one that stands: what was agreed, else their last one, else their first.
    """
    completed = (Provider.job_id == job_id, Provider.call_status == CallStatus.COMPLETED)
    columns = (Provider.negotiated_price, Provider.last_offer, Provider.estimated_price)
    rows_of_job = db.session.execute(select(*columns).where(*completed))
    prices = [price for row in rows_of_job if (price := row[0] or row[1] or row[2])]
    return plain_price(min(prices)) if prices else None


def _record(claim: Claim, call_id: str) -> None:
    """Write down the call's id; hang up at once if it was called off, or expired, meanwhile."""
    statement = (
        update(Provider)
        .where(*_held(claim))
        .values(call_id=call_id)
        .returning(Provider.cancel_asked, Provider.call_status)
        .execution_options(synchronize_session=False)
    )
    row = db.session.execute(statement).one_or_none()
    db.session.commit()
    logger.info("call placed", extra=_facts(claim) | {"call_id": call_id})
    if row is not None and (row.cancel_asked or row.call_status is not CallStatus.IN_PROGRESS):
        queue.enqueue(TaskName.HANG_UP_CALL, [claim.provider_id])


def _release(claim: Claim, error: TryAgain) -> None:
    """Certainly nothing happened: the row is pending again, or over if it was called off."""
    wait = timedelta(seconds=error.after or 0) + RETRY_LOST_AFTER
    rows.move(
        *_held(claim),
        sources={CallStatus.IN_PROGRESS},
        target=CallStatus.PENDING,
        look_at=now() + wait,
        reason=f"call backend: {error}",
    )
    fail_cancelled(Provider.id == claim.provider_id)


def _postpone(claim: Claim, error: TryAgain, wait: timedelta) -> None:
    """Certainly nothing happened, and nothing will for a while: the row opens after it.

    Over, if that is later than a row may ever open, or if it was called off.
    """
    opens_at = now() + wait
    if opens_at > claim.asked_at + LONGEST_OPENING:
        _end(claim, Outcome.EXPIRED, f"call backend: {error}, for longer than a row may wait")
        return
    rows.move(
        *_held(claim),
        sources={CallStatus.IN_PROGRESS},
        target=CallStatus.PENDING,
        wave=None,  # It waits for its hour now, not for others.
        opens_at=opens_at,
        look_at=opens_at,
        deadline=opens_at + timedelta(seconds=settings.call_deadline_seconds),
        reason=f"call backend: {error}",
    )
    fail_cancelled(Provider.id == claim.provider_id)


def _refuse(claim: Claim, error: Refused) -> None:
    if error.outcome is Outcome.OPTED_OUT:
        block_number_of(Provider.id == claim.provider_id)
    _end(claim, error.outcome, f"call backend: {error}", error.code)


def _end(claim: Claim, outcome: Outcome, reason: str, refusal: str | None = None) -> None:
    rows.fail(
        *_held(claim),
        sources={CallStatus.IN_PROGRESS},
        outcome=outcome,
        reason=reason,
        refusal=refusal,
    )


def _note_unconfirmed(claim: Claim, error: VendorError) -> None:
    """The row stays claimed: the sweep sends the same key again, until the deadline."""
    logger.warning("call unconfirmed", extra=_facts(claim) | {"reason": str(error)})


def give_up(provider_id: int, reason: str) -> None:
    """End a call that could not be placed within the task's retries."""
    rows.fail(
        Provider.id == provider_id,
        sources={CallStatus.PENDING},
        outcome=Outcome.ERROR,
        reason=reason,
    )


def _held(claim: Claim) -> tuple[Any, ...]:
    """The claimed row, unless it has moved on to a call or to another attempt."""
    return (
        Provider.id == claim.provider_id,
        Provider.attempt == claim.attempt,
        Provider.call_id.is_(None),
    )


def _facts(claim: Claim) -> dict[str, Any]:
    return {
        "job_id": claim.job_id,
        "provider_id": claim.provider_id,
        "attempt": claim.attempt,
        "again": claim.again,
    }
