"""Sparing a dead model: after some failures in a row, nobody waits for it for a while."""

import threading
import time
from collections.abc import Callable

FAILURES = 3
PAUSE_SECONDS = 30.0


class Breaker:
    """Open after FAILURES in a row; then one request in PAUSE_SECONDS finds out. Thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._probe_at = 0.0

    def lets_through(self) -> bool:
        """Whether to ask now. While open, the one that may probe keeps the others away."""
        with self._lock:
            if self._failures < FAILURES:
                return True
            if self._clock() < self._probe_at:
                return False
            self._probe_at = self._clock() + PAUSE_SECONDS
            return True

    def failed(self) -> None:
        """Note that the service did not answer as a service does."""
        with self._lock:
            self._failures += 1
            self._probe_at = self._clock() + PAUSE_SECONDS

    def succeeded(self) -> None:
        """Note that it did."""
        with self._lock:
            self._failures = 0
