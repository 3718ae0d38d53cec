"""The call backend's callbacks over HTTP: between our two services, so not in the document."""

from typing import Any

from quoteapp.api.blueprints import ApiBlueprint
from quoteapp.api.signatures import require_signature
from quoteapp.schemas.calls import CallEvent, CallEventResponse
from quoteapp.services import calls

bp = ApiBlueprint("call_events", "What the call backend tells")


@bp.post("/call-events")
@require_signature
@bp.arguments(CallEvent)
@bp.response(200, CallEventResponse)
def receive_call_event(event: dict[str, Any]) -> dict[str, str]:
    """Take a callback of the call backend."""
    calls.hear(**event)
    return {"status": "received"}
