"""The calls as a carrier's callbacks and sockets see them, and the sweep of what it owes us."""

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from callbackend.calls.desk import Desk
from callbackend.calls.switchboard import Switchboard
from callbackend.errors import NumberRefused
from callbackend.gate import rules
from callbackend.lines import Carrier
from callbackend.lines.base import LineEvent, Report
from callbackend.records.store import StoredCall
from common.logs import facts_of

logger = logging.getLogger(__name__)

BY_KEY = "key 9, calling back"
SWEEP_SECONDS = 30.0
STOP_SECONDS = 5.0


class Calls(Protocol):
    """What of the service a carrier's side needs."""

    desk: Desk
    switchboard: Switchboard

    def stored(self, call_id: str) -> StoredCall | None:
        """A call as its row has it."""

    def happen(self, call_id: str, event: LineEvent) -> None:
        """Let something happen to a call, whichever process carries it."""

    def bar(self, phone: str, why: str) -> object:
        """Call this number never again."""


class CarrierSide:
    """A `callbackend.lines.hub.Hub`."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self.stored: Callable[[str], StoredCall | None] = calls.stored
        self.happen: Callable[[str, LineEvent], None] = calls.happen
        self.settle: Callable[[str, int], None] = calls.desk.settle
        self.note_answered_by: Callable[[str, str], None] = calls.desk.note_answered_by
        self.unsettled: Callable[[float], list[tuple[str, str]]] = calls.desk.unsettled
        self.connect: Callable[[str], None] = calls.switchboard.connect

    @property
    def report(self) -> Report:
        """Where what happens to a call that this process carries is told."""
        return self._calls.switchboard.post

    def opt_out(self, phone: str) -> bool:
        """Call this number never again, in whatever spelling; False where it is no number."""
        try:
            self._calls.bar(rules.normalised(phone), BY_KEY)
        except NumberRefused:
            return False
        return True


class CarrierSweeper:
    """Has the carrier end what is over here, in a thread of its own: at the start, and then on."""

    def __init__(self, carrier: Carrier, side: CarrierSide) -> None:
        self._carrier, self._side = carrier, side
        self._is_open = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="carrier-sweep", daemon=True)

    def start(self, is_open: threading.Event) -> None:
        """Once the database `is_open`, sweep, and go on doing so."""
        self._is_open = is_open
        self._thread.start()

    def stop(self) -> None:
        """Stop after the sweep that is under way."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)

    def _run(self) -> None:
        while not self._is_open.wait(1.0):
            if self._stopping.is_set():
                return
        while True:
            self._sweep_safely()
            if self._stopping.wait(SWEEP_SECONDS):
                return

    def _sweep_safely(self) -> None:
        try:
            self._carrier.sweep(self._side)
        except Exception as error:
            logger.warning("the carrier's calls wait to be swept", extra=facts_of(error))
