"""Rows and documents for tests: `make_job(**changes)`, `make_provider(**changes)`."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import uuid4

from quoteapp import store
from quoteapp.extensions import db, now
from quoteapp.models import Brief, Provider
from quoteapp.models.asked import Question
from quoteapp.models.jobs import Job
from quoteapp.models.providers import Source
from quoteapp.services.jobs.completing import canonical
from quoteapp.states import CallStatus, JobStatus

_phones = count(100)


def make_job(**changes: Any) -> Job:
    """A job in the store, its questions asked."""
    fields: dict[str, Any] = {
        "id": str(uuid4()),
        "original_query": "fix my toilet",
        "task": "plumber",
        "problem": "your toilet needs to be fixed",
        "house_address": "123 Main St, San Jose, CA 95126",
        "zip_code": "95126",
        "date_needed": date(2025, 12, 10),
        "price_limit": Decimal(250),
        "asked": tuple(Question(f"q{n}", f"Question {n}?") for n in (1, 2, 3)),
    }
    return store.save(Job(**fields | changes))


def make_searched_job(providers: int = 3, **changes: Any) -> Job:
    """A completed job with providers that nobody has called."""
    answers = {"q1": "It runs constantly"}
    job = make_job(status=JobStatus.SEARCHED, clarifications=answers, **changes)
    make_brief(job)
    for _ in range(providers):
        make_provider(job_id=job.id)
    return job


def make_brief(job: Job) -> Brief:
    """The brief of a job."""
    brief = Brief(
        job_id=job.id,
        answers=canonical(job.clarifications),
        body=job.brief(),
        searched_at=now(),
    )
    db.session.add(brief)
    db.session.commit()
    return brief


def make_provider(job_id: str | None = None, **changes: Any) -> Provider:
    """A provider row; an open one has been asked for just now."""
    fields: dict[str, Any] = {
        "job_id": job_id or make_searched_job(providers=0).id,
        "name": "Reliable Plumbing Services",
        "phone": f"+1408555{next(_phones) % 100 + 100:04}",
        "source": Source.SAMPLE,
    }
    if changes.get("call_status") in (CallStatus.PENDING, CallStatus.IN_PROGRESS):
        soon = now() + timedelta(seconds=10)
        fields |= {"attempt": 1, "look_at": soon, "deadline": now() + timedelta(seconds=900)}
    provider = Provider(**fields | changes)
    db.session.add(provider)
    db.session.commit()
    return provider
