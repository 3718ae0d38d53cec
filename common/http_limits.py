"""Limits of what stands before the body of a request, and a clock for what must not last."""

from asyncio import AbstractEventLoop, TimerHandle
from collections.abc import Callable

from common.http_answer import HEADERS_TOO_LARGE, URL_TOO_LONG, Refused

LONGEST_URL = 8 * 1024
LARGEST_HEADERS = 32 * 1024
MOST_HEADERS = 100


class Head:
    """Counts what stands before one body. Its methods raise `Refused` when it is too much."""

    __slots__ = ("_headers", "_is_first_piece", "_number", "_pieces", "_url", "is_whole")

    def __init__(self) -> None:
        self.is_whole = False
        self._url = self._headers = self._number = self._pieces = 0
        self._is_first_piece = True

    def add_url(self, size: int) -> None:
        """A piece of the URL."""
        self._url += size
        if self._url > LONGEST_URL:
            raise Refused(URL_TOO_LONG)

    def add_header(self, size: int) -> None:
        """A whole header: its name and its value."""
        self._headers += size
        self._number += 1
        if self._headers > LARGEST_HEADERS or self._number > MOST_HEADERS:
            raise Refused(HEADERS_TOO_LARGE)

    def add_piece(self, size: int) -> None:
        """A piece of the network's, after which it is not whole: a header may never end.

        What else there is in the first one belongs to the request before.
        """
        if not self._is_first_piece:
            self._pieces += size
        self._is_first_piece = False
        if self._pieces > LONGEST_URL + LARGEST_HEADERS:
            raise Refused(HEADERS_TOO_LARGE)


class Clock:
    """Does something when time is up, unless it is stopped before."""

    def __init__(self, loop: AbstractEventLoop, seconds: float, then: Callable[[], None]) -> None:
        self._loop, self._seconds, self._then = loop, seconds, then
        self._handle: TimerHandle | None = None

    def start(self) -> None:
        """Run; a clock that runs already is left as it is."""
        if self._handle is None:
            self._handle = self._loop.call_later(self._seconds, self._then)

    def stop(self) -> None:
        """Run no more; it may be started again."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None


class QuietClock:
    """Does something once nothing has happened for so long; to say that something has is cheap.

    A timer of the event loop for each answer, made and cancelled ten thousand times a second, would
    cost more than the answers. Here one timer looks, when it is up, how long it still has to wait.
    """

    def __init__(self, loop: AbstractEventLoop, then: Callable[[], None]) -> None:
        self._loop, self._then = loop, then
        self._until: float | None = None
        self._handle: TimerHandle | None = None

    def start(self, seconds: float) -> None:
        """Count from now."""
        self._until = self._loop.time() + seconds
        if self._handle is None:
            self._handle = self._loop.call_later(seconds, self._look)

    def pause(self) -> None:
        """Something happens: count no more."""
        self._until = None

    def stop(self) -> None:
        """The same, and keep no timer."""
        self._until = None
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _look(self) -> None:
        self._handle = None
        if self._until is None:
            return
        left = self._until - self._loop.time()
        if left > 0:
            self._handle = self._loop.call_later(left, self._look)
        else:
            self._then()
