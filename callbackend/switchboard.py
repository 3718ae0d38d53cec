"""The switchboard: one thread and one clock that carry every live call.

Each turn of the loop takes the events that are due, lets each call make its step in memory, writes
all steps in one transaction, and only then lets them have an effect. So a phone is dialled only
after the database knows that it will be, and no crash can make it ring twice.
"""

import heapq
import logging
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count

from callbackend.errors import CallBackendError
from callbackend.journal import Journal, Stopped
from callbackend.lines import rules
from callbackend.lines.base import Ended, EndReason, Line, LineEvent
from callbackend.live import LiveCall, Say
from callbackend.states import CallStatus
from callbackend.store import Change, StoredCall

logger = logging.getLogger(__name__)

# No call lasts longer, whatever its line does.
LONGEST_CALL_SECONDS = 600.0
# Steps in one transaction; keeps it short, and a restart with thousands of calls smooth.
STEPS_AT_ONCE = 250
# After a turn the loop rests several times as long as the turn took, so that steps share commits,
# but never so long that anybody would notice.
REST_FACTOR = 4
LONGEST_REST_SECONDS = 0.05
# How often to look for calls that last too long, and for live ones that nobody carries (those
# have stood still for a while).
SWEEP_SECONDS = 10.0
ORPHAN_SECONDS = 60.0
STOP_SECONDS = 15.0


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
class Gone:
    """A call was ended by somebody else."""


Event = LineEvent | Dial | Resume | TimeUp | Gone


@dataclass(frozen=True, slots=True)
class Step:
    """What one event does to a call: what to write, and what to do once that is safe."""

    call: LiveCall
    change: Change
    effect: Callable[[], None]


