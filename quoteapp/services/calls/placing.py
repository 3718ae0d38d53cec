"""Placing one call: claim the row, post it, write down its id.

Where a process may die:

- before the claim is committed: the row is pending; the sweep enqueues it again.
- after it, before, during or after the post: the row is in progress without a `call_id`; the
  sweep has it posted again with the same key and body, which cannot ring a second phone.
- after the `call_id` is committed: the call backend has the call; callback or sweep settle it.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from quoteapp import queue
from quoteapp.clients.call_backend import NumberRefused, call_backend
from quoteapp.config import settings
from quoteapp.errors import GiveUp, TryAgain, Unsure
from quoteapp.extensions import db, now
from quoteapp.models import Brief, Provider
from quoteapp.models.jobs import plain_price
from quoteapp.queue import TaskName
from quoteapp.services.calls import rows
from quoteapp.services.calls.asking import fail_cancelled
from quoteapp.states import CallStatus, Outcome

logger = logging.getLogger(__name__)

# How long a claim waits for its post to be answered (8 s at most) before it is posted again.
ANSWER_LOST_AFTER = timedelta(seconds=15)
# How long a released row waits for its task's own retry (30 s at most) before the sweep acts.
RETRY_LOST_AFTER = timedelta(seconds=40)
CALLBACK_PATH = "/api/call-events"


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to post one attempt; `again` when an earlier post may have arrived."""

    provider_id: int
    job_id: str
    attempt: int
    key: str
    body: dict[str, Any]
    again: bool


def place(provider_id: int) -> None:
    """Ring one provider, if nobody else is doing it.

    Raises `TryAgain` when the call backend certainly did nothing; the row is pending again then.
    """
    claim = _claim(provider_id)
    if claim is None:
        return
    try:
        call_id = call_backend.start(claim.job_id, claim.key, claim.body)
    except TryAgain as error:
        if claim.again:
            return  # The earlier post may have arrived: the sweep sends the same key once more.
        _release(claim, error)
        raise
    except Unsure as error:
        logger.warning("call unconfirmed", extra=_facts(claim) | {"reason": str(error)})
    except GiveUp as error:
        _refuse(claim, error)
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
    claim = Claim(row.id, row.job_id, row.attempt, row.call_key, _body(row), again=False)
    moved = rows.move(
        Provider.id == claim.provider_id,
        Provider.attempt == claim.attempt,
        Provider.cancel_asked.is_(False),
        sources={CallStatus.PENDING},
        target=CallStatus.IN_PROGRESS,
        call_request=claim.body,
        look_at=now() + ANSWER_LOST_AFTER,
    )
    return claim if moved else None


def _claim_again(row: Provider) -> Claim | None:
    """An unanswered claim whose time has come; moving `look_at` decides who posts it."""
    due = row.look_at
    if due is None or due > now() or row.call_request is None:
        db.session.rollback()
        return None
    claim = Claim(row.id, row.job_id, row.attempt, row.call_key, row.call_request, again=True)
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
        _end(claim, Outcome.CANCELLED, "called off; the call backend never confirmed it")
    return claim if cancelled is False else None


def _body(row: Provider) -> dict[str, Any]:
    """What is posted; once posted, an attempt keeps its body."""
    if row.call_request is not None:
        return row.call_request
    brief = db.session.scalars(select(Brief.body).where(Brief.job_id == row.job_id)).one()
    return {
        "provider_id": row.id,
        "name": row.name,
        "phone": row.phone,
        "brief": brief | {"best_quote": _best_quote(row.job_id)},
        "callback_url": settings.public_url + CALLBACK_PATH,
    }


def _best_quote(job_id: str) -> float | int | str | None:
    """The lowest price that the job's other calls have brought, in dollars."""
    completed = (Provider.job_id == job_id, Provider.call_status == CallStatus.COMPLETED)
    query = select(Provider.negotiated_price, Provider.estimated_price).where(*completed)
    prices = [price for row in db.session.execute(query) if (price := row[0] or row[1])]
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


def _refuse(claim: Claim, error: GiveUp) -> None:
    refused = isinstance(error, NumberRefused)
    outcome = Outcome.INVALID_NUMBER if refused else Outcome.ERROR
    _end(claim, outcome, f"call backend: {error}")


def _end(claim: Claim, outcome: Outcome, reason: str) -> None:
    rows.fail(*_held(claim), sources={CallStatus.IN_PROGRESS}, outcome=outcome, reason=reason)


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
