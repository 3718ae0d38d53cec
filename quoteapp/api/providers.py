"""Providers over HTTP."""

from typing import Any

from flask import Response, request

from quoteapp.api import polling
from quoteapp.api.blueprints import ApiBlueprint
from quoteapp.models import Provider
from quoteapp.schemas.providers import PageRequest, ProviderSchema, ProviderStatusSchema
from quoteapp.services.finding import providers
from quoteapp.services.polling import status

bp = ApiBlueprint("providers", "Who was found, and what their calls brought")


@bp.get("/providers")
@bp.arguments(PageRequest, location="query")
@bp.response(200, ProviderSchema(many=True))
@bp.alt_response(401, description="The admin token is missing or wrong")
def list_providers(page: dict[str, Any]) -> tuple[list[Provider], int, dict[str, str]]:
    """List all providers of all jobs, for debugging."""
    found, total = providers.all_providers(**page)
    return list(found), 200, {"X-Total-Count": str(total)}


@bp.get("/providers/<job_id>")
@bp.response(200, ProviderSchema(many=True))
def list_providers_of_job(job_id: str) -> list[Provider]:
    """List a job's providers; none for an unknown job."""
    return providers.providers_of(job_id)


@bp.get("/providers/<job_id>/status")
@bp.response(200, ProviderStatusSchema(many=True))
@bp.alt_response(304, description="Unchanged since the ETag in If-None-Match", success=True)
def poll_providers(job_id: str) -> Response:
    """List a job's providers with transcripts; made for polling."""
    # In production `quoteapp.asgi` answers a plain GET before Flask does, and hands over what it
    # has read where it leaves the answer to Flask.
    outcome = request.environ.get(polling.OUTCOME)
    if isinstance(outcome, Exception):
        raise outcome.with_traceback(None)  # Others raise the same one.
    found = outcome or status.get(job_id)
    response = Response(found.body, mimetype="application/json")
    response.headers.update(polling.HEADERS)
    response.headers["ETag"] = found.etag
    response.make_conditional(request)
    return response
