"""How the switchboard writes: until it succeeds, and never held up by one bad row."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TypeVar

from sqlalchemy.exc import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    NotSupportedError,
    ProgrammingError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

from callbackend.records.carriers import Carriers
from callbackend.records.database import Database, reason_of
from callbackend.records.store import NOTHING, CallStore, Change, Move, StoredCall, Written
from callbackend.states import CallStatus, Outcome
from common.logs import facts_of

logger = logging.getLogger(__name__)

Result = TypeVar("Result")

FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 5.0

# What a bad value in a row raises; everything else that a database raises may pass by itself.
BAD_ROW = (DataError, IntegrityError, ProgrammingError, NotSupportedError)
CANNOT_STORE = (SQLAlchemyError, OverflowError, ValueError, TypeError)
MAY_PASS = (DatabaseError, InterfaceError, PoolTimeout, TimeoutError, OSError)


class Stopped(Exception):
    """The service stops while the database is away; nothing of the last step has happened."""


class Journal:
    """The calls table as the switchboard sees it. For one thread."""

    def __init__(self, database: Database, store: CallStore, owner: str) -> None:
        self._database = database
        self._store = store
        self._carriers = Carriers(database, owner)
        self.owner = owner
        self._stopping = threading.Event()

    def open(self, stopping: threading.Event) -> None:
        """Wait for the database and bring its tables up to date."""
        self._stopping = stopping
        self._insist(self._database.migrate, at_once=())

    def settle_in(self) -> None:
        """Take a lease as a carrier of calls, in place of whoever was here before."""
        self._insist(lambda: self._carriers.settle_in(time.time()))

    def renew(self) -> None:
        """Renew the lease."""
        self._insist(lambda: self._carriers.renew(time.time()))

    def leave(self) -> None:
        """Give the lease up, so that others take the calls at once; a database may be away."""
        with suppress(*CANNOT_STORE, *MAY_PASS):
            self._carriers.leave()

    def is_stopped(self) -> bool:
        """Whether an operator has stopped the line."""
        return self._insist(self._store.is_line_stopped)

    def orphans(self) -> list[StoredCall]:
        """The live calls that nobody alive carries."""
        return self._insist(lambda: self._store.orphans(time.time(), self.owner))

    def stored(self, call_ids: Sequence[str]) -> list[StoredCall]:
        """These calls as they are now."""
        return self._insist(lambda: self._store.stored_many(call_ids))

    def write(self, moves: Sequence[Move]) -> Written:
        """Write the steps, however long it takes."""
        try:
            return self._insist(lambda: self._store.change(moves))
        except CANNOT_STORE as error:
            facts = {"steps": len(moves), **facts_of(error)}
            logger.error("a step cannot be stored", extra=facts)
        alone = [self._write_alone(move) for move in moves]
        refused = {id_: why for one in alone for id_, why in one.refused.items()}
        return Written(set().union(*(one.lost for one in alone)), refused)

    def _write_alone(self, move: Move) -> Written:
        """Write one step; if no database takes it, end that call without its content."""
        call_id = move.change["key_call_id"]
        try:
            return self._insist(lambda: self._store.change([move]))
        except CANNOT_STORE as error:
            facts = {"call_id": call_id, **facts_of(error)}
            logger.error("a call cannot be stored", extra=facts)
        with suppress(*CANNOT_STORE):
            bare = Move(_without_content(move.change), move.phone, move.opts_out)
            self._insist(lambda: self._store.change([bare]))
        return Written({call_id})

    def _insist(
        self,
        action: Callable[[], Result],
        at_once: tuple[type[Exception], ...] = BAD_ROW,
    ) -> Result:
        """The result of `action`, tried until the database lets it; raises what is `at_once`."""
        for seconds in _delays():
            try:
                return action()
            except at_once:
                raise
            except MAY_PASS as error:
                logger.warning("the database is away", extra={"reason": reason_of(error)})
                if self._stopping.wait(seconds):
                    raise Stopped from None
        raise AssertionError("the delays never end")


def _delays() -> Iterator[float]:
    seconds = FIRST_PAUSE_SECONDS
    while True:
        yield seconds
        seconds = min(LONGEST_PAUSE_SECONDS, seconds * 2)


def _without_content(change: Change) -> Change:
    """The end of a call whose content no database takes."""
    return {
        **change,
        "status": CallStatus.ENDED,
        "outcome": Outcome.ERROR,
        **NOTHING,
        "transcript": "[]",
        "ended_at": change["updated_at"],
        "callback_due_at": change["updated_at"],
    }
