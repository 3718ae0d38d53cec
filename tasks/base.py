"""What every task does: run in the app, retry what is worth it, log a line for each turn."""

import logging
import random
from typing import Any

from celery import Task
from flask import has_app_context

from quoteapp.errors import TryAgain
from tasks.app import flask_app

logger = logging.getLogger(__name__)

LONGEST_BACKOFF_SECONDS = 30


def backoff(retries: int) -> float:
    """Seconds to wait before try `retries + 2`: doubled each time, and half of it by chance."""
    longest = min(LONGEST_BACKOFF_SECONDS, 2.0**retries)
    return random.uniform(longest / 2, longest)


def _wished(error: TryAgain) -> float:
    """How long the service asks us to wait, as far as a countdown may go.

    The broker delivers a task of a long one more than once; a longer wait stands in the row.
    """
    return min(error.after or 0, LONGEST_BACKOFF_SECONDS)


class AppTask(Task[Any, Any]):
    """A task in the Flask app.

    `TryAgain` is retried with backoff and jitter, about three minutes in all; then `give_up`
    says what becomes of the row. Anything else fails at once: the row is untouched, and the
    sweep looks at it again.
    """

    abstract = True
    max_retries = 10

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run in an app context; one that is there already (a test's) is used."""
        if has_app_context():
            return self._attempt(*args)
        with flask_app().app_context():
            return self._attempt(*args)

    def _attempt(self, *args: Any) -> Any:
        try:
            return self.run(*args)
        except TryAgain as error:
            retries = self.request.retries
            if retries >= self.max_retries:
                self.give_up(args, f"given up after {retries + 1} tries: {error}")
                raise
            raise self.retry(exc=error, countdown=max(backoff(retries), _wished(error))) from error

    def give_up(self, args: tuple[Any, ...], reason: str) -> None:
        """What becomes of the row when the retries are over; nothing, unless a task says so."""

    def before_start(self, task_id: str, args: Any, kwargs: Any) -> None:
        """One line when it starts."""
        logger.debug("task started", extra=self._facts(args))

    def on_success(self, retval: Any, task_id: str, args: Any, kwargs: Any) -> None:
        """One line when it is done."""
        logger.debug("task done", extra=self._facts(args))

    def on_retry(self, exc: Exception, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:
        """One line when it will be tried again."""
        logger.warning("task retried", extra=self._facts(args) | {"reason": str(exc)})

    def on_failure(self, exc: Exception, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:
        """One line when it is given up."""
        logger.error("task failed", extra=self._facts(args) | {"reason": repr(exc)})

    def _facts(self, args: Any) -> dict[str, Any]:
        return {"task": self.name, "ids": list(args), "attempt": self.request.retries + 1}
