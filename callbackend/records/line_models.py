"""The tables of a line: who carries calls, what a carrier knows of them, what the gate counts.

A simulated line has books of its own (`is_real`): what it has played never counts on a real one.
"""

from sqlalchemy import BigInteger, Float, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from callbackend.records.models import OWNER_LENGTH, PHONE_LENGTH, Base

ID_LENGTH = 36
JOB_ID_LENGTH = 100
DAY_LENGTH = 10  # 2026-11-27


class Lease(Base):
    """A process that carries calls; who has not renewed its lease has died."""

    __tablename__ = "carriers"

    owner: Mapped[str] = mapped_column(String(OWNER_LENGTH), primary_key=True)
    lease_until: Mapped[float] = mapped_column(Float(53))


class LineCall(Base):
    """A call that was dialled, without its words, which it outlives."""

    __tablename__ = "line_calls"
    __table_args__ = (
        Index("line_calls_phone", "phone"),
        Index("line_calls_vendor", "vendor_id"),
    )

    call_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    phone: Mapped[str] = mapped_column(String(PHONE_LENGTH))
    job_id: Mapped[str] = mapped_column(String(JOB_ID_LENGTH))
    # The carrier's id; null until it has told it.
    vendor_id: Mapped[str | None] = mapped_column(String(64))
    # A person or a machine, where the carrier has told it.
    answered_by: Mapped[str | None] = mapped_column(String(40))
    # Where the number was found, if that is a page.
    source_url: Mapped[str | None] = mapped_column(Text)
    # The worst case, until the carrier has told how long it lasted.
    reserved_cents: Mapped[int]
    cost_cents: Mapped[int | None]
    seconds: Mapped[int | None]
    is_real: Mapped[bool]
    dialled_at: Mapped[float] = mapped_column(Float(53))
    # Whether the carrier may still have it up.
    is_open: Mapped[bool]
    # Since when nobody knows whether it rang.
    unsure_at: Mapped[float | None] = mapped_column(Float(53))


class AuditEntry(Base):
    """One decision about a call, or one fact of it; never changed, and without words."""

    __tablename__ = "line_audit"
    __table_args__ = (Index("line_audit_call", "call_id"),)

    # SQLite counts by itself only where the type is INTEGER.
    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    call_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    job_id: Mapped[str | None] = mapped_column(String(JOB_ID_LENGTH))
    at: Mapped[float] = mapped_column(Float(53))
    kind: Mapped[str] = mapped_column(String(40))
    # JSON.
    facts: Mapped[str] = mapped_column(Text)


class NumberDay(Base):
    """How often a number was rung on one day of its own, and answered."""

    __tablename__ = "number_days"

    phone: Mapped[str] = mapped_column(String(PHONE_LENGTH), primary_key=True)
    day: Mapped[str] = mapped_column(String(DAY_LENGTH), primary_key=True)
    is_real: Mapped[bool] = mapped_column(primary_key=True)
    rings: Mapped[int]
    answered: Mapped[int]


class LineDay(Base):
    """What one day (UTC) has had: calls dialled, money set aside and spent, in cents."""

    __tablename__ = "line_days"

    day: Mapped[str] = mapped_column(String(DAY_LENGTH), primary_key=True)
    is_real: Mapped[bool] = mapped_column(primary_key=True)
    dialled: Mapped[int]
    reserved_cents: Mapped[int]
    spent_cents: Mapped[int]


class LineJob(Base):
    """The same of one job."""

    __tablename__ = "line_jobs"

    job_id: Mapped[str] = mapped_column(String(JOB_ID_LENGTH), primary_key=True)
    is_real: Mapped[bool] = mapped_column(primary_key=True)
    dialled: Mapped[int]
    reserved_cents: Mapped[int]
    spent_cents: Mapped[int]


class LineSwitch(Base):
    """The one row that stops every real call, and says when the next may be dialled."""

    __tablename__ = "line_switch"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stopped_at: Mapped[float | None] = mapped_column(Float(53))
    why: Mapped[str | None] = mapped_column(String(200))
    next_dial_at: Mapped[float] = mapped_column(Float(53))
