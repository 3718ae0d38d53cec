"""The job store: one JSON document per job in Redis, with a time to live.

The only module that knows its keys. A document is compressed, and bounded as it lies there, so
that no flood of jobs fills Redis.
"""

import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar, cast

import orjson
from flask import current_app

from quoteapp.config import settings
from quoteapp.errors import JobIsBusy, JobNotFound, JobStoreUnavailable, JobTooLarge
from quoteapp.extensions import connect_redis
from quoteapp.models.jobs import Job
from quoteapp.states import JobStatus

if TYPE_CHECKING:
    from redis import Redis

# How long a job is changed at most, but for a search of the web: whoever holds its lock for longer
# is gone, and the next one goes on.
LOCK_SECONDS = 10
LOCK_WAIT_SECONDS = 20

LARGEST_DOCUMENT = 16 * 1024  # bytes, compressed
# A job that nobody completes is given up after so long.
UNCOMPLETED_DAYS = 1.0
# How long the same request to start a job gives the same job.
PROMISED = timedelta(days=1)

P = ParamSpec("P")
R = TypeVar("R")


def client() -> "Redis":
    """The Redis of the current app, made at its first use."""
    made: Redis | None = current_app.extensions.get("redis")
    if made is None:
        made = current_app.extensions.setdefault("redis", connect_redis(settings))
    return made


def _key(job_id: str) -> str:
    return f"quoteapp:job:{job_id}"


def _translated(function: Callable[P, R]) -> Callable[P, R]:
    """A Redis that is away becomes `JobStoreUnavailable`."""

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        from redis.exceptions import RedisError

        try:
            return function(*args, **kwargs)
        except RedisError as error:
            raise JobStoreUnavailable from error

    return wrapper


def save(job: Job) -> Job:
    """Keep `job`; its time to live starts anew. Raises `JobTooLarge`, and keeps nothing of it."""
    _keep(job, only_if_there=False)
    return job


def update(job: Job) -> bool:
    """As `save`, but of a job that is still there alone; whether it was."""
    return _keep(job, only_if_there=True)


@_translated
def _keep(job: Job, only_if_there: bool) -> bool:
    return bool(client().set(_key(job.id), _packed(job), ex=life(job), xx=only_if_there))


def refuse_too_large(job: Job) -> None:
    """Raise `JobTooLarge` where `save` would: for whoever must know before anything is changed."""
    _packed(job)


def _packed(job: Job) -> bytes:
    """The document as it lies in Redis. Raises `JobTooLarge`."""
    packed = zlib.compress(orjson.dumps(job.to_document()))
    if len(packed) > LARGEST_DOCUMENT:
        raise JobTooLarge("answers" if job.clarifications else "query")
    return packed


def _unpacked(packed: bytes) -> Any:
    """The document again; one that was kept before documents were compressed is JSON as it is."""
    return orjson.loads(packed if packed.startswith(b"{") else zlib.decompress(packed))


def life(job: Job) -> timedelta:
    """How long a job lives from now on: never longer than until it is erased by itself."""
    days = min(settings.job_ttl_days, settings.retention_days)
    if job.status is JobStatus.COLLECTING_INFO:
        days = min(days, UNCOMPLETED_DAYS)
    return timedelta(days=days)


@_translated
def erase(job_id: str) -> None:
    """Forget the job; nothing happens if it is not here."""
    client().delete(_key(job_id))


@_translated
def get(job_id: str) -> Job:
    """The job. Raises `JobNotFound`."""
    from redis.client import NEVER_DECODE

    # The client makes text of every answer but this one.
    packed = client().execute_command(  # type: ignore[no-untyped-call]
        "GET", _key(job_id), **{NEVER_DECODE: True}
    )
    if packed is None:
        raise JobNotFound(job_id)
    return Job.from_document(_unpacked(packed))


@_translated
def exists(job_id: str) -> bool:
    """Whether the job's document is still here."""
    return bool(client().exists(_key(job_id)))


@_translated
def check() -> None:
    """Return if Redis answers."""
    client().ping()


class Promise(NamedTuple):
    """The job that a request was promised, and a digest of what it said."""

    job_id: str
    body: str


def _promise_key(name: str) -> str:
    return f"quoteapp:start:{sha256(name.encode()).hexdigest()}"


@_translated
def promise(name: str, body: str, job_id: str) -> Promise:
    """Promise `job_id` to a request of that name; what was promised before stands, for a day."""
    key, document = _promise_key(name), orjson.dumps([job_id, body])
    for _ in range(2):  # What was there may go in between.
        if client().set(key, document, nx=True, ex=PROMISED):
            return Promise(job_id, body)
        if kept := client().get(key):
            return Promise(*orjson.loads(cast(str, kept)))
    raise JobStoreUnavailable


@_translated
def is_promised(name: str, job_id: str) -> bool:
    """Whether that job is still promised to a request of that name."""
    kept = client().get(_promise_key(name))
    return kept is not None and orjson.loads(cast(str, kept))[0] == job_id


@_translated
def forget_promise(name: str) -> None:
    """Let the name be used for something else."""
    client().delete(_promise_key(name))


@contextmanager
def changing(job_id: str) -> Iterator[None]:
    """One request at a time may change this job; a second one waits for the first.

    It spares a second search. It is not what keeps the providers right: a flushed Redis forgets
    it, and SQL decides then. Raises `JobIsBusy` after LOCK_WAIT_SECONDS.
    """
    seconds = LOCK_SECONDS + (settings.openai_search_seconds if settings.searches_web else 0)
    lock = client().lock(f"quoteapp:lock:{job_id}", timeout=seconds)
    if not _translated(lock.acquire)(blocking_timeout=LOCK_WAIT_SECONDS):
        raise JobIsBusy(job_id)
    try:
        yield
    finally:
        _release(lock.release)


def _release(release: Callable[[], None]) -> None:
    """Let go; a lock that ran out, or that Redis forgot, is gone already."""
    from redis.exceptions import RedisError

    with suppress(RedisError):
        release()
