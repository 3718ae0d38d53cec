"""The queries of this service. Whoever changes a live call names the `seq` that it saw."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, TypedDict, cast
from uuid import uuid4

from sqlalchemy import Connection, Row, and_, bindparam, delete, insert, or_, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import InstrumentedAttribute

from callbackend.errors import Erased
from callbackend.records import carriers, keys, opt_outs
from callbackend.records.database import Database
from callbackend.records.line_models import LineCall, LineSwitch
from callbackend.records.models import IS_LIVE, IS_OVER, Call
from callbackend.records.permission import (
    Answering,
    CallEnd,
    Denial,
    DialRequest,
    Gatekeeper,
    Placing,
)
from callbackend.states import CallStatus

# SQLite takes 32,766 parameters in a statement; far fewer keep each one quick.
IDS_PER_QUERY = 500
# Whose acceptance nobody could confirm stands still from then on.
ORPHAN_SECONDS = 60.0

SHOWN: tuple[InstrumentedAttribute[Any], ...] = (
    Call.call_id,
    Call.job_id,
    Call.provider_id,
    Call.line,
    Call.status,
    Call.outcome,
    Call.estimated_cents,
    Call.last_offer_cents,
    Call.negotiated_cents,
    Call.notes,
    Call.moves,
    Call.transcript,
    Call.seq,
    Call.created_at,
    Call.dialled_at,
    Call.answered_at,
    Call.ended_at,
    LineCall.cost_cents,
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
    answered_at: float | None = None
    job_id: str = ""
    idempotency_key: str = ""
    # Who carries it.
    owner: str | None = None
    # What its carrier calls it, once that is known.
    vendor_id: str | None = None

    @classmethod
    def queued(
        cls, phone: str, request: str, now: float, job_id: str = "", key: str = "", owner: str = ""
    ) -> "StoredCall":
        """A call that was just asked for, for `owner` to carry."""
        return cls(
            str(uuid4()),
            phone,
            request,
            CallStatus.QUEUED,
            transcript="[]",
            seq=0,
            created_at=now,
            job_id=job_id,
            idempotency_key=key,
            owner=owner or None,
        )


CARRIED: tuple[InstrumentedAttribute[Any], ...] = (
    Call.call_id,
    Call.phone,
    Call.request,
    Call.status,
    Call.transcript,
    Call.seq,
    Call.created_at,
    Call.dialled_at,
    Call.answered_at,
    Call.job_id,
    Call.idempotency_key,
    Call.owner,
    LineCall.vendor_id,
)
SHOWING = select(*SHOWN).outerjoin(LineCall, LineCall.call_id == Call.call_id)
OWED = SHOWING.add_columns(Call.callback_attempts, Call.request)
# All that carrying a call on takes; only a call of a real line has more than its row.
CARRYING = select(*CARRIED).outerjoin(LineCall, LineCall.call_id == Call.call_id)


class Brought(TypedDict):
    """What a call has brought; notes and moves are the JSON that the contract shows."""

    estimated_cents: int | None
    last_offer_cents: int | None
    negotiated_cents: int | None
    notes: str
    moves: str


NOTHING = Brought(
    estimated_cents=None, last_offer_cents=None, negotiated_cents=None, notes="[]", moves="[]"
)


class Change(Brought):
    """One step of one call: which row it was, by the keys, and all that may be different now."""

    key_call_id: str
    key_seq: int
    seq: int
    owner: str | None
    status: str
    outcome: str | None
    transcript: str
    dialled_at: float | None
    answered_at: float | None
    updated_at: float
    ended_at: float | None
    callback_due_at: float | None


@dataclass(frozen=True, slots=True)
class DialStep:
    """What a step that dials needs: what the gate is asked, and what is written if it says no.

    `if_refused` gives the change by the code of the refusal; `if_held` puts the call back in the
    queue.
    """

    request: DialRequest
    if_refused: Callable[[str], Change]
    if_held: Change


@dataclass(frozen=True, slots=True)
class Move:
    """A step as it is to be written, and what goes with it in the same transaction.

    `opts_out`: the other end, whose number is `phone`, has asked not to be called any more.
    """

    change: Change
    phone: str = ""
    opts_out: bool = False
    dial: DialStep | None = None
    placing: Placing | None = None
    answer: Answering | None = None
    ending: CallEnd | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """The ids of calls that somebody else moved on, and of those that the gate did not let pass."""

    lost: set[str]
    refused: dict[str, Denial] = field(default_factory=dict)

    @property
    def barred(self) -> set[str]:
        """Those that have ended, for they will never pass."""
        return {id_ for id_, one in self.refused.items() if one.retry_after is None}


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

    def __init__(self, database: Database, gatekeeper: Gatekeeper) -> None:
        self._database = database
        self._gatekeeper = gatekeeper

    def insert(self, call: StoredCall, **columns: str | int) -> bool:
        """Whether the call is stored now; False when its idempotency key is taken.

        `columns` are those that a StoredCall does not have. Raises Erased for a key that is shut,
        and CommitUncertain when only the answer to the commit was lost.
        """
        values = asdict(call) | columns | {"updated_at": call.created_at}
        del values["vendor_id"]
        written = False
        try:
            with self._database.writing() as connection:
                key_hash = keys.hash_of(call.idempotency_key)
                keys.lock(connection, key_hash)
                # First, so that SQLite looks at the erased keys with its one lock in hand.
                connection.execute(insert(Call), values)
                if keys.is_erased(connection, key_hash):
                    raise Erased
                written = True
        except IntegrityError:
            return False
        except DBAPIError as error:
            if written and error.connection_invalidated:
                raise CommitUncertain from error
            raise
        return True

    def by_key(self, idempotency_key: str) -> Row[Any] | None:
        """The call id and the fingerprint that this key stands for; raises Erased if it is shut."""
        query = select(Call.call_id, Call.fingerprint).where(
            Call.idempotency_key == idempotency_key
        )
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
            if row is None and keys.is_erased(connection, keys.hash_of(idempotency_key)):
                raise Erased
            return cast(Row[Any] | None, row)

    def erase(self, call_id: str) -> None:
        """Take a call away, and shut its key; nothing happens if there is none."""
        query = select(Call.idempotency_key).where(Call.call_id == call_id)
        with self._database.reading() as connection:
            key = connection.execute(query).scalar_one_or_none()
        if key is not None:
            self.erase_key(key)

    def erase_key(self, idempotency_key: str) -> str | None:
        """Shut a key and take its call away; the id of that call, if there was one."""
        key_hash = keys.hash_of(idempotency_key)
        with self._database.writing() as connection:
            keys.lock(connection, key_hash)
            keys.shut(connection, [key_hash], time.time())
            taken = delete(Call).where(Call.idempotency_key == idempotency_key)
            return connection.execute(taken.returning(Call.call_id)).scalar_one_or_none()

    def forget(self, unchanged_since: float, limit: int = IDS_PER_QUERY) -> int:
        """Take away calls that were over by then, and shut their keys; how many they were.

        In one transaction: if the process dies before it is committed, nothing has changed. A post
        of such a key waits for it at the key that is taken, and then finds it shut.
        """
        is_old = (IS_OVER, Call.updated_at < unchanged_since)
        query = select(Call.call_id, Call.idempotency_key).where(*is_old)
        with self._database.writing() as connection:
            old = connection.execute(query.order_by(Call.updated_at).limit(limit)).all()
            if old:
                keys.shut(connection, [keys.hash_of(key) for _, key in old], time.time())
                connection.execute(delete(Call).where(Call.call_id.in_([id_ for id_, _ in old])))
        return len(old)

    def shown(self, call_ids: Sequence[str]) -> list[Row[Any]]:
        """What the contract shows of these calls, in one query; unknown ids are left out."""
        with self._database.reading() as connection:
            query = SHOWING.where(Call.call_id.in_(call_ids))
            return list(connection.execute(query))

    def stored(self, call_id: str) -> StoredCall | None:
        """One call as `live` gives it, ended or not."""
        with self._database.reading() as connection:
            row = connection.execute(CARRYING.where(Call.call_id == call_id)).one_or_none()
        return None if row is None else StoredCall(*row)

    def change(self, moves: Sequence[Move]) -> Written:
        """Write these steps in one transaction.

        Of those that are lost nothing is written, and they are not ours any more; but whoever asked
        not to be called was heard, though their call was erased in that moment.
        """
        lost: set[str] = set()
        refused: dict[str, Denial] = {}
        remaining = list(moves)
        while True:
            with self._database.writing() as connection:
                opt_outs.note_numbers(connection, _heard_on(moves, lost), time.time())
                if not remaining:
                    break
                changes = [move.change for move in remaining]
                if connection.execute(STEP, changes).rowcount == len(remaining):
                    opt_outs.note(connection, _said_on(remaining), time.time())
                    refused = self._ask_gatekeeper(connection, remaining)
                    break
                connection.rollback()
            lost |= self._moved_on(changes)
            remaining = [move for move in remaining if move.change["key_call_id"] not in lost]
        return Written(lost, refused)

    def _ask_gatekeeper(self, connection: Connection, moves: Sequence[Move]) -> dict[str, Denial]:
        """Let the gate decide about those that dial, and keep what the others bring it."""
        if placings := [move.placing for move in moves if move.placing]:
            self._gatekeeper.note_placings(connection, placings)
        if answers := [move.answer for move in moves if move.answer]:
            self._gatekeeper.note_answers(connection, answers)
        if said := _said_on(moves):
            self._gatekeeper.note_opt_outs(connection, said, time.time())
        if endings := [move.ending for move in moves if move.ending]:
            self._gatekeeper.note_endings(connection, endings)
        dials = {move.dial.request.call_id: move.dial for move in moves if move.dial}
        if not dials:
            return {}
        requests = [dial.request for dial in dials.values()]
        refused = dict(self._gatekeeper.decide(connection, requests))
        for call_id, refusal in refused.items():
            dial = dials[call_id]
            held = refusal.retry_after is not None
            instead = dial.if_held if held else dial.if_refused(refusal.code)
            # The row stands at the new `seq` already, in this transaction.
            connection.execute(STEP, {**instead, "key_seq": instead["seq"]})
        return refused

    def _moved_on(self, changes: Sequence[Change]) -> set[str]:
        expected = {change["key_call_id"]: change["key_seq"] for change in changes}
        with self._database.reading() as connection:
            for ids in _portions(list(expected)):
                query = select(Call.call_id, Call.seq).where(Call.call_id.in_(ids))
                for row in connection.execute(query):
                    if expected[row.call_id] == row.seq:
                        del expected[row.call_id]
        return set(expected)

    def stored_many(self, call_ids: Sequence[str]) -> list[StoredCall]:
        """These calls as `stored` gives one; unknown ids are left out."""
        found: list[StoredCall] = []
        with self._database.reading() as connection:
            for ids in _portions(list(call_ids)):
                rows = connection.execute(CARRYING.where(Call.call_id.in_(ids)))
                found += [StoredCall(*row) for row in rows]
        return found

    def orphans(self, now: float, owner: str) -> list[StoredCall]:
        """The calls that have not ended and that nobody alive carries.

        Among them are those of `owner` that stand still: it may not know that it has them.
        """
        stands_still = and_(Call.owner == owner, Call.updated_at < now - ORPHAN_SECONDS)
        query = CARRYING.where(IS_LIVE, or_(carriers.is_orphan(now), stands_still))
        with self._database.reading() as connection:
            return [StoredCall(*row) for row in connection.execute(query)]

    def is_line_stopped(self) -> bool:
        """Whether the switch of the real lines is off."""
        query = select(LineSwitch.stopped_at).where(LineSwitch.stopped_at.is_not(None))
        with self._database.reading() as connection:
            return connection.execute(query).first() is not None

    def live_ids(self) -> list[str]:
        """The calls that have not ended, whoever carries them."""
        with self._database.reading() as connection:
            return list(connection.execute(select(Call.call_id).where(IS_LIVE)).scalars())

    def unsettled(self, since: float) -> list[tuple[str, str]]:
        """Ended calls, or erased ones, whose carrier has not said that they are over: both ids."""
        query = (
            select(LineCall.call_id, LineCall.vendor_id)
            .outerjoin(Call, Call.call_id == LineCall.call_id)
            .where(LineCall.is_open, LineCall.vendor_id.is_not(None), LineCall.dialled_at > since)
            .where(or_(Call.call_id.is_(None), IS_OVER))
        )
        with self._database.reading() as connection:
            return [(row.call_id, str(row.vendor_id)) for row in connection.execute(query)]

    def owed(self, now: float, limit: int) -> list[Row[Any]]:
        """Ended calls whose result is due to be delivered, the longest waiting first."""
        query = OWED.where(Call.callback_due_at <= now).order_by(Call.callback_due_at).limit(limit)
        with self._database.reading() as connection:
            return list(connection.execute(query))

    def owed_by_id(self, call_ids: Sequence[str]) -> list[Row[Any]]:
        """As `owed`, of these calls."""
        query = OWED.where(Call.call_id.in_(call_ids), Call.callback_due_at.is_not(None))
        with self._database.reading() as connection:
            return list(connection.execute(query))

    def record(self, deliveries: Sequence[Delivery]) -> None:
        """Write what became of these attempts, in one transaction."""
        with self._database.writing() as connection:
            connection.execute(DELIVERY, list(deliveries))


def _said_on(moves: Sequence[Move]) -> list[str]:
    return [move.change["key_call_id"] for move in moves if move.opts_out]


def _heard_on(moves: Sequence[Move], lost: set[str]) -> list[str]:
    """The numbers of whoever asked not to be called on calls that are lost."""
    return [move.phone for move in moves if move.opts_out and move.change["key_call_id"] in lost]


def _portions(call_ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(call_ids), IDS_PER_QUERY):
        yield call_ids[start : start + IDS_PER_QUERY]
