"""The sweep: every few seconds, mend whatever tasks and callbacks missed.

It reads open rows only, and each of its steps is a conditional UPDATE or a nudge, so that two
sweeps at once do no harm.
"""

import logging
import threading
from datetime import timedelta

from sqlalchemy import ColumnElement, case, literal, or_, select, update
from sqlalchemy.exc import DataError

from quoteapp import queue
from quoteapp.clients.call_backend import LOOKUP_LIMIT, call_backend
from quoteapp.clients.ended_calls import EndedCall
from quoteapp.config import settings
from quoteapp.errors import VendorError
from quoteapp.extensions import changed_rows, db, now
from quoteapp.models import Provider
from quoteapp.models.columns import Moment
from quoteapp.models.providers import IS_OPEN
from quoteapp.queue import Queue, TaskName
from quoteapp.services import erasing
from quoteapp.services.calls import rows, stopping, waves
from quoteapp.services.calls.asking import LONGEST_OPENING, TASK_LOST_AFTER
from quoteapp.services.calls.cancelling import fail_cancelled
from quoteapp.services.calls.placing import (
    LONGEST_COUNTDOWN_SECONDS,
    RETRY_LOST_AFTER,
    has_opened,
)
from quoteapp.states import OPEN, CallStatus, Outcome

logger = logging.getLogger(__name__)

# How many tasks one sweep enqueues of a kind: a backlog must not be buried under nudges.
NUDGES = 500
HANG_UP_LOST_AFTER = timedelta(seconds=10)
# No step ever lets a row that has opened wait longer than this before it is looked at.
LONGEST_LOOK = timedelta(seconds=LONGEST_COUNTDOWN_SECONDS) + RETRY_LOST_AFTER

_sweeping = threading.Lock()

WAITING = IS_OPEN & (Provider.call_status == CallStatus.PENDING)
LIVE = IS_OPEN & (Provider.call_status == CallStatus.IN_PROGRESS)


def sweep() -> None:
    """Settle what ended unheard, end what is overdue, nudge what nobody took, finish erasing.

    In this order: a result that the call backend has is written down before a deadline ends
    its row. While this process is still sweeping, another sweep would only do the same again.
    """
    if not _sweeping.acquire(blocking=False):
        return
    try:
        _sweep()
    finally:
        _sweeping.release()


def _sweep() -> None:
    _settle_ended()
    _expire_overdue()
    fail_cancelled(IS_OPEN)
    stopping.apply_to_all()
    waves.open_later()
    _nudge_pending()
    _nudge_unanswered()
    _nudge_cancelled()
    _mend_clock()
    erasing.finish()


def _settle_ended() -> None:
    """Ask for all live calls, LOOKUP_LIMIT at a time; finish those that are over."""
    query = select(Provider.call_id).where(LIVE, Provider.call_id.is_not(None))
    live = [call_id for call_id in db.session.scalars(query) if call_id]
    db.session.rollback()
    for start in range(0, len(live), LOOKUP_LIMIT):
        try:
            for ended in call_backend.ended_among(live[start : start + LOOKUP_LIMIT]):
                _finish(ended)
        except VendorError as error:
            logger.warning("calls unread", extra={"reason": str(error)})
            return


def _finish(ended: EndedCall) -> None:
    """Finish one row; one that the database refuses must not keep the others waiting."""
    try:
        rows.finish(ended)
    except DataError as error:
        db.session.rollback()
        logger.error("call not written", extra={"reason": type(error).__name__})


def _expire_overdue() -> None:
    """End what is past its deadline, and have those calls hung up."""
    seconds = f"{settings.call_deadline_seconds:g}"
    expired = rows.fail(
        IS_OPEN,
        Provider.deadline <= now(),
        sources=OPEN,
        outcome=Outcome.EXPIRED,
        reason=f"not over within {seconds} s",
    )
    queue.enqueue(TaskName.HANG_UP_CALL, [row.provider_id for row in expired if row.call_id])


def _nudge_pending() -> None:
    """Pending rows that open now, or whose task is lost: enqueue it.

    Where many tasks wait in the queue, theirs are late, not lost.
    """
    if queue.waiting(Queue.CALLS) >= NUDGES:
        return
    due = _take_due(WAITING & has_opened(), wait=TASK_LOST_AFTER)
    queue.enqueue(TaskName.PLACE_CALL, due)


def _nudge_cancelled() -> None:
    """Live calls whose hanging up is lost: enqueue it again."""
    called_off = Provider.call_id.is_not(None) & Provider.cancel_asked
    due = _take_due(LIVE & called_off, wait=HANG_UP_LOST_AFTER)
    queue.enqueue(TaskName.HANG_UP_CALL, due)


def _take_due(which: ColumnElement[bool], wait: timedelta) -> list[int]:
    """The ids of due rows, longest waiting first; each is due again after `wait`."""
    query = select(Provider.id).where(which, Provider.look_at <= now())
    due = list(db.session.scalars(query.order_by(Provider.look_at).limit(NUDGES)))
    if due:
        later = update(Provider).where(which, Provider.id.in_(due)).values(look_at=now() + wait)
        changed_rows(later.execution_options(synchronize_session=False))
    db.session.commit()
    return due


def _nudge_unanswered() -> None:
    """Claims without a `call_id`: `calls.place` takes the turn itself and posts them again."""
    query = (
        select(Provider.id)
        .where(LIVE, Provider.call_id.is_(None), Provider.look_at <= now())
        .order_by(Provider.look_at)
        .limit(NUDGES)
    )
    due = list(db.session.scalars(query))
    db.session.rollback()
    queue.enqueue(TaskName.PLACE_CALL, due)


def _mend_clock() -> None:
    """After the clock was set back, no row may wait longer than it would from now on.

    A row that opens later has its look and its deadline after that.
    """
    moment = now()
    time_for_a_call = timedelta(seconds=settings.call_deadline_seconds)
    deadline, longest = moment + time_for_a_call, moment + LONGEST_LOOK
    latest = moment + LONGEST_OPENING
    has_begun = or_(Provider.call_status != CallStatus.PENDING, has_opened())
    is_late = (Provider.call_status == CallStatus.PENDING) & (Provider.opens_at > latest)
    last = {
        "look_at": case((is_late, literal(latest, Moment)), else_=literal(longest, Moment)),
        "opens_at": case((is_late, literal(latest, Moment)), else_=Provider.opens_at),
        "deadline": case(
            (is_late, literal(latest + time_for_a_call, Moment)), else_=Provider.deadline
        ),
    }
    moves = (
        ((Provider.deadline > deadline) & has_begun, {"deadline": deadline}),
        ((Provider.look_at > longest) & or_(has_begun, is_late), last),
    )
    for which, values in moves:
        mend = update(Provider).where(IS_OPEN, which).values(**values)
        changed_rows(mend.execution_options(synchronize_session=False))
    db.session.commit()
