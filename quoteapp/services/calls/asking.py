"""What the customer asks for: ring them, ring the failed ones once more, call it off."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, func, literal, or_, select, update

from quoteapp import queue, store
from quoteapp.clients.call_backend import call_backend
from quoteapp.config import settings
from quoteapp.errors import CallBackendUnavailable, JobNotFound, NoProvidersFound, VendorError
from quoteapp.extensions import changed_rows, db, now
from quoteapp.models import Brief, Provider
from quoteapp.models.columns import Moment
from quoteapp.queue import TaskName
from quoteapp.services import erasing
from quoteapp.services.admission import Admit, freely
from quoteapp.services.calls import rows
from quoteapp.services.polling import status
from quoteapp.states import (
    MOST_ATTEMPTS,
    NEVER_AGAIN,
    NEVER_DIAL,
    OPEN,
    CallStatus,
    Outcome,
)

# How long a pending row waits for its task before the sweep enqueues another one.
TASK_LOST_AFTER = timedelta(seconds=10)
# No row opens later than this after it was asked for: a week's cap and a Sunday fit.
LONGEST_OPENING = timedelta(days=8)


def start(job_id: str, retry_failed: bool = False, admit: Admit = freely) -> int:
    """Ask for a call to each of the job's providers; how many providers that are.

    Whoever was asked for already is not asked for again, so that a second click dials nobody.
    With `retry_failed` the failed ones that `can_retry` get a new attempt, once their pause is
    over. Raises `JobNotFound`, `NoProvidersFound` and, before anything is changed,
    `CallBackendUnavailable`, and whatever `admit` does, which is told of how many calls are new.
    """
    if not store.exists(job_id):
        raise JobNotFound(job_id)
    wanted = _wanted(retry_failed)
    query = select(Provider.id, wanted).where(Provider.job_id == job_id)
    asked = {id_: bool(is_new) for id_, is_new in db.session.execute(query)}
    db.session.rollback()  # No connection is held while we talk to the call backend.
    if not asked:
        erasing.refuse_erased(job_id)
        raise NoProvidersFound(job_id)
    if new := [id_ for id_, is_new in asked.items() if is_new]:
        pause = settings.retry_pause(_line())
        admit(len(new))
        # Only those that were counted: another row may have failed meanwhile.
        moved = _ask(job_id, wanted & Provider.id.in_(new), retry_failed, pause)
        if not moved:
            # Another request moved them first, or replaced the providers: what is new by now?
            return start(job_id, retry_failed, admit)
        queue.enqueue(TaskName.PLACE_CALL, [id_ for id_, opens_now in moved.items() if opens_now])
        status.wait_until_seen()
    return len(asked)


def _wanted(retry_failed: bool) -> ColumnElement[bool]:
    """Whether a row is to be dialled by this request: in SQL what `states.can_retry` says."""
    new: ColumnElement[bool] = Provider.call_status.is_(None)
    if not retry_failed:
        return new
    may_retry = (
        (Provider.call_status == CallStatus.FAILED)
        & Provider.outcome.not_in(NEVER_AGAIN)
        & (Provider.attempt < MOST_ATTEMPTS)
        & Provider.refusal.is_distinct_from(NEVER_DIAL)
    )
    return or_(new, may_retry)


def _line() -> str:
    """The line of the call backend, which takes calls. Raises `CallBackendUnavailable`."""
    try:
        return call_backend.check()
    except VendorError as error:
        raise CallBackendUnavailable(str(error)) from error


def _ask(
    job_id: str, wanted: ColumnElement[bool], retry_failed: bool, pause: timedelta
) -> dict[int, bool]:
    """Make the wanted rows pending, each with a new attempt; whether each opens at once, by id.

    Touching the brief first makes this wait for a `complete-job` that is replacing the
    providers, or that one wait for us and then refuse. So it is with the erasing of the job: it
    shuts the keys of our attempts, or we raise `JobNotFound`.
    """
    moment = now()
    started_at = func.coalesce(Brief.calls_started_at, moment)
    lives = (Brief.job_id == job_id, Brief.erased_at.is_(None))
    if not changed_rows(update(Brief).where(*lives).values(calls_started_at=started_at)):
        db.session.rollback()
        raise JobNotFound(job_id)
    resting = _resting(job_id, moment, pause) if retry_failed and pause else {}
    deadlines = {id_: opens_at + _time_for_a_call() for id_, opens_at in resting.items()}
    moved = rows.move(
        Provider.job_id == job_id,
        wanted,
        sources={None, CallStatus.FAILED} if retry_failed else {None},
        target=CallStatus.PENDING,
        attempt=Provider.attempt + 1,
        asked_at=moment,
        opens_at=_each(resting, moment),
        deadline=_each(deadlines, moment + _time_for_a_call()),
        look_at=_each(resting, moment + TASK_LOST_AFTER),
        ended_at=None,
        cancel_asked=False,
        outcome=None,
        estimated_price=None,
        last_offer=None,
        negotiated_price=None,
        call_transcript=None,
        notes=None,
        moves=None,
        reason=None,
        refusal=None,
        call_request=None,
        call_id=None,
    )
    return {row.provider_id: row.provider_id not in resting for row in moved}


def _time_for_a_call() -> timedelta:
    return timedelta(seconds=settings.call_deadline_seconds)


def _resting(job_id: str, moment: datetime, pause: timedelta) -> dict[int, datetime]:
    """When the failed ones whose pause is not over yet open, by id.

    A row from before its end was kept, and one that the clock has put into the future, count as
    ended by now.
    """
    failed = (Provider.job_id == job_id, Provider.call_status == CallStatus.FAILED)
    # Locked, for a call that ends only now must not be taken for one that has rested.
    query = select(Provider.id, Provider.ended_at).where(*failed).with_for_update()
    ends = db.session.execute(query)
    opening = {id_: min(ended_at or moment, moment) + pause for id_, ended_at in ends}
    return {id_: opens_at for id_, opens_at in opening.items() if opens_at > moment}


def _each(moments: Mapping[int, datetime], other: datetime) -> datetime | ColumnElement[datetime]:
    """The moment of each row by its id, and `other` for the rest."""
    if not moments:
        return other
    whens = {id_: literal(moment, Moment) for id_, moment in moments.items()}
    return case(whens, value=Provider.id, else_=literal(other, Moment))


def cancel(job_id: str) -> int:
    """End the job's pending calls and hang up the live ones; how many that are.

    A live one ends when the call backend says how: a price agreed in that very moment counts.
    Raises `JobNotFound`.
    """
    brief = db.session.execute(select(Brief.erased_at).where(Brief.job_id == job_id)).one_or_none()
    is_there = store.exists(job_id) if brief is None else brief.erased_at is None
    if not is_there:
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
