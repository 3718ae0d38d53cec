"""Errors in JSON, and the small answers of the health routes."""

from marshmallow import Schema, fields


class ErrorSchema(Schema):
    """Every error: one sentence to show as it is; a refused body (422) also says which fields."""

    detail = fields.String(metadata={"example": "Job not found: 550e8400"})
    errors = fields.Dict(keys=fields.String())


class HealthResponse(Schema):
    """The process answers."""

    status = fields.String(metadata={"example": "healthy"})


class ReadyResponse(Schema):
    """Each dependency: `ok`, or the reason."""

    database = fields.String(metadata={"example": "ok"})
    redis = fields.String(metadata={"example": "ok"})
    call_backend = fields.String(metadata={"example": "ok"})
