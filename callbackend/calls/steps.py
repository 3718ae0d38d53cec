"""One step of one call: what an event does to it, what to write, and what to do after that."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from callbackend.agent.advice import NO_ADVICE, Advice, Adviser
from callbackend.calls.live import LiveCall, Say
from callbackend.calls.timetable import Advised, Dial, Event, Resume, Timetable, TimeUp
from callbackend.errors import CallBackendError
from callbackend.gate import rules
from callbackend.lines.base import Answered, Ended, EndReason, Heard, Line, LineEvent
from callbackend.records.store import Move
from callbackend.states import CallStatus
from common.logs import facts_of

logger = logging.getLogger(__name__)

# No call lasts longer, whatever its line does, and none is dialled after so long a wait.
LONGEST_CALL_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Step:
    """`effect` may happen only after `move` was committed."""

    call: LiveCall
    move: Move
    effect: Callable[[], None]


class Stepper:
    """Makes the steps. Everything it does in the world goes through the line."""

    def __init__(
        self,
        line: Line,
        timetable: Timetable,
        owes_callbacks: bool,
        adviser: Adviser | None = None,
    ) -> None:
        self._line = line
        self._timetable = timetable
        self._owes_callbacks = owes_callbacks
        self._adviser = adviser

    def advance(self, call: LiveCall, event: Event, now: float) -> Step | None:
        """The step that `event` makes; a call whose step raises ends as an error, alone."""
        try:
            return self._advance(call, event, now)
        except Exception as error:
            facts = {"call_id": call.ticket.call_id, **facts_of(error)}
            logger.error("a call failed", extra=facts)
            return self._end(call, call.fail, now)

    def _advance(self, call: LiveCall, event: Event, now: float) -> Step | None:
        match event:
            case TimeUp():
                return self._end(call, call.give_up, now)
            case Dial() | Resume() if call.age(now) > LONGEST_CALL_SECONDS:
                return self._end(call, call.give_up, now)
            case Dial():
                return self._dial(call, now)
            case Resume():
                return self._resume(call, now)
            case Advised(waited, advice):
                # By identity: the same words may be said twice.
                return self._happen(call, waited, now, advice) if waited is call.put_off else None
        if call.put_off is not None:
            return self._hurry(call, event, now)
        if not call.wants(event) or self._puts_off(call, event):
            return None
        return self._happen(call, event, now)

    def _happen(
        self, call: LiveCall, event: LineEvent, now: float, advice: Advice = NO_ADVICE
    ) -> Step:
        call.put_off = None
        said = call.handle(event, now, advice)
        return self._step(call, partial(self._say, call, said))

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

        if isinstance(event, Answered | Heard):
            return self._adviser.words(call.draft(event), tell)
        lines = call.priced_lines(event) if isinstance(event, Ended) else ()
        return self._adviser.reads(lines, tell) if lines else None

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
        try:
            rules.admit(self._line, call.ticket.phone, now, call.time_zone)
        except CallBackendError as error:
            facts = {"call_id": call.ticket.call_id, "reason": error.detail}
            logger.warning("a call was not dialled", extra=facts)
            return self._end(call, call.fail, now)
        call.dial(now)
        return self._step(call, partial(self._line.dial, call.ticket, self._timetable.post))

    def _resume(self, call: LiveCall, now: float) -> Step | None:
        """Go on with a call that a restart cut off, if no phone can ring a second time for it."""
        spoken = call.replay()
        if call.is_closing or not self._line.can_resume:
            # What was said before still counts, also if the end was only waiting for advice.
            reason = EndReason.HUNG_UP if call.is_closing else EndReason.FAILED
            self._timetable.post(call.ticket.call_id, Ended(reason))
            return None
        self._line.resume(call.ticket, spoken, self._timetable.post)
        if not spoken or spoken[-1].by_agent:
            return None
        said = call.answer(spoken[-1].text, now)
        return self._step(call, partial(self._say, call, said))

    def _end(self, call: LiveCall, end: Callable[[float], None], now: float) -> Step:
        end(now)
        return self._step(call, lambda: None)

    def _step(self, call: LiveCall, effect: Callable[[], None]) -> Step:
        return Step(call, call.move(self._owes_callbacks), effect)

    def _say(self, call: LiveCall, said: Say | None) -> None:
        if said and said.press is not None:
            self._line.press(call.ticket.call_id, said.press)
        elif said:
            self._line.say(call.ticket.call_id, said.text, said.last)
