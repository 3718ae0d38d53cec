"""The web's door: an ASGI application around Flask, for any ASGI server.

In the event loop, without Flask, are answered `GET /api/health`, and a poll
(`GET /api/providers/{job_id}/status`) from memory. A poll whose answer in memory is too old waits
for one query in a thread of its own. All the rest is Flask's, in the threads of the shell, and so
is whatever is out of the ordinary: another method, a list of ETags, an error.

Our own server asks `at_once` first, which spares it the machinery of ASGI.
"""

import asyncio
import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, NamedTuple, Self

from flask import Flask

from common import request_id
from common.asgi import Shell, header_of, tell
from common.http_answer import STOPPING, HttpAnswer, ReadyAnswer, Refusal, refused
from common.lifespan import Receive, Scope, Send
from common.logs import facts_of
from common.threads import Threads
from quoteapp.api import LARGEST_BODY, polling
from quoteapp.api.examples import Example, Examples
from quoteapp.services.polling import status
from quoteapp.services.polling.rounds import Rounds
from quoteapp.services.polling.status import Status, statuses_of

logger = logging.getLogger(__name__)

HEALTH = b"/api/health"
BEFORE_ID, AFTER_ID = b"/api/providers/", b"/status"
# Of no job and no route: Flask's answers there show how it answers.
EXAMPLE_OF_A_POLL = "/api/providers/example/status"
EXAMPLE_OF_AN_ERROR = "/api/example-of-an-error"
NOBODY = Status((0, 0), b"[]", '"0-0"', 0, 0)
# With one of these a request has a body, which the shell reads.
OF_A_BODY = (b"content-length", b"transfer-encoding", b"expect")
ID_HEADER = request_id.HEADER.lower().encode("ascii")
# For Flask to tell what it says to an origin.
LEARNING_SECONDS = 5.0


class Asked(NamedTuple):
    """What of the headers of a request makes a difference."""

    origin: bytes | None
    known: bytes
    id: bytes | None

    @classmethod
    def by(cls, headers: Sequence[tuple[bytes, bytes]]) -> Self | None:
        """None where one stands there twice: what that means, Flask knows."""
        found = dict(headers)
        if len(found) < len(headers):
            return None
        return cls(found.get(b"origin"), found.get(b"if-none-match", b""), found.get(ID_HEADER))

    def answered(self, found: Status, example: Example) -> ReadyAnswer | None:
        """The answer to a poll."""
        ready = polling.answer(found, self.known, example)
        return self.named(ready) if ready else None

    def named(self, ready: ReadyAnswer) -> ReadyAnswer:
        """The answer with the id of the request, where it has one."""
        if self.id is None:
            return ready
        id_ = request_id.accepted(self.id.decode("latin-1")).encode("ascii")
        return ReadyAnswer(ready.answer.adding(((ID_HEADER, id_),)))


