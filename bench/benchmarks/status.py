"""The poll: against a Flask route that says nothing, and against FastAPI's way to write it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import requests

from bench import filling, wrk
from bench.databases import Database, each
from bench.figures import Figure, Target
from bench.measuring import in_turn
from bench.options import Options
from bench.processes import cpu_seconds
from bench.servers import Server, server
from bench.stacks import running
from dev.redis_server import free_port
from dev.stack import Stack

JOBS = 1_000
MICROSECONDS = 1_000_000
HELLO = Target(at_least=6)
PEER = Target(at_least=20)

# wrk's way to ask for one job after the other; every thread starts elsewhere.
MANY_JOBS = f"""
local threads = 0
function setup(thread)
  thread:set("number", threads * {JOBS // wrk.THREADS})
  threads = threads + 1
end
function request()
  number = number % {JOBS} + 1
  return wrk.format("GET", string.format("/api/providers/{filling.JOB_ID}/status", number))
end
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """One load on one contender."""

    per_second: float
    microseconds: float  # of processor time per request


def run(options: Options) -> Iterable[Figure]:
    """Figures for each database."""
    wrk.check()
    for database in each(options):
        with _contenders(database, options) as contenders:
            yield from _figures(database.kind, in_turn(contenders, options.rounds))


@contextmanager
def _contenders(database: Database, options: Options) -> Iterator[dict[str, Callable[[], Sample]]]:
    """All servers up, warm and proven to answer the same."""
    script = database.directory / "many.lua"
    script.write_text(MANY_JOBS)
    with ExitStack() as servers:
        web = servers.enter_context(running(database))
        _fill(web)
        bare = servers.enter_context(_bare(web))
        peer = servers.enter_context(_peer(web))
        product = Server(web.url, web.processes["web"].pid)
        path = f"/api/providers/{filling.job_id_of(1)}/status"
        etag = _check(product.url + path, peer.url + path)
        loads = {
            "200": (product, path, {}, None),
            "304": (product, path, {"If-None-Match": etag}, None),
            "many": (product, path, {}, script),
            "bare": (bare, "/", {}, None),
            "peer": (peer, path, {}, None),
        }
        contenders = {name: _measure(*load, options.seconds) for name, load in loads.items()}
        for warm_up in contenders.values():
            warm_up()
        yield contenders


def _fill(web: Stack) -> None:
    with filling.product(**web.environment):
        filling.fill(range(1, JOBS + 1), **filling.QUOTED)


@contextmanager
def _bare(web: Stack) -> Iterator[Server]:
    port = free_port()
    command = ["gunicorn", "-c", "bench/gunicorn_conf.py", "bench.bare:app"]
    log = web.directory / "bare.log"
    with server(command, port, log, web.environment | {"PORT": str(port)}) as bare:
        yield bare


@contextmanager
def _peer(web: Stack) -> Iterator[Server]:
    port = free_port()
    workers = ["--workers", web.environment["WEB_CONCURRENCY"]]
    command = ["uvicorn", "bench.peer:app", "--port", str(port), *workers, "--no-access-log"]
    with server(command, port, web.directory / "peer.log", web.environment) as peer:
        yield peer


def _check(ours: str, theirs: str) -> str:
    """Return our ETag once both are known to answer the same. Raises ValueError."""
    mine = requests.get(ours, timeout=5)
    if mine.json() != requests.get(theirs, timeout=5).json() or not mine.json():
        raise ValueError("the peer answers something else")
    return mine.headers["ETag"]


def _measure(
    to: Server, path: str, headers: dict[str, str], script: Path | None, seconds: float
) -> Callable[[], Sample]:
    def measure() -> Sample:
        before = cpu_seconds(to.pid)
        load = wrk.load(to.url + path, seconds, headers, script)
        spent = cpu_seconds(to.pid) - before
        return Sample(load.per_second, spent / load.requests * MICROSECONDS)

    return measure


def _figures(kind: str, samples: dict[str, list[Sample]]) -> Iterator[Figure]:
    rate = {name: median(one.per_second for one in each) for name, each in samples.items()}
    cost = {name: median(one.microseconds for one in each) for name, each in samples.items()}
    rows = (
        ("/status", "200", "bare", HELLO),
        ("/status, 304", "304", "bare", HELLO),
        ("/status", "200", "peer", PEER),
        ("/status, 304", "304", "peer", PEER),
        ("/status of 1,000 jobs in turn", "many", "bare", None),
        ("/status of 1,000 jobs in turn", "many", "peer", None),
    )
    names = {"bare": "empty Flask route", "peer": "FastAPI"}
    for what, ours, theirs, target in rows:
        yield Figure(
            what=f"{what}, {kind}",
            ours=rate[ours],
            unit="/s",
            baseline=rate[theirs],
            against=names[theirs],
            target=target,
        )
    for what, ours, theirs, _ in rows:
        yield Figure(
            what=f"{what}, {kind}: processor time",
            ours=cost[ours],
            unit="µs",
            baseline=cost[theirs],
            against=names[theirs],
        )
