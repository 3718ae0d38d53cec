"""The same request to start a job, sent again: the same job, whatever died meanwhile.

Redis keeps for a day which body came with a key, and the id that its job has. Who dies after that
has promised an id whose job is not there yet: the next one who sends the key makes it. They take
turns by the lock of that id.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from quoteapp import store
from quoteapp.errors import IdempotencyKeyReused, JobNotFound, QuoteappError
from quoteapp.models.jobs import Job
from quoteapp.services import erasing
from quoteapp.services.jobs.starting import get


@dataclass(frozen=True, slots=True)
class Key:
    """What the client calls this request, and a digest of its body."""

    name: str
    body: str


def once(key: Key, start: Callable[[str], Job]) -> Job:
    """The job of this key; `start` makes it, with an id, where there is none yet.

    Raises `IdempotencyKeyReused` for another body, `JobNotFound` where it is erased, and what
    `start` does: then the key is free.
    """
    promise = store.promise(key.name, key.body, str(uuid4()))
    if promise.body != key.body:
        raise IdempotencyKeyReused
    with store.changing(promise.job_id):
        try:
            return get(promise.job_id)
        except JobNotFound:
            erasing.refuse_erased(promise.job_id)
        if not store.is_promised(key.name, promise.job_id):
            return once(key, start)  # Whoever was first was refused, and the key is free again.
        try:
            return start(promise.job_id)
        except QuoteappError:
            store.forget_promise(key.name)
            raise
