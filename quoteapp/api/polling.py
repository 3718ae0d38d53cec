"""The answer to a poll, given before Flask: most of the load is this one route.

Anything out of the ordinary (another method, a database that is away, the first request of an
origin) goes on to Flask, whose view answers the same.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

from common import request_id
from quoteapp.api.headers import CHECKED_COPY, OF_EVERY_ANSWER
from quoteapp.services.polling.status import Statuses

StartResponse = Callable[..., Any]
Environ = dict[str, Any]
Headers = list[tuple[str, str]]
WsgiApp = Callable[[Environ, StartResponse], Iterable[bytes]]

# Letters, digits and hyphens as in a UUID; whatever else is asked for, Flask answers.
PATH = re.compile(r"/api/providers/([0-9A-Za-z-]{1,64})/status")
HEADERS = {"Cache-Control": CHECKED_COPY} | OF_EVERY_ANSWER
KEPT_ORIGINS = 100


class PollingLayer:
    """WSGI around `flask`, Flask's own WSGI app."""

    def __init__(self, flask: WsgiApp, statuses: Statuses) -> None:
        self._flask = flask
        self._statuses = statuses
        # What Flask-CORS says to an origin, learned from Flask's own answer to it.
        self._cors: dict[str, Headers] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a poll; pass on everything else."""
        match = PATH.fullmatch(environ["PATH_INFO"])
        if match is None or environ["REQUEST_METHOD"] != "GET":
            return self._flask(environ, start_response)
        origin = environ.get("HTTP_ORIGIN", "")
        cors = self._cors.get(origin)
        if cors is None:
            return self._flask(environ, self._learning(origin, start_response))
        try:
            status = self._statuses.get(match[1])
        except Exception:  # Whatever it is, Flask's error handlers have the words for it.
            return self._flask(environ, start_response)
        headers = [("ETag", status.etag), *HEADERS.items(), *cors]
        if id_ := environ.get("HTTP_X_REQUEST_ID"):
            headers.append((request_id.HEADER, request_id.accepted(id_)))
        given = environ.get("HTTP_IF_NONE_MATCH", "")
        if "," in given or given == "*":
            return self._flask(environ, start_response)
        # A proxy that compresses makes a tag weak: `W/` before it.
        if given.removeprefix("W/") == status.etag:
            start_response("304 NOT MODIFIED", headers)
            return ()
        length = str(len(status.body))
        plain = [("Content-Type", "application/json"), ("Content-Length", length)]
        start_response("200 OK", plain + headers)
        return (status.body,)

    def _learning(self, origin: str, start_response: StartResponse) -> StartResponse:
        """`start_response` that remembers the CORS headers on their way out."""

        def learn(line: str, headers: Headers, *rest: Any) -> Any:
            if len(self._cors) < KEPT_ORIGINS:
                self._cors[origin] = [pair for pair in headers if _is_cors(pair[0])]
            return start_response(line, headers, *rest)

        return learn


def _is_cors(name: str) -> bool:
    return name == "Vary" or name.startswith("Access-Control-")


def init_app(app: Flask, statuses: Statuses) -> None:
    """Put the layer in front of `app`."""
    app.wsgi_app = PollingLayer(app.wsgi_app, statuses)  # type: ignore[method-assign]  # Flask's way
