"""The product's own processes, as the Procfile starts them, on a database of the bench's."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.databases import Database
from dev.stack import Stack

# A web process that has just started still reads its phrases and ZIP codes beside the requests.
SETTLING_SECONDS = 5


@contextmanager
def running(
    database: Database, names: tuple[str, ...] = ("web", "callbackend"), **environ: str
) -> Iterator[Stack]:
    """Those processes and the Redis that they share, ready and at rest.

    Gunicorn keeps the settings that ship; `environ` is what else the environment says.
    """
    changes = {"DATABASE_URL": database.url} | environ
    with Stack(database.directory, names, None, **changes) as stack:
        time.sleep(SETTLING_SECONDS)
        yield stack
