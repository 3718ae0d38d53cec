"""Flask's own answer to a route, as an example for the answers that are given without Flask.

What stands in every answer of a route to an origin (CORS, caching, security) is learned from it:
whatever an extension or an `after_request` hook adds, the door says, too, and nobody has to think
of it in two places.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from common.http_answer import Headers, HttpAnswer, ReadyAnswer
from common.wsgi import answer_of, environ_of

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

# What is of one answer alone.
VARIABLE = frozenset({b"content-type", b"content-length", b"etag", b"x-request-id", b"error-code"})
# Of one request alone; the rest of an answer that never changes may be said again.
OF_A_REQUEST = frozenset({b"x-request-id"})
KEPT_ORIGINS = 100


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """An answer to an origin, and those of its headers that all answers there have.

    It equals itself alone: answers are kept by it.
    """

    constant: Headers
    ready: ReadyAnswer


class NoExample(Exception):
    """Flask has answered something else than it should; the next who asks may be luckier."""


class Examples:
    """`app`'s answers to GET requests of one path, by origin; None is a request that names none."""

    def __init__(
        self,
        app: "WSGIApplication",
        path: str,
        status: HTTPStatus = HTTPStatus.OK,
        environ: Mapping[str, Any] | None = None,
    ) -> None:
        """`status` is what the answer should be, `environ` what the request has besides."""
        self._app, self._path, self._status = app, path, status
        self._environ = environ or {}
        self._kept: dict[bytes | None, Example] = {}

    def kept(self, origin: bytes | None) -> Example | None:
        """The one for this origin, if it is known."""
        return self._kept.get(origin)

    def learn(self, origin: bytes | None) -> Example:
        """The same, asked of Flask, which takes a thread. Raises `NoExample`."""
        answer = self._ask(origin)
        if answer.status != self._status:
            raise NoExample(f"{self._path}: {answer.status}")
        constant = tuple(pair for pair in answer.headers if pair[0] not in VARIABLE)
        again = tuple(pair for pair in answer.headers if pair[0] not in OF_A_REQUEST)
        example = Example(constant, ReadyAnswer(HttpAnswer(answer.status, again, answer.body)))
        while len(self._kept) >= KEPT_ORIGINS:
            self._kept.pop(next(iter(self._kept)), None)
        self._kept[origin] = example
        return example

    def _ask(self, origin: bytes | None) -> HttpAnswer:
        scope = {
            "method": "GET",
            "path": self._path,
            "query_string": b"",
            "http_version": "1.1",
            "scheme": "http",
            "headers": [(b"host", b"localhost")],
            "client": ("127.0.0.1", 0),
            "environ": self._environ,
        }
        if origin is not None:
            scope["headers"] = [*scope["headers"], (b"origin", origin)]
        return answer_of(self._app, environ_of(scope, b""))
