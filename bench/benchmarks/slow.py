"""Two hundred clients that trickle: nobody else waits for them."""

import time
from collections.abc import Iterable
from urllib.parse import urlsplit

from bench import filling
from bench.databases import sqlite
from bench.figures import Figure, Target
from bench.options import Options
from bench.slow_clients import CLIENTS, STARTS, longest, paths_of, trickling
from bench.stacks import running

TARGET = Target(at_most=100)
MILLISECONDS = 1_000


def run(options: Options) -> Iterable[Figure]:
    """The longest answers of the web while they are connected."""
    with sqlite() as database, running(database) as web:
        with filling.product(**web.environment):
            filling.fill([1], **filling.QUOTED)
        port = int(urlsplit(web.url).port or 80)
        paths = paths_of(filling.job_id_of(1))
        alone = {what: longest(web.url, path, options.seconds) for what, path in paths.items()}
        for kind, start in STARTS.items():
            with trickling(port, start):
                time.sleep(1)
                for what, path in paths.items():
                    took = longest(web.url, path, options.seconds)
                    yield Figure(
                        what=f"longest {what} beside {CLIENTS} clients that trickle {kind}",
                        ours=took * MILLISECONDS,
                        unit="ms",
                        target=TARGET,
                    )
        for what, seconds in alone.items():
            yield Figure(what=f"longest {what} alone", ours=seconds * MILLISECONDS, unit="ms")
