"""Calls that go on, over HTTP."""

from flask import Response, request

from quoteapp.api.blueprints import ApiBlueprint
from quoteapp.api.headers import CHECKED_COPY
from quoteapp.extensions import now
from quoteapp.schemas.live import LiveSchema
from quoteapp.services import live

bp = ApiBlueprint("live", "The calls while they happen")


@bp.get("/jobs/<job_id>/live")
@bp.response(200, LiveSchema)
@bp.alt_response(304, description="Unchanged since the ETag in If-None-Match", success=True)
@bp.alt_response(404, description="Job not found")
def watch_calls(job_id: str) -> Response:
    """Show each call's stage, lines and prices while it talks; made for asking once a second."""
    found = live.get(job_id)
    response = Response(found.body(now()), mimetype="application/json")
    response.headers["Cache-Control"] = CHECKED_COPY
    response.headers["ETag"] = found.etag
    response.make_conditional(request)
    return response
