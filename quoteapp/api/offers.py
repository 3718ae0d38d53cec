"""Offers over HTTP."""

from hashlib import sha256
from typing import Any

import orjson
from flask import Response, request

from quoteapp.api.blueprints import ApiBlueprint
from quoteapp.api.headers import CHECKED_COPY
from quoteapp.schemas.offers import ChoiceRequest, ChoiceResponse, OfferSchema
from quoteapp.services import offers

bp = ApiBlueprint("offers", "What came back, ranked, and which one is taken")


@bp.get("/jobs/<job_id>/offers")
@bp.response(200, OfferSchema(many=True))
@bp.alt_response(304, description="Unchanged since the ETag in If-None-Match", success=True)
@bp.alt_response(404, description="Job not found")
def list_offers(job_id: str) -> Response:
    """List the offers so far, best first, each with its reasons and the lines that show it."""
    body = orjson.dumps(OfferSchema(many=True).dump(offers.offers_of(job_id)))
    response = Response(body, mimetype="application/json")
    response.headers["Cache-Control"] = CHECKED_COPY
    response.set_etag(sha256(body).hexdigest()[:24])
    response.make_conditional(request)
    return response


@bp.post("/jobs/<job_id>/choice")
@bp.arguments(ChoiceRequest)
@bp.response(200, ChoiceResponse)
@bp.alt_response(404, description="Job or provider not found")
@bp.alt_response(409, description="The provider has named no price")
def choose_offer(choice: dict[str, Any], job_id: str) -> dict[str, Any]:
    """Take one of the offers, or none any more. Nothing is booked by that."""
    offers.choose(job_id, choice["provider_id"])
    return {"chosen_provider_id": choice["provider_id"]}
