"""Places in JSON."""

from marshmallow import fields

from quoteapp.schemas.fields import ResponseSchema


class PlaceSchema(ResponseSchema):
    """Where a ZIP code is."""

    city = fields.String(metadata={"example": "San Jose"})
    state = fields.String(metadata={"example": "CA"})