class Switchboard:
    """Carries the live calls. `take`, `report` and `drop` may be called from any thread."""

    def __init__(
        self, journal: Journal, line: Line, on_end: Callable[[list[str]], None] | None = None
    ) -> None:
        self._journal = journal
        self._line = line
        self._on_end = on_end
        self._calls: dict[str, LiveCall] = {}
        self._events: list[tuple[float, int, str, Event]] = []
        self._numbers = count()
        self._wake = threading.Condition()
        self._stopping = threading.Event()
        self._sweep_at = 0.0
        self._thread = threading.Thread(target=self._run, name="switchboard", daemon=True)

    @property
    def live_count(self) -> int:
        """How many calls it carries."""
        return len(self._calls)

    @property
    def is_running(self) -> bool:
        """Whether the loop is there; without it nothing is dialled."""
        return self._thread.is_alive() and not self._stopping.is_set()

    def start(self) -> None:
        """Go on with every live call of the database, then wait for new ones."""
        self._thread.start()

    def stop(self) -> None:
        """Stop between two steps. What is live goes on at the next start."""
        self._stopping.set()
        with self._wake:
            self._wake.notify_all()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)

    def take(self, stored: StoredCall) -> None:
        """Carry a stored call from now on; one that is carried already is left alone."""
        if stored.call_id in self._calls:
            return
        call = LiveCall(stored, self._line.notice)
        if self._calls.setdefault(stored.call_id, call) is call:
            first = Dial() if call.status is CallStatus.QUEUED else Resume()
            self._post(stored.call_id, first)

    def drop(self, call_id: str) -> None:
        """Hang up a call that was ended in the database by somebody else."""
        self._post(call_id, Gone())

    def report(self, call_id: str, event: LineEvent, after: float = 0.0) -> None:
        """How the line tells what happened."""
        self._post(call_id, event, after)

    def _post(self, call_id: str, event: Event, after: float = 0.0) -> None:
        due = time.monotonic() + after
        with self._wake:
            heapq.heappush(self._events, (due, next(self._numbers), call_id, event))
            if self._events[0][0] == due:
                self._wake.notify()

    def _run(self) -> None:
        try:
            self._journal.open(self._stopping)
            self._adopt(everything=True)
            while not self._stopping.is_set():
                self._turn_safely()
        except Stopped:
            logger.info("switchboard stopped while the database was away")

    def _turn_safely(self) -> None:
        events = self._due()
        began = time.monotonic()
        try:
            self._turn(events)
            if began >= self._sweep_at:
                self._end_overdue()
                self._adopt()
        except Stopped:
            raise
        except Exception:
            logger.exception("a turn of the switchboard failed")
            self._stopping.wait(1.0)
        self._stopping.wait(min(LONGEST_REST_SECONDS, REST_FACTOR * (time.monotonic() - began)))

    def _due(self) -> list[tuple[str, Event]]:
        """Wait for events, then take those that are due: at most one of each call."""
        taken: dict[str, Event] = {}
        later = []
        with self._wake:
            self._wait_for_due()
            now = time.monotonic()
            while self._events and self._events[0][0] <= now and len(taken) < STEPS_AT_ONCE:
                entry = heapq.heappop(self._events)
                if entry[2] in taken:
                    later.append(entry)
                else:
                    taken[entry[2]] = entry[3]
            for entry in later:
                heapq.heappush(self._events, entry)
        return list(taken.items())

    def _wait_for_due(self) -> None:
        now = time.monotonic()
        due = min(self._sweep_at, self._events[0][0] if self._events else self._sweep_at)
        while due > now and not self._stopping.is_set():
            self._wake.wait(due - now)
            now = time.monotonic()
            due = min(self._sweep_at, self._events[0][0] if self._events else self._sweep_at)

    def _turn(self, events: Iterable[tuple[str, Event]]) -> None:
        now = time.time()
        steps = []
        for call_id, event in events:
            call = self._calls.get(call_id)
            step = self._advance(call, event, now) if call else None
            if step:
                steps.append(step)
        if steps:
            self._carry_out(steps, self._journal.write([step.change for step in steps]))

    def _advance(self, call: LiveCall, event: Event, now: float) -> Step | None:
        """One step of one call; a call whose step raises ends as an error, the others go on."""
        try:
            return self._step(call, event, now)
        except Exception:
            logger.exception("a call failed", extra={"call_id": call.ticket.call_id})
            return self._ended(call, call.fail, now)

    def _step(self, call: LiveCall, event: Event, now: float) -> Step | None:
        match event:
            case Dial() | Resume() if call.age(now) > LONGEST_CALL_SECONDS:
                return self._ended(call, call.give_up, now)
            case Dial():
                return self._dial(call, now)
            case Resume():
                return self._resume(call, now)
            case TimeUp():
                return self._ended(call, call.give_up, now)
            case Gone():
                self._forget(call)
                return None
        if not call.wants(event):
            return None
        said = call.handle(event, now)
        return self._saved(call, lambda: self._say(call, said))

    def _dial(self, call: LiveCall, now: float) -> Step | None:
        if call.status is not CallStatus.QUEUED:
            return None
        try:
            rules.check(self._line, call.ticket.phone, now)
        except CallBackendError as error:
            logger.warning(
                "a call was not dialled",
                extra={"call_id": call.ticket.call_id, "reason": error.detail},
            )
            return self._ended(call, call.fail, now)
        call.dial(now)
        return self._saved(call, lambda: self._ring(call))

    def _resume(self, call: LiveCall, now: float) -> Step | None:
        if not self._line.can_resume:
            return self._ended(call, call.fail, now)
        spoken = call.replay()
        if call.is_closing:
            self._post(call.ticket.call_id, Ended(EndReason.HUNG_UP))
            return None
        self._line.resume(call.ticket, spoken, self.report)
        if spoken and not spoken[-1].by_agent:
            said = call.answer(spoken[-1].text, now)
            return self._saved(call, lambda: self._say(call, said))
        return None

    def _saved(self, call: LiveCall, effect: Callable[[], None]) -> Step:
        return Step(call, self._journal.change_of(call), effect)

    def _ended(self, call: LiveCall, end: Callable[[float], None], now: float) -> Step:
        end(now)
        return self._saved(call, lambda: None)

    def _carry_out(self, steps: list[Step], lost: set[str]) -> None:
        ended = []
        for step in steps:
            call_id = step.call.ticket.call_id
            if call_id in lost:
                logger.info("a call was moved on by somebody else", extra={"call_id": call_id})
                self._forget(step.call)
            elif step.call.is_over:
                self._forget(step.call)
                ended.append(call_id)
            else:
                self._do(step)
        if ended and self._on_end:
            self._on_end(ended)

    def _do(self, step: Step) -> None:
        try:
            step.effect()
        except Exception:
            logger.exception("the line failed", extra={"call_id": step.call.ticket.call_id})
            self._post(step.call.ticket.call_id, Ended(EndReason.FAILED))

    def _ring(self, call: LiveCall) -> None:
        self._line.dial(call.ticket, self.report)

    def _say(self, call: LiveCall, said: Say | None) -> None:
        if said:
            self._line.say(call.ticket.call_id, said.text, said.last)

    def _forget(self, call: LiveCall) -> None:
        self._calls.pop(call.ticket.call_id, None)
        self._line.hang_up(call.ticket.call_id)

    def _end_overdue(self) -> None:
        now = time.time()
        for call_id, call in list(self._calls.items()):
            if call.age(now) > LONGEST_CALL_SECONDS:
                self._post(call_id, TimeUp())

    def _adopt(self, everything: bool = False) -> None:
        """Take the live calls that nobody carries: all at the start, later the forgotten ones."""
        self._sweep_at = time.monotonic() + SWEEP_SECONDS
        unchanged_since = None if everything else time.time() - ORPHAN_SECONDS
        for stored in self._journal.live(unchanged_since):
            self.take(stored)
