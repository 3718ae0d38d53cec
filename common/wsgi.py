"""A WSGI application that is given a whole request, and gives a whole answer.

In one piece each way, it is handed to a thread and back once. a2wsgi hands over each piece, and
waits each time, which costs a third to a half of the requests that a process can answer.
"""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from common.http_answer import HttpAnswer

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

Environ = dict[str, Any]
Fields = Sequence[tuple[str, str]]
# Answers that never have a body, nor say how long it is.
NO_CONTENT, NOT_MODIFIED = 204, 304
# What every server of ASGI says by itself.
OF_THE_SERVER = frozenset({b"date", b"server"})
# WSGI has these two without the prefix of all others.
PLAIN = ("HTTP_CONTENT_LENGTH", "HTTP_CONTENT_TYPE")


def answer_of(app: "WSGIApplication", environ: Environ) -> HttpAnswer:
    """What `app` answers. Raises what it raises, and ValueError where it answers nothing."""
    started: list[tuple[str, Fields]] = []
    pieces: list[bytes] = []

    def start(status: str, fields: Fields, _: Any = None, /) -> Callable[[bytes], object]:
        started.append((status, fields))
        return pieces.append

    given = app(environ, start)
    try:
        pieces.extend(given)
    finally:
        if close := getattr(given, "close", None):
            close()
    if not started:
        raise ValueError("the application has not started an answer")
    status, fields = started[-1]
    is_head = environ["REQUEST_METHOD"] == "HEAD"
    return _whole(int(status.split(" ", 1)[0]), fields, b"".join(pieces), is_head)


def environ_of(scope: Mapping[str, Any], body: bytes) -> Environ:
    """The request as WSGI has it, from ASGI's scope and the whole body.

    What an ASGI application leaves for the WSGI one stands in the scope under `environ`.
    """
    host, port = scope.get("server") or ("localhost", None)
    address, _ = scope.get("client") or ("", 0)
    return {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": _path(scope),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 80),
        "REMOTE_ADDR": address,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **_variables(scope["headers"], body),
        **scope.get("environ", {}),
    }


def _path(scope: Mapping[str, Any]) -> str:
    """The path with its percent signs read: bytes, each as the character of that number."""
    raw = scope.get("raw_path")
    return (scope["path"].encode() if raw is None else unquote_to_bytes(raw)).decode("latin-1")


def _variables(headers: Iterable[tuple[bytes, bytes]], body: bytes) -> Environ:
    """The headers, without those that describe how the body came: it is here."""
    variables: Environ = {}
    for name, text in headers:
        # `X_Request_ID` would pass for `X-Request-ID`, which a proxy may have guarded.
        if b"_" not in name:
            variable = "HTTP_" + name.decode("latin-1").upper().replace("-", "_")
            variables.setdefault(variable, []).append(text.decode("latin-1"))
    variables.pop("HTTP_TRANSFER_ENCODING", None)
    if body:
        variables["HTTP_CONTENT_LENGTH"] = [str(len(body))]
    return {
        variable.removeprefix("HTTP_") if variable in PLAIN else variable: ",".join(texts)
        for variable, texts in variables.items()
    }


def _whole(status: int, fields: Fields, body: bytes, is_head: bool) -> HttpAnswer:
    """The answer. It says how long it is: else it would go in chunks, which HTTP/1.0 can't read."""
    encoded = ((name.lower().encode("latin-1"), text.encode("latin-1")) for name, text in fields)
    headers = [pair for pair in encoded if pair[0] not in OF_THE_SERVER]
    has_length = any(name == b"content-length" for name, _ in headers)
    if not has_length and not is_head and status not in (NO_CONTENT, NOT_MODIFIED):
        headers.append((b"content-length", str(len(body)).encode("ascii")))
    return HttpAnswer(status, tuple(headers), body)
