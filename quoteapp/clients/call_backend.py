"""The service that rings: section 2 of the contract, seen from our side.

| it says | we raise |
|---|---|
| no connection | `TryAgain`: nothing was sent |
| 429, or 408 or 503 with Retry-After | `TryAgain` after that time: certainly not dialled |
| 409, 410, 422 | `Refused`, a `GiveUp`: its last word on this key |
| 401 | `TokenRefused`, a `GiveUp` that says nothing of the key |
| another 4xx | `GiveUp`, likewise |
| a connection that broke or timed out later, 5xx, an answer we cannot read | `Unsure` |

A 503 without Retry-After is a proxy's word, not the call backend's: the request may have
arrived, so it is `Unsure`.

What a refusal's `code` makes of a row is `OUTCOMES`. Only what is said of the number itself ends
it as a number: a mistake of ours must not condemn a business for good.
"""

import math
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from flask import Flask, current_app
from werkzeug.local import LocalProxy

from quoteapp.clients.ended_calls import EndedCall, ended_call
from quoteapp.clients.json_objects import UNKEEPABLE, json_object
from quoteapp.clients.live_calls import LiveCall, live_call
from quoteapp.config import SIMULATED_LINE, Settings
from quoteapp.errors import GiveUp, TryAgain, Unsure
from quoteapp.states import NEVER_DIAL, Outcome

if TYPE_CHECKING:
    from quoteapp.clients.http import Http, Reply

NUMBER_REFUSED = "number_refused"
BAD_REQUEST = "bad_request"
OUTCOMES = {
    NUMBER_REFUSED: Outcome.INVALID_NUMBER,
    "do_not_call": Outcome.OPTED_OUT,
    NEVER_DIAL: Outcome.ERROR,  # and never retried
    BAD_REQUEST: Outcome.ERROR,
    "key_reused": Outcome.ERROR,
    "erased": Outcome.ERROR,
}
# The code of a refusal that brings none.
UNAUTHORIZED, NOT_FOUND, UNPROCESSABLE = 401, 404, 422
CODES = {409: "key_reused", 410: "erased", UNPROCESSABLE: BAD_REQUEST}
# What ends a row for good is said with a 422 alone.
FOR_GOOD = {NUMBER_REFUSED, "do_not_call", NEVER_DIAL}
CODE = re.compile(r"[a-z][a-z_]{0,39}")
# Of the sentence that a row keeps for operators, who must not read a number there.
MOST_WORDS = 200
LONG_NUMBER = re.compile(r"\+?\d(?:[ ().-]*\d){5,}")

# Seconds to connect, seconds between two bytes of the answer. Every question is answered within
# milliseconds, and one that is not may be asked again.
TIMEOUT = (3.05, 5.0)
CHECK_TIMEOUT = (2.0, 3.0)
# A customer waits for it; whatever is not answered by then is asked again.
ERASE_TIMEOUT = (1.0, 2.0)
# Somebody watches: 1.5 s in all, and the next look is a second away.
LIVE_TIMEOUT = (0.5, 1.0)
LOOKUP_LIMIT = 500
CALL_ID = re.compile(r"[!-~]{1,100}")
LONGEST_WAIT = 30 * 24 * 3600.0  # Whatever is longer says no more than this.


class Refused(GiveUp):
    """The call backend's last word on a key: nothing was dialled for it, and nothing will be.

    `code` is why, in its word; `outcome` is what that makes of the row.
    """

    def __init__(self, reason: str, code: str = BAD_REQUEST) -> None:
        super().__init__(reason)
        self.code = code
        self.outcome = OUTCOMES.get(code, Outcome.ERROR)


class NotThere(GiveUp):
    """The call backend knows no such thing."""


class TokenRefused(GiveUp):
    """The call backend does not let us in."""

    def __init__(self) -> None:
        super().__init__("it refuses our token")


