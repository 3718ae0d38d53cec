"""An end to work whose own time limits do not cover all of it.

An HTTP client's time limits are for one wait each: a name server that is silent, or a peer that
sends a byte now and then, can hold a request for minutes.
"""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


def within(seconds: float, work: Callable[[], T]) -> T:
    """What `work` returns or raises. Raises TimeoutError after `seconds`.

    `work` runs in a thread of its own, without the Flask app, and is left behind when the time is
    up: it should have limits of its own, so that it ends soon after.
    """
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    # A daemon: no process waits for it at its end, as it would for the thread of an executor.
    Thread(target=run, name="within-deadline", daemon=True).start()
    return future.result(timeout=seconds)
