"""Jobs over HTTP."""

from hashlib import sha256
from typing import Any

from quoteapp.api import limits
from quoteapp.api.blueprints import ApiBlueprint
from quoteapp.models.jobs import Job
from quoteapp.schemas.jobs import (
    CompleteJobRequest,
    CompleteJobResponse,
    EraseJobResponse,
    JobSchema,
    JobsRequest,
    ListedJobSchema,
    StartJobHeaders,
    StartJobRequest,
    StartJobResponse,
)
from quoteapp.services import erasing, jobs

bp = ApiBlueprint("jobs", "Describe the work and answer what is asked")


@bp.post("/start-job")
@bp.arguments(StartJobRequest)
@bp.arguments(StartJobHeaders, location="headers")
@bp.response(200, StartJobResponse)
@bp.alt_response(404, description="The job of this key is erased")
@bp.alt_response(409, description="The key was sent with another body, or is being worked on")
@bp.alt_response(429, description="More than 30 a minute of one client")
def start_job(request: dict[str, Any], headers: dict[str, str]) -> Job:
    """Open a job and ask its questions; with an Idempotency-Key no second one for the same."""
    name = headers.get("idempotency_key")
    if name is None:
        return jobs.start(**request)
    digest = sha256(repr(sorted(request.items())).encode()).hexdigest()
    return jobs.once(jobs.Key(name, digest), lambda id_: jobs.start(**request, job_id=id_))


@bp.post("/complete-job")
@bp.arguments(CompleteJobRequest)
@bp.response(200, CompleteJobResponse)
@bp.alt_response(404, description="Job not found")
@bp.alt_response(409, description="Calls have started, or another request is at it")
@bp.alt_response(429, description="More than 30 an hour of one client; repeats are free")
def complete_job(request: dict[str, Any]) -> dict[str, Any]:
    """Keep the answers and find providers."""
    job, providers = jobs.complete(**request, admit=limits.complete_job)
    return {"job": jobs.shown(job), "providers": providers}


@bp.get("/jobs/<job_id>")
@bp.response(200, JobSchema)
@bp.alt_response(404, description="Job not found")
def get_job(job_id: str) -> jobs.ShownJob:
    """Show a job, so that a reloaded page can go on."""
    return jobs.show(job_id)


@bp.get("/jobs")
@bp.arguments(JobsRequest, location="query")
@bp.response(200, ListedJobSchema(many=True))
@bp.alt_response(401, description="The admin token is missing or wrong")
def list_jobs(page: dict[str, Any]) -> tuple[list[dict[str, Any]], int, dict[str, str]]:
    """List the jobs that have been searched, newest first, for operators."""
    found, total = jobs.newest(**page)
    return found, 200, {"X-Total-Count": str(total)}


@bp.delete("/jobs/<job_id>")
@bp.response(200, EraseJobResponse)
@bp.alt_response(404, description="Job not found, or nothing of it is left")
@bp.alt_response(503, description="The job may be known to the job store alone, which is away")
def erase_job(job_id: str) -> dict[str, str]:
    """Take a job back: hang up, and erase it, its providers, calls and transcripts everywhere.

    It is gone at once. Where a part of it cannot be reached, the service goes on until that is
    erased, too.
    """
    erasing.erase(job_id)
    return {"status": "erased"}
