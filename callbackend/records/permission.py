"""What the store asks of the gate inside the transaction that it writes.

The gate decides (`callbackend.gate.permits`); this is all that the tables need to know of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class DialRequest:
    """A call that is about to be dialled."""

    call_id: str
    job_id: str
    # E.164.
    phone: str
    # What who asked knows of where the business is, and of where its number is from.
    zip_code: str
    time_zone: str | None
    source_kind: str | None
    source_url: str | None
    # Seconds since 1970.
    at: float


@dataclass(frozen=True, slots=True)
class Denial:
    """Why it is not: for good, or for so many seconds at least; `code` as in the contract."""

    code: str
    retry_after: float | None = None
    # A sentence, without the number.
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CallEnd:
    """A call that ends with this step."""

    call_id: str
    # Whether the carrier has it; if not, whether nobody could find that out.
    was_placed: bool
    is_unsure: bool
    outcome: str
    at: float


@dataclass(frozen=True, slots=True)
class Placing:
    """A call that the carrier has told its own id of."""

    call_id: str
    vendor_id: str
    at: float


@dataclass(frozen=True, slots=True)
class Answering:
    """A call that was answered for the first time."""

    call_id: str
    phone: str
    at: float


class Gatekeeper(Protocol):
    """What is decided and counted in the transaction of a step."""

    def decide(
        self, connection: Connection, requests: Sequence[DialRequest]
    ) -> Mapping[str, Denial]:
        """The refusals by call id; what is not refused is counted and recorded as dialled."""

    def note_placings(self, connection: Connection, placings: Sequence[Placing]) -> None:
        """Keep what the carrier calls them."""

    def note_answers(self, connection: Connection, answers: Sequence[Answering]) -> None:
        """Count what was answered."""

    def note_opt_outs(self, connection: Connection, call_ids: Sequence[str], at: float) -> None:
        """Record who asked not to be called."""

    def note_endings(self, connection: Connection, endings: Sequence[CallEnd]) -> None:
        """Give back what was set aside for calls that cost nothing, and record the rest."""
