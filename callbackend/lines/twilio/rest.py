"""The carrier's REST API: create a call, find one, ask how it stands, end it.

    what a create says                                    it is             then
    201 with a sid                                        placed            Created
    400 with 21211, 21214 to 21217                        certainly not     Refused(INVALID_NUMBER)
    429; refused, no such host, no connection in time     certainly not     Later
    another 4xx                                           certainly not     Refused(FAILED)
    no answer in time, a reset, 5xx, a 2xx without a call unknown           Unknown

Each request has a connection of its own: a pooled one that the other end has just closed would be
an Unknown. No redirect is followed and nothing is tried again here.
"""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

import requests
from requests.exceptions import ConnectTimeout
from urllib3.exceptions import NameResolutionError, NewConnectionError

from callbackend.config import Settings
from callbackend.lines.base import EndReason

logger = logging.getLogger(__name__)

CONNECT_SECONDS, READ_SECONDS = 5.0, 10.0
# https://www.twilio.com/docs/api/errors: the number is none, or none that can be called.
INVALID_NUMBER = frozenset({21211, 21214, 21215, 21216, 21217})
# How long it rings, and how long a call may last, in seconds.
RING_SECONDS, LONGEST_SECONDS = 30, 300
STEPS = ("initiated", "ringing", "answered", "completed")
# What a call that is over is called, and what that means for us.
OVER = {
    "completed": EndReason.HUNG_UP,
    "busy": EndReason.BUSY,
    "no-answer": EndReason.NO_ANSWER,
    "failed": EndReason.FAILED,
    "canceled": EndReason.FAILED,
}
LARGEST_LIST = 50


@dataclass(frozen=True, slots=True)
class Created:
    """The carrier has it."""

    vendor_id: str


@dataclass(frozen=True, slots=True)
class RestRefused:
    """Certainly nothing rings, and nothing will."""

    reason: EndReason


@dataclass(frozen=True, slots=True)
class Later:
    """Certainly nothing rings; it may be tried again."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may ring. It is never created again."""


Answer = Created | RestRefused | Later | Unknown


@dataclass(frozen=True, slots=True)
class VendorCall:
    """How a call stands at the carrier."""

    vendor_id: str
    status: str
    # Seconds that it lasted, once it is over.
    seconds: int

    @property
    def ended(self) -> EndReason | None:
        """How it ended, if it has."""
        return OVER.get(self.status)


