"""Calls in JSON."""

from marshmallow import Schema, fields

from quoteapp.schemas.fields import Flag, RequestSchema, Text


class StartCallsRequest(RequestSchema):
    """What to dial."""

    retry_failed = Flag(
        load_default=False,
        metadata={"description": "Also dial those once more whose call failed."},
    )


class StartCallsResponse(Schema):
    """That calls have started, and to how many providers."""

    status = fields.String(metadata={"example": "started"})
    message = fields.String(metadata={"example": "Started calls for 3 providers"})
    provider_count = fields.Integer(metadata={"example": 3})


class CancelCallsResponse(Schema):
    """That calls are being ended, and how many."""

    status = fields.String(metadata={"example": "cancelled"})
    message = fields.String(metadata={"example": "Cancelled calls to 2 providers"})
    provider_count = fields.Integer(metadata={"example": 2})


class CallEvent(RequestSchema):
    """What we read of a call backend's callback; the rest we ask for ourselves."""

    call_id = Text(1, 100, required=True)
    status = Text(1, 20, required=True)


class CallEventResponse(Schema):
    """That the event was received."""

    status = fields.String(metadata={"example": "received"})
