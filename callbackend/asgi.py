"""The call backend's door: one asynchronous server, one process, one port.

Flask answers in the threads of a shell that takes in whole requests only. The sockets of a real
line stand beside it in the event loop: `scope["type"]` tells the two apart.
"""

from collections.abc import Awaitable, Callable

import orjson
from flask import Flask

from callbackend.api.tokens import Doorkeeper
from callbackend.app import LONGEST_BODY
from callbackend.calls.service import Service
from callbackend.errors import Unauthorized
from common.asgi import Check, Shell
from common.http_answer import HttpAnswer
from common.lifespan import Receive, Scope, Send

# Requests are short. A second process would do the work of every call twice, and lose cleanly.
THREADS = 16


Serve = Callable[[Scope, Receive, Send], Awaitable[None]]


def create_door(app: Flask) -> Serve:
    """The door of this app; its lifespan starts and stops the service, and with it the calls."""
    service: Service = app.extensions["callbackend"]
    shell = Shell(
        app,
        start=service.start,
        stop=service.stop,
        check=_check_with(Doorkeeper(service.settings)),
        threads=THREADS,
        largest_body=LONGEST_BODY,
    )
    carrier = service.carrier
    if carrier is None:
        return shell.serve

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await carrier.serve(scope, receive, send)
        else:
            await shell.serve(scope, receive, send)

    return serve


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
