"""Every refusal of this service, each with its HTTP status and one sentence.

CallBackendError
├── CallNotFound        404
├── KeyReused           409
├── RequestRefused      422  the body or the header is wrong
├── NumberRefused       422  this number must not or cannot be dialled
├── TooManyCalls        429  certainly not dialled, try later
├── NotNow              503  certainly not dialled, try later
└── Unsure              500  it may have been accepted: only the same key may be sent again
"""

from math import ceil

HTTP_NOT_FOUND = 404
HTTP_CONFLICT = 409
HTTP_UNPROCESSABLE = 422
HTTP_TOO_MANY = 429
HTTP_SERVER_ERROR = 500
HTTP_UNAVAILABLE = 503

# Long enough for a locked database to be free again, short enough that a customer still waits.
RETRY_SECONDS = 5


class CallBackendError(Exception):
    """The root: `detail` is the sentence a client reads."""

    status = HTTP_SERVER_ERROR
    headers: dict[str, str]

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers = {}


class CallNotFound(CallBackendError):
    """No call has this id."""

    status = HTTP_NOT_FOUND

    def __init__(self, call_id: str) -> None:
        super().__init__(f"Call not found: {call_id}")


class KeyReused(CallBackendError):
    """The idempotency key belongs to another request."""

    status = HTTP_CONFLICT

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used with a different request")


class RequestRefused(CallBackendError):
    """The request does not have the shape of the contract."""

    status = HTTP_UNPROCESSABLE


class NumberRefused(CallBackendError):
    """A number that must not, or cannot, be dialled; trying again will not help."""

    status = HTTP_UNPROCESSABLE


class TryLater(CallBackendError):
    """Certainly nothing was dialled; `retry_after` says in seconds when to ask again."""

    def __init__(self, detail: str, retry_after: float = RETRY_SECONDS) -> None:
        super().__init__(detail)
        self.headers = {"Retry-After": str(max(1, ceil(retry_after)))}


class TooManyCalls(TryLater):
    """As many calls as this service may hold are live."""

    status = HTTP_TOO_MANY

    def __init__(self) -> None:
        super().__init__("Too many live calls")


class NotNow(TryLater):
    """Its database, its clock or the hour of the day does not allow a call at the moment."""

    status = HTTP_UNAVAILABLE


class Unsure(CallBackendError):
    """The commit was sent but its answer was lost; only the same key may be sent again."""

    def __init__(self) -> None:
        super().__init__("The call may or may not have been accepted")
