"""The call backend's door: one asynchronous server, one process, one port.

Flask answers in the threads of a shell that takes in whole requests only. The socket of a real line
will stand beside it in the event loop: then this is where `scope["type"]` tells the two apart.
"""

import orjson
from flask import Flask

from callbackend.api.tokens import Doorkeeper
from callbackend.app import LONGEST_BODY
from callbackend.calls.service import Service
from callbackend.errors import Unauthorized
from common.asgi import Check, Shell
from common.http_answer import HttpAnswer
from common.lifespan import Scope

# Requests are short. A second process would do the work of every call twice, and lose cleanly.
THREADS = 16


def create_door(app: Flask) -> Shell:
    """The door of this app; its lifespan starts and stops the service, and with it the calls."""
    service: Service = app.extensions["callbackend"]
    return Shell(
        app,
        start=service.start,
        stop=service.stop,
        check=_check_with(Doorkeeper(service.settings)),
        threads=THREADS,
        largest_body=LONGEST_BODY,
    )


def _check_with(doorkeeper: Doorkeeper) -> Check:
    """Looks at a token before the body is read: no stranger can make this service wait for one."""

    def check(scope: Scope) -> HttpAnswer | None:
        headers = [
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]
        ]
        try:
            doorkeeper.check(scope["method"], scope["path"], headers)
        except Unauthorized as error:
            return _refused(error)
        return None

    return check


def _refused(error: Unauthorized) -> HttpAnswer:
    body = orjson.dumps({"detail": error.detail, "code": error.code})
    headers = {
        "content-type": "application/json",
        "content-length": str(len(body)),
        **error.headers,
    }
    encoded = ((name.lower().encode(), value.encode()) for name, value in headers.items())
    return HttpAnswer(int(error.status), tuple(encoded), body)
