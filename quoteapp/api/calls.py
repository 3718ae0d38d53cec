"""Calls over HTTP."""

from typing import Any

from quoteapp.api import limits
from quoteapp.api.blueprints import ApiBlueprint
from quoteapp.schemas.calls import (
    CancelCallsRequest,
    CancelCallsResponse,
    StartCallsRequest,
    StartCallsResponse,
)
from quoteapp.services import calls

NEWLY_STARTED = "Started calls for {} providers"
STARTED_BEFORE = "Calls to {} providers had already been started"

bp = ApiBlueprint("calls", "Have the providers rung")


@bp.post("/start-calls/<job_id>")
@bp.arguments(StartCallsRequest, required=False)
@bp.response(200, StartCallsResponse)
@bp.alt_response(404, description="Job not found, or it has no providers")
@bp.alt_response(409, description="A real phone would ring: confirm it first")
@bp.alt_response(429, description="More than 60 an hour of one client, or the day's calls of all")
@bp.alt_response(503, description="The call backend is unavailable")
def start_calls(asking: calls.Asking, job_id: str) -> dict[str, Any]:
    """Ring every provider of the job that was not rung yet, or those that are named."""
    count, is_new = calls.start(job_id, asking, admit=limits.dial)
    message = NEWLY_STARTED if is_new else STARTED_BEFORE
    return {"status": "started", "message": message.format(count), "provider_count": count}


@bp.post("/cancel-calls/<job_id>")
@bp.arguments(CancelCallsRequest, required=False)
@bp.response(200, CancelCallsResponse)
@bp.alt_response(404, description="Job not found")
def cancel_calls(body: dict[str, Any], job_id: str) -> dict[str, Any]:
    """End what is pending and hang up what is live."""
    count = calls.cancel(job_id, **body)
    message = f"Cancelled calls to {count} providers"
    return {"status": "cancelled", "message": message, "provider_count": count}
