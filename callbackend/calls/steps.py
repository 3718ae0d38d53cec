"""One step of one call: what an event does to it, what to write, and what to do after that."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from callbackend.agent.advice import NO_ADVICE, Advice, Adviser
from callbackend.calls.live import LiveCall, Say
from callbackend.calls.timetable import Advised, CalledOff, Dial, Event, Resume, Timetable, TimeUp
from callbackend.lines.base import (
    Answered,
    Connected,
    Ended,
    EndReason,
    Heard,
    Line,
    LineEvent,
)
from callbackend.records.store import Move
from callbackend.states import CallStatus
from common.logs import facts_of

logger = logging.getLogger(__name__)

# Something may have changed before the time that the gate has named: a switch, a budget.
LOOK_AGAIN_SECONDS = 60.0
# Beside the carrier's 700 ms until it knows that they have finished.
LONGEST_PAUSE_SECONDS = 1.2


@dataclass(frozen=True, slots=True)
class Step:
    """`effect` may happen only after `move` was committed.

    `event` is what it answers: if somebody else has moved the call on, it happens once more.
    """

    call: LiveCall
    move: Move
    effect: Callable[[], None]
    event: Event


class Stepper:
    """Makes the steps. Everything it does in the world goes through the line."""

    def __init__(
        self,
        line: Line,
        timetable: Timetable,
        owner: str,
        owes_callbacks: bool,
        adviser: Adviser | None = None,
    ) -> None:
        """`owner` is the process that makes the steps, as the rows name it."""
        self._line = line
        self._timetable = timetable
        self._owner = owner
        self._owes_callbacks = owes_callbacks
        self._adviser = adviser

    def advance(self, call: LiveCall, event: Event, now: float) -> Step | None:
        """The step that `event` makes; a call whose step raises ends as an error, alone."""
        try:
            return self._advance(call, event, now)
        except Exception as error:
            facts = {"call_id": call.ticket.call_id, **facts_of(error)}
            logger.error("a call failed", extra=facts)
            return self._end(call, call.fail, now, event)

    def _advance(self, call: LiveCall, event: Event, now: float) -> Step | None:
        match event:
            case TimeUp() if not self.is_late(call, now):
                return None  # It has moved meanwhile.
            case TimeUp():
                return self._end(call, call.give_up, now, event)
            case CalledOff():
                return self._end(call, call.cancel, now, event)
            case Dial() | Resume() if self.is_late(call, now):
                return self._end(call, call.give_up, now, event)
            case Dial():
                return self._dial(call, now)
            case Resume():
                return self._resume(call, now)
            case Advised(waited, advice):
                # By identity: the same words may be said twice.
                return self._happen(call, waited, now, advice) if waited is call.put_off else None
        if call.put_off is not None:
            return self._hurry(call, event, now)
        if isinstance(event, Connected):
            return self._connect(call, now)
        if not call.wants(event) or self._puts_off(call, event):
            return None
        return self._happen(call, event, now)

    def _happen(
        self, call: LiveCall, event: LineEvent, now: float, advice: Advice = NO_ADVICE
    ) -> Step:
        call.put_off = None
        said = call.handle(event, now, advice)
        return self._step(call, partial(self._say, call, said), event)

    def _puts_off(self, call: LiveCall, event: LineEvent) -> bool:
        """Whether the event waits for advice. Nothing has changed then, and nothing is written."""
        seconds = self._ask_advice(call, event)
        if seconds is None:
            return False
        call.put_off = event
        self._timetable.post(call.ticket.call_id, Advised(event, NO_ADVICE), after=seconds)
        return True

    def _ask_advice(self, call: LiveCall, event: LineEvent) -> float | None:
        """How long the event should wait for advice; None for not at all."""
        if self._adviser is None:
            return None

        def tell(advice: Advice) -> None:
            self._timetable.post(call.ticket.call_id, Advised(event, advice))

        if isinstance(event, Heard) or (
            isinstance(event, Answered) and not self._line.manner.waits
        ):
            return self._soon(self._adviser.words(call.draft(event), tell))
        lines = call.priced_lines(event) if isinstance(event, Ended) else ()
        return self._adviser.reads(lines, tell) if lines else None

    def _soon(self, seconds: float | None) -> float | None:
        """No longer than a person on a real telephone waits for an answer."""
        if seconds is None or not self._line.is_real:
            return seconds
        return min(seconds, LONGEST_PAUSE_SECONDS)

    def _hurry(self, call: LiveCall, event: LineEvent, now: float) -> Step | None:
        """Something else happened while an event waits: the first goes on without advice, now.

        The other happens right after. Once the line is down nothing else can happen.
        """
        waiting = call.put_off
        if waiting is None or isinstance(waiting, Ended):
            return None
        self._timetable.put_back(call.ticket.call_id, event)
        return self._happen(call, waiting, now)

    def _dial(self, call: LiveCall, now: float) -> Step | None:
        if call.status is not CallStatus.QUEUED:
            return None
        call.owner = self._owner
        call.dial(now)
        return self._step(call, partial(self._line.dial, call.ticket, self._timetable.post), Dial())

    def wait(self, call: LiveCall, seconds: float) -> None:
        """Dial it later: the gate has put it back in the queue."""
        call.hold()
        self._timetable.post(call.ticket.call_id, Dial(), after=min(seconds, LOOK_AGAIN_SECONDS))

    def is_late(self, call: LiveCall, now: float) -> bool:
        """Whether a call stands at its stage for longer than any may."""
        limits = self._line.limits
        longest = {
            CallStatus.QUEUED: limits.queued,
            CallStatus.DIALING: limits.dialing,
            CallStatus.RINGING: limits.ringing,
            CallStatus.IN_PROGRESS: limits.talking,
        }
        return call.age(now) > longest[call.status]

    def _resume(self, call: LiveCall, now: float) -> Step | None:
        """Go on with a call of another process; the line knows how, and rings no phone.

        The row names this one from then on: who carried it, if it lives after all, lets it go.
        """
        spoken = call.replay()
        call.owner = self._owner
        if call.is_closing:
            # What was said before still counts, also if the end was only waiting for advice.
            ended = partial(self._timetable.post, call.ticket.call_id, Ended(EndReason.HUNG_UP))
            return self._step(call, ended, Resume())
        # Where it must be connected first, there is nobody to speak to until then.
        said = None if self._line.manner.waits else call.answer(now)

        def go_on() -> None:
            self._line.resume(call.ticket, spoken, self._timetable.post)
            self._say(call, said)

        return self._step(call, go_on, Resume())

    def _connect(self, call: LiveCall, now: float) -> Step:
        """Speak from here on: the call belongs to whoever has its socket."""
        call.owner = self._owner
        said = call.handle(Connected(), now)
        return self._step(call, partial(self._say, call, said), Connected())

    def _end(self, call: LiveCall, end: Callable[[float], None], now: float, event: Event) -> Step:
        end(now)
        return self._step(call, lambda: None, event)

    def _step(self, call: LiveCall, effect: Callable[[], None], event: Event) -> Step:
        return Step(call, call.move(self._owes_callbacks), effect, event)

    def _say(self, call: LiveCall, said: Say | None) -> None:
        if said and said.press is not None:
            self._line.press(call.ticket.call_id, said.press)
        elif said:
            self._line.say(call.ticket.call_id, said.text, said.last, said.how)
