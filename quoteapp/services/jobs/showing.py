"""A job as it is shown: its document, and what the database knows of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from quoteapp import store
from quoteapp.config import settings
from quoteapp.errors import JobNotFound
from quoteapp.extensions import db
from quoteapp.models import Brief, Provider
from quoteapp.models.columns import Moment
from quoteapp.models.jobs import Job


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownJob:
    """The document's fields are read through; times are in UTC."""

    job: Job
    line: str | None = None
    expires_at: datetime | None = None
    chosen_provider_id: int | None = None
    confirmed_at: datetime | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.job, name)


def show(job_id: str) -> ShownJob:
    """The job as it is now. Raises `JobNotFound`."""
    return shown(store.get(job_id))


def shown(job: Job) -> ShownJob:
    """The job with all that is known of it. Raises `JobNotFound` for an erased one."""
    last = func.max(func.coalesce(Provider.ended_at, Provider.asked_at), type_=Moment())
    touched = select(last).where(Provider.job_id == job.id).scalar_subquery()
    query = select(Brief, touched).where(Brief.job_id == job.id)
    found = db.session.execute(query.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        created_at = job.created_at
        return ShownJob(job=job, expires_at=created_at and created_at + store.life(job))
    brief, touched_at = found
    if brief.erased_at is not None:
        raise JobNotFound(job.id)
    return ShownJob(
        job=job,
        line=brief.line,
        expires_at=expiry(brief, touched_at),
        chosen_provider_id=brief.chosen_provider_id,
        confirmed_at=brief.confirmed_at,
    )


def expiry(brief: Brief, touched_at: datetime | None) -> datetime:
    """When the job is erased by itself, if nothing happens to it until then."""
    moments = (brief.searched_at, brief.calls_started_at, touched_at)
    latest = max(moment for moment in moments if moment is not None)
    return latest + timedelta(days=settings.retention_days)
