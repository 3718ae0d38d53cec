"""An asynchronous shell around a WSGI application: no slow client holds a thread.

The event loop takes in the whole request, within limits, and sends the answer; the application
gets it in a thread only once it is whole. Nothing in here waits for anything but the network and
those threads. Any ASGI server can run it: `Shell(app).serve` is the ASGI application.

A server must guard what comes before: the time and the size of the headers, and how many may be
connected (`common.http_server` does).
"""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from common import request_id
from common.http_answer import (
    BROKEN_OFF,
    BUSY,
    CLOSE,
    CRASHED,
    STOPPING,
    TOO_LARGE,
    TOO_LONG,
    TOO_SLOW,
    HttpAnswer,
    Refusal,
    Refuse,
    Refused,
    in_json,
)
from common.lifespan import Receive, Scope, Send, Work, live
from common.logs import facts_of
from common.threads import Threads
from common.wsgi import Environ, answer_of, environ_of

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

logger = logging.getLogger(__name__)

# Gives an answer that is not the application's what all of the application's have.
Finish = Callable[[Scope, HttpAnswer], HttpAnswer]

# Looks at a request before its body is read; an answer ends it there. It must not wait.
Check = Callable[[Scope], HttpAnswer | None]

ID_HEADER = request_id.HEADER.lower().encode("ascii")
THREADS = 16
LARGEST_BODY = 64 * 1024
MOST_DIGITS = 18  # of a length; Python reads no number of over 4,300.
BODY_SECONDS = 10.0
# For a thread to be free: after that, a client has lost patience as well.
WAIT_SECONDS = 10.0
# For the application to answer. A platform's router gives up after 30 s, with an answer of its own.
ANSWER_SECONDS = 28.0
# A request that has had its thread for so long will not end any more.
STUCK_SECONDS = 30.0


def _nothing() -> None:
    """Do nothing."""


def _admit(_: Scope) -> None:
    """Let every request in."""


def _as_it_is(_: Scope, answer: HttpAnswer) -> HttpAnswer:
    """Add nothing."""
    return answer


