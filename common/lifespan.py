"""ASGI's lifespan: what is started before the first request, and stopped after the last."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from common.logs import facts_of
from common.threads import Threads

logger = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Work = Callable[[], None]

# Of the 30 s that a platform leaves after SIGTERM; the requests at hand have had theirs before.
STOP_SECONDS = 13.0


async def live(receive: Receive, send: Send, start: Work, stop: Work) -> None:
    """Do both when the server says so. They may block: they have a thread of their own."""
    threads = Threads(2, "lifespan")
    await receive()
    await send(await _outcome("startup", threads, start, seconds=None))
    await receive()
    await send(await _outcome("shutdown", threads, stop, seconds=STOP_SECONDS))


async def _outcome(name: str, threads: Threads, work: Work, seconds: float | None) -> Message:
    """What the server is told: a start that failed ends it, and a stop that hangs does not."""
    try:
        async with asyncio.timeout(seconds):
            await asyncio.get_running_loop().run_in_executor(threads, work)
    except Exception as error:
        logger.error("the lifespan failed", extra={"phase": name, **facts_of(error)})
        return {"type": f"lifespan.{name}.failed"}
    return {"type": f"lifespan.{name}.complete"}
