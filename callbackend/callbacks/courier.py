"""The courier: brings the result of every ended call to its `callback_url`, at least once.

What is owed stands in the calls table, so it survives a restart; memory holds no more than what is
on its way. One thread looks, decides and writes; a few senders wait for receivers.
"""

import logging
import queue
import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from callbackend.callbacks import origins
from callbackend.callbacks.delivery import Attempt, Parcel, Sender
from callbackend.records.database import reason_of
from callbackend.records.store import CallStore, Delivery
from common.logs import facts_of

logger = logging.getLogger(__name__)

SENDERS = 8
# A receiver that hangs can hold this many senders; the others go on.
SENDERS_PER_RECEIVER = 4
# How many results are in memory; the others wait in the table.
IN_MEMORY = 500
FIRST_RETRY_SECONDS = 1.0
LONGEST_RETRY_SECONDS = 300.0
# The receiver's own sweep has found out long before.
GIVE_UP_SECONDS = 2 * 3600.0
# A receiver that cannot be reached is left alone for a while, with all that waits for it.
REST_SECONDS = 2.0
# How often to look into the table for what is due again, and to write down what was delivered.
LOOK_SECONDS = 1.0
WRITE_SECONDS = 0.1
STOP_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Forget:
    """A call was erased: nothing of it is sent any more."""

    call_id: str


