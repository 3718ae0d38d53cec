"""What is left of a job, wherever it may be."""

from typing import Any

from sqlalchemy import select

from quoteapp import store
from quoteapp.extensions import db
from quoteapp.models import Brief, Erasure, Provider
from tests.factories import make_searched_job


def called_job(**changes: Any) -> tuple[str, list[str]]:
    """The id of a job with three providers, and the keys of their first calls."""
    job = make_searched_job(providers=3, **changes)
    ids = sorted(db.session.scalars(select(Provider.id).where(Provider.job_id == job.id)))
    db.session.rollback()
    return job.id, [f"{job.id}:{id_}:1" for id_ in ids]


def provider_ids(keys: list[str]) -> list[int]:
    return [int(key.split(":")[1]) for key in keys]


def waiting(job_id: str) -> set[str]:
    """The keys in `erasures`; the empty one is the document's."""
    found = set(db.session.scalars(select(Erasure.call_key).where(Erasure.job_id == job_id)))
    db.session.rollback()
    return found


def words_left(job_id: str) -> list[str]:
    """Every value of every row of the job, as text, but for its id and times; and its document."""
    found = [str(dict(row)) for row in db.session.execute(_brief(job_id)).mappings()]
    found += map(str, db.session.scalars(select(Provider.id).where(Provider.job_id == job_id)))
    db.session.rollback()
    return found + [job_id] * store.exists(job_id)


def _brief(job_id: str) -> Any:
    return select(Brief.answers, Brief.body).where(Brief.job_id == job_id)


EMPTY = str({"answers": "", "body": {}})
"""What `words_left` says of a tombstone."""
