"""The product's side of the evidence: its rows, read straight from SQL."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from quoteapp.models import BlockedNumber, Provider

OPEN = ("pending", "in_progress")


@dataclass(frozen=True)
class Row:
    """A provider's row; `values` are its columns, times in seconds since the epoch."""

    values: Any

    @property
    def key(self) -> str:
        """The idempotency key of its latest attempt."""
        return self.key_of(self.values.attempt)

    def key_of(self, attempt: int) -> str:
        """The idempotency key of any attempt."""
        return f"{self.values.job_id}:{self.values.id}:{attempt}"

    @property
    def deadline(self) -> float:
        """When it must be over."""
        return float(self.values.deadline.timestamp())

    @property
    def asked_at(self) -> float:
        """When its latest attempt was asked for."""
        return float(self.values.asked_at.timestamp())

    @property
    def is_open(self) -> bool:
        """Whether its call is still asked for."""
        return self.values.call_status in OPEN

    def __str__(self) -> str:
        row = self.values
        facts = (row.call_status, row.outcome, row.reason, row.call_id)
        return f"provider {row.id} attempt {row.attempt} of {row.job_id}: " + ", ".join(
            str(fact) for fact in facts
        )


@dataclass(frozen=True)
class Blocked:
    """A number that asked not to be called, in seconds since the epoch."""

    since: float


def blocked_numbers(connection: Connection) -> dict[str, Blocked]:
    """All of them, by phone."""
    table = BlockedNumber.__table__
    found = connection.execute(select(table.c.phone, table.c.since))
    return {phone: Blocked(since.timestamp()) for phone, since in found}


def asked_rows(connection: Connection) -> list[Row]:
    """The rows for which a call was ever asked."""
    table = Provider.__table__
    return [Row(row) for row in connection.execute(select(table).where(table.c.attempt > 0))]
