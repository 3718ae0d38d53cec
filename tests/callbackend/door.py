"""The call backend's process, and clients that trickle."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dev.redis_server import free_port
from tests.callbackend.factories import NOWHERE, wait_for
from tests.raw_http import Answer, connected, get

ROOT = Path(__file__).parents[2]
STOP_SECONDS = 30


class Door:
    """One process; `module` is what is run."""

    def __init__(self, folder: Path, module: str = "callbackend", **environ: str) -> None:
        self.port = free_port()
        self._log = folder / f"{self.port}.log"
        self._command = [sys.executable, "-m", module]
        self.environ = os.environ | {"PORT": str(self.port), "DATA_DIR": str(folder)}
        self.environ |= {"BIND": "127.0.0.1", "CALLBACK_ORIGINS": NOWHERE, **environ}

    def start(self, *before: str) -> None:
        """Start it, perhaps by another command."""
        with self._log.open("a") as log:
            self.process = subprocess.Popen(
                [*before, *self._command], cwd=ROOT, env=self.environ, stdout=log, stderr=log
            )
        wait_for(self._is_healthy)

    def terminate(self) -> float:
        """Stop it as a platform does; how many seconds that took. Raises TimeoutExpired."""
        began = time.monotonic()
        self.process.terminate()
        self.process.wait(STOP_SECONDS)
        return time.monotonic() - began

    def end(self) -> None:
        """Leave nothing behind."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def ask(self, request: bytes) -> Answer:
        """One request on a connection of its own."""
        with connected(self.port, request) as connection:
            return connection.answer()

    @property
    def lines(self) -> list[Any]:
        """What it has logged; raises ValueError for a line that is not of the one shape."""
        return list(map(json.loads, self._log.read_text().splitlines()))

    def _is_healthy(self) -> bool:
        try:
            return self.ask(get("/health")).status == 200
        except OSError:
            return False


@contextmanager
def opened(door: Door, *before: str) -> Iterator[Door]:
    """The process, started, and gone after the block."""
    try:
        door.start(*before)
        yield door
    finally:
        door.end()


@contextmanager
def trickling(port: int, start: bytes, clients: int) -> Iterator[None]:
    """So many clients that have sent `start` and go on byte by byte; who is cut comes again."""
    over = threading.Event()

    def one() -> socket.socket:
        client = socket.create_connection(("127.0.0.1", port), timeout=5)
        client.sendall(start)
        return client

    def trickle() -> None:
        while not over.wait(0.5):
            for place, client in enumerate(connections):
                try:
                    client.send(b"a")
                except OSError:
                    client.close()
                    connections[place] = one()

    connections = [one() for _ in range(clients)]
    thread = threading.Thread(target=trickle)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        for client in connections:
            client.close()
