"""One callback as HTTP: the call object, signed after Standard Webhooks."""

import logging
import threading
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson
import requests
from sqlalchemy import Row
from urllib3.exceptions import HTTPError

from callbackend.records.representation import call_json
from common.bodies import TooLong, read_body
from common.webhooks import Signer

logger = logging.getLogger(__name__)

# To connect, and to wait for each piece of the answer.
TIMEOUT_SECONDS = (3.05, 10.0)
LARGEST_ANSWER = 4096
LONGEST_ANSWER_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Parcel:
    """One result on its way."""

    call_id: str
    seq: int
    url: str
    body: bytes
    attempts: int
    ended_at: float

    @classmethod
    def of(cls, row: Row[Any]) -> "Parcel":
        """The parcel of a row of `CallStore.owed`."""
        url = orjson.loads(row.request)["callback_url"]
        return cls(row.call_id, row.seq, url, call_json(row), row.callback_attempts, row.ended_at)

    @property
    def receiver(self) -> str:
        """Scheme, host and port: what is down, or hangs, together."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of one try; `is_reached` says that somebody answered at all."""

    parcel: Parcel
    is_delivered: bool
    is_reached: bool


class Sender:
    """Posts parcels. Thread-safe: every thread keeps its own connections."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        self._signer = Signer(secrets)
        self._threads = threading.local()

    def send(self, parcel: Parcel) -> Attempt:
        """Try once. Never raises."""
        try:
            # A redirect is not a 2xx: the signed result goes where the request said, or nowhere.
            response = self._session().post(
                parcel.url,
                data=parcel.body,
                headers=self._headers(parcel),
                timeout=TIMEOUT_SECONDS,
                allow_redirects=False,
                stream=True,
            )
            with response:
                # Reading the little that is there lets the connection be used again.
                read_body(response.raw, LARGEST_ANSWER, LONGEST_ANSWER_SECONDS)
        except TooLong:
            pass  # Its status has come, and that is all that we want to know.
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            logger.info(
                "callback not delivered",
                extra={"call_id": parcel.call_id, "reason": type(error).__name__},
            )
            return Attempt(parcel, is_delivered=False, is_reached=False)
        return self._answered(parcel, response.status_code)

    def _answered(self, parcel: Parcel, status: int) -> Attempt:
        is_delivered = 200 <= status < 300
        if not is_delivered:
            logger.info(
                "callback refused", extra={"call_id": parcel.call_id, "http_status": status}
            )
        return Attempt(parcel, is_delivered, is_reached=True)

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._threads, "session", None)
        if session is None:
            session = self._threads.session = requests.Session()
            # A proxy or a .netrc of this machine has no business in a callback.
            session.trust_env = False
        return session

    def _headers(self, parcel: Parcel) -> dict[str, str]:
        # The same for every try of the same result, so that a receiver can tell a repeat.
        message_id = f"{parcel.call_id}.{parcel.seq}"
        signed = self._signer.headers(message_id, parcel.body)
        return {"content-type": "application/json", **signed}
