"""Calls in JSON."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from quoteapp.schemas.fields import (
    HIGHEST_LIMIT,
    Flag,
    Id,
    PriceLimit,
    RequestSchema,
    ResponseSchema,
    Text,
)
from quoteapp.services.calls import Asking

MOST_IDS = 100


def _ids(description: str) -> "fields.List[int]":
    return fields.List(
        Id(),
        validate=validate.Length(1, MOST_IDS),
        load_default=None,
        metadata={"description": description},
    )


class StopWhen(RequestSchema):
    """What is enough: either of the two, once it has come, ends what is still to be rung."""

    price_at_most = PriceLimit(
        metadata={"type": "number", "maximum": HIGHEST_LIMIT, "example": 120, "minimum": 0.01}
    )
    agreed = fields.Integer(strict=True, validate=validate.Range(1, 100), metadata={"example": 2})

    @validates_schema
    def needs_one(self, data: dict[str, Any], **_: Any) -> None:
        """A rule without a condition is a mistake."""
        if data.get("price_at_most") == "no_limit":
            raise ValidationError("Not a number of dollars.", "price_at_most")
        if not data:
            raise ValidationError("Say price_at_most or agreed.")


class StartCallsRequest(RequestSchema):
    """What to dial."""

    retry_failed = Flag(
        load_default=False,
        metadata={"description": "Also dial those once more whose call failed."},
    )
    provider_ids = _ids("Only these of the job's providers; all, if none are given.")
    strategy = fields.String(
        load_default="waves",
        validate=validate.OneOf(("waves", "all_at_once"), error="Not waves or all_at_once."),
        metadata={
            "description": "`waves`: some first; the others, when these are over, hear the best "
            "price of them. `all_at_once`: everybody now."
        },
    )
    stop_when = fields.Nested(StopWhen, load_default=None)
    confirmed = Flag(
        load_default=False,
        metadata={
            "description": "That these businesses are rung on the customer's behalf: needed once "
            "for each job where a real phone rings."
        },
    )

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Asking:
        """What the service takes."""
        ids = data.pop("provider_ids")
        return Asking(provider_ids=None if ids is None else tuple(ids), **data)


class CancelCallsRequest(RequestSchema):
    """Whose calls to end."""

    provider_ids = _ids("Only these of the job's providers; all, if none are given.")


class StartCallsResponse(ResponseSchema):
    """That calls have started, and to how many providers."""

    status = fields.String(metadata={"example": "started"})
    message = fields.String(metadata={"example": "Started calls for 3 providers"})
    provider_count = fields.Integer(metadata={"example": 3})


class CancelCallsResponse(ResponseSchema):
    """That calls are being ended, and how many."""

    status = fields.String(metadata={"example": "cancelled"})
    message = fields.String(metadata={"example": "Cancelled calls to 2 providers"})
    provider_count = fields.Integer(metadata={"example": 2})


class CallEvent(RequestSchema):
    """What we read of a call backend's callback; the rest we ask for ourselves."""

    call_id = Text(1, 100, required=True)
    status = Text(1, 20, required=True)


class CallEventResponse(ResponseSchema):
    """That the event was received."""

    status = fields.String(metadata={"example": "received"})
