"""The tables of this service: what survives a restart, and what survives erasing."""

from sqlalchemy import BigInteger, Float, Index, String, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from callbackend.states import CallStatus

# Literal text: SQLite uses a partial index only when it can see that the condition is the same.
IS_LIVE = text(f"status != '{CallStatus.ENDED}'")
IS_OVER = text(f"status = '{CallStatus.ENDED}'")
IS_OWED = text("callback_due_at IS NOT NULL")
PHONE_LENGTH = 20
OWNER_LENGTH = 100
HASH_LENGTH = 64


class Base(DeclarativeBase):
    """The tables of this service."""


class Call(Base):
    """One attempt to ring one business.

    Times are seconds since 1970 in UTC, prices whole cents: both are exact on every database.
    The transcript is the state of a conversation; whoever replays it knows where the call stands.
    """

    __tablename__ = "calls"
    __table_args__ = (
        # Partial, so that a million ended calls cost a restart, a sweep or a sender nothing.
        Index("calls_live", "updated_at", sqlite_where=IS_LIVE, postgresql_where=IS_LIVE),
        # By its own index, for the transcripts between make a walk through the table dear.
        Index("calls_over", "updated_at", sqlite_where=IS_OVER, postgresql_where=IS_OVER),
        Index("calls_owed", "callback_due_at", sqlite_where=IS_OWED, postgresql_where=IS_OWED),
    )

    call_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    idempotency_key: Mapped[str] = mapped_column(String(255), unique=True)
    # Of the job id and the request as sent: another one under the same key is a 409.
    fingerprint: Mapped[str] = mapped_column(String(HASH_LENGTH))
    job_id: Mapped[str] = mapped_column(String(100))
    provider_id: Mapped[int] = mapped_column(BigInteger)
    phone: Mapped[str] = mapped_column(String(PHONE_LENGTH))
    # What carries it; null in calls of older code.
    line: Mapped[str | None] = mapped_column(String(20))
    # JSON: name, brief and callback_url.
    request: Mapped[str] = mapped_column(Text)

    status: Mapped[str] = mapped_column(String(12), default=CallStatus.QUEUED)
    outcome: Mapped[str | None] = mapped_column(String(20))
    estimated_cents: Mapped[int | None] = mapped_column(BigInteger)
    # The last price of theirs; null in calls of older code, too, as are moves and notes.
    last_offer_cents: Mapped[int | None] = mapped_column(BigInteger)
    negotiated_cents: Mapped[int | None] = mapped_column(BigInteger)
    # JSON: [{"kind", "text", "price", "turn"}], and [{"by", "kind", "price", "turn"}].
    notes: Mapped[str | None] = mapped_column(Text, default="[]")
    moves: Mapped[str | None] = mapped_column(Text, default="[]")
    # JSON: [{"role", "text", "at"}].
    transcript: Mapped[str] = mapped_column(Text, default="[]")
    # The process that carries it: see `carriers`. Null in calls of older code.
    owner: Mapped[str | None] = mapped_column(String(OWNER_LENGTH))
    # Grows with every change; each change is conditional on it, so two writers cannot both win.
    seq: Mapped[int] = mapped_column(default=0)

    created_at: Mapped[float] = mapped_column(Float(53))
    dialled_at: Mapped[float | None] = mapped_column(Float(53))
    answered_at: Mapped[float | None] = mapped_column(Float(53))
    updated_at: Mapped[float] = mapped_column(Float(53))
    ended_at: Mapped[float | None] = mapped_column(Float(53))

    # When the next attempt to deliver the result is due; null when none is owed (any more).
    callback_due_at: Mapped[float | None] = mapped_column(Float(53))
    callback_attempts: Mapped[int] = mapped_column(default=0)


class ErasedKey(Base):
    """An idempotency key whose call was erased, or shall never be: all that is kept of it."""

    __tablename__ = "erased_keys"

    # SHA-256 of the key, in hexadecimal.
    key_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), primary_key=True)
    erased_at: Mapped[float] = mapped_column(Float(53))


class OptOut(Base):
    """A number that is never dialled, for no job; it survives the erasing of its call."""

    __tablename__ = "do_not_call"

    # E.164.
    phone: Mapped[str] = mapped_column(String(PHONE_LENGTH), primary_key=True)
    since: Mapped[float] = mapped_column(Float(53))
    # `said` on a call, or what an operator gave as the reason.
    why: Mapped[str] = mapped_column(String(200))
    # The call on which it was said.
    call_id: Mapped[str | None] = mapped_column(String(36))
