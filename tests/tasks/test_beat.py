"""What beat sends besides its schedule."""

import pytest
from celery.signals import beat_init
from flask import Flask
from kombu.exceptions import OperationalError

import tasks.beat  # noqa: F401  # connects its receiver
from quoteapp.queue import TaskName, celery
from tests.tasks_in_line import run_queued_tasks


def test_jobs_are_forgotten_after_each_start_too(app: Flask) -> None:
    beat_init.send(sender=None)

    assert run_queued_tasks() == [(TaskName.FORGET_JOBS, ())]


def test_beat_starts_without_redis(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise OperationalError

    monkeypatch.setattr(celery, "send_task", away)

    [(_, answer)] = beat_init.send(sender=None)

    assert answer is None
