"""What is due when: events of calls, in the order in which they are to happen."""

import heapq
import threading
import time
from dataclasses import dataclass
from itertools import count
from math import inf

from callbackend.agent.advice import Advice
from callbackend.lines.base import LineEvent


@dataclass(frozen=True, slots=True)
class Dial:
    """A call was accepted: ring the phone."""


@dataclass(frozen=True, slots=True)
class Resume:
    """A call was found on its way: go on with it."""


@dataclass(frozen=True, slots=True)
class TimeUp:
    """A call has lasted too long."""


@dataclass(frozen=True, slots=True)
class CalledOff:
    """An operator has stopped the line."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A call was ended by somebody else."""


@dataclass(frozen=True, slots=True)
class Advised:
    """An event that was put off has waited long enough: its advice is there, or will not come."""

    event: LineEvent
    advice: Advice


# What makes a step of a call; what is gone makes no step any more.
Event = LineEvent | Dial | Resume | TimeUp | CalledOff | Advised
Posted = Event | Gone


class Timetable:
    """Events and their times. Any thread may `post`; one thread takes what is due."""

    def __init__(self) -> None:
        # Seconds by which the latest event was late; whoever reports it sets it back.
        self.worst_lag = 0.0
        self._entries: list[tuple[float, int, str, Posted]] = []
        # Events of the same moment happen in the order in which they were posted.
        self._numbers = count(1)
        self._wake = threading.Condition()
        self._is_closed = False

    def post(self, call_id: str, event: Posted, after: float = 0.0) -> None:
        """Let something happen in `after` seconds."""
        due = time.monotonic() + after
        with self._wake:
            heapq.heappush(self._entries, (due, next(self._numbers), call_id, event))
            if self._entries[0][0] == due:
                self._wake.notify()

    def put_back(self, call_id: str, event: Posted) -> None:
        """Let an event that was taken happen after all, at once and before any other."""
        with self._wake:
            due = min(time.monotonic(), self._entries[0][0] if self._entries else inf)
            heapq.heappush(self._entries, (due, -next(self._numbers), call_id, event))
            self._wake.notify()

    def close(self) -> None:
        """Wake whoever waits; nothing waits any more."""
        with self._wake:
            self._is_closed = True
            self._wake.notify_all()

    def take_due(self, most: int, until: float) -> list[tuple[str, Posted]]:
        """Wait for events, at most `until` (monotonic), and take `most` of those that are due.

        At most one of each call: what an event brings about must be safe before the next.
        """
        taken: dict[str, Posted] = {}
        later = []
        with self._wake:
            self._wait(until)
            now = time.monotonic()
            if self._entries:
                self.worst_lag = max(self.worst_lag, now - self._entries[0][0])
            while self._entries and self._entries[0][0] <= now and len(taken) < most:
                entry = heapq.heappop(self._entries)
                if entry[2] in taken:
                    later.append(entry)
                else:
                    taken[entry[2]] = entry[3]
            for entry in later:
                heapq.heappush(self._entries, entry)
        return list(taken.items())

    def _wait(self, until: float) -> None:
        while not self._is_closed:
            due = min(until, self._entries[0][0]) if self._entries else until
            remaining = due - time.monotonic()
            if remaining <= 0:
                return
            self._wake.wait(remaining)
