"""Thousands of calls in flight on one worker: what they cost, and how soon their end is seen."""

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from bench.figures import Figure, Target
from bench.flights import Flight, Live, calls_in_flight, flight
from bench.options import Options
from bench.processes import Cost, watched
from bench.stacks import SETTLING_SECONDS

MANY, VERY_MANY = 5_000, 20_000
MEMORY = Target(at_most=110)
SHARE = Target(at_most=3)
BY_CALLBACK = Target(at_most=100)
BY_SWEEP = Target(at_most=3)
NO_TARGET = (None, None, None, None)

TALK_SECONDS, IDLE_SECONDS = 60, 20
HEARD, SWEPT = 100, 20  # ends that are timed
MILLISECONDS = 1_000


def run(options: Options) -> Iterable[Figure]:
    """Figures for 5,000 calls, and for 20,000, which must work as well."""
    targets = (MEMORY, SHARE, BY_CALLBACK, BY_SWEEP)
    yield from _figures(options.share(MANY), options, targets)
    yield from _figures(options.share(VERY_MANY), options, NO_TARGET)


def _figures(count: int, options: Options, targets: Sequence[Target | None]) -> Iterator[Figure]:
    with flight() as flying:
        idle = _cost(flying, options.share(IDLE_SECONDS))
        placing = flying.place(count)
        calls = calls_in_flight()
        # A worker that has just placed them is not what it is while they talk.
        time.sleep(SETTLING_SECONDS)
        talking = _cost(flying, options.share(TALK_SECONDS))
        heard = _delays(flying, calls, options.share(HEARD), callbacks=True)
        swept = _delays(flying, calls, options.share(SWEPT), callbacks=False)
        landing = flying.land(calls)
        after = _cost(flying, options.share(IDLE_SECONDS))
    what = f"{count:,} calls in flight"
    memory, share, by_callback, by_sweep = targets
    rows: tuple[tuple[str, float, str, Target | None], ...] = (
        ("memory of the worker before them", idle.memory[-1], "MB", None),
        ("memory of the worker while they talk", max(talking.memory), "MB", memory),
        ("memory of the worker after them", after.memory[-1], "MB", memory),
        ("processor of the worker before them, of a core", idle.share, "%", None),
        ("processor of the worker while they talk, of a core", talking.share, "%", share),
        ("end to /status by callback, median", median(heard) * MILLISECONDS, "ms", by_callback),
        ("end to /status by callback, longest", max(heard) * MILLISECONDS, "ms", None),
        ("end to /status by sweep, median", median(swept), "s", None),
        ("end to /status by sweep, longest", max(swept), "s", by_sweep),
        ("all placed", count / placing, "/s", None),
        ("all ended at once and settled", count / landing, "/s", None),
    )
    for name, ours, unit, target in rows:
        yield Figure(what=f"{what}: {name}", ours=ours, unit=unit, target=target)


def _cost(flying: Flight, seconds: float) -> Cost:
    with watched(flying.worker) as cost:
        time.sleep(seconds)
    return cost


def _delays(flying: Flight, calls: list[Live], count: int, callbacks: bool) -> list[float]:
    """Seconds until the ends of so many of the calls were seen; those calls are over then."""
    chosen = [calls.pop(random.randrange(len(calls))) for _ in range(count)]
    delays = []
    for call in chosen:
        time.sleep(random.uniform(0, 0.1))  # at any moment of everybody's own rhythm
        delays.append(flying.seconds_until_seen(call, callbacks))
    return delays
