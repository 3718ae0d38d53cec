"""All error JSON: whatever the cause, `{"detail": "<one sentence>"}`.

Elsewhere than under /api it is a page, where a person looks.
"""

import logging

from flask import Flask, Response, jsonify, request
from limits.errors import StorageError
from markupsafe import escape
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, NotFound, RequestEntityTooLarge
from werkzeug.http import HTTP_STATUS_CODES

from quoteapp.errors import (
    DatabaseUnavailable,
    InvalidInput,
    JobStoreUnavailable,
    QuoteappError,
)

logger = logging.getLogger(__name__)

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{name}</title></head>
<body><h1>{name}</h1><p>{detail}</p></body>
</html>
"""


def init_app(app: Flask) -> None:
    """Answer every error of `app` in the one shape."""
    app.register_error_handler(QuoteappError, _ours)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(RequestEntityTooLarge, _too_large)
    app.register_error_handler(NotFound, no_such_url)
    for away in (OperationalError, InterfaceError, PoolTimeout):
        app.register_error_handler(away, _database_away)
    app.register_error_handler(StorageError, _counts_away)
    app.register_error_handler(Exception, _crash)


def _ours(error: QuoteappError) -> Response:
    more = {"errors": error.errors} if isinstance(error, InvalidInput) else {}
    response = _answer(str(error), error.status, error.code, **more)
    response.headers.extend(dict(error.headers))
    return response


def _of_http(error: HTTPException) -> Response:
    """Werkzeug's own error: its sentence and its headers (`Allow`, `Retry-After`) in our shape."""
    response = error.get_response()
    if response.status_code < 400:  # a redirect is an exception too
        return response  # type: ignore[return-value]  # Werkzeug's, which Flask passes on
    answer = _answer(
        error.description or error.name, response.status_code, _code(response.status_code)
    )
    for name, value in response.headers:
        if name not in ("Content-Type", "Content-Length"):
            answer.headers[name] = value
    return answer


def _too_large(_: RequestEntityTooLarge) -> Response:
    return _answer("The body is larger than 64 KiB.", 413, "body_too_large")


def no_such_url(_: NotFound) -> Response:
    """What is said of a URL that leads nowhere."""
    return _answer("URL not found.", 404, "url_not_found")


def _database_away(error: Exception) -> Response:
    logger.warning("database unavailable", extra={"reason": type(error).__name__})
    return _ours(DatabaseUnavailable())


def _counts_away(error: StorageError) -> Response:
    """Redis, where the limits count."""
    logger.warning("limits unavailable", extra={"reason": type(error).__name__})
    return _ours(JobStoreUnavailable())


def _crash(error: Exception) -> Response:
    """A mistake of ours: the log has the traceback, the client a sentence."""
    logger.error("request crashed", exc_info=error)
    return _answer("Something went wrong on our side.", 500, "internal_error")


def _code(status: int) -> str:
    """For programs: the name of a status that no exception of ours has."""
    return HTTP_STATUS_CODES.get(status, "error").lower().replace(" ", "_")


def _answer(detail: str, status: int, code: str, **more: object) -> Response:
    if _is_of_api():
        response = jsonify(detail=detail, **more)
    else:
        wanted = request.accept_mimetypes.best_match(["application/json", "text/html"])
        response = _page(detail, status) if wanted == "text/html" else jsonify(detail=detail)
        response.vary.add("Accept")
    response.status_code = status
    response.headers["Error-Code"] = code
    return response


def _is_of_api() -> bool:
    return request.path == "/api" or request.path.startswith("/api/")


def _page(detail: str, status: int) -> Response:
    name = escape(f"{status} {HTTP_STATUS_CODES.get(status, 'Error')}")
    return Response(PAGE.format(name=name, detail=escape(detail)), mimetype="text/html")
