"""The tasks that beat sends: every few seconds, and every hour."""

from celery import shared_task

from quoteapp.queue import TaskName
from quoteapp.services import calls, erasing
from tasks.base import AppTask


@shared_task(base=AppTask, name=TaskName.SWEEP_CALLS)
def sweep_calls() -> None:
    """Mend whatever tasks and callbacks missed, and erase what is left of erased jobs."""
    calls.sweep()


@shared_task(base=AppTask, name=TaskName.FORGET_JOBS)
def forget_jobs() -> None:
    """Erase the jobs that nobody has touched for RETENTION_DAYS."""
    erasing.forget()
