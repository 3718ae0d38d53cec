"""What the customer asks for: ring them, all or some, and ring the failed ones once more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, func, literal, null, or_, select, update

from quoteapp import queue, store
from quoteapp.clients.call_backend import call_backend
from quoteapp.config import SIMULATED_LINE, settings
from quoteapp.errors import (
    CallBackendUnavailable,
    ConfirmationNeeded,
    JobNotFound,
    NoProvidersFound,
    VendorError,
)
from quoteapp.extensions import changed_rows, db, now
from quoteapp.models import Brief, Provider
from quoteapp.models.columns import Moment
from quoteapp.queue import TaskName
from quoteapp.services import erasing
from quoteapp.services.admission import Admit, freely
from quoteapp.services.calls import rows, stopping, waves
from quoteapp.services.calls.narrowing import refuse_strangers
from quoteapp.services.polling import status
from quoteapp.states import (
    MOST_ATTEMPTS,
    NEVER_AGAIN,
    NEVER_DIAL,
    CallStatus,
)

# How long a pending row waits for its task before the sweep enqueues another one.
TASK_LOST_AFTER = timedelta(seconds=10)
# No row opens later than this after it was asked for: a week's cap and a Sunday fit.
LONGEST_OPENING = timedelta(days=8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What one request asks for."""

    retry_failed: bool = False
    # None: all of the job's.
    provider_ids: tuple[int, ...] | None = None
    strategy: str = waves.WAVES
    stop_when: dict[str, Any] | None = None
    confirmed: bool = False


class Asked(NamedTuple):
    """How many of the request's providers have been asked for by now, and whether one is new."""

    provider_count: int
    is_new: bool


EVERYBODY = Asking()


def start(job_id: str, asking: Asking = EVERYBODY, admit: Admit = freely) -> Asked:
    """Ask for a call to each of the providers that the request means.

    Whoever was asked for already is not asked for again, so that a second click dials nobody.
    With `retry_failed` the failed ones that `can_retry` get a new attempt, once their pause is
    over. Raises `JobNotFound`, `NoProvidersFound` and, before anything is changed, `InvalidInput`
    for ids of another job, `CallBackendUnavailable`, `ConfirmationNeeded`, and whatever `admit`
    does, which is told of how many calls are new.
    """
    if not store.exists(job_id):
        raise JobNotFound(job_id)
    rows_of_job = _rows(job_id, asking.retry_failed)
    if not rows_of_job:
        erasing.refuse_erased(job_id)
        raise NoProvidersFound(job_id)
    meant = set(rows_of_job) if asking.provider_ids is None else set(asking.provider_ids)
    refuse_strangers(meant, rows_of_job)
    new = {id_: is_first for id_ in sorted(meant) if (is_first := rows_of_job[id_]) is not None}
    if not new:
        return Asked(len(meant), is_new=False)
    line = _line()
    _refuse_unconfirmed(job_id, line, asking.confirmed)
    admit(len(new))
    # Only those that were counted: another row may have failed meanwhile.
    moved = _ask(job_id, new, asking, line)
    if not moved:
        # Another request moved them first, or replaced the providers: what is new by now?
        return start(job_id, asking, admit)
    queue.enqueue(TaskName.PLACE_CALL, [id_ for id_, opens_now in moved.items() if opens_now])
    status.wait_until_seen()
    return Asked(len(meant), is_new=True)


def _rows(job_id: str, retry_failed: bool) -> dict[int, bool | None]:
    """The job's providers by id: None for one that this request does not dial, else whether it
    was never rung before.
    """
    columns = (Provider.id, _wanted(retry_failed), Provider.call_status.is_(None))
    query = select(*columns).where(Provider.job_id == job_id)
    found = {
        id_: bool(first) if is_new else None for id_, is_new, first in db.session.execute(query)
    }
    db.session.rollback()  # No connection is held while we talk to the call backend.
    return found


def _refuse_unconfirmed(job_id: str, line: str, confirmed: bool) -> None:
    """On a real line the customer confirms once that these businesses are rung for them."""
    if line == SIMULATED_LINE or confirmed:
        return
    query = select(Brief.confirmed_at).where(Brief.job_id == job_id)
    confirmed_at = db.session.scalar(query)
    db.session.rollback()
    if confirmed_at is None:
        raise ConfirmationNeeded(job_id)


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


def _ask(job_id: str, new: dict[int, bool], asking: Asking, line: str) -> dict[int, bool]:
    """Make the wanted rows pending, each with a new attempt; whether each opens at once, by id.

    Touching the brief first makes this wait for a `complete-job` that is replacing the
    providers, or that one wait for us and then refuse. So it is with the erasing of the job: it
    shuts the keys of our attempts, or we raise `JobNotFound`. The rule of a request that asks for
    something new is committed with what it asks for, and not at all without.
    """
    moment = now()
    _touch_brief(job_id, asking, line, moment)
    rest = settings.retry_pause(line) if asking.retry_failed else timedelta()
    resting = _resting(job_id, moment, rest) if rest else {}
    in_waves = waves.waves_of([id_ for id_, is_first in new.items() if is_first], asking.strategy)
    later = {id_: moment + waves.pause() for id_, one in in_waves.items() if one == waves.LATER}
    opening = resting | later
    deadlines = {id_: opens_at + _time_for_a_call() for id_, opens_at in opening.items()}
    moved = rows.move(
        Provider.job_id == job_id,
        _wanted(asking.retry_failed) & Provider.id.in_(new),
        sources={None, CallStatus.FAILED} if asking.retry_failed else {None},
        target=CallStatus.PENDING,
        attempt=Provider.attempt + 1,
        asked_at=moment,
        wave=case(in_waves, value=Provider.id, else_=null()) if in_waves else None,
        opens_at=_each(opening, moment),
        deadline=_each(deadlines, moment + _time_for_a_call()),
        look_at=_each(opening, moment + TASK_LOST_AFTER),
        ended_at=None,
        cancel_asked=False,
        outcome=None,
        estimated_price=None,
        last_offer=None,
        negotiated_price=None,
        call_transcript=None,
        notes=None,
        moves=None,
        dialled_at=None,
        answered_at=None,
        reason=None,
        refusal=None,
        call_request=None,
        call_id=None,
    )
    return {row.provider_id: row.provider_id not in opening for row in moved}


def _touch_brief(job_id: str, asking: Asking, line: str, moment: datetime) -> None:
    """Hold the brief, and keep what of the request is the job's. Raises `JobNotFound`."""
    confirmed_at = func.coalesce(Brief.confirmed_at, moment)
    statement = (
        update(Brief)
        .where(Brief.job_id == job_id, Brief.erased_at.is_(None))
        .values(
            calls_started_at=func.coalesce(Brief.calls_started_at, moment),
            line=line,
            stop_when=stopping.rule_of(asking.stop_when, moment),
            confirmed_at=confirmed_at if asking.confirmed else Brief.confirmed_at,
        )
    )
    if not changed_rows(statement):
        db.session.rollback()
        raise JobNotFound(job_id)


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
