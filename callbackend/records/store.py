"""The queries of this service. Whoever changes a live call names the `seq` that it saw."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypedDict, cast
from uuid import uuid4

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import InstrumentedAttribute

from callbackend.records.database import Database
from callbackend.records.models import IS_LIVE, Call
from callbackend.states import CallStatus

# SQLite takes 32,766 parameters in a statement; far fewer keep each one quick.
IDS_PER_QUERY = 500

SHOWN: tuple[InstrumentedAttribute[Any], ...] = (
    Call.call_id,
    Call.job_id,
    Call.provider_id,
    Call.status,
    Call.outcome,
    Call.estimated_cents,
    Call.negotiated_cents,
    Call.transcript,
    Call.seq,
    Call.created_at,
    Call.ended_at,
)


@dataclass(frozen=True, slots=True)
class StoredCall:
    """What carrying a call on needs to know of its row."""

    call_id: str
    phone: str
    request: str
    status: str
    transcript: str
    seq: int
    created_at: float
    dialled_at: float | None = None

    @classmethod
    def queued(cls, phone: str, request: str, now: float) -> "StoredCall":
        """A call that was just asked for."""
        return cls(str(uuid4()), phone, request, CallStatus.QUEUED, "[]", 0, now)


CARRIED: tuple[InstrumentedAttribute[Any], ...] = (
    Call.call_id,
    Call.phone,
    Call.request,
    Call.status,
    Call.transcript,
    Call.seq,
    Call.created_at,
    Call.dialled_at,
)


class Change(TypedDict):
    """One step of one call: which row it was, by the keys, and all that may be different now."""

    key_call_id: str
    key_seq: int
    seq: int
    status: str
    outcome: str | None
    estimated_cents: int | None
    negotiated_cents: int | None
    transcript: str
    dialled_at: float | None
    updated_at: float
    ended_at: float | None
    callback_due_at: float | None


class Delivery(TypedDict):
    """What became of an attempt to deliver a result; no next time when it is over."""

    key_call_id: str
    callback_due_at: float | None
    callback_attempts: int


STEP = (
    update(Call)
    .where(Call.call_id == bindparam("key_call_id"), Call.seq == bindparam("key_seq"))
    .values({name: bindparam(name) for name in Change.__annotations__ if "key_" not in name})
)
DELIVERY = (
    update(Call)
    .where(Call.call_id == bindparam("key_call_id"))
    .values({name: bindparam(name) for name in Delivery.__annotations__ if "key_" not in name})
)


class CommitUncertain(Exception):
    """The database went away during a commit: the row may or may not be there."""


class CallStore:
    """The calls table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert(self, call: StoredCall, **columns: str | int) -> bool:
        """Whether the call is stored now; False when its idempotency key is taken.

        `columns` are those that a StoredCall does not have. Raises CommitUncertain when only the
        answer to the commit was lost.
        """
        values = asdict(call) | columns | {"updated_at": call.created_at}
        written = False
        try:
            with self._database.writing() as connection:
                connection.execute(insert(Call), values)
                written = True
        except IntegrityError:
            return False
        except DBAPIError as error:
            if written and error.connection_invalidated:
                raise CommitUncertain from error
            raise
        return True

    def by_key(self, idempotency_key: str) -> Row[Any] | None:
        """The call id and the fingerprint that this key stands for."""
        query = select(Call.call_id, Call.fingerprint).where(
            Call.idempotency_key == idempotency_key
        )
        with self._database.reading() as connection:
            return cast(Row[Any] | None, connection.execute(query).one_or_none())

    def shown(self, call_ids: Sequence[str]) -> list[Row[Any]]:
        """What the contract shows of these calls, in one query; unknown ids are left out."""
        with self._database.reading() as connection:
            query = select(*SHOWN).where(Call.call_id.in_(call_ids))
            return list(connection.execute(query))

    def stored(self, call_id: str) -> StoredCall | None:
        """One call as `live` gives it, ended or not."""
        with self._database.reading() as connection:
            row = connection.execute(select(*CARRIED).where(Call.call_id == call_id)).one_or_none()
        return None if row is None else StoredCall(*row)

    def change(self, changes: Sequence[Change]) -> set[str]:
        """Write these steps in one transaction; the ids of calls that somebody else moved on.

        Of those nothing is written, and they are not ours any more.
        """
        lost: set[str] = set()
        remaining = list(changes)
        while remaining:
            with self._database.writing() as connection:
                written = connection.execute(STEP, remaining).rowcount
                if written == len(remaining):
                    break
                connection.rollback()
            lost |= self._moved_on(remaining)
            remaining = [change for change in remaining if change["key_call_id"] not in lost]
        return lost

    def _moved_on(self, changes: Sequence[Change]) -> set[str]:
        expected = {change["key_call_id"]: change["key_seq"] for change in changes}
        with self._database.reading() as connection:
            for ids in _portions(list(expected)):
                query = select(Call.call_id, Call.seq).where(Call.call_id.in_(ids))
                for row in connection.execute(query):
                    if expected[row.call_id] == row.seq:
                        del expected[row.call_id]
        return set(expected)

    def live(self, unchanged_since: float | None = None) -> list[StoredCall]:
        """The calls that have not ended; with a time, those alone that nobody has moved since."""
        query = select(*CARRIED).where(IS_LIVE)
        if unchanged_since is not None:
            query = query.where(Call.updated_at < unchanged_since)
        with self._database.reading() as connection:
            return [StoredCall(*row) for row in connection.execute(query)]

    def owed(self, now: float, limit: int) -> list[Row[Any]]:
        """Ended calls whose result is due to be delivered, the longest waiting first."""
        query = (
            select(*SHOWN, Call.callback_attempts, Call.request)
            .where(Call.callback_due_at <= now)
            .order_by(Call.callback_due_at)
            .limit(limit)
        )
        with self._database.reading() as connection:
            return list(connection.execute(query))

    def owed_by_id(self, call_ids: Sequence[str]) -> list[Row[Any]]:
        """As `owed`, of these calls."""
        query = select(*SHOWN, Call.callback_attempts, Call.request).where(
            Call.call_id.in_(call_ids), Call.callback_due_at.is_not(None)
        )
        with self._database.reading() as connection:
            return list(connection.execute(query))

    def record(self, deliveries: Sequence[Delivery]) -> None:
        """Write what became of these attempts, in one transaction."""
        with self._database.writing() as connection:
            connection.execute(DELIVERY, list(deliveries))


def _portions(call_ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(call_ids), IDS_PER_QUERY):
        yield call_ids[start : start + IDS_PER_QUERY]
