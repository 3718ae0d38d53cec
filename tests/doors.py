"""The process of a service, asked by hand, and clients that trickle."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask

from dev.redis_server import free_port
from quoteapp import create_app
from quoteapp.config import Settings
from quoteapp.extensions import db
from tests.callbackend.factories import NOWHERE, wait_for
from tests.closing import close
from tests.raw_http import Answer, connected, get

ROOT = Path(__file__).parents[1]
STOP_SECONDS = 30

AnyDoor = TypeVar("AnyDoor", bound="Door")


class Door:
    """One process of the call backend's; `module` is what is run."""

    service = "callbackend"
    health = "/health"

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
                [*before, *self._command],
                cwd=ROOT,
                env=self.environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
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
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
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
            return self.ask(get(self.health)).status == 200
        except OSError:
            return False


class WebDoor(Door):
    """The web's processes, on that Redis; its tables are in a file of its own."""

    service = "web"
    health = "/api/health"

    def __init__(self, folder: Path, redis_url: str, module: str = "quoteapp", **environ: str):
        own = {"REDIS_URL": redis_url, "DATABASE_URL": f"sqlite:///{folder}/quoteapp.db"}
        own |= {
            "WEB_CONCURRENCY": "1",
            "WEB_THREADS": "4",
            "CORS_ORIGINS": "*",
            "RATE_LIMITS": "off",
        }
        super().__init__(folder, module, **own | environ)

    @property
    def settings(self) -> Settings:
        return Settings.from_environ(self.environ)

    def start(self, *before: str) -> None:
        """Start it; the tables are made first."""
        with self.app():
            db.create_all()
        super().start(*before)

    @contextmanager
    def app(self) -> Iterator[Flask]:
        """An app on the same database, in this process."""
        app = create_app(self.settings)
        with app.app_context():
            yield app
        close(app)

    @property
    def workers(self) -> list[int]:
        """The processes that serve, without their master."""
        master = self.process.pid
        children = Path(f"/proc/{master}/task/{master}/children").read_text()
        return [int(pid) for pid in children.split()]


@contextmanager
def opened(door: AnyDoor, *before: str) -> Iterator[AnyDoor]:
    """The process, started, and gone after the block."""
    try:
        door.start(*before)
        yield door
    finally:
        door.end()
