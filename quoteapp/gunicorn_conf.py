"""How Gunicorn runs the web process; what can differ from one to the next is `ServerSettings`.

Its master reads everything before it forks the workers, which share that memory. What they run is
our own server: see `common.gunicorn_worker`.
"""

import gc

from common import binding, logs
from quoteapp.config import ServerSettings, Settings

_server = ServerSettings.from_environ()
_settings = Settings.from_environ()  # Here, so that a bad value ends the process before it forks.

wsgi_app = "quoteapp:create_door()"
preload_app = True
bind = f"{binding.in_url(_server.bind)}:{_server.port}"
workers = _server.web_concurrency
worker_class = "common.gunicorn_worker.LoopWorker"
# Of the event loop, whatever the threads do.
timeout = 30
# Heroku gives 30 s after SIGTERM: to the requests at hand these, and to the rest what is left.
graceful_timeout = 25
control_socket_disable = True
logconfig_dict = logs.configuration("web")


def when_ready(_server: object) -> None:
    """Once, in the master, before the first worker is forked."""
    _check_redis()
    read_data()


def read_data() -> None:
    """Read the phrases and the ZIP codes: a second that no request waits for.

    The workers are forked with them, and share their memory for as long as nobody writes to it:
    frozen, they are left alone by the garbage collector, too.
    """
    from quoteapp import language, places

    language.read("fix my toilet")
    places.place_of("95126")
    gc.collect()
    gc.freeze()


def _check_redis() -> None:
    """Say what is wrong with this Redis."""
    from quoteapp.extensions import connect_redis
    from quoteapp.redis_check import warn_about_redis

    with connect_redis(_settings) as client:
        warn_about_redis(client)