class Shell:
    """`serve` is the ASGI application.

    `start` and `stop` belong to the lifespan and may block: they run in a thread of their own.
    """

    def __init__(
        self,
        app: "WSGIApplication",
        *,
        start: Work = _nothing,
        stop: Work = _nothing,
        check: Check = _admit,
        refuse: Refuse = in_json,
        finish: Finish = _as_it_is,
        threads: int = THREADS,
        largest_body: int = LARGEST_BODY,
        body_seconds: float = BODY_SECONDS,
        wait_seconds: float = WAIT_SECONDS,
        answer_seconds: float = ANSWER_SECONDS,
        stuck_seconds: float = STUCK_SECONDS,
    ) -> None:
        self._app = app
        self._start, self._stop = start, stop
        self._check, self._refuse, self._finish = check, refuse, finish
        self._largest_body, self._body_seconds = largest_body, body_seconds
        self._wait_seconds, self._answer_seconds = wait_seconds, answer_seconds
        self._stuck_seconds = stuck_seconds
        self._threads = Threads(threads, "request")
        self._free = asyncio.Semaphore(threads)
        self._number = threads
        # When each request that has a thread got it.
        self._began: dict[object, float] = {}

    @property
    def is_stuck(self) -> bool:
        """Whether every thread hangs, and has for long."""
        latest = max(self._began.values(), default=0.0)
        hanging = len(self._began) == self._number
        return hanging and time.monotonic() - latest > self._stuck_seconds

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application. It knows no sockets: whoever has some asks it for the rest."""
        if scope["type"] == "lifespan":
            await live(receive, send, self._start, self._stop)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close"})
        else:
            await tell(await self._answer(scope, receive), send)

    async def _answer(self, scope: Scope, receive: Receive) -> HttpAnswer:
        """The answer to one request, whatever happens."""
        try:
            early = self._look(scope)
            return early or await self._work(scope, await self._read(receive), receive)
        except Refused as refused:
            return self.refused(scope, refused.refusal)
        except asyncio.CancelledError:  # The server stops, and has waited long enough.
            return self.refused(scope, STOPPING)
        except Exception as error:
            logger.error("a request crashed", extra=facts_of(error))
            return self.refused(scope, CRASHED)

    def _look(self, scope: Scope) -> HttpAnswer | None:
        """An answer that needs no body; None if it is to be read. Raises `Refused`."""
        if early := self._check(scope):
            return self._early(scope, early)
        length = header_of(scope, b"content-length") or b""
        if length.isdigit() and (len(length) > MOST_DIGITS or int(length) > self._largest_body):
            raise Refused(TOO_LARGE)
        return None

    async def _read(self, receive: Receive) -> bytes:
        """The whole body. Raises `Refused`."""
        body = bytearray()
        try:
            async with asyncio.timeout(self._body_seconds):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise Refused(BROKEN_OFF)
                    body += message.get("body", b"")
                    if len(body) > self._largest_body:
                        raise Refused(TOO_LARGE)
                    if not message.get("more_body", False):
                        return bytes(body)
        except TimeoutError:
            raise Refused(TOO_SLOW) from None

    async def _work(self, scope: Scope, body: bytes, receive: Receive) -> HttpAnswer:
        """What the application answers, in a thread. Raises `Refused`."""
        environ = environ_of(scope, body)
        await self._take_turn(receive)
        loop = asyncio.get_running_loop()
        try:
            work = loop.run_in_executor(self._threads, self._outcome, environ)
        except RuntimeError:  # The system has no thread left.
            self._free.release()
            raise Refused(BUSY) from None
        self._began[work] = time.monotonic()
        # Whoever has stopped waiting for it: the thread is free when the application is done.
        work.add_done_callback(self._let_go)
        try:
            async with asyncio.timeout(self._answer_seconds):
                answer = await asyncio.shield(work)
        except TimeoutError:
            raise Refused(TOO_LONG) from None
        if answer is None:
            raise Refused(CRASHED)
        return answer

    def _let_go(self, work: "asyncio.Future[HttpAnswer | None]") -> None:
        del self._began[work]
        self._free.release()

    def _outcome(self, environ: Environ) -> HttpAnswer | None:
        """What the application answers; None if it crashed, also by what would end a process."""
        try:
            return answer_of(self._app, environ)
        except BaseException as error:
            logger.error("a request crashed", extra=facts_of(error))
            return None

    async def _take_turn(self, receive: Receive) -> None:
        """Wait until a thread is free. Raises `Refused`."""
        must_wait = self._free.locked()
        try:
            async with asyncio.timeout(self._wait_seconds):
                await self._free.acquire()
        except TimeoutError:
            raise Refused(BUSY) from None
        if must_wait and await _has_left(receive):
            self._free.release()
            raise Refused(BROKEN_OFF)

    def refused(self, scope: Scope, refusal: Refusal) -> HttpAnswer:
        """A refusal as this service tells it."""
        return self._early(scope, self._refuse(refusal))

    def _early(self, scope: Scope, answer: HttpAnswer) -> HttpAnswer:
        """An answer that is not the application's, which would have named the request.

        A client that waits for a 100 may now send the body or not: what follows can't be told
        apart.
        """
        given = header_of(scope, ID_HEADER) or b""
        id_ = request_id.accepted(given.decode("latin-1"))
        more = CLOSE if header_of(scope, b"expect") else ()
        return self._finish(scope, answer.adding(((ID_HEADER, id_.encode("ascii")), *more)))


async def tell(answer: HttpAnswer, send: Send) -> None:
    """Send a whole answer."""
    start = {"status": answer.status, "headers": answer.headers}
    await send({"type": "http.response.start", **start})
    await send({"type": "http.response.body", "body": answer.body})


def header_of(scope: Scope, name: bytes) -> bytes | None:
    """The first header of that name, which is in lower case."""
    return next((text for own, text in scope["headers"] if own == name), None)


async def _has_left(receive: Receive) -> bool:
    """Whether the client is gone: once the body is read, there is nothing else to receive."""
    try:
        async with asyncio.timeout(0):
            message = await receive()
    except TimeoutError:
        return False
    return bool(message["type"] == "http.disconnect")
