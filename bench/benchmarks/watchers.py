"""Pages that watch calls while they happen: what a watcher costs the web, and how long it waits."""

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import median, quantiles

import requests

from bench.databases import sqlite
from bench.figures import Figure
from bench.options import Options
from bench.processes import watched
from bench.stacks import running
from bench.watching import Seen, watch
from dev.stack import ALL, Stack

JOBS, WATCHERS, CONSOLES = 200, 1_000, 200
SECONDS = 20
# So long that every call talks while it is watched.
CALL_SECONDS = "240"
AT_ONCE = 8
MILLISECONDS = 1_000
JOB = {
    "query": "fix my toilet",
    "house_address": "123 Main St, San Jose, CA 95126",
    "zip_code": "95126",
    "price_limit": 250,
    "date_needed": "2026-12-10",
}


def run(options: Options) -> Iterable[Figure]:
    """Figures for 1,000 watchers of 200 jobs, and for 200 consoles, one of each job."""
    jobs = options.share(JOBS)
    with sqlite() as database, running(database, ALL, SIMULATED_CALL_SECONDS=CALL_SECONDS) as stack:
        with ThreadPoolExecutor(AT_ONCE) as customers:
            paths = list(customers.map(lambda _: _rung(stack), range(jobs)))
        _until_they_talk(stack, paths[-1])
        many = [paths[number % jobs] for number in range(options.share(WATCHERS))]
        yield from _figures(stack, many, jobs, options)
        yield from _figures(stack, paths[: options.share(CONSOLES)], jobs, options)


def _rung(stack: Stack) -> str:
    """Where the calls of a new job are watched."""
    with requests.Session() as session:
        started = _post(session, stack, "start-job", JOB)
        _post(session, stack, "complete-job", {"job_id": started["job_id"], "answers": {}})
        _post(session, stack, f"start-calls/{started['job_id']}", {"strategy": "all_at_once"})
    return f"/api/jobs/{started['job_id']}/live"


def _post(session: requests.Session, stack: Stack, path: str, body: object) -> dict[str, str]:
    answer = session.post(f"{stack.url}/api/{path}", json=body, timeout=60)
    answer.raise_for_status()
    found: dict[str, str] = answer.json()
    return found


def _until_they_talk(stack: Stack, path: str) -> None:
    """Return once the job that was rung last has somebody at the other end."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        calls = requests.get(stack.url + path, timeout=10).json()["calls"]
        if any(call["stage"] == "talking" for call in calls):
            return
        time.sleep(1)
    raise TimeoutError("nobody talks")


def _figures(stack: Stack, paths: list[str], jobs: int, options: Options) -> Iterator[Figure]:
    with (
        watched(stack.processes["web"].pid) as web,
        watched(stack.processes["callbackend"].pid) as backend,
    ):
        seen = watch(stack.url, paths, options.share(SECONDS))
    what = f"{len(paths):,} watchers of {min(jobs, len(paths)):,} jobs"
    rows = (
        ("answers", len(seen.seconds) / web.wall, "/s"),
        ("answered 200 or 304", _good(seen) / len(seen.seconds), ""),
        ("wait for an answer, median", median(seen.seconds) * MILLISECONDS, "ms"),
        ("wait for an answer, p95", quantiles(seen.seconds, n=20)[-1] * MILLISECONDS, "ms"),
        ("processor of the web, of a core", web.share, "%"),
        ("processor of the web, for an answer", 1e6 * web.cpu / len(seen.seconds), "µs"),
        ("processor of the call backend, of a core", backend.share, "%"),
    )
    for name, ours, unit in rows:
        yield Figure(what=f"{what}: {name}", ours=ours, unit=unit)


def _good(seen: Seen) -> int:
    return seen.statuses.get(200, 0) + seen.statuses.get(304, 0)