class Door:
    """The ASGI application."""

    def __init__(self, app: Flask, *, threads: int, **limits: Any) -> None:
        """`limits` are the shell's, where they are to be others than its own."""
        self._statuses = statuses_of(app)
        self._rounds = Rounds(self._statuses)
        self._health = Examples(app, HEALTH.decode("ascii"))
        self._polls = Examples(app, EXAMPLE_OF_A_POLL, environ={polling.OUTCOME: NOBODY})
        self._errors = Examples(app, EXAMPLE_OF_AN_ERROR, HTTPStatus.NOT_FOUND)
        self._learning = Threads(1, "learning")
        self._shell = Shell(
            app,
            start=self.start,
            stop=self._statuses.close,
            refuse=_plain_refusal,
            finish=self._finish,
            threads=threads,
            largest_body=LARGEST_BODY,
            **limits,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application."""
        answer = await self._quickly(scope) if _is_plain_get(scope) else None
        if answer is None:
            await self._shell.serve(scope, receive, send)
        else:
            await tell(answer, send)

    def start(self) -> None:
        """Learn what is said to most. What cannot be learned now is when somebody asks for it."""
        for examples in (self._health, self._polls, self._errors):
            try:
                examples.learn(None)
            except Exception as error:
                logger.error("nothing learned of an origin", extra=facts_of(error))

    def at_once(self, url: bytes, headers: Sequence[tuple[bytes, bytes]]) -> ReadyAnswer | None:
        """The answer to a GET that needs no waiting; None if there is none."""
        asked = Asked.by(headers)
        if asked is None:
            return None
        path = url.partition(b"?")[0] if b"?" in url else url
        if path == HEALTH:
            example = self._health.kept(asked.origin)
            return asked.named(example.ready) if example else None
        if path.startswith(BEFORE_ID) and path.endswith(AFTER_ID):
            job_id = path[len(BEFORE_ID) : -len(AFTER_ID)].decode("ascii")
            return self._poll(job_id, asked)
        return None

    def refuse(self, refusal: Refusal) -> HttpAnswer:
        """A refusal of the server's, with what stands in every answer."""
        example = self._errors.kept(None)
        return _plain_refusal(refusal).adding(example.constant if example else ())

    @property
    def is_stuck(self) -> bool:
        """Whether every thread of Flask's hangs."""
        return self._shell.is_stuck

    def _poll(self, job_id: str, asked: Asked) -> ReadyAnswer | None:
        """The answer from memory; it is read anew before it is too old."""
        found, example = self._statuses.kept(job_id), self._polls.kept(asked.origin)
        if found is None or example is None:
            return None
        age = found.asked_at - found.checked_at
        if age >= status.FRESH_SECONDS:
            return None
        if age >= status.FRESH_SECONDS / 2:
            self._rounds.refresh(job_id)
        return asked.answered(found, example)

    async def _quickly(self, scope: Scope) -> HttpAnswer | None:
        """The answer without Flask, whatever happens; None where there is none."""
        try:
            return await self._answer(scope)
        except asyncio.CancelledError:  # The server stops, and has waited long enough.
            return self._shell.refused(scope, STOPPING)
        except Exception as error:
            logger.error("a request crashed", extra=facts_of(error))
            return None

    async def _answer(self, scope: Scope) -> HttpAnswer | None:
        """The answer without Flask; None where there is none."""
        path, asked = scope.get("raw_path") or scope["path"].encode(), Asked.by(scope["headers"])
        ready: ReadyAnswer | None = None
        if asked is None:
            return None
        if path == HEALTH:
            example = await self._example(self._health, asked.origin)
            ready = asked.named(example.ready) if example else None
        elif match := polling.PATH.fullmatch(path):
            example = await self._example(self._polls, asked.origin)
            outcome = await self._rounds.get(match[1].decode("ascii"))
            # For Flask, if it is to answer: it need not read it again, nor wait for it.
            scope["environ"] = {polling.OUTCOME: outcome}
            if example and isinstance(outcome, Status):
                ready = asked.answered(outcome, example)
        return ready.answer if ready else None

    async def _example(self, of: Examples, origin: bytes | None) -> Example | None:
        """What Flask says to this origin; None if it cannot say."""
        if example := of.kept(origin):
            return example
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(LEARNING_SECONDS):
                return await loop.run_in_executor(self._learning, of.learn, origin)
        except Exception as error:
            logger.error("nothing learned of an origin", extra=facts_of(error))
            return None

    def _finish(self, scope: Scope, answer: HttpAnswer) -> HttpAnswer:
        """A refusal of the shell's with what this origin must be told."""
        example = self._errors.kept(header_of(scope, b"origin")) or self._errors.kept(None)
        return answer.adding(example.constant if example else ())


def _is_plain_get(scope: Scope) -> bool:
    """Whether there is no body to be read."""
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and not any(name in OF_A_BODY for name, _ in scope["headers"])
    )


def _plain_refusal(refusal: Refusal) -> HttpAnswer:
    """`{"detail": "<one sentence>"}`, and for programs the header `Error-Code`."""
    answer = refused(refusal, {"detail": refusal.detail})
    return answer.adding(((b"error-code", refusal.code.encode("ascii")),))