class Courier:
    """Delivers callbacks. `offer` and `forget` may be called from any thread."""

    def __init__(
        self, store: CallStore, secrets: tuple[str, ...], receivers: tuple[str, ...]
    ) -> None:
        """Nothing is ever sent anywhere but to the origins in `receivers`."""
        self._store = store
        self._receivers = receivers
        self._sender = Sender(secrets)
        self._inbox: queue.SimpleQueue[Attempt | Forget | list[str] | None] = queue.SimpleQueue()
        self._waiting: dict[str, Parcel] = {}
        self._under_way: set[str] = set()
        self._busy: Counter[str] = Counter()
        self._resting: dict[str, float] = {}
        self._unwritten: dict[str, Delivery] = {}
        self._look_at = 0.0
        self._write_at = 0.0
        self._senders = ThreadPoolExecutor(SENDERS, thread_name_prefix="courier")
        self._stopping = threading.Event()
        self._is_open = threading.Event()
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)

    def start(self, is_open: threading.Event) -> None:
        """Once the database `is_open`, deliver what is owed, and go on doing so."""
        self._is_open = is_open
        self._thread.start()

    def stop(self) -> None:
        """Wait for what is under way; the rest is delivered after the next start."""
        self._stopping.set()
        self._inbox.put(None)
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)
        self._senders.shutdown(wait=False, cancel_futures=True)

    def offer(self, call_ids: Sequence[str]) -> None:
        """Say that these calls have just ended. Only a hint: the table decides what is owed."""
        self._inbox.put(list(call_ids))

    def forget(self, call_id: str) -> None:
        """Send nothing of an erased call; what is on the wire at this moment may arrive."""
        self._inbox.put(Forget(call_id))

    def _run(self) -> None:
        while not self._is_open.wait(LOOK_SECONDS):
            if self._stopping.is_set():
                return
        while not self._stopping.is_set() or self._under_way:
            self._round_safely()
        self._round_safely()

    def _round_safely(self) -> None:
        """One round; after a failure what is owed still stands in the table."""
        try:
            self._round()
        except SQLAlchemyError as error:
            logger.warning("callbacks wait for the database", extra={"reason": reason_of(error)})
            self._stopping.wait(LOOK_SECONDS)
        except Exception as error:
            logger.error("a round of callbacks failed", extra=facts_of(error))
            self._stopping.wait(LOOK_SECONDS)

    def _round(self) -> None:
        attempts, offered = self._collect()
        for attempt in attempts:
            self._settle(attempt)
        now = time.monotonic()
        if self._unwritten and (now >= self._write_at or self._stopping.is_set()):
            self._write_down(now)
        if not self._stopping.is_set():
            self._load(offered, now)
            self._hand_out(now)

    def _collect(self) -> tuple[list[Attempt], list[str]]:
        """Wait for news, at most until something else is due; then take all there is."""
        attempts: list[Attempt] = []
        offered: list[str] = []
        until = min(self._look_at, self._write_at) if self._unwritten else self._look_at
        try:
            news = self._inbox.get(timeout=max(0.001, until - time.monotonic()))
            while True:
                if isinstance(news, Attempt):
                    attempts.append(news)
                elif isinstance(news, Forget):
                    self._waiting.pop(news.call_id, None)
                elif news:
                    offered += news
                news = self._inbox.get_nowait()
        except queue.Empty:
            return attempts, offered

    def _settle(self, attempt: Attempt) -> None:
        """Note what became of an attempt: done, again later, or given up."""
        parcel = attempt.parcel
        self._under_way.discard(parcel.call_id)
        self._busy[parcel.receiver] -= 1
        if not self._busy[parcel.receiver]:
            del self._busy[parcel.receiver]
        if not attempt.is_reached:
            self._resting[parcel.receiver] = time.monotonic() + REST_SECONDS
        pause = min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** min(parcel.attempts, 20))
        due_at = time.time() + pause * random.uniform(0.5, 1.0)
        if not attempt.is_delivered and due_at > parcel.ended_at + GIVE_UP_SECONDS:
            logger.warning("callback given up", extra={"call_id": parcel.call_id})
        is_over = attempt.is_delivered or due_at > parcel.ended_at + GIVE_UP_SECONDS
        self._note(parcel, None if is_over else due_at, parcel.attempts + 1)

    def _note(self, parcel: Parcel, due_at: float | None, attempts: int) -> None:
        if not self._unwritten:
            self._write_at = time.monotonic() + WRITE_SECONDS
        self._unwritten[parcel.call_id] = Delivery(
            key_call_id=parcel.call_id, callback_due_at=due_at, callback_attempts=attempts
        )

    def _write_down(self, now: float) -> None:
        if self._unwritten:
            # If this fails they are tried again: at least once, as the contract says.
            self._write_at = now + LOOK_SECONDS
            self._store.record(list(self._unwritten.values()))
            self._unwritten.clear()

    def _load(self, offered: list[str], now: float) -> None:
        """Fetch the parcels that were offered, and now and then those that are due again."""
        room = IN_MEMORY - len(self._waiting)
        rows = self._store.owed_by_id(offered[:room]) if offered and room > 0 else []
        if now >= self._look_at:
            self._look_at = now + LOOK_SECONDS
            rows += self._store.owed(time.time(), IN_MEMORY)
        for row in rows:
            if row.call_id not in self._under_way and row.call_id not in self._unwritten:
                self._take(Parcel.of(row))

    def _take(self, parcel: Parcel) -> None:
        """Keep a parcel until a sender is free; one for a stranger goes nowhere, ever.

        The door refuses those: this one was accepted by older code, or under another setting.
        """
        if origins.is_allowed(parcel.url, self._receivers):
            self._waiting[parcel.call_id] = parcel
        else:
            logger.warning("callback to a foreign origin", extra={"call_id": parcel.call_id})
            self._note(parcel, None, parcel.attempts)

    def _hand_out(self, now: float) -> None:
        """Give parcels to free senders; those for a resting receiver go back into the table."""
        self._resting = {who: until for who, until in self._resting.items() if until > now}
        for parcel in list(self._waiting.values()):
            rests_until = self._resting.get(parcel.receiver, 0.0)
            if rests_until > now:
                del self._waiting[parcel.call_id]
                rest = (rests_until - now) * random.uniform(1.0, 2.0)
                self._note(parcel, time.time() + rest, parcel.attempts)
            elif len(self._under_way) == SENDERS:
                return
            elif self._busy[parcel.receiver] < SENDERS_PER_RECEIVER:
                del self._waiting[parcel.call_id]
                self._submit(parcel)

    def _submit(self, parcel: Parcel) -> None:
        self._under_way.add(parcel.call_id)
        self._busy[parcel.receiver] += 1
        self._senders.submit(lambda: self._inbox.put(self._sender.send(parcel)))
