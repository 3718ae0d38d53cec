"""`GET /openapi.json`: section 2 of the contract as OpenAPI 3.1, from the schemas of the routes."""

import re
from functools import cache
from http import HTTPStatus
from typing import Any

from flask import Blueprint

from callbackend.agent.brief import NO_LIMIT
from callbackend.agent.result import MoveKind, NoteKind
from callbackend.api import identifiers
from callbackend.api.schemas import (
    BIGGEST_ID,
    LONGEST_ID,
    PAGE_LIMIT,
    Dollars,
    DollarsOrNoLimit,
    LookupIn,
    OptOutIn,
    StartCallIn,
    StopIn,
)
from callbackend.errors import HTTP_CODES, CallBackendError
from callbackend.gate.audit import AuditKind
from callbackend.reading.conversation import HIGHEST_PRICE
from callbackend.states import CallStatus, Outcome

bp = Blueprint("openapi", __name__)

Json = dict[str, Any]

TEXT: Json = {"type": "string"}
TIME: Json = {"type": "string", "format": "date-time"}
IN_PATH: Json = {"type": "string", "pattern": "^[^/]+$"}
CALL_ID: Json = {"type": "string", "format": "uuid"}
DOLLARS: Json = {"type": "number", "exclusiveMinimum": 0}
TURN: Json = {"type": "integer", "minimum": 0, "description": "A line of the transcript."}
PRICE: Json = DOLLARS | {"maximum": int(HIGHEST_PRICE), "description": "In whole cents."}
# White space at the ends is no part of a key.
KEY: Json = {
    "type": "string",
    "minLength": 1,
    "maxLength": identifiers.LONGEST_KEY,
    "pattern": "^[ -~]*[!-~][ -~]*$",
}
# What can be printed; any other is a 422.
JOB_ID: Json = {"type": "string", "pattern": f"^[^/]{{1,{LONGEST_ID}}}$"}
PHONE: Json = {"type": "string", "pattern": r"^\+[1-9][0-9]{6,14}$", "example": "+14085550101"}
ANY_SPELLING: Json = {"type": "string", "pattern": "^[^/]+$", "example": "+14085550101"}
PATH_VALUES = {"job_id": JOB_ID, "call_id": IN_PATH, "key": KEY, "phone": ANY_SPELLING}


@bp.get("/openapi.json")
def show_document() -> Json:
    """The document."""
    return document()


@cache
def document() -> Json:
    """What this service takes and gives."""
    # Imported here: nobody asks for it in a day, and it takes memory.
    from apispec import APISpec
    from apispec.ext.marshmallow import MarshmallowPlugin
    from apispec.ext.marshmallow.openapi import OpenAPIConverter

    plugin = MarshmallowPlugin()
    spec = APISpec(
        title="Quoteapp: the call backend",
        version="1",
        openapi_version="3.1.0",
        plugins=[plugin],
        info={"description": "Rings one business for one job, and brings back its price."},
        security=[{"token": []}],
    )
    assert isinstance(plugin.converter, OpenAPIConverter)  # noqa: S101  # it has one by now
    plugin.converter.add_attribute_function(_money)  # type: ignore[no-untyped-call]  # its own
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    spec.components.schema("Error", _error())
    spec.components.schema("Call", _call())
    spec.components.schema("OptOut", _opt_out())
    for path, operations in _paths().items():
        spec.path(path, operations={name: _finished(path, it) for name, it in operations.items()})
    return spec.to_dict()


def _paths() -> dict[str, Json]:
    call, erased = _answer("Call"), _says({"status": "erased"})
    entry, removed = _answer("OptOut"), _says({"status": "removed"})
    return {
        "/health": {"get": _route("Whether calls are taken", _says({"status": "healthy"}), 503)},
        "/start-job/{job_id}": {"post": _start_call()},
        "/calls/lookup": {
            "post": _route("Many calls", _lookup(), 400, 413, 415, 422, 503, body=LookupIn)
        },
        "/calls/{call_id}": {
            "get": _route("One call", call, 404, 503),
            "delete": _route("End and erase a call", erased, 503),
        },
        "/calls/{call_id}/cancel": {"post": _route("End a call", call, 404, 503)},
        "/calls/by-key/{key}": {"delete": _route("Erase by key", erased, 422, 503)},
        "/calls/{call_id}/audit": {"get": _route("What the gate recorded", _audit(), 404, 503)},
        "/line": {"get": _route("How the line stands", _line(), 503)},
        "/line/stop": {
            "post": _route(
                "Dial nothing, hang everything up",
                _object({"status": {"const": "stopped"}, "ended": {"type": "integer"}}),
                *(400, 413, 415, 422, 503),
                body=StopIn,
            )
        },
        "/line/start": {"post": _route("Dial again", _says({"status": "started"}), 503)},
        "/do-not-call": {"get": _route("Numbers never dialled", _page(), 422, 503) | _paging()},
        "/do-not-call/{phone}": {
            "get": _route("Is it barred?", entry, 404, 422, 503),
            "post": _route("Bar a number", entry, 400, 413, 415, 422, 503, body=OptOutIn),
            "delete": _route("Let it be called", removed, 422, 503),
        },
    }


