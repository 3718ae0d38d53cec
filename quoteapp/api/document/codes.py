"""Every `Error-Code`: what it means, which answers have it, and the sentence of an example."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from quoteapp import errors
from quoteapp.language.library import TRADES

JOB_ID = "550e8400-e29b-41d4-a716-446655440000"


class Code(NamedTuple):
    """What a code means, and an error that has it: one of ours, or its sentence."""

    meaning: str
    error: errors.QuoteappError | str
    more: Mapping[str, object] = MappingProxyType({})

    @property
    def is_timed(self) -> bool:
        """Whether `Retry-After` says when to come again."""
        return isinstance(self.error, errors.QuoteappError) and "Retry-After" in self.error.headers

    def example(self) -> dict[str, object]:
        """A body with it."""
        body: dict[str, object] = {"detail": str(self.error), **self.more}
        if isinstance(self.error, errors.InvalidInput):
            body["errors"] = self.error.errors
        return body


CODES: Mapping[str, Code] = {
    "job_not_found": Code(
        "There is no such job, or it is erased, or its time is over.", errors.JobNotFound(JOB_ID)
    ),
    "no_providers": Code("The job has nobody to ring.", errors.NoProvidersFound(JOB_ID)),
    "provider_not_found": Code("The job has no such provider.", errors.ProviderNotFound(7)),
    "place_not_found": Code("There is no such ZIP code.", errors.PlaceNotFound("00000")),
    "key_reused": Code(
        "The `Idempotency-Key` came with another body before.", errors.IdempotencyKeyReused()
    ),
    "job_busy": Code(
        "Another request is still at work on this job; it may be sent again.",
        errors.JobIsBusy(JOB_ID),
    ),
    "calls_started": Code(
        "Other answers come too late: calls have started.", errors.CallsAlreadyStarted(JOB_ID)
    ),
    "confirmation_needed": Code(
        'A real phone would ring: send `"confirmed": true` once the customer says so.',
        errors.ConfirmationNeeded(JOB_ID),
    ),
    "nothing_to_choose": Code("The provider has named no price.", errors.NothingToChoose(2)),
    "unsupported_body": Code(
        "The body is not declared as JSON, or it is compressed.",
        errors.UnsupportedBody("The body must be JSON, and its Content-Type application/json."),
    ),
    "invalid_input": Code(
        "`errors` says which fields are refused, and why.",
        errors.InvalidInput({"zip_code": ["No such ZIP code."]}),
    ),
    "job_too_large": Code(
        "It is more than is kept of one job; nothing was changed.", errors.JobTooLarge("answers")
    ),
    "no_trade": Code(
        "None of the trades does this work: nobody is rung on a guess.",
        errors.NoTradeDoesThis(TRADES),
    ),
    "rate_limited": Code(
        "More was asked for than one client may, or all of them together; nothing was changed.",
        errors.TooManyRequests("Too many jobs were started", 42),
    ),
    "unauthorized": Code(
        "The token is missing or wrong.",
        errors.NotAuthorized("The admin token is missing or wrong."),
    ),
    "call_backend_unavailable": Code(
        "The service that rings does not answer; nobody was rung.",
        errors.CallBackendUnavailable("Connection refused"),
    ),
    "not_ready": Code(
        "Something that is depended on is down.",
        "Not ready: call_backend: Connection refused",
        {"database": "ok", "redis": "ok", "call_backend": "Connection refused"},
    ),
    "job_store_unavailable": Code("Jobs cannot be read right now.", errors.JobStoreUnavailable()),
    "database_unavailable": Code("Nothing can be kept right now.", errors.DatabaseUnavailable()),
    "bad_request": Code("The request or its body cannot be read.", "The body is not valid JSON."),
    "url_not_found": Code("There is no such URL.", "URL not found."),
    "method_not_allowed": Code(
        "The URL takes another method: see `Allow`.",
        "The method is not allowed for the requested URL.",
    ),
    "body_too_large": Code("The body is larger than 64 KiB.", "The body is larger than 64 KiB."),
    "too_large": Code("The body or the headers are too large.", "The body is too large."),
    "too_long": Code("The URL is too long.", "The URL is too long."),
    "too_slow": Code(
        "The request did not arrive in time; it may be sent again.",
        "The request took too long to arrive.",
    ),
    "too_many": Code(
        "Too many requests were sent before their answers came.",
        "Too many requests were sent ahead of their answers.",
    ),
    "internal_error": Code("A mistake of ours.", "Something went wrong on our side."),
    "unavailable": Code("The server is busy, or took too long.", "The server is busy."),
    "stopping": Code(
        "The server was stopped over this request.",
        "The server was stopped while it worked on this.",
    ),
}

INTERNAL: Mapping[str, str] = {
    "not_found": "of no answer: those that are raised say what was not found",
    "database_behind": "of no answer: the readiness says its sentence",
}
"""The codes of our exceptions that no answer of the document has, each with the reason."""

AWAY = ("job_store_unavailable", "database_unavailable", "unavailable", "stopping")
ANYWHERE = (
    *("bad_request", "url_not_found", "method_not_allowed", "too_slow", "body_too_large"),
    *("too_large", "too_long", "too_many", "internal_error", *AWAY),
)
"""What any request may be answered."""

BY_STATUS: Mapping[str, tuple[str, ...]] = {
    "401": ("unauthorized",),
    "404": ("job_not_found",),
    "415": ("unsupported_body",),
    "422": ("invalid_input",),
    "429": ("rate_limited", "too_many"),
    "503": AWAY,
    "default": ANYWHERE,
}
"""The codes of an answer with this status, unless the next table names others."""

BY_OPERATION: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("ready", "503"): ("not_ready", "unavailable", "stopping"),
    ("startJob", "409"): ("key_reused", "job_busy"),
    ("startJob", "422"): ("invalid_input", "no_trade", "job_too_large"),
    ("completeJob", "409"): ("calls_started", "job_busy"),
    ("completeJob", "422"): ("invalid_input", "job_too_large"),
    ("startCalls", "404"): ("job_not_found", "no_providers"),
    ("startCalls", "409"): ("confirmation_needed",),
    ("startCalls", "503"): ("call_backend_unavailable", *AWAY),
    ("chooseOffer", "404"): ("job_not_found", "provider_not_found"),
    ("chooseOffer", "409"): ("nothing_to_choose",),
    ("getPlace", "404"): ("place_not_found",),
}


def codes_of(operation: str, status: str) -> tuple[str, ...]:
    """The codes that an operation's answer of this status may have, the likeliest first."""
    return BY_OPERATION.get((operation, status)) or BY_STATUS[status]
