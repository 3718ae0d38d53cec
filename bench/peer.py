"""The same route as one would write it with FastAPI, pydantic and SQLAlchemy: the peer.

`uvicorn --workers 2 bench.peer:app`, DATABASE_URL as SQLAlchemy spells it.
"""

import json
import os
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, field_validator
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

NEVER_AGAIN = {"invalid_number", "opted_out", "declined", "visit_only"}
MOST_ATTEMPTS = 3


class Base(DeclarativeBase):
    """The base of the table."""


class Provider(Base):
    """The columns that the answer needs."""

    __tablename__ = "providers"

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[str]
    name: Mapped[str]
    phone: Mapped[str | None]
    # As they come: text from SQLite, decimals from Postgres; pydantic makes both a number.
    estimated_price: Mapped[str | None]
    negotiated_price: Mapped[str | None]
    call_status: Mapped[str | None]
    outcome: Mapped[str | None]
    last_offer: Mapped[str | None]
    notes: Mapped[str | None]
    source: Mapped[str]
    distance_miles: Mapped[float | None]
    call_transcript: Mapped[str | None]
    attempt: Mapped[int]
    refusal: Mapped[str | None]

    @property
    def can_retry(self) -> bool:
        """Whether `retry_failed` would ask for it again."""
        return (
            self.call_status == "failed"
            and self.outcome not in NEVER_AGAIN
            and self.attempt < MOST_ATTEMPTS
            and self.refusal != "never_dial"
        )


class Note(BaseModel):
    """What was said besides the price."""

    kind: str
    text: str
    price: float | None
    turn: int


class ProviderStatus(BaseModel):
    """One provider in the answer."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    job_id: str
    name: str
    phone: str | None
    estimated_price: float | None
    negotiated_price: float | None
    call_status: str | None
    outcome: str | None
    last_offer: float | None
    notes: list[Note] | None
    source: str
    distance_miles: float | None
    can_retry: bool
    call_transcript: str | None

    @field_validator("phone")
    @classmethod
    def as_people_write_it(cls, phone: str | None) -> str | None:
        """+14085550101 is (408) 555-0101."""
        return phone and f"({phone[2:5]}) {phone[5:8]}-{phone[8:]}"

    @field_validator("notes", mode="before")
    @classmethod
    def from_json(cls, notes: str | None) -> Any:
        """They are kept as text."""
        return notes and json.loads(notes)


engine = create_engine(os.environ.get("DATABASE_URL", "sqlite://"))
app = FastAPI()


@app.get("/api/providers/{job_id}/status", response_model=list[ProviderStatus])
def poll_providers(job_id: str) -> Sequence[Provider]:
    """List a job's providers with transcripts."""
    query = select(Provider).where(Provider.job_id == job_id).order_by(Provider.id)
    with Session(engine) as session:
        return session.scalars(query).all()
