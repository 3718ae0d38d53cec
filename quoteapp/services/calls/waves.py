"""Waves: some of a job's providers are rung first, and the others hear the best price of these.

The later wave is nothing but rows that open later: `opens_at` is WAVE_SECONDS away, so that it
comes whatever dies meanwhile. It opens sooner once the first is over, by whoever settles the last
call of that or by the sweep. Both do it with one conditional UPDATE, which takes the row out of its
wave: of two who race one opens it, and a row that the call backend puts off afterwards stays put.
"""

from datetime import timedelta

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.orm import aliased

from quoteapp import queue
from quoteapp.config import settings
from quoteapp.extensions import db, now
from quoteapp.models import Provider
from quoteapp.models.providers import IS_OPEN
from quoteapp.queue import TaskName
from quoteapp.states import OPEN, CallStatus

FIRST, LATER = 1, 2
WAVES = "waves"
ALL_AT_ONCE = "all_at_once"


def waves_of(provider_ids: list[int], strategy: str) -> dict[int, int]:
    """The wave of each that was never rung, in the order of their ids: nearest first, as found."""
    if strategy == ALL_AT_ONCE:
        return {}
    first = settings.first_wave
    return {id_: FIRST if place < first else LATER for place, id_ in enumerate(provider_ids)}


def pause() -> timedelta:
    """How long the later wave waits at most."""
    return timedelta(seconds=settings.wave_seconds)


def somebody_waits(job_id: str) -> bool:
    """Whether somebody of the job is still to be rung: most often nobody is."""
    waits = select(Provider.id).where(
        Provider.job_id == job_id, Provider.call_status == CallStatus.PENDING
    )
    found = db.session.scalar(waits.limit(1))
    db.session.rollback()
    return found is not None


def open_later(*which: ColumnElement[bool]) -> None:
    """Open every later wave whose first one is over; of the matching rows alone.

    If the process dies after the commit, the rows are due, and the sweep enqueues them.
    """
    moment = now()
    opening = (
        update(Provider)
        .where(IS_OPEN, *which, Provider.call_status == CallStatus.PENDING)
        .where(Provider.wave == LATER, ~_first_is_open())
        .values(
            wave=None,
            opens_at=moment,
            look_at=moment,
            deadline=moment + timedelta(seconds=settings.call_deadline_seconds),
        )
        .returning(Provider.id)
        .execution_options(synchronize_session=False)
    )
    opened = sorted(db.session.scalars(opening))
    db.session.commit()
    queue.enqueue(TaskName.PLACE_CALL, opened)


def _first_is_open() -> ColumnElement[bool]:
    """Whether somebody of the job's first wave is still to be rung, or talks."""
    other = aliased(Provider)
    return exists(
        select(other.id)
        .where(
            other.job_id == Provider.job_id,
            other.wave == FIRST,
            other.call_status.in_(OPEN),
        )
        .correlate(Provider)
    )
