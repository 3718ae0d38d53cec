"""uvicorn's HTTP/1.1, with the limits that it does not have and refusals in the shape of ours.

What stands before a request is bounded: how long its headers take, their size, how many requests
are sent ahead of their answers, and how many may be connected at once. So is an answer that nobody
reads. The time and the size of a body are up to the ASGI application (`common.asgi`). What needs
no application is answered by `common.http_at_once`.

It is made of uvicorn's insides: the version is pinned, and the tests tell what a new one changes.
"""

from asyncio import AbstractEventLoop, Transport
from typing import TYPE_CHECKING, Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from common.http_answer import (
    FULL,
    NOT_HTTP,
    TOO_MANY_AHEAD,
    TOO_SLOW,
    ReadyAnswer,
    Refusal,
    Refused,
)
from common.http_limits import Clock, Head

if TYPE_CHECKING:
    from common.http_server import GuardedConfig

# Until the headers are whole; counted again from the end of each answer.
HEADERS_SECONDS = 10.0
# For a client to read on, once the system keeps no more of an answer for it.
READING_SECONDS = 30.0
# Requests of one connection that wait for the answers before theirs.
MOST_AHEAD = 16


class GuardedProtocol(HttpToolsProtocol):
    """One connection."""

    config: "GuardedConfig"

    def __init__(
        self,
        config: "GuardedConfig",
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._headers_clock = Clock(self.loop, HEADERS_SECONDS, self._time_is_up)
        self._reading_clock = Clock(self.loop, READING_SECONDS, self.make_room)
        self._last_words: Refusal | None = None
        # Requests whose headers are whole, and whose answer is not.
        self._unanswered = 0
        self._head = Head()
        self._in_message = False

    # The connection.

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # uvicorn's
        """Let it in, and perhaps another out."""
        super().connection_made(transport)
        if len(self.connections) > self.config.most_connections:
            if not self.config.waiting:
                self._refuse(FULL)
                return
            next(iter(self.config.waiting)).make_room()
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._leave()
        super().connection_lost(exc)

    def make_room(self) -> None:
        """Close it without a word."""
        self._leave()
        self.transport.abort()

    def data_received(self, data: bytes) -> None:
        """Take in what has come."""
        self._unset_keepalive_if_required()
        if self._last_words is None:
            self._parse(data)
            self._mind_headers()

    def pause_writing(self) -> None:
        """The client does not read."""
        super().pause_writing()
        self._reading_clock.start()

    def resume_writing(self) -> None:
        """It does."""
        super().resume_writing()
        self._reading_clock.stop()

    def timeout_keep_alive_handler(self) -> None:
        """Nothing has come for long; what was answered may lie there unread."""
        self.make_room()

    def _wait(self) -> None:
        self.config.waiting[self] = None
        self._headers_clock.start()

    def _leave(self) -> None:
        self.config.waiting.pop(self, None)
        self._headers_clock.stop()
        self._reading_clock.stop()

    # What the parser tells of. It stops where `Refused` is raised.

    def _parse(self, data: bytes) -> None:
        try:
            self.parser.feed_data(data)
            if self._in_message and not self._head.is_whole:
                self._head.add_piece(len(data))
        except httptools.HttpParserUpgrade:
            self._upgrade()
        except httptools.HttpParserError as error:
            why = error.__context__
            self._refuse(why.refusal if isinstance(why, Refused) else NOT_HTTP)
        except Refused as refused:
            self._refuse(refused.refusal)

    def on_message_begin(self) -> None:
        """Another request begins."""
        super().on_message_begin()
        self._begin_head()

    def _begin_head(self) -> None:
        self._in_message = True
        self._head = Head()

    def on_url(self, url: bytes) -> None:
        """A piece of the URL."""
        self._head.add_url(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A whole header; behind a body in chunks it comes after the request was judged."""
        if not self._head.is_whole:
            self._head.add_header(len(name) + len(value))
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """All but the body is there: the application is told."""
        if len(self.pipeline) == MOST_AHEAD:
            raise Refused(TOO_MANY_AHEAD)
        before = self.cycle
        super().on_headers_complete()
        self._head.is_whole = True
        self._unanswered += self.cycle is not before

    def on_message_complete(self) -> None:
        """All of it is there."""
        self._in_message = False
        if self._unanswered:
            self.config.waiting.pop(self, None)
        super().on_message_complete()

    def _mind_headers(self) -> None:
        """Their clock runs until they are whole; the application minds the rest."""
        if self._unanswered:
            self._headers_clock.stop()
        elif self in self.config.waiting:
            self._headers_clock.start()

    def _time_is_up(self) -> None:
        if self._in_message and not self._head.is_whole:
            self._refuse(TOO_SLOW)
        else:  # Nothing has come, or the rest of what was refused.
            self.make_room()

    def _upgrade(self) -> None:
        """Hand a socket over; no other protocol is spoken, and what follows is not read."""
        if self._should_upgrade():
            self._leave()
            self.handle_websocket_upgrade()
        else:
            self.cycle.keep_alive = False

    # Answers.

    def on_response_complete(self) -> None:
        """Go on with the request behind it, or wait for one."""
        self._unanswered -= 1
        if self._last_words is not None and not self._unanswered:
            self._part(self._last_words)
            return
        super().on_response_complete()
        if self.transport.is_closing():
            self._reading_clock.start()
        elif not self._unanswered:
            self.config.waiting[self] = None
            if self._in_message:
                self._headers_clock.start()

    def _refuse(self, refusal: Refusal) -> None:
        """Say so once the requests before it are answered, and close."""
        self._last_words = refusal
        if self._in_message and self._head.is_whole:  # Its body broke.
            if self.cycle.response_complete:
                self.transport.close()
            else:
                self._unanswered -= 1
        self._part(refusal)

    def _part(self, refusal: Refusal) -> None:
        if self._unanswered or self.transport.is_closing():
            return
        self._leave()
        self._write(ReadyAnswer(self.config.refuse(refusal)))
        self.transport.close()
        self._reading_clock.start()

    def _write(self, ready: ReadyAnswer) -> None:
        self.transport.write(ready.wire(self.config.common_lines(self.server_state)))
