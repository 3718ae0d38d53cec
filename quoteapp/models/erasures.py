"""What of an erased job is still to be erased outside of this database."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quoteapp.extensions import db
from quoteapp.models.columns import Moment

DOCUMENT = ""
"""In the place of a call's key: the job's document in Redis."""


class Erasure(db.Model):  # type: ignore[name-defined,misc]  # Flask-SQLAlchemy makes Model at run time
    """One thing that is left; the row goes when the thing has gone. It tells of ids alone."""

    __tablename__ = "erasures"
    __table_args__ = (UniqueConstraint("job_id", "call_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[str] = mapped_column(String(36))
    # The idempotency key of a call at the call backend, or DOCUMENT.
    call_key: Mapped[str] = mapped_column(String(100))
    # When the sweep tries next, and how often it has.
    look_at: Mapped[datetime] = mapped_column(Moment, index=True)
    tries: Mapped[int] = mapped_column(default=0)
