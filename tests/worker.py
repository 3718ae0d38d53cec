"""What each test process has for itself, so that several can run at once.

pytest-xdist names the processes that it starts; without it, there is one.
"""

import atexit
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from dev.redis_server import PORTS_VARIABLE, free_port, own_ports

NAME = os.environ.get("PYTEST_XDIST_WORKER", "alone")
MEMORY = Path("/dev/shm")
SURROUNDINGS = ("DATABASE_URL", "CALL_BACKEND_URL", "ADMIN_TOKEN", "CORS_ORIGINS", "OPENAI_API_KEY")


def share(ports: range, name: str, workers: int) -> range:
    """Those of `ports` that belong to one worker out of so many; no two share one."""
    if not name.startswith("gw"):
        return ports
    each = len(ports) // workers
    # A worker that takes the place of a crashed one has the next number.
    number = int(name.removeprefix("gw")) % workers
    return ports[number * each : (number + 1) * each]


def settle() -> socket.socket:
    """Give this process its own surroundings: nothing that the shell happens to have set.

    Nobody listens at REDIS_URL, and nobody else can, until the socket is closed to start one.
    """
    own = share(own_ports(), NAME, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))
    os.environ[PORTS_VARIABLE] = f"{own[0]}-{own[-1]}"
    for name in SURROUNDINGS:
        os.environ.pop(name, None)
    held = socket.socket()
    atexit.register(held.close)
    held.bind(("127.0.0.1", free_port()))
    os.environ["REDIS_URL"] = f"redis://127.0.0.1:{held.getsockname()[1]}/0"
    return held


@contextmanager
def quick_directory() -> Iterator[Path]:
    """A folder for databases, in memory where the system has such a thing.

    Every commit waits 3 ms for a disk, and no test cuts the power: what a killed process has
    written is there in either.
    """
    memory = MEMORY if os.access(MEMORY, os.W_OK) else None
    with TemporaryDirectory(prefix="quoteapp-tests-", dir=memory) as name:
        yield Path(name)
