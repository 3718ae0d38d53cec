"""The line that ships: thousands of simulated calls at once in the one call backend process."""

import http.client
import json
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

from bench import filling
from bench.databases import sqlite
from bench.figures import Figure, Target
from bench.measuring import most_at_once
from bench.options import Options
from bench.processes import watched
from bench.servers import Server, server
from dev.environment import with_defaults
from dev.redis_server import free_port

CALLS = 5_000
CALL_SECONDS = 60  # long enough to accept the last before the first has ended
LONGEST_SECONDS = 300
MEMORY = Target(at_most=300)
ALL = Target(at_least=1)
POSTS_AT_ONCE = 16
LOOKUP = 500  # as the sweep asks

Call = dict[str, Any]
_connections = threading.local()


def run(options: Options) -> Iterable[Figure]:
    """Figures of the call backend alone, on SQLite, its callbacks going to a sink."""
    count = options.share(CALLS)
    with sqlite() as database:
        environment = with_defaults({"DATA_DIR": str(database.directory)}) | {
            "SIMULATED_CALL_SECONDS": str(CALL_SECONDS)
        }
        with (
            _sink(database.directory, environment) as sink,
            _call_backend(database.directory, environment, sink) as backend,
            watched(backend.pid) as cost,
        ):
            token = environment["CALL_BACKEND_TOKEN"]
            started_at = time.monotonic()
            call_ids = _start(backend, sink, count, token)
            started = time.monotonic() - started_at
            calls = _wait(backend, call_ids, token)
            heard = _ask(sink, "GET", "/bench")["heard"]
    yield from _figures(calls, count / started, heard, max(cost.memory), cost.share)


def _sink(directory: Path, environment: dict[str, str]) -> Any:
    port = free_port()
    command = [sys.executable, "-m", "bench.line", str(port)]
    return server(command, port, directory / "sink.log", environment)


def _call_backend(directory: Path, environment: dict[str, str], sink: Server) -> Any:
    port = free_port()
    command = ["python", "-m", "callbackend"]
    own = environment | {
        "PORT": str(port),
        "CALL_DATABASE_URL": "",
        "CALLBACK_ORIGINS": sink.url,
    }
    return server(command, port, directory / "callbackend.log", own)


def _start(backend: Server, sink: Server, count: int, token: str) -> list[str]:
    """Ask for so many calls, as fast as it takes them; their ids."""

    def start(number: int) -> str:
        body = {
            "provider_id": number,
            "name": "Reliable Plumbing Services",
            # One each: who asks not to be called is not called again.
            "phone": f"+1408{220 + number // 10_000}{number % 10_000:04d}",
            "brief": filling.job(number).brief() | {"best_quote": None},
            "callback_url": f"{sink.url}/callbacks",
        }
        job_id = filling.job_id_of(number)
        path, key = f"/start-job/{job_id}", f"{job_id}:{number}:1"
        answer = _ask(backend, "POST", path, body, key, token)
        return str(answer["call_id"])

    with ThreadPoolExecutor(POSTS_AT_ONCE) as threads:
        return list(threads.map(start, range(1, count + 1)))


def _wait(backend: Server, call_ids: Sequence[str], token: str) -> list[Call]:
    """All the calls, once they have ended or their time is up."""
    deadline = time.monotonic() + LONGEST_SECONDS
    while True:
        calls = list(_looked_up(backend, call_ids, token))
        if all(call["status"] == "ended" for call in calls) or time.monotonic() > deadline:
            return calls
        time.sleep(2)  # the sweep's own rhythm


def _looked_up(backend: Server, call_ids: Sequence[str], token: str) -> Iterator[Call]:
    for start in range(0, len(call_ids), LOOKUP):
        order = {"call_ids": call_ids[start : start + LOOKUP]}
        yield from _ask(backend, "POST", "/calls/lookup", order, token=token)["calls"]


def _ask(
    server: Server, method: str, path: str, body: object = None, key: str = "", token: str = ""
) -> Any:
    """One request on this thread's own connection. Raises RuntimeError for any refusal."""
    kept = _connections.__dict__
    connection = kept.get(server.url)
    if connection is None:
        address = server.url.removeprefix("http://")
        connection = kept[server.url] = http.client.HTTPConnection(address, timeout=60)
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    headers |= {"Authorization": f"Bearer {token}"} if token else {}
    connection.request(method, path, json.dumps(body) if body else None, headers)
    response = connection.getresponse()
    content = response.read()
    if not 200 <= response.status < 300:
        raise RuntimeError(f"{path}: {response.status} {content[:200]!r}")
    return json.loads(content)


def _figures(
    calls: Sequence[Call], rate: float, heard: int, memory: float, share: float
) -> Iterator[Figure]:
    ended = [call for call in calls if call["status"] == "ended"]
    at_once = most_at_once([(_at(call["created_at"]), _at(call["ended_at"])) for call in ended])
    what = f"{len(calls):,} simulated calls"
    rows: tuple[tuple[str, float, str, Target | None], ...] = (
        ("memory of the call backend", memory, "MB", MEMORY),
        ("share that ended", len(ended) / len(calls), "", ALL),
        ("most at once", at_once, "", None),
        ("accepted", rate, "/s", None),
        ("callbacks delivered by the end", heard, "", None),
        ("processor of the call backend, of a core", share, "%", None),
    )
    for name, ours, unit, target in rows:
        yield Figure(what=f"{what}: {name}", ours=ours, unit=unit, target=target)


def _at(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()
