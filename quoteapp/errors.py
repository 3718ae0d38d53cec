"""Our exceptions.

QuoteappError
├── NotFound (404)
│   ├── JobNotFound
│   ├── ProviderNotFound
│   ├── PlaceNotFound
│   └── NoProvidersFound
├── IdempotencyKeyReused (409)
├── CallsAlreadyStarted (409)
├── ConfirmationNeeded (409)
├── NothingToChoose (409)
├── JobIsBusy (409)
├── UnsupportedBody (415)
├── InvalidInput (422)
│   ├── JobTooLarge
│   └── NoTradeDoesThis
├── TooManyRequests (429)
├── NotAuthorized (401)
├── Unavailable (503)
│   ├── CallBackendUnavailable
│   ├── JobStoreUnavailable
│   ├── DatabaseUnavailable
│   └── DatabaseBehind
└── VendorError: what a client of an outside service reports to a service of ours
    ├── TryAgain
    ├── GiveUp
    └── Unsure

Each knows its HTTP status, its `code` for programs (the header `Error-Code`) and its sentence;
`api/errors.py` alone turns them into JSON.
"""

from collections.abc import Mapping, Sequence
from math import ceil
from types import MappingProxyType

from common.media_types import TAKEN

Errors = Mapping[str, object]
"""Messages per field, nested where the body is."""

SOON = {"Retry-After": "5"}
BY_TOKEN = {"WWW-Authenticate": "Bearer"}


class QuoteappError(Exception):
    """Any error that this project raises on purpose; `str()` of it is safe to show."""

    code = "internal_error"
    status = 500
    headers: Mapping[str, str] = MappingProxyType({})


class NotFound(QuoteappError):
    """What the URL names is not here."""

    code = "not_found"
    status = 404


class JobNotFound(NotFound):
    """No job has this id, or its time to live is over."""

    code = "job_not_found"

    def __init__(self, job_id: str) -> None:
        super().__init__(f"Job not found: {job_id}")


class ProviderNotFound(NotFound):
    """The job has no such provider."""

    code = "provider_not_found"

    def __init__(self, provider_id: int) -> None:
        super().__init__(f"Provider not found: {provider_id}")


class PlaceNotFound(NotFound):
    """There is no such ZIP code."""

    code = "place_not_found"

    def __init__(self, zip_code: str) -> None:
        super().__init__(f"No such ZIP code: {zip_code}")


class IdempotencyKeyReused(QuoteappError):
    """The key was sent before, with another body."""

    code = "key_reused"
    status = 409

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was sent with another body before.")


class NoProvidersFound(NotFound):
    """The job has nobody to call."""

    code = "no_providers"

    def __init__(self, job_id: str) -> None:
        super().__init__(f"No providers found for job: {job_id}")


class CallsAlreadyStarted(QuoteappError):
    """Other answers came after the first call was asked for."""

    code = "calls_started"
    status = 409

    def __init__(self, job_id: str) -> None:
        super().__init__(f"Calls have already started for job: {job_id}")


class ConfirmationNeeded(QuoteappError):
    """A real phone would ring, and the customer has not confirmed that it may."""

    code = "confirmation_needed"
    status = 409

    def __init__(self, job_id: str) -> None:
        super().__init__(f"Confirm that these businesses may be rung for job: {job_id}")


class NothingToChoose(QuoteappError):
    """The provider has named no price, so that there is nothing to choose."""

    code = "nothing_to_choose"
    status = 409

    def __init__(self, provider_id: int) -> None:
        super().__init__(f"This provider has named no price: {provider_id}")


class JobIsBusy(QuoteappError):
    """Another request is still completing this job."""

    code = "job_busy"
    status = 409
    headers = SOON

    def __init__(self, job_id: str) -> None:
        super().__init__(f"Another request is still completing job: {job_id}")


