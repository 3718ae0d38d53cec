"""Every refusal of this service, each with its HTTP status, its code and one sentence.

CallBackendError
├── BadBody             400  bad_request    the body cannot be read
├── Unauthorized        401  unauthorized
├── BadSignature        403  bad_signature
├── NotFound            404  not_found
│   └── CallNotFound    404  not_found
├── KeyReused           409  key_reused
├── Erased              410  erased         the call of this key was erased: nothing is dialled
├── RequestRefused      422  bad_request    the body or the header is wrong
├── NumberRefused       422  number_refused this number must not or cannot be dialled
├── DoNotCall           422  do_not_call    it asked not to be called
├── NeverDial           422  never_dial     this line never dials it
├── TooManyCalls        429  too_many       certainly not dialled, try later
├── NotNow              503  unavailable    certainly not dialled, try later
└── Unsure              500  unsure         it may have been accepted: only the same key again

What a framework refuses has a code of `HTTP_CODES`.
"""

from http import HTTPStatus
from math import ceil

HTTP_CODES = {
    HTTPStatus.BAD_REQUEST: "bad_request",
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too_large",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "unsupported_media_type",
    HTTPStatus.INTERNAL_SERVER_ERROR: "internal_error",
}

# Long enough for a locked database to be free again, short enough that a customer still waits.
RETRY_SECONDS = 5


class CallBackendError(Exception):
    """The root: `detail` is the sentence a client reads, `code` the word for programs."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR
    code = "internal_error"
    headers: dict[str, str]

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers = {}


class BadBody(CallBackendError):
    """The body is not JSON as this service takes it."""

    status = HTTPStatus.BAD_REQUEST
    code = "bad_request"


class Unauthorized(CallBackendError):
    """The request brings no token that is good for its route."""

    status = HTTPStatus.UNAUTHORIZED
    code = "unauthorized"

    def __init__(self) -> None:
        super().__init__("This needs a bearer token")
        self.headers = {"WWW-Authenticate": "Bearer"}


class BadSignature(CallBackendError):
    """A carrier's callback that the carrier has not signed."""

    status = HTTPStatus.FORBIDDEN
    code = "bad_signature"

    def __init__(self) -> None:
        super().__init__("This is not signed by the carrier")


class NotFound(CallBackendError):
    """Nothing is there."""

    status = HTTPStatus.NOT_FOUND
    code = "not_found"


class CallNotFound(NotFound):
    """No call has this id."""

    def __init__(self, call_id: str) -> None:
        super().__init__(f"Call not found: {call_id}")


class KeyReused(CallBackendError):
    """The idempotency key belongs to another request."""

    status = HTTPStatus.CONFLICT
    code = "key_reused"

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used with a different request")


class Erased(CallBackendError):
    """The call of this key was erased, and its key is shut."""

    status = HTTPStatus.GONE
    code = "erased"

    def __init__(self) -> None:
        super().__init__("The call of this Idempotency-Key was erased")


class RequestRefused(CallBackendError):
    """The request does not have the shape of the contract."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "bad_request"


class NumberRefused(CallBackendError):
    """A number that must not, or cannot, be dialled; trying again will not help."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "number_refused"


class DoNotCall(CallBackendError):
    """Whoever has this number asked not to be called."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "do_not_call"

    def __init__(self) -> None:
        super().__init__("phone: this number asked not to be called")


class NeverDial(CallBackendError):
    """Nothing is wrong with the number, and this line never dials it all the same."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "never_dial"


class TryLater(CallBackendError):
    """Certainly nothing was dialled; `retry_after` says in seconds when to ask again."""

    def __init__(self, detail: str, retry_after: float = RETRY_SECONDS) -> None:
        super().__init__(detail)
        self.retry_after = retry_after
        self.headers = {"Retry-After": str(max(1, ceil(retry_after)))}


class TooManyCalls(TryLater):
    """As many calls are live, or dialled within a second, as may be."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    code = "too_many"


class NotNow(TryLater):
    """Its database, its clock or the hour of the day does not allow a call at the moment."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    code = "unavailable"


class Unsure(CallBackendError):
    """The commit was sent but its answer was lost; only the same key may be sent again."""

    code = "unsure"

    def __init__(self) -> None:
        super().__init__("The call may or may not have been accepted")


def refusal_of(code: str, detail: str, retry_after: float | None) -> CallBackendError:
    """The error that the gate's word stands for."""
    if retry_after is not None:
        kind = TooManyCalls if code == TooManyCalls.code else NotNow
        return kind(detail, retry_after)
    if code == DoNotCall.code:
        return DoNotCall()
    return NumberRefused(detail) if code == NumberRefused.code else NeverDial(detail)
