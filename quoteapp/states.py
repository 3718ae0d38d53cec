"""Every status of the product, and which may follow which."""

from enum import StrEnum


class JobStatus(StrEnum):
    """Where a job stands (the seeds' JobStatus)."""

    COLLECTING_INFO = "collecting_info"
    READY_FOR_SEARCH = "ready_for_search"
    SEARCHED = "searched"


class CallStatus(StrEnum):
    """Where the call to one provider stands; `None` before a call is asked for."""

    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"


class Outcome(StrEnum):
    """How a finished call ended."""

    AGREED = "agreed"
    QUOTED = "quoted"
    VISIT_ONLY = "visit_only"
    NO_AGREEMENT = "no_agreement"
    DECLINED = "declined"
    OPTED_OUT = "opted_out"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    INVALID_NUMBER = "invalid_number"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    ERROR = "error"


OPEN = frozenset({CallStatus.PENDING, CallStatus.IN_PROGRESS})

PRICED = frozenset({Outcome.AGREED, Outcome.QUOTED})
"""The outcomes in which a person named a price; every other one is a failure."""

NEVER_AGAIN = frozenset(
    {Outcome.INVALID_NUMBER, Outcome.OPTED_OUT, Outcome.DECLINED, Outcome.VISIT_ONLY}
)
"""The failures that `retry_failed` leaves alone: nobody is there, or they have said their word."""

MOST_ATTEMPTS = 3
"""How often one provider is rung for one job at most."""

NEVER_DIAL = "never_dial"
"""The call backend's refusal that stands for good: this business must not be rung for this job."""

MOVES: dict[CallStatus | None, frozenset[CallStatus]] = {
    None: frozenset({CallStatus.PENDING}),
    CallStatus.PENDING: frozenset({CallStatus.IN_PROGRESS, CallStatus.FAILED}),
    # Back to pending only when the call backend certainly did nothing.
    CallStatus.IN_PROGRESS: frozenset(
        {CallStatus.COMPLETED, CallStatus.FAILED, CallStatus.PENDING}
    ),
    CallStatus.FAILED: frozenset({CallStatus.PENDING}),  # retry_failed: a new attempt
    CallStatus.COMPLETED: frozenset(),
}


def can_retry(outcome: Outcome | None, attempt: int, refusal: str | None) -> bool:
    """Whether `retry_failed` would dial once more whose latest attempt ended so."""
    has_failed = outcome is not None and outcome not in PRICED | NEVER_AGAIN
    return has_failed and attempt < MOST_ATTEMPTS and refusal != NEVER_DIAL


def status_after(outcome: Outcome) -> CallStatus:
    """The call status that an outcome ends in."""
    return CallStatus.COMPLETED if outcome in PRICED else CallStatus.FAILED
