"""Calls that go on, in JSON; `services.live` writes what this documents."""

from marshmallow import fields

from quoteapp.models.findings import MoveKind, Side
from quoteapp.schemas.fields import Price, ResponseSchema, Time
from quoteapp.states import Outcome


class SaidSchema(ResponseSchema):
    """One line of a call."""

    role = fields.String(metadata={"enum": ["agent", "provider"]})
    text = fields.String()
    at = Time(metadata={"nullable": True, "description": "Null once the call is over."})


class MoveSchema(ResponseSchema):
    """A price that was named."""

    by = fields.String(metadata={"enum": list(Side)})
    kind = fields.String(metadata={"enum": list(MoveKind)})
    price = Price(metadata={"type": "number"})
    turn = fields.Integer(metadata={"description": "Which line holds it, counted from 0."})


class LiveCallSchema(ResponseSchema):
    """One call as it stands."""

    provider_id = fields.Integer()
    attempt = fields.Integer()
    stage = fields.String(
        allow_none=True,
        metadata={"enum": ["waiting", "dialing", "ringing", "talking", "over", None]},
    )
    outcome = fields.Enum(Outcome, by_value=True, allow_none=True)
    asked_at = Time(metadata={"nullable": True})
    opens_at = Time(metadata={"nullable": True})
    dialled_at = Time(metadata={"nullable": True})
    answered_at = Time(metadata={"nullable": True})
    ended_at = Time(metadata={"nullable": True})
    estimated_price = Price(metadata={"type": "number", "nullable": True})
    negotiated_price = Price(metadata={"type": "number", "nullable": True})
    transcript = fields.List(fields.Nested(SaidSchema))
    moves = fields.List(fields.Nested(MoveSchema))


class LiveSchema(ResponseSchema):
    """All calls of a job as they stand."""

    now = Time()
    line = fields.String(allow_none=True)
    is_stale = fields.Boolean(
        metadata={"description": "The call backend cannot be asked right now; the calls go on."}
    )
    calls = fields.List(fields.Nested(LiveCallSchema))
