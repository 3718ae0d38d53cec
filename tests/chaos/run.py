"""One run: start everything, let customers loose, break things, wait, and check."""

import random
import shutil
import sys
import tempfile
import threading
import time
from argparse import Namespace
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from redis import Redis

from dev.stack import Stack
from tests.chaos import checks, erased
from tests.chaos.calls_made import CallsMade, calls_made
from tests.chaos.customers import Customer
from tests.chaos.database import Database, database_for
from tests.chaos.evidence import attempts_seen, forbidden_moves, keep_diary
from tests.chaos.faults import APPS, Faults
from tests.chaos.logs import phone_numbers, tracebacks
from tests.chaos.memory import Memory
from tests.chaos.nudges import Nudger
from tests.chaos.promises import broken_promises
from tests.chaos.rows import Row, asked_rows, blocked_numbers

BACKEND = f"{sys.executable} -m tests.chaos.backend"
SWEEP_SECONDS = 1
# The later wave opens by itself now and then, and now and then because the first is over.
WAVE_SECONDS = "5"
# After its deadline and two sweeps a row has this long for a busy machine.
SLACK_SECONDS = 5.0
# What is left to be erased waits for a minute at most, and then its turn.
ERASING_SECONDS = 75.0
LONG_CALLS = "0.04"


@dataclass
class Result:
    """What a run found; any entry in `violations` is one too many."""

    options: Namespace
    directory: Path
    rows: list[Row]
    made: CallsMade
    memory: Memory
    kills: Counter[str]
    died: Counter[str]
    explained: Counter[str]
    unheard: int
    violations: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        """Whether every invariant held."""
        return not any(self.violations.values())


def chaos(options: Namespace) -> Result:
    """Run for `options.seconds`; the logs stay where the result says unless all was well."""
    directory = Path(tempfile.mkdtemp(prefix="quoteapp-chaos-"))
    database = database_for(options.database_url, directory)
    stack = Stack(
        directory,
        names=APPS,
        instead={"callbackend": BACKEND},
        DATABASE_URL=database.setting,
        CALL_DEADLINE_SECONDS=f"{options.deadline:g}",
        SWEEP_SECONDS=str(SWEEP_SECONDS),
        WAVE_SECONDS=WAVE_SECONDS,
        CHAOS_SEED=str(options.seed),
        CHAOS_REFUSES="1",
        CHAOS_LONG_CALLS=LONG_CALLS,
    )
    with stack:
        result = _run_on(stack, database, options)
    if result.is_clean:
        database.drop()
        shutil.rmtree(directory)
    return result


def _run_on(stack: Stack, database: Database, options: Namespace) -> Result:
    with database.engine.connect() as connection:
        keep_diary(connection)
    memory, stop = Memory(), threading.Event()
    faults = Faults(stack, database, str(options.seed), options.redis_faults)
    nudger = Nudger(stack.environment["REDIS_URL"])
    customers = [
        Customer(stack.url, memory, random.Random(f"{options.seed}:{n}"), stop, nudger.place)
        for n in range(options.customers)
    ]
    (stack.directory / "faults").touch()
    with faults.supervised():
        _let_loose(customers, faults, stop, options)
        (stack.directory / "faults").unlink()
        _take_back(customers[0], memory)
        _wait_until_over(database, options)
        result = _judge(stack, database, customers[0], memory, faults, options)
    for name in APPS:
        stack.kill(name)  # Whatever they still hold, all is said.
    return result


def _let_loose(
    customers: list[Customer], faults: Faults, stop: threading.Event, options: Namespace
) -> None:
    timer = threading.Timer(options.seconds, stop.set)
    timer.start()
    for customer in customers:
        customer.start()
    faults.run(stop, options.longest_gap)
    for customer in customers:
        customer.join()


def _take_back(customer: Customer, memory: Memory) -> None:
    """Whose wish was never answered wishes it again, now that nothing breaks."""
    for told in memory.jobs.values():
        if told.regretted_at is not None and told.erased_at is None:
            customer.take_back(told)


def _wait_until_over(database: Database, options: Namespace) -> None:
    """Until every call is over, or the last deadline and two sweeps have passed.

    And until all that was erased is gone everywhere, which is tried once a minute at least.
    """
    faults_over = time.time()
    while time.time() < faults_over + ERASING_SECONDS:
        with database.engine.connect() as connection:
            if not erased.waits(connection):
                break
        time.sleep(0.5)
    while True:
        with database.engine.connect() as connection:
            still_open = [row for row in asked_rows(connection) if row.is_open]
        if not still_open:
            return
        last = max(faults_over, *(row.deadline for row in still_open))
        if time.time() > last + 2 * SWEEP_SECONDS + SLACK_SECONDS:
            return
        time.sleep(0.5)


def _judge(
    stack: Stack,
    database: Database,
    customer: Customer,
    memory: Memory,
    faults: Faults,
    options: Namespace,
) -> Result:
    made = calls_made(stack.directory / "backend")
    redis_url = stack.environment["REDIS_URL"]
    with database.engine.connect() as connection, Redis.from_url(redis_url) as redis:
        rows = asked_rows(connection)
        attempts = attempts_seen(connection)
        left = erased.left(connection, redis, memory, made)
        moves = forbidden_moves(connection)
        blocked = blocked_numbers(connection)
    explained, unexplained = tracebacks(stack.directory)
    times = checks.Times(faults.windows, options.deadline)
    return Result(
        options=options,
        directory=stack.directory,
        rows=rows,
        made=made,
        memory=memory,
        kills=Counter(window.kind for window in faults.windows),
        died=faults.died,
        explained=explained,
        unheard=checks.unheard(rows, made),
        violations={
            "twice": checks.dialled_twice(attempts, made),
            "unasked": checks.dialled_unasked(rows, attempts, made),
            "harassed": checks.harassed(rows, made, blocked),
            "refusals misread": checks.misread_refusals(rows, made),
            "unended": checks.unended(rows),
            "wrong": checks.wrong(rows, made),
            "lost": checks.lost(rows, made, times),
            "changed": moves,
            "broken promises": broken_promises(customer, memory, rows, faults.windows),
            "callbacks": checks.bad_callback_answers(made),
            "tracebacks": [f"{times} × {what}" for what, times in unexplained.items()],
            "left after erasing": left,
            "dialled after erasing": erased.dialled_late(memory, made, times),
            "phones in logs": phone_numbers(stack.directory),
            "slow stops": faults.slow_stops,
        },
    )
