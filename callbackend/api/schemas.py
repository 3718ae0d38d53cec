"""The shape of JSON coming in. Unknown fields are ignored, as everywhere in the contract."""

from decimal import Decimal
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from callbackend.agent.brief import NO_LIMIT
from callbackend.prices.conversation import CENT, HIGHEST_PRICE

LOOKUP_LIMIT = 500
LONGEST_ID = 100
BIGGEST_ID = 2**63 - 1
JSON_FIELD_SENTENCE = "Not a dollar amount above 0."


class _In(Schema):
    class Meta:
        unknown = EXCLUDE


def _text(longest: int, shortest: int = 1) -> fields.String:
    length = validate.Length(min=shortest, max=longest)
    # Postgres stores no NUL, and no phone call has one.
    return fields.String(
        required=True, validate=[length, validate.ContainsNoneOf("\x00", error="Holds a NUL.")]
    )


class Dollars(fields.Field[Decimal]):
    """A JSON number above 0, as a Decimal of whole cents."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValidationError(JSON_FIELD_SENTENCE)
        # NaN and infinity fail the comparison too.
        if not 0 < value <= HIGHEST_PRICE:
            raise ValidationError(JSON_FIELD_SENTENCE)
        return Decimal(str(value)).quantize(CENT)


class DollarsOrNoLimit(Dollars):
    """A JSON number above 0, or the string "no_limit"."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        return NO_LIMIT if value == NO_LIMIT else super()._deserialize(value)


class AnswerIn(_In):
    """One question that the customer answered."""

    question = _text(1000)
    answer = _text(2000, shortest=0)


class BriefIn(_In):
    """What the agent may know."""

    task = _text(100)
    problem = _text(2000)
    answers = fields.List(
        fields.Nested(AnswerIn), load_default=list, validate=validate.Length(max=20)
    )
    zip_code = fields.String(required=True, validate=validate.Regexp(r"\d{5}(-\d{4})?\Z"))
    date_needed = fields.Date(required=True, format="iso")
    price_limit = DollarsOrNoLimit(required=True)
    best_quote = Dollars(load_default=None, allow_none=True)


class StartCallIn(_In):
    """The body of `POST /start-job/{job_id}`."""

    provider_id = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=-BIGGEST_ID, max=BIGGEST_ID)
    )
    name = _text(300)
    phone = _text(40)
    brief = fields.Nested(BriefIn, required=True)
    callback_url = fields.Url(
        required=True,
        require_tld=False,
        schemes={"http", "https"},
        validate=validate.Length(max=2000),
    )


class LookupIn(_In):
    """The body of `POST /calls/lookup`."""

    call_ids = fields.List(
        fields.String(validate=validate.Length(max=LONGEST_ID)),
        required=True,
        validate=validate.Length(max=LOOKUP_LIMIT),
    )


start_call_in = StartCallIn()
lookup_in = LookupIn()


def first_problem(error: ValidationError) -> str:
    """The first of marshmallow's messages as one sentence that names its field."""
    path: list[str] = []
    problem: Any = error.messages
    while isinstance(problem, dict):
        key, problem = next(iter(problem.items()))
        path.append(str(key))
    sentence = problem[0] if isinstance(problem, list) else problem
    return f"{'.'.join(path)}: {sentence}"
