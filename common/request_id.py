"""An id that goes with a request, from the page that sends it to the last service that it reaches.

A page may send one, else the request is given one. The answer names it to who has sent one, and
wherever something went wrong; what is done for the request, in whatever process, logs it
(`common.logs`).
"""

import re
from contextvars import ContextVar
from uuid import uuid4

from flask import Flask, Response, request

HEADER = "X-Request-ID"
HTTP_ERROR = 400
# A stranger's id goes into our logs: short, and of harmless characters.
GOOD = re.compile(r"[A-Za-z0-9._-]{1,64}")

_current: ContextVar[str | None] = ContextVar("request_id", default=None)


def current() -> str | None:
    """The id of the request that is being served; None outside of any."""
    return _current.get()


def headers() -> dict[str, str]:
    """The header that takes the id to the next service; none outside of any request."""
    id_ = current()
    return {} if id_ is None else {HEADER: id_}


def accepted(given: str | None) -> str:
    """The id that was given, or a new one where that is none."""
    return given if given and GOOD.fullmatch(given) else uuid4().hex


def enter(id_: str | None) -> None:
    """What this thread does from now on is done for that request."""
    _current.set(id_)


def leave() -> None:
    """It is over; the thread will serve another in the same context."""
    _current.set(None)


def init_app(app: Flask) -> None:
    """Give every request to `app` its id."""
    app.before_request(_enter)
    app.after_request(_name)
    app.teardown_request(_leave)


def _enter() -> None:
    enter(accepted(request.headers.get(HEADER)))


def _name(response: Response) -> Response:
    if (id_ := current()) and (HEADER in request.headers or response.status_code >= HTTP_ERROR):
        response.headers[HEADER] = id_
    return response


def _leave(_: BaseException | None) -> None:
    leave()
