"""A pure test is refused what it never asked for: a database, Redis, and our processes."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Engine, event

# What the commands of the Procfile run, and Redis.
PROGRAMS = {"gunicorn", "celery", "redis-server", "valkey-server"}
MODULES = {"quoteapp", "callbackend", "tasks", "tasks.beat", "tasks.flower"}


class Guard:
    """Notes what is touched while it watches, and refuses it."""

    def __init__(self) -> None:
        self.seen: list[str] | None = None

    @contextmanager
    def watching(self) -> Iterator[list[str]]:
        """Within, every touch raises; the list has them all, for code that catches everything."""
        self.seen = []
        try:
            yield self.seen
        finally:
            self.seen = None

    def refuse(self, what: str) -> None:
        if self.seen is not None:
            self.seen.append(f"{what} in {threading.current_thread().name}")
            raise AssertionError(f"a pure test touches {what}")


guard = Guard()


def _audit(what: str, arguments: tuple[Any, ...]) -> None:
    """Python tells this of every event; once told, always told."""
    if guard.seen is None:
        return
    if what == "sqlite3.connect":
        guard.refuse("a database")
    elif what == "socket.connect" and _is_redis(arguments[1]):
        guard.refuse("Redis")
    elif what == "subprocess.Popen" and _is_ours(arguments[1]):
        guard.refuse("a process of the Procfile")


def _is_redis(address: object) -> bool:
    port = urlsplit(os.environ["REDIS_URL"]).port
    return isinstance(address, tuple) and address[1] == port


def _is_ours(command: Any) -> bool:
    line = command if isinstance(command, str) else " ".join(map(os.fsdecode, command))
    words = line.split()
    modules = {module for flag, module in pairwise(words) if flag == "-m"}
    return bool(modules & MODULES or PROGRAMS.intersection(Path(word).name for word in words))


sys.addaudithook(_audit)


@event.listens_for(Engine, "do_connect")
def _connect(*_: object) -> None:
    """Postgres's driver is no Python, and tells of nothing."""
    guard.refuse("a database")
