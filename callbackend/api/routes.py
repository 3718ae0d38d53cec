"""The routes of the contract's second section: load, ask the service, dump."""

from typing import Any, cast

from flask import Blueprint, Response, current_app, request
from marshmallow import ValidationError

from callbackend.api import identifiers
from callbackend.api.bodies import read_body
from callbackend.api.schemas import first_problem, lookup_in, start_call_in
from callbackend.calls.service import Service
from callbackend.errors import RequestRefused
from callbackend.records.representation import call_json, calls_json

bp = Blueprint("calls", __name__)

Body = dict[str, Any]
ERASED = {"status": "erased"}


@bp.post("/start-job/<job_id>")
def start_call(job_id: str) -> tuple[Body, int, dict[str, str]]:
    """Accept one call; the same key and body again get the same answer and dial nothing."""
    job_id = identifiers.job_id(job_id)
    key = identifiers.key(request.headers.get("Idempotency-Key", ""))
    body = read_body()
    call_id, was_known = _service().accept(
        job_id, key, load(start_call_in.load, body.content), body.canonical
    )
    answer = {"status": "started", "count": 1, "call_id": call_id}
    return (answer, 200, {"Idempotent-Replayed": "true"}) if was_known else (answer, 202, {})


@bp.get("/calls/<call_id>")
def show_call(call_id: str) -> Response:
    """One call."""
    return _json(call_json(_service().show(identifiers.call_id(call_id))))


@bp.post("/calls/lookup")
def look_up_calls() -> Response:
    """Many calls at once, for the sweep of whoever waits for them."""
    asked = load(lookup_in.load, read_body().content)["call_ids"]
    known = _service().show_many([one for one in asked if identifiers.is_call_id(one)])
    return _json(calls_json(known, _service().settings.line))


@bp.post("/calls/<call_id>/cancel")
def cancel_call(call_id: str) -> Response:
    """End one call; a call that is over stays as it is."""
    return _json(call_json(_service().cancel(identifiers.call_id(call_id))))


@bp.delete("/calls/<call_id>")
def erase_call(call_id: str) -> Body:
    """End one call and forget it; its key is shut. The same for one that is not there."""
    if identifiers.is_call_id(call_id):
        _service().erase(call_id)
    return ERASED


@bp.delete("/calls/by-key/<key:key>")
def erase_key(key: str) -> Body:
    """Shut a key and forget its call, if there is one: a late post of it dials nothing."""
    _service().erase_key(identifiers.key(key))
    return ERASED


@bp.get("/health")
def show_health() -> Body:
    """Whether calls are accepted and carried."""
    _service().check_health()
    return {"status": "healthy"}


def _service() -> Service:
    return cast(Service, current_app.extensions["callbackend"])


def _json(body: bytes) -> Response:
    return Response(body, mimetype="application/json")


def load(load: Any, content: Any) -> Body:
    """What a schema makes of JSON; raises RequestRefused with its first complaint."""
    try:
        return cast(Body, load(content))
    except ValidationError as error:
        raise RequestRefused(first_problem(error)) from error
