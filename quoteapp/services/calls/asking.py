"""What the customer asks for: ring them, ring the failed ones once more, call it off."""

from datetime import timedelta

from sqlalchemy import ColumnElement, func, or_, select, update

from quoteapp import queue, store
from quoteapp.clients.call_backend import call_backend
from quoteapp.config import settings
from quoteapp.errors import CallBackendUnavailable, JobNotFound, NoProvidersFound, VendorError
from quoteapp.extensions import changed_rows, db, now
from quoteapp.models import Brief, Provider
from quoteapp.queue import TaskName
from quoteapp.services.calls import rows
from quoteapp.services.polling import status
from quoteapp.states import NEVER_AGAIN, OPEN, CallStatus, Outcome

# How long a pending row waits for its task before the sweep enqueues another one.
TASK_LOST_AFTER = timedelta(seconds=10)


def start(job_id: str, retry_failed: bool = False) -> int:
    """Ask for a call to each of the job's providers; how many providers that are.

    Whoever was asked for already is not asked for again, so that a second click dials nobody.
    With `retry_failed` the failed ones get a new attempt, but for those of `NEVER_AGAIN`.
    Raises `JobNotFound`, `NoProvidersFound` and, before anything is changed,
    `CallBackendUnavailable`.
    """
    if not store.exists(job_id):
        raise JobNotFound(job_id)
    wanted = _wanted(retry_failed)
    asked = db.session.execute(select(wanted).where(Provider.job_id == job_id)).scalars().all()
    db.session.rollback()  # No connection is held while we talk to the call backend.
    if not asked:
        raise NoProvidersFound(job_id)
    if any(asked):
        _check_call_backend()
        queue.enqueue(TaskName.PLACE_CALL, _ask(job_id, wanted, retry_failed))
        status.wait_until_seen()
    return len(asked)


def _wanted(retry_failed: bool) -> ColumnElement[bool]:
    """Whether a row is to be dialled by this request."""
    new: ColumnElement[bool] = Provider.call_status.is_(None)
    if not retry_failed:
        return new
    failed = Provider.call_status == CallStatus.FAILED
    return or_(new, failed & Provider.outcome.not_in(NEVER_AGAIN))


def _check_call_backend() -> None:
    try:
        call_backend.check_health()
    except VendorError as error:
        raise CallBackendUnavailable(str(error)) from error


def _ask(job_id: str, wanted: ColumnElement[bool], retry_failed: bool) -> list[int]:
    """Make the wanted rows pending, each with a new attempt; their ids.

    Touching the brief first makes this wait for a `complete-job` that is replacing the
    providers, or that one wait for us and then refuse.
    """
    moment = now()
    started_at = func.coalesce(Brief.calls_started_at, moment)
    changed_rows(update(Brief).where(Brief.job_id == job_id).values(calls_started_at=started_at))
    moved = rows.move(
        Provider.job_id == job_id,
        wanted,
        sources={None, CallStatus.FAILED} if retry_failed else {None},
        target=CallStatus.PENDING,
        attempt=Provider.attempt + 1,
        deadline=moment + timedelta(seconds=settings.call_deadline_seconds),
        look_at=moment + TASK_LOST_AFTER,
        cancel_asked=False,
        outcome=None,
        estimated_price=None,
        negotiated_price=None,
        call_transcript=None,
        reason=None,
        call_request=None,
        call_id=None,
    )
    return [row.provider_id for row in moved]


def cancel(job_id: str) -> int:
    """End the job's pending calls and hang up the live ones; how many that are.

    A live one ends when the call backend says how: a price agreed in that very moment counts.
    Raises `JobNotFound`.
    """
    if db.session.get(Brief, job_id) is None and not store.exists(job_id):
        raise JobNotFound(job_id)
    open_row = (Provider.job_id == job_id, Provider.call_status.in_(OPEN))
    mark = update(Provider).where(*open_row).values(cancel_asked=True).returning(Provider.id)
    marked = set(db.session.scalars(mark.execution_options(synchronize_session=False)))
    ended = fail_cancelled(Provider.job_id == job_id)
    queue.enqueue(TaskName.HANG_UP_CALL, marked - {row.provider_id for row in ended})
    status.wait_until_seen()
    return len(marked)


def fail_cancelled(*which: ColumnElement[bool]) -> list[rows.Moved]:
    """End what was called off before it was placed."""
    return rows.fail(
        *which,
        Provider.cancel_asked.is_(True),
        sources={CallStatus.PENDING},
        outcome=Outcome.CANCELLED,
        reason="called off before it was placed",
    )
