"""HTTP to another service of ours: bounded in time and size, with one question answered at once.

When a request fails: was anything sent? No connection, no request: `TryAgain`. Anything later is
`Unsure`.
"""

from dataclasses import dataclass

import requests
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectionError as RequestsConnectionError
from requests.exceptions import ConnectTimeout, RequestException
from urllib3.exceptions import HTTPError, MaxRetryError, NewConnectionError

from common import request_id
from common.bodies import TooLong, read_body
from quoteapp.errors import TryAgain, Unsure, VendorError

LONGEST_ANSWER_SECONDS = 10.0
LARGEST_ANSWER = 64 * 1024 * 1024  # 500 calls with long transcripts are about 5 MB
CONNECTIONS = 32


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whatever its status."""

    status: int
    retry_after: str | None
    content: bytes


class Http:
    """A pool of connections; its only failures are `TryAgain` and `Unsure`."""

    def __init__(self) -> None:
        self._session = requests.Session()
        self._session.trust_env = False  # A proxy of the environment must not see phone numbers.
        adapter = HTTPAdapter(pool_maxsize=CONNECTIONS, max_retries=0)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def send(
        self,
        method: str,
        url: str,
        body: object,
        headers: dict[str, str],
        timeout: tuple[float, float],
    ) -> Reply:
        """The reply. `timeout`: seconds to connect, seconds between two bytes of the answer.

        The id of the request that is served goes along.
        """
        try:
            response = self._session.request(
                method,
                url,
                json=body,
                headers=headers | request_id.headers(),
                timeout=timeout,
                allow_redirects=False,
                stream=True,
            )
            with response:
                content = read_body(response.raw, LARGEST_ANSWER, LONGEST_ANSWER_SECONDS)
        except TooLong as error:
            raise Unsure("the answer is too long") from error
        except RequestException as error:
            raise _failure(error) from error
        except HTTPError as error:
            raise Unsure(type(error).__name__) from error
        return Reply(response.status_code, response.headers.get("Retry-After"), content)

    def close(self) -> None:
        """Close every connection."""
        self._session.close()


def _failure(error: RequestException) -> VendorError:
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
