"""What a call needs to know of its job.

The job itself lives in Redis and may be gone while its calls are under way; what is said on
the phone is therefore kept beside the providers, and written in the same transaction.

Of an erased job a tombstone is left for a while: the same row, without a word of the customer's.
Whoever was still at work on the job finds it, and does nothing (`services.erasing`).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from quoteapp.extensions import db
from quoteapp.models.columns import Moment, Shown


class Brief(db.Model):  # type: ignore[name-defined,misc]  # Flask-SQLAlchemy makes Model at run time
    """One row per job that has been searched, or erased."""

    __tablename__ = "briefs"
    # What has been left alone for long is erased, oldest first; tombstones go as they grow old.
    __table_args__ = (Index("ix_briefs_age", "erased_at", "searched_at"),)

    job_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    # The customer's answers by question id, as JSON with sorted keys so that SQL can compare
    # them: the same answers must not search again.
    answers: Mapped[str] = mapped_column(Text)
    # The `brief` of the call backend's contract, without `best_quote`.
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    searched_at: Mapped[datetime] = mapped_column(Moment)
    # When the first call was asked for; from then on the answers stand.
    calls_started_at: Mapped[datetime | None] = mapped_column(Moment)
    # The line of the call backend when calls were started last; none: never yet.
    line: Mapped[str | None] = mapped_column(String(40))
    # When the customer confirmed that these businesses are rung on their behalf.
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    # Which of the offers the customer took.
    chosen_provider_id: Mapped[int | None]
    # When no more need be rung: `services.calls.stopping`.
    stop_when: Mapped[dict[str, Any] | None] = mapped_column(Shown)
    # When the job was erased; none: it lives.
    erased_at: Mapped[datetime | None] = mapped_column(Moment)
