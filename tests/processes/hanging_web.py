"""`python -m tests.processes.hanging_web`: the web's processes, and views that misbehave.

GET /hang never answers, GET /slow takes a second, GET /crash raises, GET /block holds up the event
loop. The shell's limits come from LIMITS, as JSON.
"""

import json
import os
import sys
import threading
import time
from typing import Any, NoReturn

from quoteapp import create_app
from quoteapp.asgi import Door
from quoteapp.config import ServerSettings

SLOW_SECONDS = 1.0


def hang() -> NoReturn:
    """Answer never."""
    while True:
        threading.Event().wait()


def slow() -> dict[str, str]:
    """Answer in a while."""
    time.sleep(SLOW_SECONDS)
    return {"status": "slow"}


def crash() -> NoReturn:
    """Raise what no handler of the app takes."""
    raise SystemExit("a view has crashed")


class Blocking(Door):
    """A door with a mistake in it."""

    def at_once(self, url: bytes, headers: Any) -> Any:
        if url == b"/block":
            hang()
        return super().at_once(url, headers)


def create_door() -> Door:
    app = create_app()
    for view in (hang, slow, crash):
        app.add_url_rule(f"/{view.__name__}", view_func=view)
    threads = ServerSettings.from_environ().web_threads
    return Blocking(app, threads=threads, **json.loads(os.environ["LIMITS"]))


def main() -> None:
    """Serve until told to stop."""
    from gunicorn.app import wsgiapp

    sys.argv = [
        "gunicorn",
        "--config",
        "python:quoteapp.gunicorn_conf",
        f"{__spec__.name}:create_door()",
    ]
    wsgiapp.run()


if __name__ == "__main__":
    main()