class CallBackend:
    """The call backend at `url`. Every method raises a `VendorError`, and nothing else.

    `token` opens its door, `admin_token` its operators' routes; none: it may let us in without.
    """

    def __init__(self, url: str, http: "Http", token: str = "", admin_token: str = "") -> None:
        self.url = url.rstrip("/")
        self._http = http
        self._headers = _bearer(token)
        self._admin_headers = _bearer(admin_token)

    def check(self) -> str:
        """Whether it takes calls, from us: the name of its line. One that names none rings nobody.

        Its /health would answer anybody.
        """
        answer = self._send("POST", "/calls/lookup", {"call_ids": []}, timeout=CHECK_TIMEOUT)
        line = answer.get("line")
        if not isinstance(answer.get("calls"), list) or not isinstance(line, str | None):
            raise Unsure("it is no call backend")
        return line or SIMULATED_LINE

    def start(self, job_id: str, key: str, body: dict[str, Any]) -> str:
        """Ask for one call; its id. The same `key` never rings twice, however often it is sent."""
        answer = self._send("POST", f"/start-job/{quote(job_id, '')}", body, _key(key))
        call_id = answer.get("call_id")
        if not isinstance(call_id, str) or not CALL_ID.fullmatch(call_id):
            raise Unsure("the answer has no call_id")
        return call_id

    def ended(self, call_id: str) -> EndedCall | None:
        """The call if it is over, else `None`."""
        return ended_call(self._send("GET", f"/calls/{quote(call_id, '')}"))

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
                ended = ended_call(call)
            except Unsure:
                continue
            if ended is not None:
                yield ended

    def live(self, call_ids: Sequence[str]) -> Iterable[LiveCall]:
        """The calls (at most LOOKUP_LIMIT) as they stand; one that cannot be read is left out."""
        body = {"call_ids": list(call_ids)}
        calls = self._send("POST", "/calls/lookup", body, timeout=LIVE_TIMEOUT).get("calls")
        if not isinstance(calls, list):
            raise Unsure("the answer has no calls")
        return [found for call in calls if (found := live_call(call)) is not None]

    def cancel(self, call_id: str) -> EndedCall | None:
        """End the call; how it ended, or `None` if it is still hanging up."""
        return ended_call(self._send("POST", f"/calls/{quote(call_id, '')}/cancel"))

    def erase(self, key: str) -> None:
        """End the call of a key, forget it, and shut the key: a late post of it dials nothing."""
        self._send("DELETE", f"/calls/by-key/{quote(key, '')}", timeout=ERASE_TIMEOUT)

    def block(self, phone: str) -> None:
        """Have a number dialled never again."""
        self._send("POST", f"/do-not-call/{quote(phone, '')}", headers=self._admin_headers)

    def unblock(self, phone: str) -> None:
        """Let a number be dialled again; one that is not blocked stays so."""
        try:
            self._send("DELETE", f"/do-not-call/{quote(phone, '')}", headers=self._admin_headers)
        except NotThere:
            return

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
        headers = self._headers | (headers or {})
        return _read(self._http.send(method, self.url + path, body, headers, timeout))


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


def _key(key: str) -> dict[str, str]:
    return {"Idempotency-Key": key}


def _read(reply: "Reply") -> dict[str, Any]:
    """The JSON object of a 2xx; raises what the table above says for the rest."""
    status = reply.status
    if status == 429 or (status in (408, 503) and reply.retry_after is not None):
        raise TryAgain(f"HTTP {status}", after=_seconds(reply.retry_after))
    if status in CODES:
        raise _refusal(reply)
    if status == UNAUTHORIZED:
        raise TokenRefused
    if status == NOT_FOUND:
        raise NotThere(f"HTTP {status}")
    if 400 <= status < 500:
        raise GiveUp(f"HTTP {status}")
    if not 200 <= status < 300:
        raise Unsure(f"HTTP {status}")
    answer = json_object(reply.content)
    if answer is None:
        raise Unsure("the answer is not a JSON object")
    return answer


def _refusal(reply: "Reply") -> Refused:
    """What a refusal says; a backend from before the codes speaks of a number with `phone:`."""
    said = json_object(reply.content) or {}
    detail, code = str(said.get("detail", "")), said.get("code")
    if not isinstance(code, str) or not CODE.fullmatch(code):
        of_number = reply.status == UNPROCESSABLE and detail.startswith("phone:")
        code = NUMBER_REFUSED if of_number else CODES[reply.status]
    if reply.status != UNPROCESSABLE and code in FOR_GOOD:
        code = CODES[reply.status]
    words = f": {_plain(detail)}" if detail else ""
    return Refused(f"HTTP {reply.status} {code}{words}", code)


def _plain(detail: str) -> str:
    """What an operator may read of a sentence of the call backend's, on one line."""
    text = LONG_NUMBER.sub("…", " ".join(UNKEEPABLE.sub(" ", detail).split()))
    return text[:MOST_WORDS]


def _seconds(text: str | None) -> float | None:
    """Retry-After in seconds, bounded; its date form counts as not said."""
    try:
        seconds = float(text or "")
    except ValueError:
        return None
    return None if math.isnan(seconds) else min(max(seconds, 0.0), LONGEST_WAIT)


call_backend = cast(CallBackend, LocalProxy(lambda: _of(current_app)))
"""The call backend of the current Flask app."""


def _of(app: Flask) -> CallBackend:
    """The app's client, made at its first use: requests takes 50 ms to import."""
    client: CallBackend | None = app.extensions.get("call_backend")
    if client is None:
        from quoteapp.clients.http import Http

        settings: Settings = app.extensions["settings"]
        tokens = (settings.call_backend_token[:1], settings.call_admin_token[:1])
        made = CallBackend(settings.call_backend_url, Http(), *map("".join, tokens))
        client = app.extensions.setdefault("call_backend", made)
    return client