def _start_call() -> Json:
    started = {"status": {"const": "started"}, "count": {"const": 1}, "call_id": CALL_ID}
    answers = (400, 404, 409, 410, 413, 415, 422, 429, 503)
    made = _route("Ask for one call", _object(started), *answers, body=StartCallIn)
    made["responses"]["202"] = made["responses"]["200"] | {"description": "Accepted, durably"}
    made["responses"]["200"]["description"] = "The same key and body again; nothing is dialled"
    key = {"name": "Idempotency-Key", "in": "header", "required": True, "schema": KEY}
    return made | {"parameters": [key]}


def _paging() -> Json:
    limit = {"type": "integer", "minimum": 1, "maximum": PAGE_LIMIT, "default": 100}
    offset = {"type": "integer", "minimum": 0, "maximum": BIGGEST_ID, "default": 0}
    values = {"limit": limit, "offset": offset}
    return {"parameters": [{"name": n, "in": "query", "schema": s} for n, s in values.items()]}


def _route(summary: str, answer: Json, *errors: int, body: type | None = None) -> Json:
    """One operation; whatever it needs a token for may also be a 401."""
    responses = {"200": _json_of(answer, "Done")}
    responses |= {str(status): _refusal(status) for status in errors}
    made: Json = {"summary": summary, "responses": responses}
    if body is not None:
        content = {"application/json": {"schema": body}}
        made["requestBody"] = {"required": body not in (OptOutIn, StopIn), "content": content}
    return made


def _finished(path: str, operation: Json) -> Json:
    named = [
        {"name": name, "in": "path", "required": True, "schema": PATH_VALUES[name]}
        for name in re.findall(r"{(\w+)}", path)
    ]
    if path == "/health":
        return operation | {"security": []}
    responses = operation["responses"] | {"401": _refusal(401)}
    parameters = [*named, *operation.get("parameters", [])]
    return operation | {"parameters": parameters, "responses": responses}


def _refusal(status: int) -> Json:
    return _json_of(_answer("Error"), HTTPStatus(status).phrase)


def _json_of(schema: Json, description: str) -> Json:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _answer(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _says(constants: Json) -> Json:
    return _object({name: {"const": value} for name, value in constants.items()})


def _or_null(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}


def _lookup() -> Json:
    return _object({"calls": {"type": "array", "items": _answer("Call")}, "line": TEXT})


def _page() -> Json:
    return {"type": "array", "items": _answer("OptOut")}


def _audit() -> Json:
    """Each entry has facts of its own besides these."""
    kinds = {"enum": list(AuditKind)}
    entry = _object({"at": TIME, "kind": kinds, "job_id": _or_null(TEXT)})
    return {"type": "array", "items": entry}


def _line() -> Json:
    number: Json = {"type": "number"}
    whole: Json = {"type": "integer"}
    today = {"day": TEXT, "dialled": whole, "most": whole}
    today |= dict.fromkeys(("reserved", "spent", "budget"), number)
    numbers = {"type": "array", "items": whole}
    return _object(
        {
            "line": TEXT,
            "on": {"type": "boolean"},
            "stopped_at": _or_null(TIME),
            "why": _or_null(TEXT),
            "hours": numbers,
            "days": numbers,
            "live": whole,
            "open": whole,
            "at_once": whole,
            "today": _object(today),
        }
    )


def _error() -> Json:
    codes = {kind.code for kind in _kinds(CallBackendError)} | set(HTTP_CODES.values())
    return _object({"detail": TEXT, "code": {"enum": sorted(codes)}})


def _kinds(base: type[CallBackendError]) -> list[type[CallBackendError]]:
    return [base, *(kind for sub in base.__subclasses__() for kind in _kinds(sub))]


def _call() -> Json:
    said = _object({"role": {"enum": ["agent", "provider"]}, "text": TEXT, "at": TIME})
    return _object(
        {
            "call_id": CALL_ID,
            "job_id": TEXT,
            "provider_id": {"type": "integer"},
            "line": _or_null(TEXT),
            "status": {"enum": list(CallStatus)},
            "outcome": {"enum": [*Outcome, None]},
            "estimated_price": _or_null(DOLLARS),
            "last_offer": _or_null(DOLLARS),
            "negotiated_price": _or_null(DOLLARS),
            "notes": _or_null({"type": "array", "items": _note()}),
            "moves": _or_null({"type": "array", "items": _move()}),
            "transcript": {"type": "array", "items": said},
            "seq": {"type": "integer", "minimum": 0},
            "created_at": TIME,
            "dialled_at": _or_null(TIME),
            "answered_at": _or_null(TIME),
            "ended_at": _or_null(TIME),
            "cost": _or_null({"type": "number", "minimum": 0}),
        }
    )


def _note() -> Json:
    text = {**TEXT, "description": "Words of the provider's, as they stand in that turn."}
    price = _or_null({"type": "number", "minimum": 0})
    return _object({"kind": {"enum": list(NoteKind)}, "text": text, "price": price, "turn": TURN})


def _move() -> Json:
    sides = {"enum": ["agent", "provider"]}
    return _object({"by": sides, "kind": {"enum": list(MoveKind)}, "price": DOLLARS, "turn": TURN})


def _opt_out() -> Json:
    return _object({"phone": PHONE, "since": TIME, "why": TEXT, "call_id": _or_null(CALL_ID)})


def _money(_converter: object, field: Any, **_: Any) -> Json:
    """What our own kinds of fields take."""
    if isinstance(field, DollarsOrNoLimit):
        return {"anyOf": [PRICE, {"const": NO_LIMIT}]}
    return _or_null(PRICE) if isinstance(field, Dollars) else {}
