"""A Postgres that stands still: what the web answers meanwhile."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import psutil
import requests

from bench import filling
from bench.databases import postgres
from bench.figures import Figure, Target
from bench.options import Options
from bench.pollers import one_for_each_process
from bench.stacks import running
from dev.postgres import NoPostgres, frozen, server
from dev.stack import Stack

HEALTH = Target(at_most=100)
POLLS = 16  # that wait meanwhile, and as many requests of Flask's
ASKED = 50
LONGEST_SECONDS = 60
MILLISECONDS = 1_000


def run(options: Options) -> Iterable[Figure]:
    """Figures on a server of its own: whoever else uses a Postgres must not be frozen with it."""
    with ExitStack() as entered:
        try:
            url = entered.enter_context(server())
        except NoPostgres as reason:
            print(f"frozen: not run: {reason}", file=sys.stderr)
            return
        database = entered.enter_context(postgres(url))
        web = entered.enter_context(running(database))
        yield from _figures(web, database.url, options)


def _figures(web: Stack, url: str, options: Options) -> Iterator[Figure]:
    with filling.product(**web.environment):
        filling.fill([1], **filling.QUOTED)
    job_id = filling.job_id_of(1)
    poll, other = f"/api/providers/{job_id}/status", f"/api/providers/{job_id}"
    pids = [child.pid for child in psutil.Process(web.processes["web"].pid).children()]
    with (
        one_for_each_process(web.url, pids, "/api/health") as checkers,
        ThreadPoolExecutor(2 * POLLS) as clients,
    ):
        with frozen(url):
            polls = [clients.submit(_timed, web.url + poll) for _ in range(POLLS)]
            for _ in range(POLLS):
                clients.submit(_timed, web.url + other)
            time.sleep(0.5)
            checks = [_seconds(checker.poll) for checker in checkers * options.share(ASKED)]
            ended = [one.result() for one in polls]
        back = _until_ok(web.url + poll)
    statuses = {status for status, _ in ended}
    if statuses != {requests.codes.unavailable}:
        raise ValueError(f"polls were answered {statuses} while Postgres was frozen")
    rows = (
        ("health, longest", max(checks) * MILLISECONDS, "ms", HEALTH),
        ("polls end in 503 after, longest", max(seconds for _, seconds in ended), "s", None),
        ("polls are answered again after", back, "s", None),
    )
    for what, ours, unit, target in rows:
        yield Figure(what=f"Postgres frozen: {what}", ours=ours, unit=unit, target=target)


def _timed(url: str) -> tuple[int, float]:
    began = time.monotonic()
    status = requests.get(url, timeout=LONGEST_SECONDS).status_code
    return status, time.monotonic() - began


def _seconds(act: Callable[[], object]) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began


def _until_ok(url: str) -> float:
    """Seconds until it answers 200."""
    began = time.monotonic()
    while requests.get(url, timeout=LONGEST_SECONDS).status_code != requests.codes.ok:
        time.sleep(0.05)
    return time.monotonic() - began
