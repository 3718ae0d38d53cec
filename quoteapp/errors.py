"""Our exceptions.

QuoteappError
├── NotFound (404)
│   ├── JobNotFound
│   └── NoProvidersFound
├── CallsAlreadyStarted (409)
├── JobIsBusy (409)
├── InvalidInput (422)
│   ├── JobTooLarge
│   └── NoTradeDoesThis
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

Each knows its HTTP status and its sentence; `api/errors.py` alone turns them into JSON.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

Errors = Mapping[str, object]
"""Messages per field, nested where the body is."""


class QuoteappError(Exception):
    """Any error that this project raises on purpose; `str()` of it is safe to show."""

    status = 500
    headers: ClassVar[Mapping[str, str]] = {}


class NotFound(QuoteappError):
    """What the URL names is not here."""

    status = 404


class JobNotFound(NotFound):
    """No job has this id, or its time to live is over."""

    def __init__(self, job_id: str) -> None:
        super().__init__(f"Job not found: {job_id}")


class NoProvidersFound(NotFound):
    """The job has nobody to call."""

    def __init__(self, job_id: str) -> None:
        super().__init__(f"No providers found for job: {job_id}")


class CallsAlreadyStarted(QuoteappError):
    """Other answers came after the first call was asked for."""

    status = 409

    def __init__(self, job_id: str) -> None:
        super().__init__(f"Calls have already started for job: {job_id}")


class JobIsBusy(QuoteappError):
    """Another request is still completing this job."""

    status = 409
    headers: ClassVar = {"Retry-After": "5"}

    def __init__(self, job_id: str) -> None:
        super().__init__(f"Another request is still completing job: {job_id}")


class InvalidInput(QuoteappError):
    """The body has a field that we refuse; `errors` says which and why."""

    status = 422

    def __init__(self, errors: Errors) -> None:
        super().__init__(_sentence(errors))
        self.errors = errors


class JobTooLarge(InvalidInput):
    """The job's document would be larger than what is kept of one; `field` is what made it so."""

    def __init__(self, field: str) -> None:
        super().__init__({field: ["Too much to be kept with one job."]})


class NoTradeDoesThis(InvalidInput):
    """The work is that of none of the trades; `notice` is said as well where there is danger."""

    def __init__(self, trades: Sequence[str], notice: str | None = None) -> None:
        known = f"{', '.join(trades[:-1])} and {trades[-1]}"
        sentence = f"None of our trades does this. They are: {known}."
        super().__init__({"query": [f"{notice} {sentence}" if notice else sentence]})


class NotAuthorized(QuoteappError):
    """A token or a signature is missing or wrong."""

    status = 401
    headers: ClassVar = {"WWW-Authenticate": "Bearer"}


class Unavailable(QuoteappError):
    """Something that we depend on does not answer; trying later is sensible."""

    status = 503
    headers: ClassVar = {"Retry-After": "5"}


class CallBackendUnavailable(Unavailable):
    """The service that rings does not answer."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Call backend service unavailable: {reason}")


class JobStoreUnavailable(Unavailable):
    """Redis does not answer."""

    def __init__(self) -> None:
        super().__init__("The job store is unavailable; please try again shortly.")


class DatabaseUnavailable(Unavailable):
    """SQL does not answer."""

    def __init__(self) -> None:
        super().__init__("The database is unavailable; please try again shortly.")


class DatabaseBehind(Unavailable):
    """SQL answers, without the tables that this code works with."""

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


def _sentence(errors: Errors) -> str:
    """One sentence that a page can show as it is."""
    parts = [f"{field}: {_first(messages)}" for field, messages in errors.items()]
    return "; ".join(parts) or "The request is not valid."


def _first(messages: object) -> object:
    """The first message, however deep Marshmallow nested it."""
    while isinstance(messages, Mapping | list) and messages:
        messages = next(iter(messages.values())) if isinstance(messages, Mapping) else messages[0]
    return messages
