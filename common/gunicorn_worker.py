"""A worker of Gunicorn that runs our server: `worker_class = "common.gunicorn_worker.LoopWorker"`.

Gunicorn's master keeps what it is good at: it forks, so that what was read before is shared; it
replaces a worker that died, and kills one whose event loop has not said for `timeout` seconds that
it is alive. Threads are no part of that sign of life: the loop goes on while all of them hang. A
worker in which they do, so that it can serve nothing, leaves by itself.

What it serves is `Served`.
"""

import logging
import os
import signal
from collections.abc import Sequence
from typing import Any, Protocol

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker
from uvicorn import Server

from common.http_answer import HttpAnswer, ReadyAnswer, Refusal
from common.http_server import GuardedConfig, end, serve

logger = logging.getLogger(__name__)

# How often the master is told that the loop is alive.
SIGN_SECONDS = 1
# Of the time that the master leaves after SIGTERM: to say goodbye to those who still wait.
MARGIN_SECONDS = 3


class Served(Protocol):
    """What a worker serves: an ASGI application that has this besides."""

    def at_once(self, url: bytes, headers: Sequence[tuple[bytes, bytes]]) -> ReadyAnswer | None:
        """See `common.http_server.AtOnce`."""

    def refuse(self, refusal: Refusal) -> HttpAnswer:
        """A refusal of the server's in the shape of the service's."""

    @property
    def is_stuck(self) -> bool:
        """Whether it can serve nothing any more."""


class LoopWorker(Worker):  # type: ignore[misc]  # Gunicorn has no types
    """One process: uvicorn, on the sockets that Gunicorn has opened."""

    def init_signals(self) -> None:
        """Leave at SIGTERM once the requests at hand are answered, and at SIGQUIT at once."""
        for number in self.SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGUSR1, self.handle_usr1)
        signal.siginterrupt(signal.SIGUSR1, False)
        signal.signal(signal.SIGQUIT, _leave_at_once)

    def run(self) -> None:
        """Serve until told to stop; ends the process."""
        app: Served = self.wsgi
        config = GuardedConfig(
            app,
            app.refuse,
            app.at_once,
            timeout_notify=SIGN_SECONDS,
            callback_notify=self._tell,
            timeout_graceful_shutdown=int(self.cfg.graceful_timeout - MARGIN_SECONDS),
        )
        self._server = Server(config)
        # Gunicorn's own sockets are wrapped; what they accept sends without delay, as they do.
        status = serve(self._server, [one.sock for one in self.sockets])
        end(status if self._server.started else Arbiter.WORKER_BOOT_ERROR)

    async def _tell(self) -> None:
        """Tell the master that the loop is alive; leave where it is of no use, or alone."""
        self.notify()
        app: Served = self.wsgi
        if app.is_stuck:
            logger.error("every thread hangs: the worker is replaced")
        elif os.getppid() == self.ppid:
            return
        self._server.should_exit = True


def _leave_at_once(_number: int, _frame: Any) -> None:
    end(os.EX_OK)
