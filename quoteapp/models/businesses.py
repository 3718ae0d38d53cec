"""The directory that a search looks in: the operator's own businesses."""

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from quoteapp.extensions import db


class Business(db.Model):  # type: ignore[name-defined,misc]  # Flask-SQLAlchemy makes Model at run time
    """One business and one trade of it; a business with two trades has two rows."""

    __tablename__ = "businesses"
    __table_args__ = (
        UniqueConstraint("phone", "trade"),
        Index("ix_businesses_trade_place", "trade", "latitude", "longitude"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(20))  # E.164
    trade: Mapped[str] = mapped_column(String(40))
    zip_code: Mapped[str] = mapped_column(String(5))
    # The centroid of its ZIP, in degrees; a military ZIP has none that anybody knows.
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
