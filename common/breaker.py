"""Sparing a dead service: after some failures in a row, nobody waits for it for a while.

closed → (FAILURES in a row) → open for PAUSE_SECONDS → one request probes → closed, or open again

Of this process alone: each finds out by itself. Nothing is locked while a request is under way;
pybreaker, the usual library, would let only one at a time go through.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic

from common.failures import Spared, Useless

FAILURES = 3
PAUSE_SECONDS = 30.0


class Breaker:
    """Guards the requests of one use of one service. Thread-safe."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._failures_in_a_row = 0
        self._closed_again_at = 0.0

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Around one request, which fails by raising. Raises `Spared` at once while open.

        `Useless` is a service that lives, `Spared` says nothing of it; all else is a failure.
        """
        self._enter()
        try:
            yield
        except Spared:
            self._give_back()
            raise
        except Useless:
            self._succeeded()
            raise
        except BaseException:
            self._failed()
            raise
        self._succeeded()

    def _enter(self) -> None:
        with self._lock:
            if self._failures_in_a_row < FAILURES:
                return
            left = self._closed_again_at - self._clock()
            if left > 0:
                raise Spared("spared after failures in a row", after=left)
            # This request is the probe: the others stay away until it has ended.
            self._closed_again_at = self._clock() + PAUSE_SECONDS

    def _give_back(self) -> None:
        """What was to be the probe was not sent after all: the next request is."""
        with self._lock:
            self._closed_again_at = self._clock()

    def _failed(self) -> None:
        with self._lock:
            self._failures_in_a_row += 1
            self._closed_again_at = self._clock() + PAUSE_SECONDS

    def _succeeded(self) -> None:
        with self._lock:
            self._failures_in_a_row = 0
