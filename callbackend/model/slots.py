"""Work in threads of its own, so much at once and no more."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


class Slots:
    """Runs work beside the caller, or not at all. `start` never waits."""

    def __init__(self, most: int) -> None:
        self._free = threading.BoundedSemaphore(most)

    def start(self, work: Callable[[], T]) -> Future[T] | None:
        """What `work` will return or raise; None, and no work done, when every slot is taken.

        A slot is free again when its work has ended, however long nobody waits for it any more.
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
        thread = threading.Thread(target=run, name="language-model", daemon=True)
        try:
            thread.start()
        except RuntimeError:  # The system has no thread left: as good as taken.
            self._free.release()
            return None
        return future
