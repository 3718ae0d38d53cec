"""How long after its commit a change is seen by a poll, on every web process."""

import random
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import psutil
from sqlalchemy import update

from bench import filling
from bench.databases import Database, each
from bench.figures import Figure, Target
from bench.options import Options
from bench.pollers import Poller, one_for_each_process
from bench.stacks import running
from quoteapp.extensions import db
from quoteapp.models import Provider

CHANGES = 60
LONGEST_SECONDS = 5.0
MILLISECONDS = 1_000
TARGET = Target(at_most=100)


def run(options: Options) -> Iterable[Figure]:
    """Figures for each database."""
    for database in each(options):
        yield from _figures(database, options)


def _figures(database: Database, options: Options) -> Iterator[Figure]:
    with running(database) as web, filling.product(**web.environment):
        filling.fill([1])
        pids = [child.pid for child in psutil.Process(web.processes["web"].pid).children()]
        path = f"/api/providers/{filling.job_id_of(1)}/status"
        with (
            one_for_each_process(web.url, pids, path) as pollers,
            ThreadPoolExecutor(len(pollers)) as threads,
        ):
            delays = [_delay(pollers, threads) for _ in range(options.share(CHANGES))]
    what = f"commit to seen on all of {len(pids)} web processes, {database.kind}"
    yield Figure(what=f"{what}: median", ours=median(delays), unit="ms", target=TARGET)
    yield Figure(what=f"{what}: longest", ours=max(delays), unit="ms", target=TARGET)


def _delay(pollers: list[Poller], threads: ThreadPoolExecutor) -> float:
    """Milliseconds from a commit until the last process has shown it."""
    seen = [threads.submit(poller.wait_for_change, LONGEST_SECONDS) for poller in pollers]
    # At any moment of a process's own rhythm.
    time.sleep(random.uniform(0.05, 0.15))
    db.session.execute(
        update(Provider)
        .where(Provider.job_id == filling.job_id_of(1))
        .values(version=Provider.version + 1)
    )
    db.session.commit()
    committed_at = time.monotonic()
    return max(future.result() - committed_at for future in seen) * MILLISECONDS
