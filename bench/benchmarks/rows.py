"""Ten times the rows: no route of one job, and no sweep, may feel it."""

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from statistics import median

from flask import Flask
from sqlalchemy import String, cast, update
from werkzeug.test import TestResponse

from bench import filling
from bench.databases import Database, postgres, sqlite
from bench.figures import Figure, Target
from bench.options import Options
from bench.servers import server
from dev.environment import with_defaults
from dev.redis_server import RedisServer, free_port
from quoteapp import create_app
from quoteapp.config import Settings
from quoteapp.extensions import db
from quoteapp.models import Provider
from quoteapp.services import calls
from quoteapp.services.polling import status
from quoteapp.states import CallStatus

FEW, MANY = 10_000, 100_000  # provider rows
MEASURED_JOBS = 200  # the newest ones, whose providers nobody has called
LIVE_CALLS = 500
TARGET = Target(at_most=1.10)
MILLISECONDS = 1_000

Act = Callable[[int], object]
"""One use of the product, for the job with that number."""


@dataclass(frozen=True, slots=True)
class Site:
    """The product in this process on a database of its own, and the number of its jobs."""

    app: Flask
    jobs: int

    def seconds(self, act: Act, nth: int) -> float:
        """How long the act takes for the n-th of the measured jobs."""
        with self.app.app_context():
            started_at = time.perf_counter()
            act(self.jobs - nth)
            return time.perf_counter() - started_at


def run(options: Options) -> Iterable[Figure]:
    """Figures for each kind of database; every poll reads, none is answered from memory."""
    kept, status.FRESH_SECONDS = status.FRESH_SECONDS, 0
    with sqlite() as base, ExitStack() as entered:
        environment = entered.enter_context(_surroundings(base))
        yield from _figures("SQLite", options, environment, [sqlite(), sqlite()])
        if options.postgres_url:
            two = [postgres(options.postgres_url) for _ in range(2)]
            yield from _figures("Postgres", options, environment, two)
    status.FRESH_SECONDS = kept


@contextmanager
def _surroundings(base: Database) -> Iterator[dict[str, str]]:
    """A Redis and a call backend for both sites."""
    redis, port = RedisServer(base.directory / "redis"), free_port()
    own = {"DATA_DIR": str(base.directory), "REDIS_URL": redis.url, "RATE_LIMITS": "off"}
    environment = with_defaults(own)
    os.environ["REDIS_URL"] = redis.url  # celeryconfig reads it when the first task is enqueued.
    command = [sys.executable, "-m", "bench.line", str(port)]
    redis.start()
    try:
        with server(command, port, base.directory / "line.log", environment) as line:
            yield environment | {"CALL_BACKEND_URL": line.url}
    finally:
        redis.stop()


def _figures(
    kind: str,
    options: Options,
    environment: Mapping[str, str],
    databases: Sequence[AbstractContextManager[Database]],
) -> Iterator[Figure]:
    with ExitStack() as entered:
        few, many = (
            entered.enter_context(_site(database, options.share(rows), environment))
            for database, rows in zip(databases, (FEW, MANY), strict=True)
        )
        for what in _acts(few):
            ours, baseline = _medians(what, few, many, options)
            yield Figure(
                what=f"{what} with {options.share(MANY):,} rows, {kind}",
                ours=ours * MILLISECONDS,
                unit="ms",
                baseline=baseline * MILLISECONDS,
                against=f"{options.share(FEW):,} rows",
                target=TARGET,
            )


@contextmanager
def _site(
    entering: AbstractContextManager[Database], rows: int, environment: Mapping[str, str]
) -> Iterator[Site]:
    """The product on a new database with so many rows: finished ones, live ones, the measured."""
    with entering as database:
        app = create_app(Settings.from_environ({**environment, "DATABASE_URL": database.url}))
        jobs = rows // filling.PROVIDERS_PER_JOB
        with app.app_context():
            db.create_all()
            numbers = range(1, jobs + 1)
            filling.fill(numbers[:-MEASURED_JOBS], **filling.QUOTED)
            filling.fill(numbers[-MEASURED_JOBS:])
            filling.remember(numbers[-MEASURED_JOBS:])
            _make_live()
        yield Site(app, jobs)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def _make_live() -> None:
    """Let the oldest calls be in progress; the call backend has never heard of them."""
    statement = update(Provider).where(Provider.id <= LIVE_CALLS)
    live = {"call_status": CallStatus.IN_PROGRESS, "look_at": None, "deadline": None}
    db.session.execute(statement.values(**live, call_id=cast(Provider.id, String)))
    db.session.commit()


def _acts(site: Site) -> dict[str, Act]:
    """Every route of one job, and the sweep, in an order in which each finds work to do."""
    client = site.app.test_client()

    def get(path: str) -> Act:
        return lambda number: _ok(client.get(path % filling.job_id_of(number)))

    def post(path: str) -> Act:
        return lambda number: _ok(client.post(path % filling.job_id_of(number)))

    def complete(number: int) -> object:
        body = {"job_id": filling.job_id_of(number), "answers": {"q1": "It keeps running"}}
        return _ok(client.post("/api/complete-job", json=body))

    return {
        "GET providers": get("/api/providers/%s"),
        "GET status, from SQL": get("/api/providers/%s/status"),
        "POST complete-job": complete,
        "POST start-calls": post("/api/start-calls/%s"),
        "POST cancel-calls": post("/api/cancel-calls/%s"),
        f"sweep of {LIVE_CALLS} live calls": lambda _: calls.sweep(),
    }


def _ok(response: TestResponse) -> TestResponse:
    if response.status_code != HTTPStatus.OK:
        raise RuntimeError(f"{response.request.path}: {response.get_data(as_text=True)}")
    return response


def _medians(what: str, few: Site, many: Site, options: Options) -> tuple[float, float]:
    """Seconds with many rows and with few, each job in turn on both."""
    of_few, of_many = _acts(few)[what], _acts(many)[what]
    turns = range(options.share(MEASURED_JOBS))
    pairs = [(many.seconds(of_many, nth), few.seconds(of_few, nth)) for nth in turns]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
