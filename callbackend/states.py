"""Where a call stands and how it ended: the words of the contract, written once."""

from enum import StrEnum


class CallStatus(StrEnum):
    """The way of a call, in this order; a step may be left out, none is taken back."""

    QUEUED = "queued"
    DIALING = "dialing"
    RINGING = "ringing"
    IN_PROGRESS = "in_progress"
    ENDED = "ended"


class Outcome(StrEnum):
    """How an ended call ended. The first two came back with a price."""

    AGREED = "agreed"
    QUOTED = "quoted"
    VISIT_ONLY = "visit_only"  # a price only after a visit
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
