"""One socket: between the carrier's frames in the event loop and the switchboard in its thread."""

import asyncio
import logging
import time
from collections.abc import Callable

from callbackend.lines.base import Ended, EndReason, Report, Speaking
from callbackend.lines.twilio import frames
from callbackend.lines.twilio.talk import USUAL, Patience, RelayTalk, TalkResult

logger = logging.getLogger(__name__)


class Session:
    """What the switchboard says goes out, and what the carrier tells comes in.

    `say`, `press` and `finish` may be called from any thread; the rest belongs to the event loop.
    """

    def __init__(
        self,
        call_id: str,
        report: Report,
        send: Callable[[str], None],
        close: Callable[[], None],
        *,
        has_spoken: bool,
        patience: Patience = USUAL,
    ) -> None:
        """`send` gives a frame to the carrier, `close` ends the socket; both return at once."""
        self.report = report
        self._call_id = call_id
        self._send, self._close = send, close
        self._loop = asyncio.get_running_loop()
        self._talk = RelayTalk(time.monotonic(), has_spoken=has_spoken, patience=patience)
        self._timer: asyncio.TimerHandle | None = None
        self._is_over = False
        self._wait()

    @property
    def is_over(self) -> bool:
        """Whether the goodbye has been heard, or it was told to finish."""
        return self._is_over

    def say(self, text: str, how: Speaking, *, last: bool) -> None:
        """Speak."""
        self._soon(lambda: self._talk.say(text, time.monotonic(), how, last=last))

    def press(self, key: str) -> None:
        """Press a key."""
        self._soon(lambda: self._talk.press(key, time.monotonic()))

    def finish(self) -> None:
        """End the conversation at once; nothing is reported."""
        self._in_loop(self._finish)

    def take(self, raw: str | bytes) -> None:
        """Take in a message of the carrier; one that cannot be read changes nothing."""
        frame = frames.read(raw)
        if frame is None or self._is_over:
            return
        if isinstance(frame, frames.Fault):
            logger.warning("the carrier reports a fault", extra={"call_id": self._call_id})
            return
        self._carry_out(self._talk.take(frame, time.monotonic()))

    def lose(self) -> None:
        """The socket is gone."""
        self._is_over = True
        self._stop_timer()

    def _soon(self, act: Callable[[], TalkResult]) -> None:
        self._in_loop(lambda: None if self._is_over else self._carry_out(act()))

    def _in_loop(self, act: Callable[[], object]) -> None:
        try:
            self._loop.call_soon_threadsafe(act)
        except RuntimeError:  # The loop is closed: the service stops.
            self._is_over = True

    def _carry_out(self, outcome: TalkResult) -> None:
        for frame in outcome.frames:
            self._send(frame)
        for event in outcome.events:
            self.report(self._call_id, event)
        if outcome.is_over:
            self._is_over = True
            self._stop_timer()
            self.report(self._call_id, Ended(EndReason.HUNG_UP))
        else:
            self._wait()

    def _finish(self) -> None:
        if not self._is_over:
            self._is_over = True
            self._stop_timer()
            self._send(frames.end("over"))
        self._close()

    def _wait(self) -> None:
        self._stop_timer()
        due = self._talk.due()
        if due is not None:
            self._timer = self._loop.call_later(max(0.0, due - time.monotonic()), self._tick)

    def _tick(self) -> None:
        if not self._is_over:
            self._carry_out(self._talk.tick(time.monotonic()))

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
