"""The product with the bench's own call backend: calls stay in flight until the bench ends them."""

import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

import requests
from sqlalchemy import ColumnElement, func, select

from bench import filling
from bench.databases import sqlite
from bench.servers import server
from bench.stacks import running
from dev.environment import with_defaults
from dev.redis_server import free_port
from dev.stack import Stack
from quoteapp.extensions import db
from quoteapp.models import Provider
from quoteapp.states import CallStatus

# What is measured is calls in flight, not how they wait for each other.
ALL_AT_ONCE = {"strategy": "all_at_once"}
CLICKS_AT_ONCE = 6
PLACE_SECONDS = LAND_SECONDS = 1_200
SEEN_SECONDS = 30
STEP_SECONDS = 0.005
LOOK_SECONDS = 0.5
BUSY = 503


class Live(NamedTuple):
    """A call in flight: who to ask for it."""

    job_id: str
    provider_id: int
    call_id: str


@dataclass(frozen=True, slots=True)
class Flight:
    """The product's web, worker and beat; `line` is where the bench's call backend answers."""

    stack: Stack
    line: str

    @property
    def worker(self) -> int:
        """The worker's process."""
        return self.stack.processes["worker"].pid

    def place(self, count: int) -> float:
        """Have so many calls placed, the way the page asks for it; seconds until all are live."""
        numbers = range(1, count // filling.PROVIDERS_PER_JOB + 1)
        filling.fill(numbers)
        filling.remember(numbers)
        started_at = time.monotonic()
        with ThreadPoolExecutor(CLICKS_AT_ONCE) as clicks:
            list(clicks.map(self._click, numbers))
        while (live := _count(Provider.call_id.is_not(None))) < count:
            if time.monotonic() - started_at > PLACE_SECONDS:
                raise TimeoutError(f"only {live} of {count} calls were placed")
            time.sleep(LOOK_SECONDS)
        return time.monotonic() - started_at

    def _click(self, number: int) -> None:
        """Ask as a page does: again, where the API is too busy to answer."""
        url = f"{self.stack.url}/api/start-calls/{filling.job_id_of(number)}"
        while (answer := requests.post(url, json=ALL_AT_ONCE, timeout=60)).status_code == BUSY:
            time.sleep(LOOK_SECONDS)
        answer.raise_for_status()

    def end(self, calls: Sequence[Live], callbacks: bool) -> float:
        """End calls; the moment, monotonic."""
        order = {"call_ids": [call.call_id for call in calls], "callbacks": callbacks}
        answer = requests.post(f"{self.line}/bench/end", json=order, timeout=60).json()
        return float(answer["ended_at"])

    def seconds_until_seen(self, call: Live, callbacks: bool) -> float:
        """End a call; how long until a page that polls its job knows. Raises TimeoutError."""
        url = f"{self.stack.url}/api/providers/{call.job_id}/status"
        with requests.Session() as page:
            page.get(url, timeout=10)
            ended_at = self.end([call], callbacks)
            while time.monotonic() - ended_at < SEEN_SECONDS:
                shown = {one["id"]: one for one in page.get(url, timeout=10).json()}
                if shown[call.provider_id]["call_status"] == CallStatus.COMPLETED:
                    return time.monotonic() - ended_at
                time.sleep(STEP_SECONDS)
        raise TimeoutError(f"the end of {call} was not seen")

    def land(self, calls: Sequence[Live]) -> float:
        """End all the calls at once; seconds until every row is completed."""
        ended_at = self.end(calls, callbacks=True)
        while (left := _count(Provider.call_status != CallStatus.COMPLETED)) > 0:
            if time.monotonic() - ended_at > LAND_SECONDS:
                raise TimeoutError(f"{left} calls have not landed")
            time.sleep(LOOK_SECONDS)
        return time.monotonic() - ended_at


def calls_in_flight() -> list[Live]:
    """Every call whose id is written down."""
    query = select(Provider.job_id, Provider.id, Provider.call_id).order_by(Provider.id)
    rows = db.session.execute(query.where(Provider.call_id.is_not(None))).all()
    db.session.rollback()
    return [Live._make(row) for row in rows]


def _count(which: ColumnElement[bool]) -> int:
    found = db.session.scalar(select(func.count()).where(which)) or 0
    db.session.rollback()
    return found


@contextmanager
def flight() -> Iterator[Flight]:
    """Everything up on SQLite, and the product's app in this process."""
    with sqlite() as database:
        port = free_port()
        own = with_defaults({"DATA_DIR": str(database.directory)})
        secret = {"CALL_WEBHOOK_SECRET": own["CALL_WEBHOOK_SECRET"]}
        command = [sys.executable, "-m", "bench.line", str(port)]
        names = ("web", "worker", "beat")
        with (
            server(command, port, database.directory / "line.log", secret) as line,
            running(database, names, CALL_BACKEND_URL=line.url, **secret) as stack,
            filling.product(**stack.environment),
        ):
            yield Flight(stack, line.url)
