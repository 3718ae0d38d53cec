"""The shape of JSON coming in. Unknown fields are ignored, as everywhere in the contract."""

import re
from decimal import Decimal
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from callbackend.agent.brief import NO_LIMIT
from callbackend.reading.conversation import CENT, HIGHEST_PRICE
from callbackend.records.representation import moment

LOOKUP_LIMIT = 500
SOURCES = ("sample", "import", "web")
PAGE_LIMIT = 1000
LONGEST_ID = 100
LONGEST_WHY = 200
LONGEST_ZONE = 100
BIGGEST_ID = 2**63 - 1
ZIP_CODE = "[0-9]{5}(-[0-9]{4})?"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NOT_DOLLARS = "Not a dollar amount above 0."
NOT_CENTS = "Has fractions of a cent."


class _In(Schema):
    class Meta:
        unknown = EXCLUDE


def _text(longest: int, shortest: int = 1, **options: Any) -> fields.String:
    length = validate.Length(min=shortest, max=longest)
    # Postgres stores no NUL, and no phone call has one.
    no_nul = validate.ContainsNoneOf("\x00", error="Holds a NUL.")
    return fields.String(**{"required": True} | options, validate=[length, no_nul])


class Dollars(fields.Field[Decimal]):
    """A JSON number above 0, as a Decimal of whole cents."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValidationError(NOT_DOLLARS)
        # NaN and infinity fail the comparison too.
        if not 0 < value <= HIGHEST_PRICE:
            raise ValidationError(NOT_DOLLARS)
        price = Decimal(str(value))
        if price != price.quantize(CENT):
            raise ValidationError(NOT_CENTS)
        return price.quantize(CENT)


class Day(fields.Date):
    """A date in ISO's one long spelling, with ASCII digits."""

    def _deserialize(self, value: Any, *rest: Any, **options: Any) -> Any:
        if not isinstance(value, str) or not DAY.fullmatch(value):
            raise self.make_error("invalid", input=value, obj_type="date")
        return super()._deserialize(value, *rest, **options)


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
    zip_code = fields.String(
        required=True,
        validate=validate.Regexp(rf"{ZIP_CODE}\Z"),
        metadata={"pattern": f"^{ZIP_CODE}$"},
    )
    date_needed = Day(required=True, format="iso")
    price_limit = DollarsOrNoLimit(required=True)
    best_quote = Dollars(load_default=None, allow_none=True)


class SourceIn(_In):
    """Where the number is from: the sample directory, an operator's import, or a page."""

    kind = fields.String(required=True, validate=validate.OneOf(SOURCES))
    url = _text(2000, required=False, allow_none=True)


class StartCallIn(_In):
    """The body of `POST /start-job/{job_id}`."""

    provider_id = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=-BIGGEST_ID, max=BIGGEST_ID)
    )
    name = _text(300)
    phone = _text(40)
    # An IANA name; it counts where the number does not tell one.
    time_zone = _text(LONGEST_ZONE, required=False, allow_none=True)
    source = fields.Nested(SourceIn, allow_none=True)
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


class OptOutIn(_In):
    """The body of `POST /do-not-call/{phone}`; there need not be one."""

    why = _text(LONGEST_WHY, required=False)


class StopIn(_In):
    """The body of `POST /line/stop`; there need not be one."""

    why = _text(LONGEST_WHY, required=False)


class PageIn(_In):
    """The query of `GET /do-not-call`."""

    limit = fields.Integer(load_default=100, validate=validate.Range(1, PAGE_LIMIT))
    offset = fields.Integer(load_default=0, validate=validate.Range(0, BIGGEST_ID))


class OptOutOut(Schema):
    """A number that is never dialled."""

    phone = fields.String()
    since = fields.Function(lambda entry: moment(entry.since).isoformat().replace("+00:00", "Z"))
    why = fields.String()
    call_id = fields.String()


start_call_in = StartCallIn()
lookup_in = LookupIn()
opt_out_in = OptOutIn()
stop_in = StopIn()
page_in = PageIn()
opt_out_out = OptOutOut()


def first_problem(error: ValidationError) -> str:
    """The first of marshmallow's messages as one sentence that names its field."""
    path: list[str] = []
    problem: Any = error.messages
    while isinstance(problem, dict):
        key, problem = next(iter(problem.items()))
        path.append(str(key))
    sentence = problem[0] if isinstance(problem, list) else problem
    return f"{'.'.join(path)}: {sentence}"
