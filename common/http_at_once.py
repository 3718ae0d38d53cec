"""Answers that need no waiting, given while a request is parsed.

What `config.at_once` has an answer for costs no task and none of uvicorn's machinery, which takes
four times as long as all the rest. That is only for a GET without a body, on a connection that
stays open and on which nothing else waits for an answer; every other request takes uvicorn's road.
"""

import logging
from asyncio import AbstractEventLoop
from typing import TYPE_CHECKING, Any

from uvicorn.server import ServerState

from common.http_answer import ReadyAnswer
from common.http_limits import QuietClock
from common.http_protocol import GuardedProtocol
from common.logs import facts_of

if TYPE_CHECKING:
    from common.http_server import GuardedConfig

logger = logging.getLogger(__name__)

# With one of these there is a body, or may be.
OF_A_BODY = frozenset({b"content-length", b"transfer-encoding", b"expect"})


class QuickProtocol(GuardedProtocol):
    """One connection."""

    def __init__(
        self,
        config: "GuardedConfig",
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        # uvicorn's own keep-alive, for who was answered at once.
        self._quiet_clock = QuietClock(self.loop, self.timeout_keep_alive_handler)
        self._may_have_body = False
        # The request at hand was answered, and it was the latest of what was received.
        self._is_answered = self._was_answered = False

    def data_received(self, data: bytes) -> None:
        """Take in what has come."""
        self._quiet_clock.pause()
        self._was_answered = False
        super().data_received(data)

    def _leave(self) -> None:
        self._quiet_clock.stop()
        super()._leave()

    # What the parser tells of.

    def on_message_begin(self) -> None:
        """Another request begins; what uvicorn makes of it waits until it is known to be needed."""
        self.url = b""
        self.headers = []
        self.expect_100_continue = self._may_have_body = self._was_answered = False
        self._begin_head()

    def on_header(self, name: bytes, value: bytes) -> None:
        """A whole header."""
        if name.lower() in OF_A_BODY:
            self._may_have_body = True
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Answer, or let uvicorn make of the request what it makes, with all that has come."""
        if ready := self._ready():
            self._head.is_whole = True
            self._say(ready)
            return
        url, headers, expects = self.url, self.headers, self.expect_100_continue
        super().on_message_begin()
        self.url, self.expect_100_continue = url, expects
        self.headers += headers
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """All of it is there."""
        if self._is_answered:
            self._is_answered = self._in_message = False
        else:
            super().on_message_complete()

    def _mind_headers(self) -> None:
        if self._was_answered and not self._unanswered:
            self._headers_clock.stop()
            self._quiet_clock.start(self.timeout_keep_alive)
        else:
            super()._mind_headers()

    # Answers.

    def _ready(self) -> ReadyAnswer | None:
        """An answer that can be given at once."""
        at_once, parser = self.config.at_once, self.parser
        if (
            at_once is None
            or self._unanswered
            or self._may_have_body
            or parser.get_method() != b"GET"
            or parser.get_http_version() != "1.1"
            or not parser.should_keep_alive()
            or parser.should_upgrade()
            # Who does not read is not answered faster than they do.
            or self.flow.write_paused
            or self.transport.is_closing()
        ):
            return None
        try:
            return at_once(self.url, self.headers)
        except Exception as error:
            logger.error("no answer at once", extra=facts_of(error))
            return None

    def _say(self, ready: ReadyAnswer) -> None:
        self._is_answered = self._was_answered = True
        self.server_state.total_requests += 1
        self._write(ready)
        # It has waited least of all.
        self.config.waiting.pop(self, None)
        self.config.waiting[self] = None
