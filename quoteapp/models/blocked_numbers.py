"""Who asked not to be called again, by any job."""

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from quoteapp.extensions import db
from quoteapp.models.columns import PHONE, Moment


class BlockedNumber(db.Model):  # type: ignore[name-defined,misc]  # Flask-SQLAlchemy makes Model at run time
    """One row per number; it belongs to no job, and survives the erasing of all of them."""

    __tablename__ = "blocked_numbers"

    phone: Mapped[str] = mapped_column(PHONE, primary_key=True)  # E.164
    since: Mapped[datetime] = mapped_column(Moment)
    # For operators: who has put it here.
    why: Mapped[str] = mapped_column(Text)
