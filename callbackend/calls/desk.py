"""The operators' desk: how the line stands, stopping it, what the gate has recorded and counted."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from callbackend.config import Settings
from callbackend.errors import CallBackendError, CallNotFound
from callbackend.gate import audit
from callbackend.gate.permits import Permits
from callbackend.gate.switch import BY_OPERATOR, Switch
from callbackend.records.database import Database
from callbackend.records.line_models import LineDay
from callbackend.records.store import CallStore

# Each hang-up is a transaction and, on a real line, a request to the carrier: some at a time.
STOPPERS = 8


class Desk:
    """What operators ask for, and what a carrier tells of a call that may be over here."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        store: CallStore,
        permits: Permits,
        cancel: Callable[[str], Any],
    ) -> None:
        """`cancel` ends one call, whichever process carries it."""
        self._settings = settings
        self._database = database
        self._store = store
        self._permits = permits
        self._cancel = cancel
        self._switch = Switch(database)

    def state(self) -> dict[str, Any]:
        """The line, its switch, what is up, and what today has had against its caps."""
        now, settings = time.time(), self._settings
        switch = self._switch.state()
        with self._database.reading() as connection:
            day = datetime.fromtimestamp(now, UTC).date().isoformat()
            own = (LineDay.day == day, LineDay.is_real == self._permits.counts.is_real)
            columns = (LineDay.dialled, LineDay.reserved_cents, LineDay.spent_cents)
            row = connection.execute(select(*columns).where(*own)).one_or_none()
            open_calls = self._permits.counts.open_calls(connection, now)
        dialled, reserved, spent = row or (0, 0, 0)
        is_off = switch.stopped_at is not None or settings.call_line_stopped
        return {
            "line": settings.line,
            "on": not is_off,
            "stopped_at": _time(switch.stopped_at),
            "why": switch.why or ("CALL_LINE_STOPPED" if settings.call_line_stopped else None),
            "hours": list(settings.call_hours),
            "days": sorted(settings.call_days),
            "live": len(self._store.live_ids()),
            "open": open_calls,
            "at_once": settings.calls_at_once,
            "today": {
                "day": day,
                "dialled": dialled,
                "most": settings.calls_per_day,
                "reserved": reserved / 100,
                "spent": spent / 100,
                "budget": settings.budget_cents_day / 100,
            },
        }

    def stop(self, why: str = BY_OPERATOR) -> int:
        """Turn the line off, and end every call that is not over; how many these were.

        The switch is written first: nothing is dialled after that, whatever else fails. Who
        carries a call that is ended here finds that out at its next step.
        """
        self._switch.stop(why, time.time())
        ids = self._store.live_ids()
        with ThreadPoolExecutor(STOPPERS) as stoppers:
            return sum(stoppers.map(self._end, ids))

    def start(self) -> None:
        """Turn the line on again; what was ended stays so."""
        self._switch.start(time.time())

    def audit_of(self, call_id: str) -> list[dict[str, Any]]:
        """What is recorded of a call, also of one that was erased. Raises CallNotFound."""
        with self._database.reading() as connection:
            found = audit.of_call(connection, call_id)
        if not found:
            raise CallNotFound(call_id)
        return [one | {"at": _time(one["at"])} for one in found]

    def settle(self, call_id: str, seconds: int) -> None:
        """Write down what a call has cost, once its carrier says how long it lasted."""
        with self._database.writing() as connection:
            self._permits.settle(connection, call_id, seconds, time.time())

    def note_answered_by(self, call_id: str, what: str) -> None:
        """Keep the carrier's hint at who answered."""
        with self._database.writing() as connection:
            self._permits.counts.note_answered_by(connection, call_id, what)

    def unsettled(self, since: float) -> list[tuple[str, str]]:
        """Calls that are over here, and of which the carrier has not said so: both their ids."""
        return self._store.unsettled(since)

    def _end(self, call_id: str) -> bool:
        try:
            self._cancel(call_id)
        except CallBackendError:  # It was erased meanwhile, or the database is away: the sweep.
            return False
        return True


def _time(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
