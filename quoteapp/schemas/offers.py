"""Offers in JSON."""

from marshmallow import fields

from quoteapp import phones
from quoteapp.schemas.fields import Id, Price, RequestSchema, ResponseSchema
from quoteapp.schemas.providers import NoteSchema
from quoteapp.services.offers.ranking import Offer, OfferKind


class LineSchema(ResponseSchema):
    """One line of a call's transcript."""

    role = fields.String(metadata={"enum": ["agent", "provider"]})
    text = fields.String()
    turn = fields.Integer(metadata={"description": "Counted from 0."})


class OfferSchema(ResponseSchema):
    """What one business offers, and why it stands where it does."""

    rank = fields.Integer(metadata={"example": 1})
    provider_id = fields.Integer()
    name = fields.String()
    phone = fields.Function(
        lambda offer: _shown(offer), metadata={"type": "string", "nullable": True}
    )
    price = Price(metadata={"type": "number", "example": 135.0})
    kind = fields.Enum(
        OfferKind,
        by_value=True,
        metadata={
            "description": "`agreed`: read back to them, and they said yes. `last_offer`: what "
            "they came down to. `quoted`: the one price that they named."
        },
    )
    first_price = Price(metadata={"type": "number", "nullable": True, "example": 150.0})
    saved = Price(metadata={"type": "number", "example": 15.0})
    within_limit = fields.Boolean()
    distance_miles = fields.Float(allow_none=True)
    notes = fields.List(fields.Nested(NoteSchema))
    reasons = fields.List(
        fields.String(), metadata={"example": ["It is the lowest price.", "They agreed to it."]}
    )
    evidence = fields.List(fields.Nested(LineSchema))


class ChoiceRequest(RequestSchema):
    """Which offer the customer takes; null takes the choice back."""

    provider_id = Id(required=True, allow_none=True)


class ChoiceResponse(ResponseSchema):
    """What is chosen now."""

    chosen_provider_id = fields.Integer(allow_none=True)


def _shown(offer: Offer) -> str | None:
    """The phone as people write it."""
    return phones.national(offer.phone) if offer.phone else None
