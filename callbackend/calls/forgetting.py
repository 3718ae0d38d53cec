"""Calls that ended RETENTION_DAYS ago are forgotten: transcripts, briefs and phones.

What stays is the hash of each key, so that a late post of it dials nothing, and the numbers that
asked not to be called. Each batch is a transaction: if the process dies, what is committed is
forgotten, and the rest is found after the next start.
"""

import logging
import threading
import time

from sqlalchemy.exc import SQLAlchemyError

from callbackend.records.database import reason_of
from callbackend.records.store import CallStore

logger = logging.getLogger(__name__)

DAY_SECONDS = 24 * 3600.0
# How often to look, and how soon again while the database is away.
LOOK_SECONDS = 3600.0
AGAIN_SECONDS = 60.0
# Between two batches, so that those who carry calls write in between.
REST_SECONDS = 0.2
STOP_SECONDS = 5.0
CALLS_AT_ONCE = 200


class Forgetter:
    """Forgets old calls, in a thread of its own."""

    def __init__(self, store: CallStore, retention_days: float) -> None:
        self._store = store
        self._seconds = retention_days * DAY_SECONDS
        self._is_open = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="forgetter", daemon=True)

    def start(self, is_open: threading.Event) -> None:
        """Once the database `is_open`, forget what is old, and go on doing so."""
        self._is_open = is_open
        self._thread.start()

    def stop(self) -> None:
        """Stop after the batch that is under way."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)

    def forget(self) -> int:
        """Forget all calls that are old enough by now; how many they were."""
        before, forgotten = time.time() - self._seconds, 0
        while count := self._store.forget(before, CALLS_AT_ONCE):
            forgotten += count
            if self._stopping.wait(REST_SECONDS):
                break
        return forgotten

    def _run(self) -> None:
        while not self._is_open.wait(1.0):
            if self._stopping.is_set():
                return
        pause = 0.0
        while not self._stopping.wait(pause):
            pause = LOOK_SECONDS if self._forget_safely() else AGAIN_SECONDS

    def _forget_safely(self) -> bool:
        """Whether all that was old is forgotten."""
        try:
            if forgotten := self.forget():
                logger.info("calls forgotten", extra={"calls": forgotten})
        except (SQLAlchemyError, TimeoutError) as error:
            logger.warning("old calls wait for the database", extra={"reason": reason_of(error)})
            return False
        return True
