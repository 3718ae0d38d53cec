"""What of erased jobs is left elsewhere: documents in Redis, calls at the call backend.

Each stands in `erasures` until it is gone. To erase something a second time changes nothing, so
two who work on the same row do no harm, and a row is removed only afterwards.

Where a process may die:

- before something is erased: its row has been put off, and the next sweep after that takes it.
- after that, before its row is removed: it is erased once more.
"""

import logging
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import NamedTuple

from sqlalchemy import ColumnElement, Update, case, delete, literal, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from quoteapp import store
from quoteapp.clients.call_backend import call_backend
from quoteapp.errors import GiveUp, JobStoreUnavailable, VendorError
from quoteapp.extensions import changed_rows, db, now
from quoteapp.models import Erasure
from quoteapp.models.columns import Moment
from quoteapp.models.erasures import DOCUMENT

logger = logging.getLogger(__name__)

# Seconds: a customer waits for it, or a sweep, whose other work must go on.
LONGEST_ROUND = 3.0
# How many things one sweep erases at most.
AT_ONCE = 300
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (2, 4, 8, 16, 32))
LONGEST_PAUSE = timedelta(seconds=60)


class Left(NamedTuple):
    """Something that is still to be erased."""

    id: int
    job_id: str
    call_key: str

    @property
    def where(self) -> str:
        """Who has it."""
        return "redis" if self.call_key == DOCUMENT else "call backend"


LEFT = (Erasure.id, Erasure.job_id, Erasure.call_key)


def finish_job(job_id: str) -> None:
    """Erase what is left of a job, as far as that goes in a few seconds; never raises.

    The calls go first: somebody may be talking. The job is erased for us already, so whatever
    fails here is the sweep's.
    """
    try:
        left = _left(Erasure.job_id == job_id)
        _erase(sorted(left, key=lambda one: one.call_key == DOCUMENT))
    except SQLAlchemyError as error:
        db.session.rollback()
        facts = {"job_id": job_id, "reason": type(error).__name__}
        logger.warning("erasing left to the sweep", extra=facts)


def finish() -> None:
    """Erase what waits and is due, the longest waiting first; what fails is tried again later."""
    moment = now()
    # What waits for longer than it could has a clock that was set back.
    is_due = or_(Erasure.look_at <= moment, Erasure.look_at > moment + LONGEST_PAUSE)
    left = _left(is_due)
    if not left:
        return
    db.session.execute(_put_off([one.id for one in left], moment))
    db.session.commit()
    # What cannot be erased must not always stand before the same others.
    random.shuffle(left)
    _erase(left)


def _left(which: ColumnElement[bool]) -> list[Left]:
    query = select(*LEFT).where(which).order_by(Erasure.look_at).limit(AT_ONCE)
    left = [Left._make(row) for row in db.session.execute(query)]
    db.session.rollback()  # No connection is held while we talk to others.
    return left


def _put_off(ids: Sequence[int], moment: datetime) -> Update:
    """The statement that has them tried again after a pause, which doubles up to a minute."""
    pauses = {tries: literal(moment + pause, Moment) for tries, pause in enumerate(PAUSES)}
    longest = literal(moment + LONGEST_PAUSE, Moment)
    next_look = case(pauses, value=Erasure.tries, else_=longest)
    statement = update(Erasure).where(Erasure.id.in_(ids))
    statement = statement.values(look_at=next_look, tries=Erasure.tries + 1)
    return statement.execution_options(synchronize_session=False)


def _erase(left: Sequence[Left]) -> None:
    """Erase these, and remove the rows of those that are gone.

    Who does not answer once is not asked again in this round; who refuses one thing may take the
    next.
    """
    end = monotonic() + LONGEST_ROUND
    gone: list[int] = []
    away: set[str] = set()
    for one in left:
        if one.where in away or monotonic() >= end:
            continue
        try:
            _erase_one(one)
        except (VendorError, JobStoreUnavailable) as error:
            facts = {"job_id": one.job_id, "where": one.where, "reason": str(error)}
            logger.warning("not erased yet", extra=facts)
            if not isinstance(error, GiveUp):
                away.add(one.where)
        else:
            gone.append(one.id)
    _remove(gone)


def _erase_one(one: Left) -> None:
    """Raises `VendorError` or `JobStoreUnavailable`."""
    if one.call_key == DOCUMENT:
        store.erase(one.job_id)
    else:
        call_backend.erase(one.call_key)


def _remove(ids: Sequence[int]) -> None:
    if ids:
        statement = delete(Erasure).where(Erasure.id.in_(ids))
        changed_rows(statement.execution_options(synchronize_session=False))
        db.session.commit()
