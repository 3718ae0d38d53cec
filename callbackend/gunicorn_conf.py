"""How gunicorn runs the call backend."""

from typing import Any

from callbackend.config import Settings
from common import logs

bind = f"0.0.0.0:{Settings.from_environ().port}"
# One process carries all calls: its switchboard is one clock. Threads serve the requests, which
# are short; a second process would do the work of every call twice, and lose cleanly.
workers = 1
worker_class = "gthread"
threads = 16
keepalive = 30
# A platform's SIGTERM leaves 30 s: the requests at hand, then the switchboard and the courier.
graceful_timeout = 25
control_socket_disable = True
logconfig_dict = logs.configuration("callbackend")


def post_worker_init(worker: Any) -> None:
    """Start to carry calls: threads do not survive a fork, so never before it."""
    worker.wsgi.extensions["callbackend"].start()


def worker_exit(_server: Any, worker: Any) -> None:
    """Stop between two steps; what is live goes on at the next start."""
    if getattr(worker, "wsgi", None) is not None:
        worker.wsgi.extensions["callbackend"].stop()
