"""The operators' routes: the line, its switch and its records, and who must never be called."""

from typing import Any, cast

from flask import Blueprint, Response, current_app, jsonify, request

from callbackend.api import identifiers
from callbackend.api.bodies import read_body
from callbackend.api.routes import load
from callbackend.api.schemas import opt_out_in, opt_out_out, page_in, stop_in
from callbackend.calls.service import Service, database_away
from callbackend.errors import NotFound
from callbackend.gate import rules

bp = Blueprint("operators", __name__)


@bp.get("/line")
def show_line() -> dict[str, Any]:
    """How the line stands."""
    with database_away():
        return _service().desk.state()


@bp.post("/line/stop")
def stop_line() -> dict[str, Any]:
    """Dial nothing more, and hang up whatever is up."""
    sent = load(stop_in.load, read_body().content if request.get_data() else {})
    with database_away():
        return {"status": "stopped", "ended": _service().desk.stop(**sent)}


@bp.post("/line/start")
def start_line() -> dict[str, Any]:
    """Dial again."""
    with database_away():
        _service().desk.start()
    return {"status": "started"}


@bp.get("/calls/<call_id>/audit")
def show_audit(call_id: str) -> Response:
    """What is recorded of a call, without a word of it; also of one that was erased."""
    with database_away():
        return jsonify(_service().desk.audit_of(identifiers.call_id(call_id)))


@bp.get("/do-not-call")
def list_opt_outs() -> Response:
    """Some of the entries, the newest first; how many there are stands in a header."""
    page = load(page_in.load, request.args.to_dict())
    entries, total = _service().opt_outs(**page)
    response = jsonify(opt_out_out.dump(entries, many=True))
    response.headers["X-Total-Count"] = str(total)
    return response


@bp.get("/do-not-call/<phone>")
def show_opt_out(phone: str) -> dict[str, Any]:
    """One entry."""
    entry = _service().opt_out(rules.normalised(phone))
    if entry is None:
        raise NotFound("This number may be called")
    return cast(dict[str, Any], opt_out_out.dump(entry))


@bp.post("/do-not-call/<phone>")
def add_opt_out(phone: str) -> dict[str, Any]:
    """Bar a number from now on; one that is barred keeps its entry."""
    sent = load(opt_out_in.load, read_body().content if request.get_data() else {})
    return cast(dict[str, Any], opt_out_out.dump(_service().bar(rules.normalised(phone), **sent)))


@bp.delete("/do-not-call/<phone>")
def remove_opt_out(phone: str) -> dict[str, Any]:
    """Let a number be called again; the same for one that is not barred."""
    _service().unbar(rules.normalised(phone))
    return {"status": "removed"}


def _service() -> Service:
    return cast(Service, current_app.extensions["callbackend"])
