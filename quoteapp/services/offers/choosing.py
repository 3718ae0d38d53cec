"""The customer takes one of the offers; nothing is booked by that, and it may be taken back."""

import logging

from sqlalchemy import update

from quoteapp.errors import JobNotFound, NothingToChoose, ProviderNotFound
from quoteapp.extensions import changed_rows, db
from quoteapp.models import Brief
from quoteapp.services.finding.providers import providers_of
from quoteapp.services.offers.reading import offers_of

logger = logging.getLogger(__name__)


def choose(job_id: str, provider_id: int | None) -> None:
    """Keep which offer the customer took; None: none any more. The last of two who race stands.

    Raises `JobNotFound`, `ProviderNotFound` for one of another job, and `NothingToChoose` for one
    who named no price.
    """
    offered = {offer.provider_id for offer in offers_of(job_id)}
    if provider_id is not None and provider_id not in offered:
        if provider_id in {provider.id for provider in providers_of(job_id)}:
            raise NothingToChoose(provider_id)
        raise ProviderNotFound(provider_id)
    statement = update(Brief).where(Brief.job_id == job_id, Brief.erased_at.is_(None))
    if not changed_rows(statement.values(chosen_provider_id=provider_id)):
        db.session.rollback()
        raise JobNotFound(job_id)
    db.session.commit()
    logger.info("offer chosen", extra={"job_id": job_id, "provider_id": provider_id})
