"""The task that beat sends every few seconds."""

from celery import shared_task

from quoteapp.queue import TaskName
from quoteapp.services import calls
from tasks.base import AppTask


@shared_task(base=AppTask, name=TaskName.SWEEP_CALLS)
def sweep_calls() -> None:
    """Mend whatever tasks and callbacks missed."""
    calls.sweep()
