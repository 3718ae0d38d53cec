"""Threads that wait for work, so many and no more; no process waits for them at its end."""

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextvars import copy_context
from queue import SimpleQueue
from typing import Any


class Threads(Executor):
    """An executor for work that may never end.

    The standard library's own waits for its threads when the interpreter ends; these are daemons.
    """

    def __init__(self, most: int, name: str) -> None:
        """`most` at once, in threads of this name, which start as they are needed."""
        self._most = most
        self._name = name
        self._started = 0
        self._idle = threading.Semaphore(0)
        self._queue: SimpleQueue[Callable[[], None]] = SimpleQueue()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have it done by the next thread that is free, in the context of whoever asks.

        Raises RuntimeError, and does nothing, where the system has not a single thread for it.
        """
        future: Future[Any] = Future()
        context = copy_context()

        def work() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(context.run(fn, *args, **kwargs))
            except BaseException as error:
                future.set_exception(error)

        if not self._idle.acquire(blocking=False):
            self._start_one()
        self._queue.put(work)
        return future

    def _start_one(self) -> None:
        if self._started == self._most:
            return
        try:
            threading.Thread(target=self._run, name=self._name, daemon=True).start()
        except RuntimeError:  # The system has no thread left: those that there are will do it.
            if not self._started:
                raise
        else:
            self._started += 1

    def _run(self) -> None:
        while True:
            self._queue.get()()
            self._idle.release()
