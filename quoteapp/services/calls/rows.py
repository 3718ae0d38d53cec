"""The one place where `call_status` changes."""

import logging
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_, update

from quoteapp.clients.ended_calls import EndedCall
from quoteapp.extensions import db, now
from quoteapp.models import Provider
from quoteapp.services.finding.blocked_numbers import block_number_of
from quoteapp.states import MOVES, CallStatus, Outcome, status_after

logger = logging.getLogger(__name__)


class Moved(NamedTuple):
    """What a move tells of a row; safe in a log, for it names no person."""

    provider_id: int
    job_id: str
    attempt: int
    call_id: str | None
    call_status: CallStatus
    outcome: Outcome | None
    reason: str | None


RETURNED = (
    Provider.id,
    Provider.job_id,
    Provider.attempt,
    Provider.call_id,
    Provider.call_status,
    Provider.outcome,
    Provider.reason,
)


def move(
    *which: ColumnElement[bool],
    sources: Iterable[CallStatus | None],
    target: CallStatus,
    **values: Any,
) -> list[Moved]:
    """Move every matching row that stands in one of `sources` to `target`; the rows moved.

    One conditional UPDATE and the commit: of two who race for a row, one moves it and the other
    gets an empty list. Everything that the session did before it is committed with it.
    """
    sources = set(sources)
    if wrong := {source for source in sources if target not in MOVES[source]}:
        raise ValueError(f"{wrong} may not become {target}")
    statement = (
        update(Provider)
        .where(*which, _status_in(sources))
        .values(call_status=target, version=Provider.version + 1, **values)
        .returning(*RETURNED)
        .execution_options(synchronize_session=False)
    )
    moved = [Moved._make(row) for row in db.session.execute(statement)]
    db.session.commit()
    for row in moved:
        logger.info("call moved", extra=row._asdict())
    return moved


def _status_in(sources: set[CallStatus | None]) -> ColumnElement[bool]:
    named = [source for source in sources if source is not None]
    clauses = [Provider.call_status.in_(named)] if named else []
    if None in sources:
        clauses.append(Provider.call_status.is_(None))
    return or_(*clauses)


def finish(ended: EndedCall) -> list[Moved]:
    """Write down how a call ended; nobody, if its row is finished or has another attempt.

    Whoever asked not to be called again is heard in either case.
    """
    its_row = Provider.call_id == ended.call_id
    if ended.outcome is Outcome.OPTED_OUT:
        block_number_of(its_row)
    return move(
        its_row,
        sources={CallStatus.IN_PROGRESS},
        target=status_after(ended.outcome),
        outcome=ended.outcome,
        estimated_price=ended.estimated_price,
        last_offer=ended.last_offer,
        negotiated_price=ended.negotiated_price,
        call_transcript=ended.transcript,
        notes=ended.notes,
        moves=ended.moves,
        dialled_at=ended.dialled_at,
        answered_at=ended.answered_at,
        reason=None,
        ended_at=now(),
        look_at=None,
    )


def fail(
    *which: ColumnElement[bool],
    sources: Iterable[CallStatus],
    outcome: Outcome,
    reason: str,
    refusal: str | None = None,
) -> list[Moved]:
    """End matching rows without a price; `reason` is for operators and names no person.

    `refusal` is the code of the call backend's refusal, where it was one.
    """
    return move(
        *which,
        sources=sources,
        target=CallStatus.FAILED,
        outcome=outcome,
        reason=reason,
        refusal=refusal,
        ended_at=now(),
        look_at=None,
    )
