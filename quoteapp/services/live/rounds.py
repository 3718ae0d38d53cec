"""One look at a job's calls a second for all who watch it, in one web process.

Whoever comes while a look is made waits for it. No connection of the database is held while the
call backend is asked, which has 1.5 s; after a failure it is left alone for five.
"""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, cast

import orjson
from flask import Flask, current_app
from sqlalchemy import select

from quoteapp import store
from quoteapp.clients.call_backend import LOOKUP_LIMIT, call_backend
from quoteapp.clients.live_calls import LiveCall
from quoteapp.errors import JobNotFound, VendorError
from quoteapp.extensions import db
from quoteapp.models import Brief, Provider
from quoteapp.services.live.calls import shown
from quoteapp.services.polling import status
from quoteapp.services.polling.versions import NONE, Version
from quoteapp.states import CallStatus

FRESH_SECONDS = 1.0
LEFT_ALONE_SECONDS = 5.0
# Of jobs that somebody watches; who has not been asked for goes when there are more.
KEPT_JOBS = 2_000
COLUMNS = (
    *(Provider.id, Provider.attempt, Provider.call_status, Provider.outcome, Provider.asked_at),
    *(Provider.opens_at, Provider.dialled_at, Provider.answered_at, Provider.ended_at),
    *(Provider.estimated_price, Provider.negotiated_price, Provider.call_id),
    *(Provider.call_transcript, Provider.moves),
)


@dataclass(frozen=True, slots=True)
class Live:
    """What a watcher is told; the tag leaves out what time it is."""

    rest: bytes
    etag: str

    def body(self, now: datetime) -> bytes:
        """The JSON as of now."""
        moment = now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return b'{"now":"' + moment.encode("ascii") + b'",' + self.rest[1:]


@dataclass(slots=True)
class Watched:
    """A job that somebody watches: the latest look, and what was heard of its calls last."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    looked_at: float = float("-inf")
    version: Version = NONE  # of the rows, as of that look
    live: Live | None = None
    # When the call backend was asked last, and whether it answered.
    asked_at: float = float("-inf")
    is_stale: bool = False
    heard: dict[str, LiveCall] = field(default_factory=dict)


class Rounds:
    """The looks of one process. Any number of threads may ask."""

    def __init__(self) -> None:
        self._watched: dict[str, Watched] = {}
        self._lock = threading.Lock()
        self._away_until = float("-inf")

    def get(self, job_id: str) -> Live:
        """The job's calls, at most a second old. Raises `JobNotFound` and SQLAlchemy's errors."""
        watched = self._of(job_id)
        with watched.lock:
            # Whoever was told of a change, by whatever process, must not be shown the past.
            version = status.get(job_id).version
            if watched.live is None or version != watched.version or _is_old(watched.looked_at):
                began = time.monotonic()
                try:
                    watched.live = self._look(job_id, watched)
                except JobNotFound:
                    self._watched.pop(job_id, None)
                    raise
                watched.looked_at, watched.version = began, version
            return watched.live

    def _of(self, job_id: str) -> Watched:
        with self._lock:
            watched = self._watched.pop(job_id, None) or Watched()
            self._watched[job_id] = watched  # The one that was asked for last is the last to go.
            while len(self._watched) > KEPT_JOBS:
                self._watched.pop(next(iter(self._watched)))
            return watched

    def _look(self, job_id: str, watched: Watched) -> Live:
        line, rows = _read(job_id)
        with_them = [row.call_id for row in rows if _is_with_them(row)]
        if with_them and _is_old(watched.asked_at):
            watched.asked_at = time.monotonic()
            watched.is_stale = not self._hear(with_them, watched)
        is_stale = bool(with_them) and watched.is_stale
        watched.heard = {id_: watched.heard[id_] for id_ in with_them if id_ in watched.heard}
        calls = [shown(row, watched.heard.get(row.call_id)) for row in rows]
        rest = orjson.dumps({"line": line, "is_stale": is_stale, "calls": calls})
        return Live(rest, f'"{sha256(rest).hexdigest()[:24]}"')

    def _hear(self, call_ids: Sequence[str], watched: Watched) -> bool:
        """Whether the call backend has told how these calls stand."""
        if time.monotonic() < self._away_until:
            return False
        try:
            for call in call_backend.live(call_ids[:LOOKUP_LIMIT]):
                watched.heard[call.call_id] = call
        except VendorError:
            self._away_until = time.monotonic() + LEFT_ALONE_SECONDS
            return False
        return True


def _is_old(moment: float) -> bool:
    return time.monotonic() - moment >= FRESH_SECONDS


def _is_with_them(row: Any) -> bool:
    return row.call_status is CallStatus.IN_PROGRESS and row.call_id is not None


def _read(job_id: str) -> tuple[str | None, Sequence[Any]]:
    """The job's line and rows. Raises `JobNotFound`."""
    brief = select(Brief.line, Brief.erased_at).where(Brief.job_id == job_id)
    found = db.session.execute(brief).one_or_none()
    rows: Sequence[Any] = ()
    if found is not None and found.erased_at is None:
        query = select(*COLUMNS).where(Provider.job_id == job_id).order_by(Provider.id)
        rows = db.session.execute(query).all()
    db.session.rollback()  # No connection is held while we talk to others.
    if found is None and store.exists(job_id):
        return None, ()
    if found is None or found.erased_at is not None:
        raise JobNotFound(job_id)
    return found.line, rows


def init_app(app: Flask) -> None:
    """Tie the looks of this process to `app`."""
    app.extensions["live"] = Rounds()


def get(job_id: str) -> Live:
    """The job's calls as they stand, of the current app."""
    return cast(Rounds, current_app.extensions["live"]).get(job_id)
