"""The routes of the contract's second section: load, ask the service, dump."""

from typing import Any, cast

from flask import Blueprint, Response, current_app, request
from marshmallow import ValidationError

from callbackend.api.schemas import LONGEST_ID, first_problem, lookup_in, start_call_in
from callbackend.calls.service import Service
from callbackend.errors import RequestRefused
from callbackend.records.representation import call_json, calls_json

bp = Blueprint("calls", __name__)

LONGEST_KEY = 255
Body = dict[str, Any]


@bp.post("/start-job/<job_id>")
def start_call(job_id: str) -> tuple[Body, int, dict[str, str]]:
    """Accept one call; the same key and body again get the same answer and dial nothing."""
    if len(job_id) > LONGEST_ID:
        raise RequestRefused(f"job_id: longer than {LONGEST_ID} characters")
    call_id, was_known = _service().accept(job_id, _idempotency_key(), _load(start_call_in.load))
    body = {"status": "started", "count": 1, "call_id": call_id}
    return (body, 200, {"Idempotent-Replayed": "true"}) if was_known else (body, 202, {})


@bp.get("/calls/<call_id>")
def show_call(call_id: str) -> Response:
    """One call."""
    return _json(call_json(_service().show(call_id)))


@bp.post("/calls/lookup")
def look_up_calls() -> Response:
    """Many calls at once, for the sweep of whoever waits for them."""
    return _json(calls_json(_service().show_many(_load(lookup_in.load)["call_ids"])))


@bp.post("/calls/<call_id>/cancel")
def cancel_call(call_id: str) -> Response:
    """End one call; a call that is over stays as it is."""
    return _json(call_json(_service().cancel(call_id)))


@bp.get("/health")
def show_health() -> Body:
    """Whether calls are accepted and carried."""
    _service().check_health()
    return {"status": "healthy"}


def _service() -> Service:
    return cast(Service, current_app.extensions["callbackend"])


def _json(body: bytes) -> Response:
    return Response(body, mimetype="application/json")


def _load(load: Any) -> Body:
    try:
        return cast(Body, load(request.get_json()))
    except ValidationError as error:
        raise RequestRefused(first_problem(error)) from error


def _idempotency_key() -> str:
    key = request.headers.get("Idempotency-Key", "").strip()
    if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable():
        raise RequestRefused(f"Idempotency-Key: needs 1 to {LONGEST_KEY} characters")
    return key
