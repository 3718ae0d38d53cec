"""Jobs in JSON: the seeds' StartJob and CompleteJob, in and out."""

from typing import Any

from marshmallow import fields, post_dump, validate

from quoteapp.language.library import TRADES
from quoteapp.schemas.fields import (
    HIGHEST_LIMIT,
    OPTIONAL,
    Digits,
    IsoDate,
    PriceLimit,
    RequestSchema,
    ResponseSchema,
    Text,
    Time,
    Words,
    ZipCode,
)
from quoteapp.schemas.providers import ProviderSchema
from quoteapp.states import CallStatus, JobStatus, Outcome

# Number or word, which OpenAPI has to be told.
DOLLARS = {"type": "number", "minimum": 0.01, "maximum": HIGHEST_LIMIT}
LIMIT_DOCS = {"oneOf": [DOLLARS, {"type": "string", "enum": ["no_limit"]}]}


class StartJobRequest(RequestSchema):
    """A new request."""

    query = Words(1, 2000, required=True, metadata={"example": "fix my toilet"})
    house_address = Words(
        1, 300, required=True, metadata={"example": "123 Main St, San Jose, CA 95126"}
    )
    zip_code = ZipCode(required=True, metadata={"example": "95126"})
    price_limit = PriceLimit(required=True, metadata=LIMIT_DOCS | {"example": 250})
    date_needed = IsoDate(
        required=True, metadata={"type": "string", "format": "date", "example": "2025-12-10"}
    )
    task = fields.String(
        validate=validate.OneOf(TRADES, error=f"Not one of our trades: {', '.join(TRADES)}."),
        metadata={"description": "The trade, if it is known; else it is inferred from the query."},
    )
    language = fields.String(
        validate=validate.OneOf(("en", "es"), error="Not a language of ours: en, es."),
        metadata={
            "description": "Of the questions, `en` if none is given. The businesses are told in "
            "English, except what the customer writes in Spanish: that is for those who speak it."
        },
    )


class StartJobHeaders(RequestSchema):
    """What comes beside a new request."""

    idempotency_key = Text(
        1,
        200,
        data_key="Idempotency-Key",
        metadata={
            "description": "The same key and body within a day give the same job, so that a "
            "request may be sent again."
        },
    )


class AskedQuestionSchema(ResponseSchema):
    """A clarifying question."""

    id = fields.String(metadata={"example": "q1"})
    question = fields.String()


class QuestionSchema(AskedQuestionSchema):
    """A clarifying question that waits for its answer."""

    suggestions = fields.List(
        fields.String(), metadata={"description": "Up to four answers to choose from, or none."}
    )


class StartJobResponse(ResponseSchema):
    """The new job and what it asks."""

    job_id = fields.String(attribute="id", metadata={"format": "uuid"})
    task = fields.String(metadata={"example": "plumber"})
    questions = fields.List(fields.Nested(QuestionSchema))
    notice = fields.String(
        metadata={
            OPTIONAL: "Most problems are harmless.",
            "description": "Only where the problem is dangerous: what to do first.",
        }
    )
    alternatives = fields.List(
        fields.String(),
        metadata={
            OPTIONAL: "Most problems are one trade's.",
            "description": "Only where other trades are about equally likely: these. Start again "
            "with one of them as `task` to have it asked instead.",
        },
    )

    @post_dump
    def leave_out_what_is_empty(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Most problems are harmless, and one trade's: no notice, no alternatives, no field."""
        rare = ("notice", "alternatives")
        return {name: value for name, value in data.items() if value or name not in rare}


class CompleteJobRequest(RequestSchema):
    """The answers to a job's questions."""

    job_id = Text(1, 100, required=True)
    answers = fields.Dict(
        keys=Text(1, 100),
        values=Words(0, 2000),
        required=True,
        metadata={"example": {"q1": "The toilet is constantly running"}},
    )


class AskedSchema(AskedQuestionSchema):
    """A question with its answer."""

    answer = fields.String(allow_none=True, metadata={"description": "Null while there is none."})
    spoken = fields.Boolean(
        allow_none=True,
        metadata={
            "description": "Whether the businesses may hear all of the answer. False where the "
            "answer, or a part of it, is left out: it tells where a key lies, what a code is, when "
            "nobody is home, whom to call or what there is to spend, or it offends. Null while "
            "there is no answer."
        },
    )


class JobSchema(ResponseSchema):
    """A job with all that was collected."""

    id = fields.String(metadata={"format": "uuid"})
    original_query = fields.String()
    task = fields.String()
    house_address = fields.String()
    zip_code = fields.String()
    date_needed = IsoDate(metadata={"type": "string", "format": "date"})
    price_limit = PriceLimit(metadata=LIMIT_DOCS)
    clarifications = fields.Dict(keys=fields.String(), values=fields.String())
    questions = fields.List(fields.Nested(QuestionSchema))
    status = fields.Enum(JobStatus, by_value=True)
    asked = fields.List(
        fields.Nested(AskedSchema),
        attribute="answered",
        metadata={"description": "All that was asked, also once it is answered."},
    )
    notice = fields.String(
        allow_none=True,
        metadata={"description": "What to do first, where the problem is dangerous."},
    )
    line = fields.String(
        allow_none=True,
        metadata={
            "description": "What the calls go through: on `simulated` no phone rings. Null until "
            "calls are asked for.",
            "example": "simulated",
        },
    )
    created_at = Time(metadata={"nullable": True})
    expires_at = Time(
        metadata={"nullable": True, "description": "When it is erased by itself, as it stands."}
    )
    chosen_provider_id = fields.Integer(allow_none=True)
    confirmed_at = Time(
        metadata={"nullable": True, "description": "When the customer confirmed the calls."}
    )


class CompleteJobResponse(ResponseSchema):
    """The completed job and its providers."""

    job = fields.Nested(JobSchema)
    providers = fields.List(fields.Nested(ProviderSchema))


class EraseJobResponse(ResponseSchema):
    """What became of an erased job."""

    status = fields.String(metadata={"example": "erased"})


class JobsRequest(RequestSchema):
    """Which part of the list of jobs."""

    limit = Digits(
        load_default=100,
        validate=validate.Range(1, 1000),
        metadata={"description": "How many at most."},
    )
    offset = Digits(
        load_default=0,
        validate=validate.Range(0, 2**31),
        metadata={"description": "How many to leave out at the beginning."},
    )
    outcome = fields.Enum(
        Outcome,
        by_value=True,
        metadata={
            "type": "string",
            "description": "Only jobs that have a call which ended so.",
        },
    )


class ListedCallSchema(ResponseSchema):
    """How one call of a job went; nothing of what was said."""

    provider_id = fields.Integer(attribute="id")
    name = fields.String()
    call_status = fields.Enum(CallStatus, by_value=True, allow_none=True)
    outcome = fields.Enum(Outcome, by_value=True, allow_none=True)
    reason = fields.String(allow_none=True)
    attempt = fields.Integer()
    asked_at = Time(metadata={"nullable": True})
    ended_at = Time(metadata={"nullable": True})


class ListedJobSchema(ResponseSchema):
    """A job as an operator sees it."""

    id = fields.String(metadata={"format": "uuid"})
    task = fields.String()
    zip_code = fields.String()
    status = fields.Enum(JobStatus, by_value=True)
    line = fields.String(allow_none=True)
    created_at = Time(metadata={"description": "When its providers were found."})
    expires_at = Time()
    calls = fields.List(fields.Nested(ListedCallSchema))
