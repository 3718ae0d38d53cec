"""The service that rings: section 2 of the contract, seen from our side.

| it says | we raise |
|---|---|
| no connection | `TryAgain`: nothing was sent |
| 429, or 503 with Retry-After | `TryAgain` after that time: certainly not dialled |
| 422 | `NumberRefused`, a `GiveUp` |
| another 4xx | `GiveUp` |
| a connection that broke or timed out later, 5xx, an answer we cannot read | `Unsure` |

A 503 without Retry-After is a proxy's word, not the call backend's: the request may have
arrived, so it is `Unsure`.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, cast

import orjson
import requests
from flask import Flask, current_app
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectionError as RequestsConnectionError
from requests.exceptions import ConnectTimeout, RequestException
from urllib3.exceptions import MaxRetryError, NewConnectionError
from werkzeug.local import LocalProxy

from quoteapp.config import Settings
from quoteapp.errors import GiveUp, TryAgain, Unsure, VendorError
from quoteapp.states import PRICED, Outcome

TIMEOUT = (3.05, 10)  # seconds to connect, seconds between two bytes of the answer
HEALTH_TIMEOUT = (2, 3)
LONGEST_ANSWER_SECONDS = 10.0
LARGEST_ANSWER = 64 * 1024 * 1024  # 500 calls with long transcripts are about 5 MB
LOOKUP_LIMIT = 500
ENDED = "ended"
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

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.session = requests.Session()
        self.session.trust_env = False  # A proxy of the environment must not see phone numbers.
        adapter = HTTPAdapter(pool_maxsize=32, max_retries=0)
        self.session.mount("http://", adapter)
        self.session.mount("https://", adapter)

    def check_health(self) -> None:
        """Return if the service answers that it can take calls."""
        self._send("GET", "/health", timeout=HEALTH_TIMEOUT)

    def start(self, job_id: str, key: str, body: dict[str, Any]) -> str:
        """Ask for one call; its id. The same `key` never rings twice, however often it is sent."""
        answer = self._send("POST", f"/start-job/{job_id}", body, {"Idempotency-Key": key})
        call_id = answer.get("call_id")
        if not isinstance(call_id, str) or not 0 < len(call_id) <= 100:
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

    def _send(
        self,
        method: str,
        path: str,
        body: object = None,
        headers: dict[str, str] | None = None,
        timeout: tuple[float, float] = TIMEOUT,
    ) -> dict[str, Any]:
        try:
            response = self.session.request(
                method,
                self.url + path,
                json=body,
                headers=headers,
                timeout=timeout,
                allow_redirects=False,
                stream=True,
            )
            with response:
                return _read(response, _content(response))
        except RequestException as error:
            raise _failure_of_transport(error) from error


def _content(response: requests.Response) -> bytes:
    """The body, within bounds: a service that trickles or floods must not hold a thread."""
    deadline = time.monotonic() + LONGEST_ANSWER_SECONDS
    content = bytearray()
    for chunk in response.iter_content(64 * 1024):
        content += chunk
        if len(content) > LARGEST_ANSWER or time.monotonic() > deadline:
            raise Unsure("the answer is too long")
    return bytes(content)


def _failure_of_transport(error: RequestException) -> VendorError:
    """Whether anything was sent decides: no connection, no call."""
    if isinstance(error, ConnectTimeout):
        return TryAgain("Connection timed out")
    if isinstance(error, RequestsConnectionError):
        cause = error.args[0] if error.args else None
        reason = cause.reason if isinstance(cause, MaxRetryError) else None
        if isinstance(reason, NewConnectionError):
            return TryAgain(_words(reason))
    return Unsure(type(error).__name__)


def _words(error: NewConnectionError) -> str:
    """The operating system's own words: "Connection refused"."""
    os_error = error.__cause__
    return (isinstance(os_error, OSError) and os_error.strerror) or "Connection failed"


def _read(response: requests.Response, content: bytes) -> dict[str, Any]:
    """The JSON object of a 2xx; raises what the table above says for the rest."""
    status = response.status_code
    if status == 429 or (status == 503 and "Retry-After" in response.headers):
        raise TryAgain(f"HTTP {status}", after=_seconds(response.headers.get("Retry-After")))
    if status == 422:
        raise NumberRefused(f"HTTP {status}")
    if 400 <= status < 500:
        raise GiveUp(f"HTTP {status}")
    if not response.ok or status >= 300:
        raise Unsure(f"HTTP {status}")
    try:
        answer = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise Unsure("the answer is not JSON") from error
    if not isinstance(answer, dict):
        raise Unsure("the answer is not a JSON object")
    return answer


def _seconds(text: str | None) -> float | None:
    """Retry-After in seconds, bounded; its date form counts as not said."""
    try:
        return min(max(float(text or ""), 0.0), LONGEST_WAIT)
    except ValueError:
        return None


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
    return "\n".join(lines) or None


call_backend = cast(CallBackend, LocalProxy(lambda: current_app.extensions["call_backend"]))
"""The call backend of the current Flask app."""


def init_app(app: Flask, settings: Settings) -> None:
    """Tie a client to `app`."""
    app.extensions["call_backend"] = CallBackend(settings.call_backend_url)
