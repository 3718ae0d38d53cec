"""`python -m tests.callbackend.hanging`: the call backend's process, and views that misbehave.

GET /hang never answers, GET /slow takes a second, GET /crash raises. With GRACE_SECONDS it waits
that long for requests at hand, rather than as long as it ships.
"""

import os
import threading
import time
from typing import NoReturn

from callbackend.app import create_app
from callbackend.asgi import create_door
from callbackend.config import Settings
from common import http_server, logs

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


def main() -> None:
    """Serve until told to stop."""
    settings = Settings.from_environ()
    logs.configure("callbackend")
    http_server.GRACE_SECONDS = int(os.environ.get("GRACE_SECONDS", http_server.GRACE_SECONDS))
    app = create_app(settings)
    for view in (hang, slow, crash):
        app.add_url_rule(f"/{view.__name__}", view_func=view)
    http_server.run(create_door(app), port=settings.port)


if __name__ == "__main__":
    main()