class UnsupportedBody(QuoteappError):
    """The body is not declared as JSON, or is compressed; its sentence says which."""

    code = "unsupported_body"
    status = 415
    headers = TAKEN


class InvalidInput(QuoteappError):
    """The body has a field that we refuse; `errors` says which and why."""

    code = "invalid_input"
    status = 422

    def __init__(self, errors: Errors) -> None:
        super().__init__(_sentence(errors))
        self.errors = errors


class JobTooLarge(InvalidInput):
    """The job's document would be larger than what is kept of one; `field` is what made it so."""

    code = "job_too_large"

    def __init__(self, field: str) -> None:
        super().__init__({field: ["Too much to be kept with one job."]})


class NoTradeDoesThis(InvalidInput):
    """The work is that of none of the trades; `notice` is said as well where there is danger."""

    code = "no_trade"

    def __init__(self, trades: Sequence[str], notice: str | None = None) -> None:
        known = f"{', '.join(trades[:-1])} and {trades[-1]}"
        sentence = f"None of our trades does this. They are: {known}."
        super().__init__({"query": [f"{notice} {sentence}" if notice else sentence]})


class TooManyRequests(QuoteappError):
    """The client, or all of them together, asked for more than they may; nothing was changed.

    `reason` begins the sentence; `after` is in how many seconds something is allowed again.
    """

    code = "rate_limited"
    status = 429

    def __init__(self, reason: str, after: int = 1) -> None:
        super().__init__(f"{reason}; please try again in {_duration(after)}.")
        self.headers = {"Retry-After": str(after)}


class NotAuthorized(QuoteappError):
    """A token or a signature is missing or wrong."""

    code = "unauthorized"
    status = 401
    headers = BY_TOKEN


class Unavailable(QuoteappError):
    """Something that we depend on does not answer; trying later is sensible."""

    code = "unavailable"
    status = 503
    headers = SOON


class CallBackendUnavailable(Unavailable):
    """The service that rings does not answer."""

    code = "call_backend_unavailable"

    def __init__(self, reason: str) -> None:
        super().__init__(f"Call backend service unavailable: {reason}")


class JobStoreUnavailable(Unavailable):
    """Redis does not answer."""

    code = "job_store_unavailable"

    def __init__(self) -> None:
        super().__init__("The job store is unavailable; please try again shortly.")


class DatabaseUnavailable(Unavailable):
    """SQL does not answer."""

    code = "database_unavailable"

    def __init__(self) -> None:
        super().__init__("The database is unavailable; please try again shortly.")


class DatabaseBehind(Unavailable):
    """SQL answers, without the tables that this code works with."""

    code = "database_behind"

    def __init__(self) -> None:
        super().__init__("It is not migrated: run `flask --app wsgi db upgrade`.")


class VendorError(QuoteappError):
    """A request to an outside service did not succeed; `str()` is the reason, for operators."""

    status = 502


class TryAgain(VendorError):
    """Certainly nothing happened there, and a later try may succeed.

    `after` is how many seconds the service asked us to wait, `None` where it did not say.
    """

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class GiveUp(VendorError):
    """Certainly nothing happened there, and nothing will."""


class Unsure(VendorError):
    """It may have happened: only the same idempotency key may be sent again."""


def _duration(seconds: int) -> str:
    """A wait as people say it, rounded up."""
    for unit, length in (("hour", 3600), ("minute", 60), ("second", 1)):
        if seconds > length:
            return f"{ceil(seconds / length)} {unit}s"
    return "a second"


def _sentence(errors: Errors) -> str:
    """One sentence that a page can show as it is."""
    parts = [f"{field}: {_first(messages)}" for field, messages in errors.items()]
    return "; ".join(parts) or "The request is not valid."


def _first(messages: object) -> object:
    """The first message, however deep Marshmallow nested it."""
    while isinstance(messages, Mapping | list) and messages:
        messages = next(iter(messages.values())) if isinstance(messages, Mapping) else messages[0]
    return messages
