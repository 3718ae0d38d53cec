"""Calls over HTTP."""

from typing import Any

from quoteapp.api import limits
from quoteapp.api.blueprints import ApiBlueprint
from quoteapp.api.signatures import require_signature
from quoteapp.schemas.calls import (
    CallEvent,
    CallEventResponse,
    CancelCallsResponse,
    StartCallsRequest,
    StartCallsResponse,
)
from quoteapp.services import calls

bp = ApiBlueprint("calls", "Have the providers rung")


@bp.post("/start-calls/<job_id>")
@bp.arguments(StartCallsRequest, required=False)
@bp.response(200, StartCallsResponse)
@bp.alt_response(404, description="Job not found, or it has no providers")
@bp.alt_response(429, description="More than 60 an hour of one client, or the day's calls of all")
@bp.alt_response(503, description="The call backend is unavailable")
def start_calls(body: dict[str, Any], job_id: str) -> dict[str, Any]:
    """Ring every provider of the job that was not rung yet."""
    count = calls.start(job_id, **body, admit=limits.dial)
    message = f"Started calls for {count} providers"
    return {"status": "started", "message": message, "provider_count": count}


@bp.post("/cancel-calls/<job_id>")
@bp.response(200, CancelCallsResponse)
@bp.alt_response(404, description="Job not found")
def cancel_calls(job_id: str) -> dict[str, Any]:
    """End what is pending and hang up what is live."""
    count = calls.cancel(job_id)
    message = f"Cancelled calls to {count} providers"
    return {"status": "cancelled", "message": message, "provider_count": count}


@bp.post("/call-events")
@require_signature
@bp.arguments(CallEvent)
@bp.response(200, CallEventResponse)
@bp.alt_response(401, description="The signature is missing, wrong or stale")
def receive_call_event(event: dict[str, Any]) -> dict[str, str]:
    """Take a callback of the call backend."""
    calls.hear(**event)
    return {"status": "received"}
