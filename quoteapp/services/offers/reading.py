"""The offers of a job as the database has them."""

from decimal import Decimal

from sqlalchemy import select

from quoteapp import store
from quoteapp.errors import JobNotFound
from quoteapp.extensions import db
from quoteapp.models import Brief
from quoteapp.services.finding.providers import providers_of
from quoteapp.services.offers.ranking import Offer, rank


def offers_of(job_id: str) -> list[Offer]:
    """The offers so far, best first. Raises `JobNotFound`.

    The limit is that of the calls, so that a job whose document is gone still has its offers.
    """
    query = select(Brief.body, Brief.erased_at).where(Brief.job_id == job_id)
    brief = db.session.execute(query).one_or_none()
    if brief is None:
        db.session.rollback()  # No connection is held while we ask Redis.
        if store.exists(job_id):
            return []
        raise JobNotFound(job_id)
    if brief.erased_at is not None:
        raise JobNotFound(job_id)
    return rank(providers_of(job_id), _limit(brief.body.get("price_limit")))


def _limit(kept: object) -> Decimal | None:
    return Decimal(str(kept)) if isinstance(kept, int | float) else None
