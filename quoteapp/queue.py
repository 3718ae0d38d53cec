"""How a service starts a task without importing it."""

import logging
from collections.abc import Iterable
from enum import StrEnum

from celery import Celery
from kombu.exceptions import OperationalError

from common import request_id

logger = logging.getLogger(__name__)


class TaskName(StrEnum):
    """Every task by the name that an operator reads in Flower."""

    PLACE_CALL = "calls.place"
    SETTLE_CALL = "calls.settle"
    HANG_UP_CALL = "calls.hang_up"
    SWEEP_CALLS = "calls.sweep"
    FORGET_JOBS = "jobs.forget"


class Queue(StrEnum):
    """Every queue; the worker of the Procfile listens to all of them."""

    CALLS = "calls"
    SWEEPS = "sweeps"  # of their own, so that a sweep never stands behind a thousand calls


celery = Celery("quoteapp", set_as_current=True)
celery.config_from_object("celeryconfig")


def enqueue(name: TaskName, ids: Iterable[int]) -> None:
    """One task per id, all on one connection; the request's id goes with it.

    Never raises for a broker that is away: the row is what counts, and the sweep enqueues it
    again.
    """
    try:
        with celery.producer_or_acquire() as producer:
            for id_ in ids:
                celery.send_task(name, (id_,), producer=producer, headers=request_id.headers())
    except OperationalError:
        logger.warning("queue unavailable, left to the sweep", extra={"task": name})


def send(name: TaskName) -> None:
    """One task that works on whatever it finds; never raises for a broker that is away."""
    try:
        celery.send_task(name)
    except OperationalError:
        logger.warning("queue unavailable, left to the next time", extra={"task": name})


def waiting(queue: Queue) -> int:
    """How many tasks wait in a queue; none, where the broker is away or knows no such queue."""
    with celery.connection_or_acquire() as connection:
        try:
            declared = connection.default_channel.queue_declare(queue, passive=True)
        except (*connection.connection_errors, *connection.channel_errors):
            return 0
    return int(declared.message_count)
