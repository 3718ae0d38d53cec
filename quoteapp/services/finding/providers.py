"""Reading providers."""

from collections.abc import Sequence

from sqlalchemy import func, select

from quoteapp.extensions import db
from quoteapp.models import Provider


def providers_of(job_id: str) -> list[Provider]:
    """The job's providers, nearest first as the search found them; none for an unknown job."""
    query = select(Provider).where(Provider.job_id == job_id).order_by(Provider.id)
    return list(db.session.scalars(query))


def all_providers(limit: int, offset: int) -> tuple[Sequence[Provider], int]:
    """One page of all providers, in the order of their ids, and how many there are in all."""
    query = select(Provider).order_by(Provider.id).limit(limit).offset(offset)
    total = db.session.scalar(select(func.count()).select_from(Provider)) or 0
    return db.session.scalars(query).all(), total
