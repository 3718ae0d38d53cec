"""A provider found for a job, and the one call to it that counts: its latest attempt."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar, Self

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Text,
    literal_column,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from quoteapp.extensions import db
from quoteapp.models.columns import PHONE, Moment, Price, Shown, Word, word_of
from quoteapp.models.findings import Move, Note
from quoteapp.states import CallStatus, Outcome, can_retry

OPEN_ROWS = "call_status IN ('pending', 'in_progress')"


def _index_of_open_rows(name: str, *columns: str) -> Index:
    condition = text(OPEN_ROWS)
    return Index(name, "call_status", *columns, sqlite_where=condition, postgresql_where=condition)


class Source(StrEnum):
    """Where a provider was found."""

    SAMPLE = "sample"  # the directory that ships: nobody's real business
    IMPORT = "import"  # the operator's own list
    WEB = "web"

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        """`import` was `imported` once."""
        return cls("import") if value == "imported" else None


class Provider(db.Model):  # type: ignore[name-defined,misc]  # Flask-SQLAlchemy makes Model at run time
    """One row per provider of a job. `call_status` moves in `services.calls.rows` only."""

    __tablename__ = "providers"
    __table_args__ = (
        Index("ix_providers_job_id", "job_id", "id"),
        # The sweep reads open rows only: finished ones, however many, cost it nothing. Of thousands
        # that are live it reads the second index alone, and none of their pages.
        _index_of_open_rows("ix_providers_open", "look_at"),
        _index_of_open_rows("ix_providers_deadline", "deadline", "call_id"),
        # An id is never used again: it is part of the idempotency key of a call.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[str] = mapped_column(ForeignKey("briefs.job_id"))
    name: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(PHONE)  # E.164
    source: Mapped[Source] = mapped_column(Word(Source))
    source_url: Mapped[str | None] = mapped_column(Text)
    # From the job's ZIP code to the business's, where both are known.
    distance_miles: Mapped[float | None]
    # An IANA name: whose hours count for a toll-free number.
    time_zone: Mapped[str | None] = mapped_column(String(40))

    # Dollars before tax.
    estimated_price: Mapped[Decimal | None] = mapped_column(Price)
    last_offer: Mapped[Decimal | None] = mapped_column(Price)
    negotiated_price: Mapped[Decimal | None] = mapped_column(Price)
    call_status: Mapped[CallStatus | None] = mapped_column(word_of(CallStatus))
    outcome: Mapped[Outcome | None] = mapped_column(word_of(Outcome))
    call_transcript: Mapped[str | None] = mapped_column(Text)
    # Each with the line of the transcript that shows it; null where no call has told any.
    notes: Mapped[list[Note] | None] = mapped_column(Shown)
    moves: Mapped[list[Move] | None] = mapped_column(Shown)
    # Why it failed, for operators.
    reason: Mapped[str | None] = mapped_column(Text)
    # The `code` with which the call backend refused this attempt.
    refusal: Mapped[str | None] = mapped_column(String(40))

    # Grows with every change of the row: by itself where an object is saved, and by hand in the
    # UPDATEs of `services.calls.rows`. What a poll is told rests on it.
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__: ClassVar = {"version_id_col": version}

    # Counts from 1 at start-calls; with the ids it makes the idempotency key.
    attempt: Mapped[int] = mapped_column(default=0)
    # The very body that was posted: the same key must never carry another one.
    call_request: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    call_id: Mapped[str | None] = mapped_column(String(100), unique=True)
    # The customer called it off while it was with the call backend.
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    # This attempt: when it was asked for, from when on it may be claimed (its pause, its hour),
    # when it must be over, and when it was.
    asked_at: Mapped[datetime | None] = mapped_column(Moment)
    # The wave that it is rung in, 1 or 2; none once a later one has opened: see `calls.waves`.
    wave: Mapped[int | None] = mapped_column(SmallInteger)
    opens_at: Mapped[datetime | None] = mapped_column(Moment)
    deadline: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    # When the call backend dialled, and when somebody answered; known once the call is over.
    dialled_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    # When the sweep acts on an open row, if nothing has happened until then.
    look_at: Mapped[datetime | None] = mapped_column(Moment)

    @property
    def can_retry(self) -> bool:
        """Whether `retry_failed` would dial it once more."""
        return can_retry(self.outcome, self.attempt, self.refusal)

    @property
    def call_key(self) -> str:
        """The idempotency key of this attempt.

        Derived, not random: whoever sends it again, after whatever crash, sends the same.
        """
        return f"{self.job_id}:{self.id}:{self.attempt}"


# Without a type, for as a Boolean SQLAlchemy would write `(…) = 1`, which proves nothing either.
IS_OPEN: ColumnElement[bool] = literal_column(f"providers.{OPEN_ROWS}")
"""The condition of the indexes of open rows, to the letter.

A planner uses a partial index only where it can prove its condition, which it cannot of a
status that is bound as a parameter: whoever looks for open rows says this beside it.
"""
