"""The directory that a search looks in: the operator's own businesses."""

from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from common.words.folding import folded
from quoteapp.extensions import db

LONGEST_NAME = 200


def key_of_name(name: str) -> str:
    """What is the same for the same name, without capitals and accents."""
    return " ".join(folded(name).split())[:LONGEST_NAME]  # One character may become several.


def _key_of_new_row(context: Any) -> str:
    return key_of_name(context.get_current_parameters()["name"])


class Business(db.Model):  # type: ignore[name-defined,misc]  # Flask-SQLAlchemy makes Model at run time
    """One business and one trade of it; a business with two trades has two rows."""

    __tablename__ = "businesses"
    __table_args__ = (
        UniqueConstraint("phone", "trade"),
        Index("ix_businesses_trade_place", "trade", "latitude", "longitude"),
        Index("ix_businesses_external_id", "external_id", "trade", unique=True),
        Index("ix_businesses_name_key", "name_key", "zip_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    phone: Mapped[str] = mapped_column(String(20))  # E.164
    trade: Mapped[str] = mapped_column(String(40))
    zip_code: Mapped[str] = mapped_column(String(5))
    # The centroid of its ZIP, in degrees; a military ZIP has none that anybody knows.
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    # What the operator's own system calls it; it stays where name and phone change.
    external_id: Mapped[str | None] = mapped_column(String(100))
    name_key: Mapped[str | None] = mapped_column(String(LONGEST_NAME), default=_key_of_new_row)
