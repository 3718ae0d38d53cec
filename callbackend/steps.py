"""One step of one call: what an event does to it, what to write, and what to do after that."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from callbackend.errors import CallBackendError
from callbackend.lines import rules
from callbackend.lines.base import Ended, EndReason, Line
from callbackend.live import LiveCall, Say
from callbackend.logs import facts_of
from callbackend.states import CallStatus
from callbackend.store import Change
from callbackend.timetable import Dial, Event, Gone, Resume, Timetable, TimeUp

logger = logging.getLogger(__name__)

# No call lasts longer, whatever its line does, and none is dialled after so long a wait.
LONGEST_CALL_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Step:
    """`effect` may happen only after `change` was committed."""

    call: LiveCall
    change: Change
    effect: Callable[[], None]


class Stepper:
    """Makes the steps. Everything it does in the world goes through the line."""

    def __init__(self, line: Line, timetable: Timetable, owes_callbacks: bool) -> None:
        self._line = line
        self._timetable = timetable
        self._owes_callbacks = owes_callbacks

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
            case Gone():
                return None
        if not call.wants(event):
            return None
        said = call.handle(event, now)
        return self._step(call, partial(self._say, call, said))

    def _dial(self, call: LiveCall, now: float) -> Step | None:
        if call.status is not CallStatus.QUEUED:
            return None
        try:
            rules.check(self._line, call.ticket.phone, now)
        except CallBackendError as error:
            facts = {"call_id": call.ticket.call_id, "reason": error.detail}
            logger.warning("a call was not dialled", extra=facts)
            return self._end(call, call.fail, now)
        call.dial(now)
        return self._step(call, partial(self._line.dial, call.ticket, self._timetable.post))

    def _resume(self, call: LiveCall, now: float) -> Step | None:
        """Go on with a call that a restart cut off, if no phone can ring a second time for it."""
        if not self._line.can_resume:
            return self._end(call, call.fail, now)
        spoken = call.replay()
        if call.is_closing:
            self._timetable.post(call.ticket.call_id, Ended(EndReason.HUNG_UP))
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
        return Step(call, call.change(self._owes_callbacks), effect)

    def _say(self, call: LiveCall, said: Say | None) -> None:
        if said:
            self._line.say(call.ticket.call_id, said.text, said.last)
