"""Gunicorn's settings for the web process; every one can be set by the environment."""

import os
import threading

bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "8"))
# Heroku cuts a request after 30 s, and gives 30 s after SIGTERM.
timeout = 30
graceful_timeout = 25
keepalive = 5
control_socket_disable = True


def post_worker_init(_worker: object) -> None:
    """Read the phrases and the ZIP codes beside the first requests, not within one (1 to 2 s)."""
    threading.Thread(target=_warm_up, daemon=True).start()


def _warm_up() -> None:
    from quoteapp import language, places

    language.read("fix my toilet")
    places.place_of("95126")


def when_ready(_server: object) -> None:
    """Once, in the master: say what is wrong with this Redis."""
    from quoteapp.config import Settings
    from quoteapp.extensions import connect_redis
    from quoteapp.redis_check import warn_about_redis

    with connect_redis(Settings.from_environ()) as client:
        warn_about_redis(client)
