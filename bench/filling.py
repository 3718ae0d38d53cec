"""Jobs and providers by the thousand, written in bulk."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from flask import Flask
from sqlalchemy import insert, text

from bench.words import TRANSCRIPT
from quoteapp import create_app, store
from quoteapp.config import Settings
from quoteapp.extensions import db, now
from quoteapp.models import Brief, Provider
from quoteapp.models.asked import Question
from quoteapp.models.jobs import Job
from quoteapp.models.providers import Source
from quoteapp.states import CallStatus, JobStatus, Outcome

NOTE = "That would be $150, everything included."
PROVIDERS_PER_JOB = 5
JOB_ID = "00000000-0000-4000-8000-%012d"  # A UUID that a load script can count up.
BATCH = 5_000  # rows in one statement
QUOTED = {
    "call_status": CallStatus.COMPLETED,
    "outcome": Outcome.AGREED,
    "estimated_price": Decimal("150.00"),
    "last_offer": Decimal("135.00"),
    "negotiated_price": Decimal("135.00"),
    "notes": [{"kind": "included", "text": NOTE, "price": None, "turn": 3}],
    "call_transcript": TRANSCRIPT,
    "attempt": 1,
    "version": 4,
}


def job_id_of(number: int) -> str:
    """The id of the job with that number."""
    return JOB_ID % number


@contextmanager
def product(**environ: str) -> Iterator[Flask]:
    """The product's app of this environment in this process, its context pushed."""
    app = create_app(Settings.from_environ(environ))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def fill(numbers: Sequence[int], **fields: Any) -> None:
    """Write the jobs with these numbers and five providers each, all with the same `fields`."""
    for start in range(0, len(numbers), BATCH // PROVIDERS_PER_JOB):
        part = numbers[start : start + BATCH // PROVIDERS_PER_JOB]
        db.session.execute(insert(Brief), [_brief(number) for number in part])
        rows = [_row(number, nth) | fields for number in part for nth in range(PROVIDERS_PER_JOB)]
        db.session.execute(insert(Provider), rows)
        db.session.commit()
    if db.engine.dialect.name == "postgresql":
        # Postgres does this by itself, a minute later; nobody ever does it on SQLite.
        db.session.execute(text("ANALYZE"))
        db.session.commit()


def remember(numbers: Sequence[int]) -> None:
    """Put the jobs into the job store, as a search leaves them there."""
    for number in numbers:
        store.save(job(number))


def job(number: int) -> Job:
    """The job with that number, its search done."""
    return Job(
        id=job_id_of(number),
        original_query="fix my toilet",
        task="plumber",
        problem="your toilet needs to be fixed",
        house_address="123 Main St, San Jose, CA 95126",
        zip_code="95126",
        date_needed=date(2025, 12, 10),
        price_limit=Decimal(250),
        asked=(Question("q1", "What is the specific issue with your toilet?"),),
        clarifications={"q1": "It keeps running"},
        status=JobStatus.SEARCHED,
    )


def _brief(number: int) -> dict[str, Any]:
    return {
        "job_id": job_id_of(number),
        "answers": '{"q1":"It keeps running"}',
        "body": job(number).brief(),
        "searched_at": now(),
    }


def _row(number: int, nth: int) -> dict[str, Any]:
    return {
        "job_id": job_id_of(number),
        "name": f"Reliable Plumbing Services {nth + 1}",
        "phone": f"+1408555{100 + nth:04d}",
        "source": Source.SAMPLE,
    }
