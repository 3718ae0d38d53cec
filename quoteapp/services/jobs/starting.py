"""Opening a job: from a sentence to the questions about it."""

import logging
from datetime import date
from decimal import Decimal
from uuid import uuid4

from common.words import sayable
from quoteapp import places, store
from quoteapp.errors import InvalidInput, NoTradeDoesThis
from quoteapp.extensions import now
from quoteapp.models.jobs import Job, NoLimit
from quoteapp.services import erasing

logger = logging.getLogger(__name__)


def start(
    query: str,
    house_address: str,
    zip_code: str,
    price_limit: Decimal | NoLimit,
    date_needed: date,
    task: str | None = None,
    language: str = "en",
    job_id: str | None = None,
) -> Job:
    """Open a job: infer its trade, unless `task` names it, and ask 3 to 5 questions.

    Raises `InvalidInput` for a ZIP code that does not exist, and for a query that threatens,
    insults or is sexual; `NoTradeDoesThis` for work that none of them does: nobody is rung on a
    guess. The address is never read. `job_id` is one that was promised.
    """
    if places.place_of(zip_code) is None:
        raise InvalidInput({"zip_code": ["No such ZIP code."]})
    # Its data and patterns are for whoever reads a query.
    from quoteapp.language import NONE, TRADES
    from quoteapp.services.jobs import decency, intake

    decency.refuse_offence(query)
    reading = intake.read(query, task)
    if reading.trade == NONE:
        logger.info("no trade does this")
        raise NoTradeDoesThis(TRADES, reading.notice)
    if language == intake.SPANISH:
        reading = intake.in_spanish(reading, query)
    job = Job(
        id=job_id or str(uuid4()),
        original_query=query,
        task=reading.trade,
        problem=_told(reading.problem, reading.trade),
        house_address=house_address,
        zip_code=zip_code,
        date_needed=date_needed,
        price_limit=price_limit,
        asked=intake.numbered(reading.questions, language),
        notice=reading.notice,
        alternatives=reading.alternatives,
        created_at=now(),
    )
    logger.info("job started", extra={"job_id": job.id, "trade": job.task})
    return store.save(job)


def _told(problem: str, trade: str) -> str:
    """The problem as a stranger may hear it; in the words of its trade, where nothing is left."""
    from quoteapp.language.library import library

    said = sayable(problem)
    is_whole = said.count('"') != 1  # Of a quotation nothing may be left out.
    return said if said and is_whole else library().defaults[trade].problem


def get(job_id: str) -> Job:
    """The job. Raises `JobNotFound`; an erased one's document may still lie in Redis."""
    job = store.get(job_id)
    erasing.refuse_erased(job_id)
    return job
