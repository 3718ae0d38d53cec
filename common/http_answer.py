"""Whole answers to HTTP requests; also those that the door gives by itself, in the one shape."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus

import orjson

Headers = tuple[tuple[bytes, bytes], ...]

RETRY_SECONDS = b"5"
CLOSE: Headers = ((b"connection", b"close"),)


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """Status, headers with lower-case names as they go on the wire, and the body."""

    status: int
    headers: Headers
    body: bytes

    def adding(self, headers: Headers) -> "HttpAnswer":
        """The same answer with more headers."""
        return HttpAnswer(self.status, self.headers + headers, self.body)


def lines_of(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Headers as they go on the wire."""
    return b"".join(b"%b: %b\r\n" % header for header in headers)


class ReadyAnswer:
    """An answer that is kept as it goes on the wire, but for what the server adds to every one."""

    __slots__ = ("_rest", "_start", "answer")

    def __init__(self, answer: HttpAnswer) -> None:
        self.answer = answer
        phrase = HTTPStatus(answer.status).phrase
        self._start = f"HTTP/1.1 {answer.status} {phrase}\r\n".encode("ascii")
        self._rest = lines_of(answer.headers) + b"\r\n" + answer.body

    def wire(self, lines: bytes) -> bytes:
        """All of it, with these header lines (the date)."""
        return b"".join((self._start, lines, self._rest))


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why the door does not let a request through.

    `detail` is the sentence that a person reads, `code` the word for programs.
    """

    status: int
    code: str
    detail: str
    # Nothing was done for it: it may come again as it is.
    is_certain: bool = False
    # The connection is of no more use.
    is_last: bool = False


class Refused(Exception):
    """Raised where a request is not let through."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.detail)
        self.refusal = refusal


# Gives a refusal the shape that a service promises.
Refuse = Callable[[Refusal], HttpAnswer]

NOT_HTTP = Refusal(status=400, code="bad_request", detail="This is no HTTP request.", is_last=True)
BROKEN_OFF = Refusal(status=400, code="bad_request", detail="The request broke off.", is_last=True)
TOO_SLOW = Refusal(
    status=408,
    code="too_slow",
    detail="The request took too long to arrive.",
    is_certain=True,
    is_last=True,
)
TOO_LARGE = Refusal(status=413, code="too_large", detail="The body is too large.")
URL_TOO_LONG = Refusal(status=414, code="too_long", detail="The URL is too long.", is_last=True)
TOO_MANY_AHEAD = Refusal(
    status=429,
    code="too_many",
    detail="Too many requests were sent ahead of their answers.",
    is_last=True,
)
HEADERS_TOO_LARGE = Refusal(
    status=431, code="too_large", detail="The headers are too large.", is_last=True
)
CRASHED = Refusal(
    status=500, code="internal_error", detail="The server could not answer this request."
)
# Whoever was doing it may still be doing it.
TOO_LONG = Refusal(
    status=503, code="unavailable", detail="The server took too long to answer this request."
)
BUSY = Refusal(status=503, code="unavailable", detail="The server is busy.", is_certain=True)
FULL = Refusal(
    status=503,
    code="unavailable",
    detail="The server has too many connections.",
    is_certain=True,
    is_last=True,
)
# Whoever was doing it may still be doing it.
STOPPING = Refusal(
    status=503,
    code="stopping",
    detail="The server was stopped while it worked on this.",
    is_last=True,
)


def in_json(refusal: Refusal) -> HttpAnswer:
    """`{"detail": "<one sentence>", "code": "<one word>"}`."""
    return refused(refusal, {"detail": refusal.detail, "code": refusal.code})


def refused(refusal: Refusal, told: dict[str, str]) -> HttpAnswer:
    """A refusal that tells this in JSON, and when to come again where nothing was done."""
    body = orjson.dumps(told)
    length = str(len(body)).encode("ascii")
    headers: Headers = ((b"content-type", b"application/json"), (b"content-length", length))
    if refusal.is_certain:
        headers += ((b"retry-after", RETRY_SECONDS),)
    if refusal.is_last:
        headers += CLOSE
    return HttpAnswer(refusal.status, headers, body)
