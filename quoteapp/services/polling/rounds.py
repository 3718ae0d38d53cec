"""Reading statuses for an event loop: in a thread of its own, once for all who wait.

While one round is read, whoever asks gathers for the next: a thousand jobs that are polled in turn
cost a query for each round and not for each poll. A database that does not answer holds up this
thread and nothing else.
"""

import asyncio
import logging
import time

from sqlalchemy.exc import SQLAlchemyError

from common.logs import facts_of
from common.threads import Threads
from quoteapp.errors import DatabaseUnavailable
from quoteapp.services.polling.status import Status, Statuses

logger = logging.getLogger(__name__)

# For who polls: longer than the rounds that a database may need to be found away.
WAIT_SECONDS = 10.0

Outcome = Status | Exception
Waiting = dict[str, "asyncio.Future[Outcome]"]


class Rounds:
    """The rounds of one event loop."""

    def __init__(self, statuses: Statuses) -> None:
        self._statuses = statuses
        self._threads = Threads(1, "polls")
        self._waiting: Waiting = {}
        # Those of the round that is being read; None while none is.
        self._reading: Waiting | None = None

    async def get(self, job_id: str) -> Outcome:
        """The job's status as of this moment, or why there is none."""
        answer = self._ask(job_id)
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                return await asyncio.shield(answer)  # Others wait for it, too.
        except TimeoutError:
            return DatabaseUnavailable()

    def refresh(self, job_id: str) -> None:
        """Have the status read before it is too old; nobody waits for it."""
        if job_id not in (self._reading or ()):
            self._ask(job_id)

    def _ask(self, job_id: str) -> "asyncio.Future[Outcome]":
        answer = self._waiting.get(job_id)
        if answer is None:
            loop = asyncio.get_running_loop()
            if not self._waiting and self._reading is None:
                # Those whose requests have come by now go along.
                loop.call_soon(self._begin)
            answer = self._waiting[job_id] = loop.create_future()
        return answer

    def _begin(self) -> None:
        self._reading, self._waiting = self._waiting, {}
        loop = asyncio.get_running_loop()
        try:
            work = loop.run_in_executor(self._threads, self._read, list(self._reading))
        except RuntimeError as error:  # The system has no thread left.
            self._end(dict.fromkeys(self._reading, error))
        else:
            work.add_done_callback(lambda done: self._end(done.result()))

    def _read(self, job_ids: list[str]) -> dict[str, Outcome]:
        began = time.monotonic()
        try:
            return dict(self._statuses.read(job_ids))
        except Exception as error:
            seconds = round(time.monotonic() - began, 3)
            logger.warning("polls not read", extra={"seconds": seconds, **facts_of(error)})
            away = isinstance(error, SQLAlchemyError)
            return dict.fromkeys(job_ids, DatabaseUnavailable() if away else error)

    def _end(self, outcomes: dict[str, Outcome]) -> None:
        read, self._reading = self._reading or {}, None
        for job_id, answer in read.items():
            if not answer.done():
                answer.set_result(outcomes[job_id])
        if self._waiting:
            self._begin()
