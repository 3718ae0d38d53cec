"""What a page polls: one JSON body per job, kept in memory for as long as it is true.

A body is built from one query, and is true while the job's version is the same: the newest id
(a new search brings new rows) and the sum of the rows' versions (every move of
`services.calls.rows` adds one, in the same UPDATE). So there is nothing to invalidate, in this
process or in another, and nothing to lose: whoever asks after a commit sees a new version. A
version once read counts for FRESH_SECONDS, which is how stale an answer can be.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

import orjson
from flask import Flask, current_app
from sqlalchemy import Connection, Engine, select

from quoteapp import phones
from quoteapp.extensions import db
from quoteapp.models import Provider
from quoteapp.services.polling.versions import Version, Versions
from quoteapp.states import can_retry

FRESH_SECONDS = 0.05
KEPT_JOBS = 2_000  # at about 6 KB each

_FIELDS = (
    Provider.id,
    Provider.job_id,
    Provider.name,
    Provider.phone,
    Provider.estimated_price,
    Provider.negotiated_price,
    Provider.call_status,
    Provider.outcome,
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


class Statuses:
    """The statuses of one process, read from `engine`. Any number of threads may ask."""

    def __init__(self, engine: Engine) -> None:
        # One read needs no transaction, which on Postgres costs a round trip to end.
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._versions = Versions(engine)
        self._kept: OrderedDict[str, Status] = OrderedDict()

    def get(self, job_id: str) -> Status:
        """The job's status, at most FRESH_SECONDS old. Raises SQLAlchemy's errors."""
        kept = self._kept.get(job_id)
        asked_at = time.monotonic()
        if kept is not None and asked_at - kept.checked_at < FRESH_SECONDS:
            return kept
        version = self._versions.read(job_id)
        if kept is not None and kept.version == version:
            kept.checked_at = asked_at
            return kept
        # The version is read first: if rows change in between, the body is newer than its
        # version, and the next look replaces both.
        with self._engine.connect() as connection:
            status = Status(version, _body(connection, job_id), _etag(version), asked_at)
        self._keep(job_id, status)
        return status

    def close(self) -> None:
        """Close the connections of its own."""
        self._versions.close()

    def _keep(self, job_id: str, status: Status) -> None:
        self._kept[job_id] = status
        while len(self._kept) > KEPT_JOBS:
            self._kept.popitem(last=False)


def _etag(version: Version) -> str:
    return f'"{version[0]}-{version[1]}"'


def _body(connection: Connection, job_id: str) -> bytes:
    """The providers as `ProviderStatusSchema` dumps them, at a tenth of its price."""
    query = select(*_FIELDS).where(Provider.job_id == job_id).order_by(Provider.id)
    providers = [_shown(row._asdict()) for row in connection.execute(query)]
    return orjson.dumps(providers, default=_as_number)


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """One provider, its fields in the order of the schema."""
    row["phone"] = phones.national(row["phone"]) if row["phone"] else None
    transcript = row.pop("call_transcript")
    may_retry = can_retry(row["outcome"], row.pop("attempt"), row.pop("refusal"))
    return row | {"can_retry": may_retry, "call_transcript": transcript}


def _as_number(price: Decimal) -> float:
    return float(price)


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
