"""The Celery app with every task on it, and the Flask app that the tasks run in."""

import gc
from functools import cache
from typing import Any

from celery import Celery, Task
from celery.signals import setup_logging, task_postrun, task_prerun, worker_ready
from flask import Flask

from common import logs, request_id
from quoteapp import create_core
from quoteapp.config import Settings
from quoteapp.extensions import connect_redis
from quoteapp.queue import celery as queue
from quoteapp.redis_check import warn_about_redis

YOUNG_OBJECTS = 10_000

celery: Celery = queue


@cache
def flask_app() -> Flask:
    """The app whose settings and connections the tasks use; made by the first task."""
    return create_core()


@setup_logging.connect
def _use_our_logging(**_: object) -> None:
    """A receiver of this signal keeps Celery from configuring logging its own way."""
    logs.configure_once("worker")


@task_prerun.connect
def _enter_request(task: Task[Any, Any], **_: object) -> None:
    """What the task logs, and whom it asks, names the request that it was sent for."""
    request_id.enter(task.request.get(request_id.HEADER))


@task_postrun.connect
def _leave_request(**_: object) -> None:
    """The thread takes the next task."""
    request_id.leave()


@worker_ready.connect
def _spare_the_collector(**_: object) -> None:
    """What was imported stays for good: the garbage collector need not look at it again.

    A sweep parses thousands of calls at once, each some objects, and none of them a cycle.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)


@worker_ready.connect
def _check_redis(**_: object) -> None:
    """Say at start what could lose jobs or tasks."""
    with connect_redis(Settings.from_environ()) as client:
        warn_about_redis(client)
