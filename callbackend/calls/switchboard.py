"""The switchboard: one thread and one clock that carry every live call.

Each turn of the loop takes the events that are due, lets each call make its step in memory, writes
all steps in one transaction, and only then lets them have an effect. So a phone is dialled only
after the database knows that it will be, and no crash can make it ring twice.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable

from callbackend.agent.advice import Adviser
from callbackend.calls.live import LiveCall
from callbackend.calls.steps import Step, Stepper
from callbackend.calls.timetable import CalledOff, Dial, Gone, Posted, Resume, Timetable, TimeUp
from callbackend.lines.base import Connected, Ended, EndReason, Line, LineEvent
from callbackend.records import carriers
from callbackend.records.journal import Journal, Stopped
from callbackend.records.store import StoredCall, Written
from callbackend.states import CallStatus
from common.logs import facts_of

logger = logging.getLogger(__name__)

# Steps in one transaction; keeps it short, and a restart with thousands of calls smooth.
STEPS_AT_ONCE = 250
# After a turn the loop rests several times as long as the turn took, so that steps share commits,
# but never so long that anybody would notice.
REST_FACTOR = 4
LONGEST_REST_SECONDS = 0.05
# How often to say that this process lives, and to look for calls that last too long, and for live
# ones that nobody alive carries.
SWEEP_SECONDS = carriers.RENEW_SECONDS
# Above this a caller would notice a pause; an operator should know.
NOTICEABLE_LAG_SECONDS = 1.0
STOP_SECONDS = 8.0


class Switchboard:
    """Carries the live calls. `take` and `drop` may be called from any thread."""

    def __init__(
        self,
        journal: Journal,
        line: Line,
        on_end: Callable[[list[str]], None] | None = None,
        adviser: Adviser | None = None,
    ) -> None:
        """`on_end` hears of the calls that have ended, after that was committed."""
        self._journal = journal
        self._line = line
        self._on_end = on_end
        self._calls: dict[str, LiveCall] = {}
        self._timetable = Timetable()
        owes_callbacks = on_end is not None
        self._stepper = Stepper(line, self._timetable, journal.owner, owes_callbacks, adviser)
        self._stopping = threading.Event()
        # Set once the database has answered and has its table.
        self.is_open = threading.Event()
        # The first turn sweeps.
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
        """Stop between two steps. What is live goes on in another process, or at the next start."""
        self._stopping.set()
        self._timetable.close()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)

    def carries(self, call_id: str) -> bool:
        """Whether a call is in the hands of this process."""
        return call_id in self._calls

    def post(self, call_id: str, event: LineEvent, after: float = 0.0) -> None:
        """Let something happen to a call that it carries; of any other nothing comes."""
        self._timetable.post(call_id, event, after)

    def connect(self, call_id: str) -> None:
        """A call can be heard and spoken to in this process: carry it, whoever has done so."""
        self._timetable.post(call_id, Connected())

    def take(self, stored: StoredCall) -> None:
        """Carry a stored call from now on; one that is carried already is left alone."""
        if stored.call_id in self._calls:
            return
        call = LiveCall(stored, self._line.manner)
        if self._calls.setdefault(stored.call_id, call) is call:
            is_new = call.status is CallStatus.QUEUED
            self._timetable.post(stored.call_id, Dial() if is_new else Resume())

    def drop(self, call_id: str) -> None:
        """Hang up a call that was ended in the database by somebody else."""
        self._timetable.post(call_id, Gone())

    def _run(self) -> None:
        try:
            self._journal.open(self._stopping)
            self._journal.settle_in()
            self.is_open.set()
            while not self._stopping.is_set():
                events = self._timetable.take_due(STEPS_AT_ONCE, self._sweep_at)
                self._turn_safely(events)
            self._journal.leave()
        except Stopped:
            logger.info("the switchboard stopped while the database was away")

    def _turn_safely(self, events: Iterable[tuple[str, Posted]]) -> None:
        """One turn, then a rest; whatever fails, the loop goes on."""
        began = time.monotonic()
        try:
            self._turn(events)
            if began >= self._sweep_at:
                self._sweep()
        except Stopped:
            raise
        except Exception as error:
            logger.error("a turn of the switchboard failed", extra=facts_of(error))
            self._stopping.wait(1.0)
        self._stopping.wait(min(LONGEST_REST_SECONDS, REST_FACTOR * (time.monotonic() - began)))

    def _turn(self, events: Iterable[tuple[str, Posted]]) -> None:
        now = time.time()
        made = []
        events = list(events)
        self._fetch([call_id for call_id, event in events if isinstance(event, Connected)])
        for call_id, event in events:
            call = self._calls.get(call_id)
            if call is None:
                continue
            if isinstance(event, Gone):
                self._forget(call)
            elif step := self._stepper.advance(call, event, now):
                made.append(step)
        if made:
            written = self._journal.write([step.move for step in made])
            self._carry_out(made, written)
            self._make_up([step for step in made if _id(step) in written.lost])

    def _fetch(self, call_ids: list[str]) -> None:
        """Bring in calls that are connected here and carried elsewhere, or by nobody."""
        strange = [id_ for id_ in call_ids if id_ not in self._calls]
        if not strange:
            return
        found = {stored.call_id: stored for stored in self._journal.stored(strange)}
        for call_id in strange:
            stored = found.get(call_id)
            if stored is None or stored.status == CallStatus.ENDED:
                self._line.hang_up(call_id)
            else:
                self._bring_in(stored)

    def _bring_in(self, stored: StoredCall) -> LiveCall:
        call = LiveCall(stored, self._line.manner)
        call.replay()
        self._calls[stored.call_id] = call
        return call

    def _carry_out(self, made: list[Step], written: Written) -> None:
        """Let the steps have their effects, now that they are committed."""
        ended = []
        for step in made:
            call_id = _id(step)
            refusal = written.refused.get(call_id)
            if call_id in written.lost:
                continue
            if step.call.is_over or (refusal and refusal.retry_after is None):
                self._forget(step.call)
                ended.append(call_id)
            elif refusal and refusal.retry_after is not None:
                self._stepper.wait(step.call, refusal.retry_after)
            else:
                self._do(step)
        if ended and self._on_end:
            self._on_end(ended)

    def _do(self, step: Step) -> None:
        try:
            step.effect()
        except Exception as error:
            facts = {"call_id": step.call.ticket.call_id, **facts_of(error)}
            logger.error("the line failed", extra=facts)
            self._timetable.post(step.call.ticket.call_id, Ended(EndReason.FAILED))

    def _make_up(self, lost: list[Step]) -> None:
        """What happened happens to the rows as they are now, where they are still ours."""
        if not lost:
            return
        found = {row.call_id: row for row in self._journal.stored([_id(step) for step in lost])}
        for step in lost:
            call_id = _id(step)
            stored = found.get(call_id)
            if self._calls.get(call_id) is not step.call:
                continue
            if stored is None or stored.status == CallStatus.ENDED:
                logger.info("a call was ended by somebody else", extra={"call_id": call_id})
                self._forget(step.call)
            elif stored.owner != self._journal.owner and not isinstance(step.event, Connected):
                logger.info("a call is carried by somebody else", extra={"call_id": call_id})
                del self._calls[call_id]
                self._line.let_go(call_id)
            else:
                self._bring_in(stored)
                self._timetable.put_back(call_id, step.event)

    def _forget(self, call: LiveCall) -> None:
        self._calls.pop(call.ticket.call_id, None)
        self._line.hang_up(call.ticket.call_id)

    def _sweep(self) -> None:
        """End what lasts too long, take what nobody carries, and say if the clock is late."""
        if self._timetable.worst_lag > NOTICEABLE_LAG_SECONDS:
            facts = {"seconds": round(self._timetable.worst_lag, 2), "live_calls": self.live_count}
            logger.warning("the switchboard was late", extra=facts)
        self._timetable.worst_lag = 0.0
        self._sweep_at = time.monotonic() + SWEEP_SECONDS
        now = time.time()
        self._journal.renew()
        for call_id, call in list(self._calls.items()):
            if self._stepper.is_late(call, now):
                self._timetable.post(call_id, TimeUp())
        if self._line.is_real and self._journal.is_stopped():
            for call_id in list(self._calls):
                self._timetable.post(call_id, CalledOff())
        for stored in self._journal.orphans():
            self.take(stored)


def _id(step: Step) -> str:
    return step.call.ticket.call_id
