"""Providers in JSON."""

from marshmallow import fields, validate

from quoteapp import phones
from quoteapp.models import Provider
from quoteapp.models.findings import NoteKind
from quoteapp.models.providers import Source
from quoteapp.schemas.fields import Digits, Price, RequestSchema, ResponseSchema
from quoteapp.states import CallStatus, Outcome


class NoteSchema(ResponseSchema):
    """What a customer should know besides the price, in words that the provider said."""

    kind = fields.String(metadata={"enum": list(NoteKind)})
    text = fields.String(metadata={"example": "Parts are included."})
    price = Price(
        metadata={
            "type": "number",
            "nullable": True,
            "description": "Of an option, or of a visit, in dollars.",
        }
    )
    turn = fields.Integer(
        metadata={"description": "Which line of the transcript holds it, counted from 0."}
    )


class ProviderSchema(ResponseSchema):
    """One provider of a job, with what its call brought."""

    id = fields.Integer()
    job_id = fields.String()
    name = fields.String()
    phone = fields.Function(
        lambda provider: _shown(provider),
        metadata={"type": "string", "nullable": True, "example": "(408) 555-0101"},
    )
    estimated_price = Price(metadata={"type": "number", "nullable": True, "example": 150.0})
    negotiated_price = Price(metadata={"type": "number", "nullable": True, "example": 135.0})
    call_status = fields.Enum(CallStatus, by_value=True, allow_none=True)
    outcome = fields.Enum(Outcome, by_value=True, allow_none=True)
    last_offer = Price(
        metadata={
            "type": "number",
            "nullable": True,
            "example": 135.0,
            "description": "The last price that they named, agreed or not.",
        }
    )
    notes = fields.List(
        fields.Nested(NoteSchema),
        allow_none=True,
        metadata={"description": "Null until a call has told."},
    )
    source = fields.Enum(Source, by_value=True)
    distance_miles = fields.Float(
        allow_none=True,
        metadata={"description": "From the job's ZIP code, where it is known.", "example": 3.2},
    )
    can_retry = fields.Boolean(
        metadata={"description": "Whether start-calls with `retry_failed` would dial it once more."}
    )


class ProviderStatusSchema(ProviderSchema):
    """The same with the transcript of its call."""

    call_transcript = fields.String(allow_none=True)


class PageRequest(RequestSchema):
    """Which part of a long list."""

    limit = Digits(
        load_default=1000,
        validate=validate.Range(1, 1000),
        metadata={"description": "How many at most."},
    )
    offset = Digits(
        load_default=0,
        validate=validate.Range(0, 2**31),
        metadata={"description": "How many to leave out at the beginning."},
    )


def _shown(provider: Provider) -> str | None:
    """The phone as people write it: "(408) 555-0101"."""
    return phones.national(provider.phone) if provider.phone else None
