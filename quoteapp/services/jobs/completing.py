"""Keeping the answers and finding providers; of two requests that race, one wins."""

import logging
from dataclasses import replace
from time import monotonic

import orjson
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from quoteapp import store
from quoteapp.config import settings
from quoteapp.errors import CallsAlreadyStarted, InvalidInput, JobNotFound
from quoteapp.extensions import changed_rows, db, now
from quoteapp.models import Brief, Provider
from quoteapp.models.jobs import Job
from quoteapp.services import erasing
from quoteapp.services.admission import Admit, freely
from quoteapp.services.finding import search
from quoteapp.services.finding.providers import providers_of
from quoteapp.services.finding.search import Found
from quoteapp.services.polling import status
from quoteapp.states import JobStatus

logger = logging.getLogger(__name__)

Answers = dict[str, str]

# From the first moment of `complete`, waiting for a racing request included: a request is cut
# after 30 s on Heroku, and a busy database may take 5 of them.
SECONDS_TO_SEARCH = 22.0


def complete(job_id: str, answers: Answers, admit: Admit = freely) -> tuple[Job, list[Provider]]:
    """Keep the answers and find providers; the same answers again find nobody new, and are free.

    Raises `JobNotFound`, also where the job is erased meanwhile, `InvalidInput` for an unknown
    question, `JobTooLarge`, and `CallsAlreadyStarted` for other answers once a call was asked for.
    """
    end = monotonic() + SECONDS_TO_SEARCH
    with store.changing(job_id):
        before = job = store.get(job_id)
        answers = _given(job, answers)
        if job.status is JobStatus.SEARCHED and job.clarifications == answers:
            providers = providers_of(job_id)
            if providers:
                return job, providers
        searched = replace(job, clarifications=answers, status=JobStatus.SEARCHED)
        store.refuse_too_large(searched)
        _refuse_after_calls(job_id, answers)
        admit(1)
        job = replace(searched, status=JobStatus.READY_FOR_SEARCH)
        _keep(job)
        found = search.search(job.task, job.zip_code, settings.max_providers, end - monotonic())
        try:
            record(job, found)
        except CallsAlreadyStarted:
            _keep(before)  # Calls started meanwhile: the answers that were refused go again.
            raise
        status.wait_until_seen()
        providers = providers_of(job_id)
        if not providers:
            erasing.refuse_erased(job_id)
        return _keep(searched), providers


def _keep(job: Job) -> Job:
    """Keep the job as it is now. Raises `JobNotFound` if it was erased.

    A document that is gone was erased, or a flush of Redis took it, and then it is written again,
    before the tombstone is looked for. Who erases commits the tombstone before they delete the
    document: so either we find the tombstone and delete it, or they do. If the process dies in
    between, the document lies there until its time is over, and nobody reads it.
    """
    if not store.update(job):
        store.save(job)
        if erasing.is_erased(job.id):
            store.erase(job.id)
            raise JobNotFound(job.id)
    return job


def _given(job: Job, answers: Answers) -> Answers:
    """The answers that say something. Raises `InvalidInput` for a question never asked."""
    unknown = answers.keys() - {question.id for question in job.asked}
    if unknown:
        raise InvalidInput({"answers": {id_: ["Unknown question."] for id_ in sorted(unknown)}})
    return {id_: answer.strip() for id_, answer in answers.items() if answer.strip()}


def _refuse_after_calls(job_id: str, answers: Answers) -> None:
    """Tell early, before a search is paid for, what `record` would refuse anyway: see there."""
    brief = db.session.get(Brief, job_id, populate_existing=True)
    is_erased = brief is not None and brief.erased_at is not None
    started = brief and brief.calls_started_at and brief.answers != canonical(answers)
    db.session.rollback()  # No connection is held while the search talks to others.
    if is_erased:
        raise JobNotFound(job_id)
    if started:
        raise CallsAlreadyStarted(job_id)


def record(job: Job, found: list[Found]) -> None:
    """Replace the job's providers, in one transaction that only one of two racers wins.

    The brief's row is the referee: whoever changes its answers also writes the providers. Who
    comes with the same answers afterwards changes nothing, so that a provider which a client
    was told of stays. The tombstone of an erased job nobody wins. Raises `CallsAlreadyStarted` and
    `JobNotFound`.
    """
    if _win(job):
        db.session.execute(delete(Provider).where(Provider.job_id == job.id))
        if found:
            db.session.execute(insert(Provider), [_row(job, one) for one in found])
        db.session.commit()
        logger.info("job searched", extra={"job_id": job.id, "providers": len(found)})
        return
    kept, erased_at = db.session.execute(
        select(Brief.answers, Brief.erased_at).where(Brief.job_id == job.id)
    ).one()
    db.session.rollback()
    if erased_at is not None:
        raise JobNotFound(job.id)
    if kept != canonical(job.clarifications):
        raise CallsAlreadyStarted(job.id)


def _win(job: Job) -> bool:
    """Whether this transaction is the one that writes the providers of these answers."""
    values = {
        "answers": canonical(job.clarifications),
        "body": job.brief(),
        "searched_at": now(),
    }
    try:
        db.session.execute(insert(Brief).values(job_id=job.id, **values))
    except IntegrityError:
        db.session.rollback()
    else:
        return True
    return (
        changed_rows(
            update(Brief)
            .where(
                Brief.job_id == job.id,
                Brief.answers != values["answers"],
                Brief.calls_started_at.is_(None),
                Brief.erased_at.is_(None),
            )
            .values(**values)
        )
        > 0
    )


def _row(job: Job, found: Found) -> dict[str, object]:
    return {
        "job_id": job.id,
        "name": found.name,
        "phone": found.phone,
        "source": found.source,
        "source_url": found.source_url,
        "distance_miles": found.distance_miles,
        "time_zone": found.time_zone,
    }


def canonical(answers: Answers) -> str:
    """The answers as one text, whatever their order: what SQL can compare."""
    return orjson.dumps(answers, option=orjson.OPT_SORT_KEYS).decode()
