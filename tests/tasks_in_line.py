"""The worker, in line: what stands in the queues runs here and now, without another process."""

import base64
import json
from typing import Any

import tasks.calls
import tasks.sweeps  # noqa: F401  # registers its task, as the line above does
from quoteapp import store
from quoteapp.queue import Queue, celery


def run_queued_tasks() -> list[tuple[str, tuple[Any, ...]]]:
    """Run every queued task until the queues are empty, those that tasks enqueue too.

    What ran, in order, as name and arguments. A task that raises ends it, and its message is gone.
    """
    ran: list[tuple[str, tuple[Any, ...]]] = []
    while (message := _next_message()) is not None:
        name, args = message
        celery.tasks[name].run(*args)
        ran.append(message)
    return ran


def _next_message() -> tuple[str, tuple[Any, ...]] | None:
    """Take the oldest message of the first queue that has one; kombu pushes on the left."""
    for queue in Queue:
        envelope = store.client().rpop(queue)
        if envelope is not None:
            message = json.loads(envelope)
            args, _kwargs, _embedded = json.loads(base64.b64decode(message["body"]))
            return message["headers"]["task"], tuple(args)
    return None
