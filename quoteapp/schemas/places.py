"""Places in JSON."""

from marshmallow import Schema, fields


class PlaceSchema(Schema):
    """Where a ZIP code is."""

    city = fields.String(metadata={"example": "San Jose"})
    state = fields.String(metadata={"example": "CA"})
