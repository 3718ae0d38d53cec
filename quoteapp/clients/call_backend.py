"""The service that rings: section 2 of the contract, seen from our side.

| it says | we raise |
|---|---|
| no connection | `TryAgain`: nothing was sent |
| 429, or 408 or 503 with Retry-After | `TryAgain` after that time: certainly not dialled |
| 422 | `NumberRefused`, a `GiveUp` |
| another 4xx | `GiveUp` |
| a connection that broke or timed out later, 5xx, an answer we cannot read | `Unsure` |

A 503 without Retry-After is a proxy's word, not the call backend's: the request may have
arrived, so it is `Unsure`.
"""

import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, cast

import orjson
from flask import Flask, current_app
from werkzeug.local import LocalProxy

from quoteapp.errors import GiveUp, TryAgain, Unsure
from quoteapp.states import PRICED, Outcome

if TYPE_CHECKING:
    from quoteapp.clients.http import Http, Reply

# Seconds to connect, seconds between two bytes of the answer. Every question is answered within
# milliseconds, and one that is not may be asked again.
TIMEOUT = (3.05, 5.0)
HEALTH_TIMEOUT = (2.0, 3.0)
LOOKUP_LIMIT = 500
ENDED = "ended"
CALL_ID = re.compile(r"[!-~]{1,100}")
# What cannot be kept: NUL (Postgres) and half of a surrogate pair (no UTF-8).
UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
HIGHEST_PRICE = Decimal(10**8)  # what Numeric(10, 2) holds
LONGEST_WAIT = 120.0


class NumberRefused(GiveUp):
    """The number must not, or cannot, be dialled."""


@dataclass(frozen=True, slots=True)
class EndedCall:
    """A call that is over."""

    call_id: str
    outcome: Outcome
    estimated_price: Decimal | None
    negotiated_price: Decimal | None
    transcript: str | None  # "Agent: …" and "Provider: …", a line each


class CallBackend:
    """The call backend at `url`. Every method raises a `VendorError`, and nothing else."""

    def __init__(self, url: str, http: "Http") -> None:
        self.url = url.rstrip("/")
        self._http = http

    def check_health(self) -> None:
        """Return if the service answers that it can take calls."""
        self._send("GET", "/health", timeout=HEALTH_TIMEOUT)

    def start(self, job_id: str, key: str, body: dict[str, Any]) -> str:
        """Ask for one call; its id. The same `key` never rings twice, however often it is sent."""
        answer = self._send("POST", f"/start-job/{job_id}", body, {"Idempotency-Key": key})
        call_id = answer.get("call_id")
        if not isinstance(call_id, str) or not CALL_ID.fullmatch(call_id):
            raise Unsure("the answer has no call_id")
        return call_id

    def ended(self, call_id: str) -> EndedCall | None:
        """The call if it is over, else `None`."""
        return _ended(self._send("GET", f"/calls/{call_id}"))

    def ended_among(self, call_ids: Sequence[str]) -> Iterable[EndedCall]:
        """Those of the calls (at most LOOKUP_LIMIT) that are over.

        One that cannot be read is left out: it must not keep the others from being settled.
        """
        answer = self._send("POST", "/calls/lookup", {"call_ids": list(call_ids)})
        calls = answer.get("calls")
        if not isinstance(calls, list):
            raise Unsure("the answer has no calls")
        for call in calls:
            try:
                ended = _ended(call)
            except Unsure:
                continue
            if ended is not None:
                yield ended

    def cancel(self, call_id: str) -> EndedCall | None:
        """End the call; how it ended, or `None` if it is still hanging up."""
        return _ended(self._send("POST", f"/calls/{call_id}/cancel"))

    def close(self) -> None:
        """Close its connections."""
        self._http.close()

    def _send(
        self,
        method: str,
        path: str,
        body: object = None,
        headers: dict[str, str] | None = None,
        timeout: tuple[float, float] = TIMEOUT,
    ) -> dict[str, Any]:
        return _read(self._http.send(method, self.url + path, body, headers or {}, timeout))


def _read(reply: "Reply") -> dict[str, Any]:
    """The JSON object of a 2xx; raises what the table above says for the rest."""
    status = reply.status
    if status == 429 or (status in (408, 503) and reply.retry_after is not None):
        raise TryAgain(f"HTTP {status}", after=_seconds(reply.retry_after))
    if status == 422:
        raise NumberRefused(f"HTTP {status}")
    if 400 <= status < 500:
        raise GiveUp(f"HTTP {status}")
    if not 200 <= status < 300:
        raise Unsure(f"HTTP {status}")
    try:
        answer = _parse(reply.content)
    # A body of brackets alone is deeper than Python's stack.
    except (ValueError, RecursionError) as error:
        raise Unsure("the answer is not JSON") from error
    if not isinstance(answer, dict):
        raise Unsure("the answer is not a JSON object")
    return answer


def _parse(content: bytes) -> Any:
    """The value in it; what orjson is too strict for (half a surrogate pair) is no error."""
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return json.loads(content, parse_constant=_refuse_constant)


def _refuse_constant(name: str) -> Any:
    """NaN and Infinity are Python's, not JSON's."""
    raise ValueError(name)


def _seconds(text: str | None) -> float | None:
    """Retry-After in seconds, bounded; its date form counts as not said."""
    try:
        seconds = float(text or "")
    except ValueError:
        return None
    return None if math.isnan(seconds) else min(max(seconds, 0.0), LONGEST_WAIT)


def _ended(call: object) -> EndedCall | None:
    """A call object of the contract, if it is over. Raises `Unsure` if it cannot be read."""
    if not isinstance(call, dict) or not isinstance(call.get("call_id"), str):
        raise Unsure("not a call")
    if call.get("status") != ENDED:
        return None
    try:
        outcome = Outcome(str(call.get("outcome")))
        estimated = _price(call.get("estimated_price"))
        negotiated = _price(call.get("negotiated_price"))
        transcript = _transcript(call.get("transcript"))
    except (ValueError, InvalidOperation, KeyError, TypeError) as error:
        raise Unsure("a call that cannot be read") from error
    if outcome is not Outcome.AGREED:
        negotiated = None
    estimated = estimated or negotiated
    if outcome in PRICED and estimated is None:
        outcome = Outcome.NO_AGREEMENT  # Completed means that a price was named.
    return EndedCall(call["call_id"], outcome, estimated, negotiated, transcript)


def _price(value: object) -> Decimal | None:
    """Dollars with cents. Raises ValueError for what is no price."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError(value)
    price = Decimal(str(value)).quantize(Decimal("0.01"))
    if not 0 < price < HIGHEST_PRICE:
        raise ValueError(value)
    return price


def _transcript(turns: object) -> str | None:
    """The turns as the page shows them."""
    if not isinstance(turns, list):
        raise TypeError(turns)
    lines = [f"{str(turn['role']).capitalize()}: {turn['text']}" for turn in turns]
    return UNKEEPABLE.sub("\N{REPLACEMENT CHARACTER}", "\n".join(lines)) or None


call_backend = cast(CallBackend, LocalProxy(lambda: _of(current_app)))
"""The call backend of the current Flask app."""


def _of(app: Flask) -> CallBackend:
    """The app's client, made at its first use: requests takes 50 ms to import."""
    client: CallBackend | None = app.extensions.get("call_backend")
    if client is None:
        from quoteapp.clients.http import Http

        made = CallBackend(app.extensions["settings"].call_backend_url, Http())
        client = app.extensions.setdefault("call_backend", made)
    return client
