"""Work in threads of its own, so much at once and no more.

It gives an end to work whose own time limits do not cover all of it: wait for the future as long
as there is time, and leave it behind. An HTTP client's limits, say, are for one wait each: a name
server that is silent, or a peer that sends a byte now and then, can hold a request for minutes.
"""

from collections.abc import Callable
from concurrent.futures import Future
from threading import BoundedSemaphore, Thread
from typing import TypeVar

T = TypeVar("T")


class Slots:
    """Runs work beside the caller, or not at all. `start` never waits."""

    def __init__(self, most: int, name: str) -> None:
        """`most` at once, in threads of this name."""
        self._free = BoundedSemaphore(most)
        self._name = name

    def start(self, work: Callable[[], T]) -> Future[T] | None:
        """What `work` will return or raise; None, and no work done, when every slot is taken.

        A slot is free again when its work has ended, however long nobody waits for it any more:
        it should have limits of its own, so that it ends soon after.
        """
        if not self._free.acquire(blocking=False):
            return None
        future: Future[T] = Future()

        def run() -> None:
            try:
                future.set_result(work())
            except BaseException as error:
                future.set_exception(error)
            finally:
                self._free.release()

        # A daemon: no process waits for it at its end, as it would for the thread of an executor.
        thread = Thread(target=run, name=self._name, daemon=True)
        try:
            thread.start()
        except RuntimeError:  # The system has no thread left: as good as taken.
            self._free.release()
            return None
        return future
