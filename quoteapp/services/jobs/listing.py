"""The newest jobs, for operators: how their calls went, and nothing that anybody said."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import load_only

from quoteapp.extensions import db
from quoteapp.models import Brief, Provider
from quoteapp.services.jobs.showing import expiry
from quoteapp.states import JobStatus, Outcome

CALL = (
    *(Provider.id, Provider.job_id, Provider.name, Provider.call_status, Provider.outcome),
    *(Provider.reason, Provider.attempt, Provider.asked_at, Provider.ended_at),
)


def newest(
    limit: int, offset: int, outcome: Outcome | None = None
) -> tuple[list[dict[str, Any]], int]:
    """One page of the jobs that have been searched, newest first, and how many there are in all.

    `outcome`: those alone that have a call which ended so.
    """
    which = [Brief.erased_at.is_(None)]
    if outcome is not None:
        ended_so = select(Provider.job_id).where(Provider.outcome == outcome)
        which.append(Brief.job_id.in_(ended_so))
    total = db.session.scalar(select(func.count()).select_from(Brief).where(*which)) or 0
    page = select(Brief).where(*which).order_by(Brief.searched_at.desc(), Brief.job_id)
    briefs = db.session.scalars(page.limit(limit).offset(offset)).all()
    return _shown(briefs), total


def _shown(briefs: Sequence[Brief]) -> list[dict[str, Any]]:
    calls: dict[str, list[Provider]] = {brief.job_id: [] for brief in briefs}
    query = select(Provider).options(load_only(*CALL)).where(Provider.job_id.in_(calls))
    for provider in db.session.scalars(query.order_by(Provider.id)):
        calls[provider.job_id].append(provider)
    return [_job(brief, calls[brief.job_id]) for brief in briefs]


def _job(brief: Brief, providers: list[Provider]) -> dict[str, Any]:
    touched = [moment for one in providers if (moment := one.ended_at or one.asked_at)]
    return {
        "id": brief.job_id,
        "task": brief.body.get("task"),
        "zip_code": brief.body.get("zip_code"),
        "status": JobStatus.SEARCHED,
        "line": brief.line,
        "created_at": brief.searched_at,
        "expires_at": expiry(brief, max(touched, default=None)),
        "calls": providers,
    }
