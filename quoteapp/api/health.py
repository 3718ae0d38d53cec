"""Is the process alive, and can it do its work?"""

from collections.abc import Callable
from typing import Any

from flask import Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from quoteapp import store
from quoteapp.api.blueprints import ApiBlueprint
from quoteapp.clients.call_backend import call_backend
from quoteapp.database_check import check_database
from quoteapp.errors import QuoteappError
from quoteapp.schemas.errors import (
    HealthResponse,
    LineResponse,
    NotReadySchema,
    ReadyResponse,
)
from quoteapp.services.calls import lines

NOT_READY = "not_ready"

bp = ApiBlueprint("health", "Is it up?")


@bp.get("/health")
@bp.response(200, HealthResponse)
def health() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "healthy"}


@bp.get("/line")
@bp.response(200, LineResponse)
def line() -> dict[str, str | None]:
    """Say whether a phone rings when calls are started: `simulated` rings none."""
    return {"line": lines.current()}


@bp.get("/ready")
@bp.response(200, ReadyResponse)
@bp.alt_response(503, schema=NotReadySchema, description="A dependency is down")
def ready() -> Response:
    """Name each dependency: `ok`, or the reason."""
    checks: dict[str, Callable[[], Any]] = {
        "database": check_database,
        "redis": store.check,
        "call_backend": call_backend.check,
    }
    report = {name: _tried(check) for name, check in checks.items()}
    down = {name: reason for name, reason in report.items() if reason != "ok"}
    if not down:
        return jsonify(report)
    detail = "Not ready: " + "; ".join(f"{name}: {reason}" for name, reason in down.items())
    response = jsonify(detail=detail, **report)
    response.status_code = 503
    response.headers["Error-Code"] = NOT_READY
    return response


def _tried(check: Callable[[], Any]) -> str:
    try:
        check()
    except QuoteappError as error:
        return str(error)
    except SQLAlchemyError as error:
        return type(error).__name__
    return "ok"
