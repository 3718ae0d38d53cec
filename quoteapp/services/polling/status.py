"""What a page polls: one JSON body per job, kept in memory for as long as it is true.

A body is built from one query, and is true while the job's version is the same: the newest id
(a new search brings new rows) and the sum of the rows' versions (every move of
`services.calls.rows` adds one, in the same UPDATE). So there is nothing to invalidate, in this
process or in another, and nothing to lose: whoever asks after a commit sees a new version. A
version once read counts for FRESH_SECONDS, which is how stale an answer can be.

A body holds what was said in calls. It is kept no longer than somebody asks for it: `KEPT_SECONDS`.
"""

import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

import orjson
from flask import Flask, current_app
from sqlalchemy import Connection, Engine, Text, select, type_coerce

from quoteapp import phones
from quoteapp.extensions import db
from quoteapp.models import Provider
from quoteapp.services.polling.versions import Version, Versions
from quoteapp.states import can_retry

FRESH_SECONDS = 0.05
KEPT_JOBS = 2_000  # at about 6 KB each
KEPT_SECONDS = 600
CLEARING_SECONDS = 60

_FIELDS = (
    Provider.id,
    Provider.job_id,
    Provider.name,
    Provider.phone,
    Provider.estimated_price,
    Provider.negotiated_price,
    Provider.call_status,
    Provider.outcome,
    Provider.last_offer,
    type_coerce(Provider.notes, Text).label("notes"),
    Provider.source,
    Provider.distance_miles,
    Provider.attempt,
    Provider.refusal,
    Provider.call_transcript,
)


@dataclass(slots=True)
class Status:
    """The answer to a poll. `checked_at` is monotonic, from before its version was read."""

    version: Version
    body: bytes
    etag: str
    checked_at: float
    # When somebody asked for it last.
    asked_at: float
    # What a door makes of it, to be kept as long as it is.
    answers: dict[Any, Any] = field(default_factory=dict)


class Statuses:
    """The statuses of one process, read from `engine`. Any number of threads may ask."""

    def __init__(self, engine: Engine) -> None:
        # One read needs no transaction, which on Postgres costs a round trip to end.
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._versions = Versions(engine)
        self._kept: dict[str, Status] = {}
        self._clearing: threading.Timer | None = None

    def kept(self, job_id: str) -> Status | None:
        """What is in memory, however old. It waits for nothing."""
        status = self._kept.get(job_id)
        if status is not None:
            status.asked_at = time.monotonic()
        return status

    def get(self, job_id: str) -> Status:
        """The job's status, at most FRESH_SECONDS old. Raises SQLAlchemy's errors."""
        status = self.kept(job_id)
        if status is not None and status.asked_at - status.checked_at < FRESH_SECONDS:
            return status
        return self.read([job_id])[job_id]

    def read(self, job_ids: Sequence[str]) -> dict[str, Status]:
        """The statuses of these jobs as of this moment. Raises SQLAlchemy's errors."""
        read_at = time.monotonic()
        versions = self._versions.read(job_ids)
        statuses = {id_: self._kept.get(id_) for id_ in job_ids}
        true = {id_: it for id_, it in statuses.items() if it and it.version == versions[id_]}
        for status in true.values():
            status.checked_at = status.asked_at = read_at
        # The version is read first: if rows change in between, the body is newer than its
        # version, and the next look replaces both.
        new = self._build({id_: versions[id_] for id_ in job_ids if id_ not in true}, read_at)
        for job_id, status in new.items():
            self._keep(job_id, status)
        return true | new

    def close(self) -> None:
        """Close the connections of its own, and forget everything."""
        self._kept.clear()
        if self._clearing is not None:
            self._clearing.cancel()
        self._versions.close()

    def clear(self) -> None:
        """Forget what nobody has asked for."""
        long_ago = time.monotonic() - KEPT_SECONDS
        for job_id, status in list(self._kept.items()):
            if status.asked_at < long_ago:
                self._kept.pop(job_id, None)
        self._clearing = None
        self._plan_clearing()

    def _build(self, versions: Mapping[str, Version], read_at: float) -> dict[str, Status]:
        if not versions:
            return {}
        with self._engine.connect() as connection:
            bodies = _bodies(connection, list(versions))
        return {
            job_id: Status(version, bodies[job_id], _etag(version), read_at, read_at)
            for job_id, version in versions.items()
        }

    def _keep(self, job_id: str, status: Status) -> None:
        self._kept.pop(job_id, None)
        self._kept[job_id] = status
        while len(self._kept) > KEPT_JOBS:
            self._kept.pop(next(iter(self._kept)), None)
        self._plan_clearing()

    def _plan_clearing(self) -> None:
        """Look again in a while, as long as there is something to forget."""
        if self._kept and self._clearing is None:
            self._clearing = threading.Timer(CLEARING_SECONDS, self.clear)
            self._clearing.daemon = True
            self._clearing.start()


def _etag(version: Version) -> str:
    return f'"{version[0]}-{version[1]}"'


def _bodies(connection: Connection, job_ids: Sequence[str]) -> dict[str, bytes]:
    """The providers as `ProviderStatusSchema` dumps them, at a tenth of its price."""
    query = select(*_FIELDS).where(Provider.job_id.in_(job_ids)).order_by(Provider.id)
    rows = connection.execute(query)
    return {id_: _dumped(found) for id_, found in _by_job(rows, job_ids).items()}


def _by_job(rows: Iterable[Any], job_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {job_id: [] for job_id in job_ids}
    for row in rows:
        found[row.job_id].append(_shown(row._asdict()))
    return found


def _dumped(providers: list[dict[str, Any]]) -> bytes:
    return orjson.dumps(providers, default=_as_number)


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """One provider, its fields in the order of the schema."""
    row["phone"] = phones.national(row["phone"]) if row["phone"] else None
    notes = row["notes"]
    row["notes"] = None if notes is None else orjson.Fragment(notes)
    transcript = row.pop("call_transcript")
    may_retry = can_retry(row["outcome"], row.pop("attempt"), row.pop("refusal"))
    return row | {"can_retry": may_retry, "call_transcript": transcript}


def _as_number(price: Decimal) -> float:
    return float(price)


def statuses_of(app: Flask) -> Statuses:
    """The memory of `app`."""
    return cast(Statuses, app.extensions["statuses"])


def get(job_id: str) -> Status:
    """The job's status, of the current app. Raises SQLAlchemy's errors."""
    return cast(Statuses, current_app.extensions["statuses"]).get(job_id)


def wait_until_seen() -> None:
    """Return once no process can answer a poll with what was before the latest commit.

    Whoever was answered must not be told the past by the next process that they ask: a page that
    retries failed calls would see all of them failed, and stop to poll.
    """
    time.sleep(FRESH_SECONDS)


def init_app(app: Flask) -> Statuses:
    """Tie a memory to `app`."""
    with app.app_context():
        statuses = app.extensions["statuses"] = Statuses(db.engine)
    return statuses