class Rest:
    """One account. Every method may be called from any thread, and none raises what HTTP does."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        sid = settings.twilio_account_sid
        self._base = f"{settings.twilio_api_url}/2010-04-01/Accounts/{sid}"
        self._login = (sid, settings.twilio_auth_token)

    def create(self, call_id: str, phone: str) -> Answer:
        """Ring this number (E.164)."""
        try:
            response = self._send("POST", "/Calls.json", self.form(call_id, phone))
        except (ConnectTimeout, requests.exceptions.ConnectionError) as error:
            return Later() if _never_connected(error) else Unknown()
        except requests.RequestException:
            return Unknown()
        return _answer(response)

    def form(self, call_id: str, phone: str) -> list[tuple[str, str]]:
        """What a create sends."""
        ours = f"{self._settings.call_public_url}/twilio/{call_id}"
        form = [
            ("To", phone),
            ("From", self._settings.twilio_from_number),
            ("Url", f"{ours}/answer"),
            ("StatusCallback", f"{ours}/status"),
            *(("StatusCallbackEvent", step) for step in STEPS),
            ("Timeout", str(RING_SECONDS)),
            ("TimeLimit", str(LONGEST_SECONDS)),
        ]
        if self._settings.twilio_amd:
            form += [
                ("MachineDetection", "Enable"),
                ("AsyncAmd", "true"),
                ("AsyncAmdStatusCallback", f"{ours}/amd"),
            ]
        return form

    def find(self, phone: str, since: float) -> VendorCall | None:
        """The one call to this number since then; None if there is none, or it cannot be told."""
        query = {
            "To": phone,
            "From": self._settings.twilio_from_number,
            "PageSize": str(LARGEST_LIST),
        }
        found = self._json("GET", "/Calls.json", params=query)
        calls = found.get("calls") if found else None
        young = [one for one in calls or [] if _created_at(one) >= since]
        return _vendor_call(young[0]) if len(young) == 1 else None

    def fetch(self, vendor_id: str) -> VendorCall | None:
        """How a call stands; None if that cannot be told now."""
        found = self._json("GET", f"/Calls/{vendor_id}.json")
        return _vendor_call(found) if found else None

    def hang_up(self, vendor_id: str) -> VendorCall | None:
        """End a call; how it stands then, or None if that cannot be told."""
        found = self._json("POST", f"/Calls/{vendor_id}.json", [("Status", "completed")])
        return _vendor_call(found) if found else None

    def account(self) -> Mapping[str, Any] | None:
        """The account, if its keys are good."""
        return self._json("GET", ".json")

    def number(self) -> Mapping[str, Any] | None:
        """What the carrier knows of the number that we call from; None if it is not ours."""
        query = {"PhoneNumber": self._settings.twilio_from_number}
        found = self._json("GET", "/IncomingPhoneNumbers.json", params=query)
        ours = (found or {}).get("incoming_phone_numbers")
        return ours[0] if isinstance(ours, list) and ours and isinstance(ours[0], dict) else None

    def clock_ahead(self) -> float | None:
        """How many seconds our clock is before the carrier's; None if it does not tell a time."""
        try:
            told = self._send("GET", ".json").headers.get("Date", "")
            return time.time() - parsedate_to_datetime(told).timestamp()
        except (requests.RequestException, ValueError):
            return None

    def _json(
        self,
        method: str,
        path: str,
        form: list[tuple[str, str]] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> dict[str, Any] | None:
        try:
            response = self._send(method, path, form, params)
            found = response.json()
        except (requests.RequestException, ValueError):
            return None
        return found if response.ok and isinstance(found, dict) else None

    def _send(
        self,
        method: str,
        path: str,
        form: list[tuple[str, str]] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> requests.Response:
        return requests.request(
            method,
            f"{self._base}{path}",
            data=form,
            params=params,
            auth=self._login,
            timeout=(CONNECT_SECONDS, READ_SECONDS),
            allow_redirects=False,
        )


def _never_connected(error: requests.RequestException) -> bool:
    """Whether not a byte of the request can have left us."""
    if isinstance(error, ConnectTimeout):
        return True
    cause: BaseException | None = error.args[0] if error.args else None
    reason = getattr(cause, "reason", cause)
    return isinstance(reason, NewConnectionError | NameResolutionError)


def _answer(response: requests.Response) -> Answer:
    if response.ok:
        sid = _object(response).get("sid")
        return Created(sid) if isinstance(sid, str) and sid else Unknown()
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        return Later()
    if 400 <= response.status_code < 500:
        code = _object(response).get("code")
        logger.warning("the carrier refused a call", extra={"code": code})
        is_invalid = response.status_code == HTTPStatus.BAD_REQUEST and code in INVALID_NUMBER
        return RestRefused(EndReason.INVALID_NUMBER if is_invalid else EndReason.FAILED)
    return Unknown()


def _object(response: requests.Response) -> dict[str, Any]:
    try:
        found = response.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _vendor_call(found: Mapping[str, Any]) -> VendorCall | None:
    sid, status = found.get("sid"), found.get("status")
    if not isinstance(sid, str) or not isinstance(status, str):
        return None
    return VendorCall(sid, status, seconds_in(found.get("duration")))


def seconds_in(told: object) -> int:
    """A duration as the carrier writes it: digits in a text, or nothing."""
    text = str(told or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _created_at(found: Mapping[str, Any]) -> float:
    """When the carrier made it (RFC 2822), in seconds since 1970; 0 if it does not say."""
    try:
        return parsedate_to_datetime(str(found.get("date_created"))).timestamp()
    except ValueError:
        return 0.0
