"""The Celery app with every task on it, and the Flask app that the tasks run in."""

from functools import cache

from celery import Celery
from celery.signals import setup_logging
from flask import Flask

from quoteapp import create_app
from quoteapp.logs import configure_logging
from quoteapp.queue import celery as queue

celery: Celery = queue


@cache
def flask_app() -> Flask:
    """The app whose settings and connections the tasks use; made by the first task."""
    return create_app()


@setup_logging.connect
def _use_our_logging(**_: object) -> None:
    """A receiver of this signal keeps Celery from configuring logging its own way."""
    configure_logging()
