"""The transaction that erases a job, and the tombstone that tells of it.

The brief's row is the referee: `complete-job` must win it before it writes providers, `start-calls`
writes to it before it asks for calls, and a provider's row cannot be without it. Whoever holds it
keeps all of them waiting, and whoever comes later finds it empty.
"""

from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import ColumnElement, Table, delete, exists, or_, select, update

from quoteapp.errors import JobNotFound
from quoteapp.extensions import changed_rows, db, insert_into, now
from quoteapp.models import Brief, Erasure, Provider
from quoteapp.models.erasures import DOCUMENT
from quoteapp.states import OPEN

# How long whoever erases a job has to do it elsewhere, too, before the sweep acts.
LEFT_ALONE = timedelta(seconds=5)
BRIEFS = cast(Table, Brief.__table__)
ERASURES = cast(Table, Erasure.__table__)


def is_anything_left(job_id: str) -> bool:
    """Whether the database knows the job, or something of it that is still to be erased."""
    lives = exists().where(Brief.job_id == job_id, Brief.erased_at.is_(None))
    waits = exists().where(Erasure.job_id == job_id)
    found = db.session.scalar(select(or_(lives, waits)))
    db.session.rollback()  # No connection is held while we talk to others.
    return bool(found)


def is_erased(job_id: str) -> bool:
    """Whether the job's tombstone is there."""
    erased_at = db.session.scalar(select(Brief.erased_at).where(Brief.job_id == job_id))
    db.session.rollback()  # No connection is held while we talk to others.
    return erased_at is not None


def refuse_erased(job_id: str) -> None:
    """Raise `JobNotFound` for an erased job, whose document may still lie in Redis."""
    if is_erased(job_id):
        raise JobNotFound(job_id)


def bury(job_id: str) -> None:
    """Erase the job from the database, and write down what of it is left elsewhere; commits.

    Of an erased job no more than that is done again. If the process dies before the commit,
    nothing has changed.
    """
    tombstone = _tombstone()
    statement = insert_into(BRIEFS).values(job_id=job_id, **tombstone)
    # One that lies there already keeps its age, and is locked like any other.
    lives = BRIEFS.c.erased_at.is_(None)
    db.session.execute(
        statement.on_conflict_do_update(index_elements=["job_id"], set_=tombstone, where=lives)
    )
    _take_all_but_the_tombstone(job_id, look_at=now() + LEFT_ALONE)


def bury_forgotten(job_id: str, untouched_since: datetime) -> bool:
    """As `bury`, if nobody has touched the job since, and no call is open; whether it was so.

    The brief is written first, so that a `start-calls` waits for us, or has committed what the
    second look finds.
    """
    statement = update(Brief).where(Brief.job_id == job_id, is_old(untouched_since))
    statement = statement.values(**_tombstone()).execution_options(synchronize_session=False)
    if not changed_rows(statement) or db.session.scalar(select(_is_young(job_id, untouched_since))):
        db.session.rollback()
        return False
    _take_all_but_the_tombstone(job_id, look_at=now())
    return True


def _tombstone() -> dict[str, object]:
    """What is left of a brief: nothing that anybody said.

    Calls count as started, for code from before there were tombstones: it replaces no providers
    then.
    """
    moment = now()
    times = dict.fromkeys(("searched_at", "calls_started_at", "erased_at"), moment)
    wishes = dict.fromkeys(("confirmed_at", "chosen_provider_id", "stop_when"))
    return {"answers": "", "body": {}, **times, **wishes}


def _take_all_but_the_tombstone(job_id: str, look_at: datetime) -> None:
    """Delete the providers, and note the keys of all their attempts; commits.

    Of all, not of the last: a retry has overwritten the `call_id` of the attempt before, whose call
    the call backend still has.
    """
    taken = (
        delete(Provider)
        .where(Provider.job_id == job_id)
        .returning(Provider.id, Provider.attempt)
        .execution_options(synchronize_session=False)
    )
    rows = db.session.execute(taken).all()
    keys = [f"{job_id}:{row.id}:{n}" for row in rows for n in range(1, row.attempt + 1)]
    left = [
        {"job_id": job_id, "call_key": key, "look_at": look_at, "tries": 0}
        for key in (DOCUMENT, *keys)
    ]
    db.session.execute(insert_into(ERASURES).on_conflict_do_nothing(), left)
    db.session.commit()


def is_old(untouched_since: datetime) -> ColumnElement[bool]:
    """The condition that a living brief was last written before."""
    return (
        Brief.erased_at.is_(None)
        & (Brief.searched_at <= untouched_since)
        & or_(Brief.calls_started_at.is_(None), Brief.calls_started_at <= untouched_since)
    )


def _is_young(job_id: object, since: datetime) -> ColumnElement[bool]:
    """The condition that a job has a call which is open, or was asked for or ended after that."""
    is_young = or_(
        Provider.call_status.in_(OPEN), Provider.asked_at > since, Provider.ended_at > since
    )
    return exists().where(Provider.job_id == job_id, is_young)


def forgotten_jobs(untouched_since: datetime, limit: int) -> list[str]:
    """The ids of jobs that nobody has touched since and that have no open call, oldest first."""
    query = (
        select(Brief.job_id)
        .where(is_old(untouched_since), ~_is_young(Brief.job_id, untouched_since))
        .order_by(Brief.searched_at)
        .limit(limit)
    )
    found = list(db.session.scalars(query))
    db.session.rollback()
    return found


def remove_old_tombstones(erased_before: datetime, limit: int) -> int:
    """Delete tombstones that nobody can run into any more; how many they were.

    No request and no claim lasts for days, and no document does for longer than RETENTION_DAYS. One
    of a job of which something is left elsewhere stays.
    """
    old = (
        select(Brief.job_id)
        .where(Brief.erased_at <= erased_before)
        .where(~exists().where(Erasure.job_id == Brief.job_id))
        .limit(limit)
    )
    statement = delete(Brief).where(Brief.job_id.in_(old))
    removed = changed_rows(statement.execution_options(synchronize_session=False))
    db.session.commit()
    return removed
