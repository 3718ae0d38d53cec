"""Learning how a call ended, and writing it down."""

import logging
from collections.abc import Callable

from sqlalchemy import ColumnElement, select

from quoteapp import queue
from quoteapp.clients.call_backend import call_backend
from quoteapp.clients.ended_calls import ENDED, EndedCall
from quoteapp.errors import GiveUp, Unsure
from quoteapp.extensions import db
from quoteapp.models import Provider
from quoteapp.queue import TaskName
from quoteapp.services.calls import rows, stopping, waves
from quoteapp.states import CallStatus

logger = logging.getLogger(__name__)


def hear(call_id: str, status: str) -> None:
    """The call backend says where a call stands; once it is over, have it settled.

    A repeat, a call that is settled, and one that is not ours change nothing. A callback that
    overtakes the answer to its own post is not known here yet: the sweep settles that call.
    """
    if status != ENDED:
        return
    query = select(Provider.id).where(
        Provider.call_id == call_id, Provider.call_status == CallStatus.IN_PROGRESS
    )
    provider_id = db.session.scalar(query)
    db.session.rollback()
    if provider_id is None:
        logger.info("call event without effect", extra={"call_id": call_id})
        return
    queue.enqueue(TaskName.SETTLE_CALL, [provider_id])


def settle(provider_id: int) -> None:
    """Re-read the provider's live call, and finish its row if the call is over."""
    live = Provider.call_status == CallStatus.IN_PROGRESS
    _learn(provider_id, call_backend.ended, live)


def hang_up(provider_id: int) -> None:
    """End the provider's call at the call backend, and write down how it ended.

    Of a row that is finished already (it expired) only the line is closed.
    """
    _learn(provider_id, call_backend.cancel)


def _learn(
    provider_id: int,
    ask: Callable[[str], EndedCall | None],
    *which: ColumnElement[bool],
) -> None:
    """Ask the call backend about the provider's call; finish the row if the call is over.

    Raises `TryAgain`; what is unsure or refused is left to the sweep and to the deadline.
    """
    query = select(Provider.call_id).where(Provider.id == provider_id, *which)
    call_id = db.session.scalar(query)
    db.session.rollback()  # No connection is held while we talk to the call backend.
    if call_id is None:
        return
    try:
        ended = ask(call_id)
    except (GiveUp, Unsure) as error:
        logger.warning("call unread", extra={"provider_id": provider_id, "reason": str(error)})
        return
    if ended is not None:
        go_on(rows.finish(ended))


def go_on(ended: list[rows.Moved]) -> None:
    """What the end of these calls leads to: enough has been offered, or the later wave opens.

    If the process dies before, the sweep does it.
    """
    for job_id in sorted({row.job_id for row in ended}):
        if waves.somebody_waits(job_id):
            stopping.apply(job_id)
            waves.open_later(Provider.job_id == job_id)
