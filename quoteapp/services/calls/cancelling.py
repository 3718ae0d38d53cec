"""What the customer calls off: what waits ends, and what talks is hung up."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, select, update

from quoteapp import queue, store
from quoteapp.errors import JobNotFound
from quoteapp.extensions import db
from quoteapp.models import Brief, Provider
from quoteapp.queue import TaskName
from quoteapp.services.calls import rows
from quoteapp.services.calls.narrowing import refuse_strangers
from quoteapp.services.polling import status
from quoteapp.states import OPEN, CallStatus, Outcome


def cancel(job_id: str, provider_ids: Collection[int] | None = None) -> int:
    """End the job's pending calls and hang up the live ones; how many that are.

    `provider_ids`: those alone. A live one ends when the call backend says how: a price agreed in
    that very moment counts. Raises `JobNotFound`, and `InvalidInput` for ids of another job.
    """
    brief = db.session.execute(select(Brief.erased_at).where(Brief.job_id == job_id)).one_or_none()
    is_there = store.exists(job_id) if brief is None else brief.erased_at is None
    if not is_there:
        raise JobNotFound(job_id)
    which = [Provider.job_id == job_id]
    if provider_ids is not None:
        ids = select(Provider.id).where(Provider.job_id == job_id)
        refuse_strangers(provider_ids, set(db.session.scalars(ids)))
        which.append(Provider.id.in_(provider_ids))
    open_row = (*which, Provider.call_status.in_(OPEN))
    mark = update(Provider).where(*open_row).values(cancel_asked=True).returning(Provider.id)
    marked = set(db.session.scalars(mark.execution_options(synchronize_session=False)))
    ended = fail_cancelled(*which)
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
