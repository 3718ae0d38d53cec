"""Errors in JSON, and the small answers of the health routes."""

from marshmallow import fields

from quoteapp.schemas.fields import OPTIONAL, ResponseSchema


class ErrorSchema(ResponseSchema):
    """Every error: one sentence to show as it is; a refused body (422) also says which fields."""

    detail = fields.String(metadata={"example": "Job not found: 550e8400"})
    errors = fields.Dict(
        keys=fields.String(),
        metadata={
            OPTIONAL: "Only a refused body has fields to name.",
            "description": "Only where a body or a query is refused (422): what is wrong, by field "
            "and nested as the body is.",
        },
    )


class HealthResponse(ResponseSchema):
    """The process answers."""

    status = fields.String(metadata={"example": "healthy"})


class LineResponse(ResponseSchema):
    """What carries the calls, as last heard."""

    line = fields.String(
        metadata={
            "nullable": True,
            "example": "simulated",
            "description": "Null while the call backend does not answer.",
        }
    )


class ReadyResponse(ResponseSchema):
    """Each dependency: `ok`, or the reason."""

    database = fields.String(metadata={"example": "ok"})
    redis = fields.String(metadata={"example": "ok"})
    call_backend = fields.String(metadata={"example": "ok"})


AWAY = "Only where the process itself could answer."


class NotReadySchema(ErrorSchema):
    """The error where one of them is down: its sentence names those."""

    database = fields.String(metadata={OPTIONAL: AWAY})
    redis = fields.String(metadata={OPTIONAL: AWAY})
    call_backend = fields.String(metadata={OPTIONAL: AWAY})
