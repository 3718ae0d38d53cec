"""How much one client may ask for, and all of them together.

Flask-Limiter counts in our Redis, in a window that moves: at no moment have there been more than
so many within the last minute, hour or day. What is refused does not count. While Redis is away,
what costs is refused (`StorageError`, a 503): if each process counted by itself then, a flood would
have as many allowances as there are processes. What is read costs nothing and is not counted.
"""

import logging
import time
from contextlib import suppress
from dataclasses import dataclass
from math import ceil
from typing import Any, NoReturn, cast

from flask import Flask, Response, current_app, g, request
from flask_limiter import Limiter, RequestLimit
from limits import (
    RateLimitItem,
    RateLimitItemPerDay,
    RateLimitItemPerHour,
    RateLimitItemPerMinute,
)
from limits.errors import StorageError

from quoteapp import store
from quoteapp.api.addresses import client
from quoteapp.config import Settings
from quoteapp.errors import TooManyRequests

KEYS = "quoteapp:limits"
EVERYBODY = "everybody"
# These headers have no say in what went wrong on our side.
LEAST_OF_OURS = 500


@dataclass(frozen=True, slots=True)
class Allowance:
    """How often something may be asked for; `name` is a part of its keys in Redis."""

    name: str
    item: RateLimitItem
    refusal: str


START_JOB = Allowance("start-job", RateLimitItemPerMinute(30), "Too many jobs were started")
COMPLETE_JOB = Allowance("complete-job", RateLimitItemPerHour(30), "Too many jobs were completed")
DIAL = Allowance("start-calls", RateLimitItemPerHour(60), "Calls were asked for too often")
# Whose headers tell how much of which allowance is left.
OF_ENDPOINT = {
    "jobs.start_job": START_JOB,
    "jobs.complete_job": COMPLETE_JOB,
    "calls.start_calls": DIAL,
}


def complete_job(_: int) -> None:
    """Count one search for this client, or raise `TooManyRequests`."""
    if counter := _counter():
        counter.take(COMPLETE_JOB, client())


def dial(rows: int) -> None:
    """Count one request that dials for this client, and its calls for the day of all.

    Raises `TooManyRequests`. The client's own comes first: nobody can use up the day alone.
    """
    if counter := _counter():
        counter.take(DIAL, client())
        if counter.day:
            counter.take(counter.day, EVERYBODY, rows)


class Counter:
    """Takes from allowances, and tells what is left of them."""

    def __init__(self, limiter: Limiter, calls_per_day: int) -> None:
        self._limiter = limiter
        self.day: Allowance | None = None
        if calls_per_day:
            item = RateLimitItemPerDay(calls_per_day)
            self.day = Allowance("calls", item, "All calls of a day were asked for")

    def take(self, allowance: Allowance, who: str, cost: int = 1) -> None:
        """Count, in one step that no other process can come between; or refuse."""
        if not self._limiter.limiter.hit(allowance.item, who, allowance.name, cost=cost):
            _refuse(self.state(allowance, who), allowance)

    def state(self, allowance: Allowance, who: str) -> RequestLimit:
        """How much is left, read from Redis when it is first looked at."""
        return RequestLimit(self._limiter, allowance.item, [who, allowance.name], False, True)


def init_app(app: Flask) -> None:
    """Count for `app`, once its routes are registered; nothing at all with RATE_LIMITS=off."""
    settings: Settings = app.extensions["settings"]
    if not settings.rate_limits:
        return
    # It logs who was refused by the address.
    logging.getLogger("flask-limiter").setLevel(logging.WARNING)
    limiter = Limiter(
        client,
        app=app,
        strategy="moving-window",
        storage_uri="redis://",  # Where that is, the pool knows.
        storage_options=_storage_options(app),
        on_breach=lambda limit: _refuse(limit, START_JOB),
    )
    start_job = app.view_functions["jobs.start_job"]
    per_minute = limiter.shared_limit(str(START_JOB.item), scope=START_JOB.name)
    app.view_functions["jobs.start_job"] = cast(Any, per_minute(start_job))
    app.extensions["limits"] = Counter(limiter, settings.calls_per_day_app)
    app.after_request(_tell)


def _storage_options(app: Flask) -> dict[str, Any]:
    """The connections of the job store, whose every wait is bounded."""
    with app.app_context():
        pool = store.client().connection_pool
    return {"connection_pool": pool, "key_prefix": KEYS, "wrap_exceptions": True}


def _counter() -> Counter | None:
    return cast(Counter | None, current_app.extensions.get("limits"))


def _refuse(limit: RequestLimit, allowance: Allowance) -> NoReturn:
    g.refused = limit
    raise TooManyRequests(allowance.refusal, _seconds_until_reset(limit))


def _seconds_until_reset(limit: RequestLimit) -> int:
    """Until something of it is free again: the oldest that counts is out of the window."""
    return max(1, ceil(limit.window.reset_time - time.time()))


def _tell(response: Response) -> Response:
    """Say on the answers of limited routes how much is left, as the drafts of the IETF did.

    `RateLimit-Limit`, `-Remaining` and `-Reset` (in seconds) are what clients read today: those of
    draft-ietf-httpapi-ratelimit-headers up to its seventh version. No answer is spoilt for them.
    """
    with suppress(StorageError):
        if limit := _limit_of_request(response):
            response.headers["RateLimit-Limit"] = str(limit.limit.amount)
            response.headers["RateLimit-Remaining"] = str(limit.remaining)
            response.headers["RateLimit-Reset"] = str(_seconds_until_reset(limit))
    return response


def _limit_of_request(response: Response) -> RequestLimit | None:
    """What refused this request, else what its route takes from; nothing on other routes."""
    counter, allowance = _counter(), OF_ENDPOINT.get(request.endpoint or "")
    if response.status_code >= LEAST_OF_OURS or request.method != "POST":
        return None
    if counter is None or allowance is None:
        return None
    return cast(RequestLimit, g.get("refused")) or counter.state(allowance, client())
