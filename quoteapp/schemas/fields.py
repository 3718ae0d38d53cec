"""Fields that Marshmallow does not have, or takes too loosely for us."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from common.legible import visible

# What cannot be kept: NUL (Postgres) and half of a surrogate pair (no UTF-8).
UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DIGITS = re.compile(r"-?[0-9]{1,18}")
HIGHEST_LIMIT = 1_000_000
# The metadata of a field that an answer may lack: the reason.
OPTIONAL = "optional"


class RequestSchema(Schema):
    """A request body; fields that it does not know are ignored."""

    class Meta:
        """Marshmallow's options."""

        unknown = EXCLUDE


class ResponseSchema(Schema):
    """An answer: every field is in it, null or not; `metadata={OPTIONAL: …}` says why one is not.

    A field counts as required for the document's sake: nothing that we answer is ever loaded.
    """

    class Meta:
        """Marshmallow's options: an answer may have more by and by."""

        unknown = EXCLUDE

    def on_bind_field(self, field_name: str, field_obj: "fields.Field[Any]") -> None:
        """Marshmallow's hook."""
        field_obj.required = OPTIONAL not in field_obj.metadata


class Text(fields.String):
    """Text that can be stored, without the space around it; `least` to `most` characters."""

    def __init__(self, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(validate=validate.Length(min=least, max=most), **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if UNKEEPABLE.search(text):
            raise ValidationError("Contains a character that cannot be stored.")
        return text.strip()


class Words(Text):
    """What a customer wrote, without what nobody sees: it counts for nothing, and is not kept."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        return visible(super()._deserialize(value, attr, data, **kwargs))


class Digits(fields.Integer):
    """A whole number in a URL, in plain digits: Python's `int` would take "１", "1_0" and " 1"."""

    def _validated(self, value: Any) -> int:
        if not isinstance(value, str) or not DIGITS.fullmatch(value):
            raise self.make_error("invalid", input=value)
        return int(value)


class Id(fields.Integer):
    """The id of a row: a whole number in JSON, and nothing that looks like one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strict=True, validate=validate.Range(1, 2**31 - 1), **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


class ZipCode(fields.String):
    """A US ZIP code by its form: five digits, or ZIP+4."""

    def __init__(self, **kwargs: Any) -> None:
        form = validate.Regexp(r"[0-9]{5}(-[0-9]{4})?\Z", error="Not a ZIP code like 95126.")
        # JavaScript's spelling for the OpenAPI document: Python's \\Z is a letter there.
        metadata = {"pattern": "^[0-9]{5}(-[0-9]{4})?$"} | kwargs.pop("metadata", {})
        super().__init__(validate=form, metadata=metadata, **kwargs)


class IsoDate(fields.Field[date]):
    """A date as `2025-12-10`."""

    def _serialize(self, value: date | None, attr: Any, obj: Any, **kwargs: Any) -> str | None:
        return value.isoformat() if value else None

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> date:
        if isinstance(value, str) and ISO_DATE.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        raise ValidationError("Not a date like 2025-12-10.")


class Time(fields.Field[datetime]):
    """A moment as RFC 3339 in UTC, or null."""

    def __init__(self, *, metadata: dict[str, Any] | None = None) -> None:
        super().__init__(metadata={"type": "string", "format": "date-time"} | (metadata or {}))

    def _serialize(self, value: datetime | None, attr: Any, obj: Any, **kwargs: Any) -> str | None:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value else None


class PriceLimit(fields.Field[Any]):
    """Dollars above 0, or the word `no_limit`."""

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> int | float | str:
        if isinstance(value, str):
            return value
        return int(value) if value == int(value) else float(value)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Decimal | str:
        if value == "no_limit":
            return "no_limit"
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValidationError('Not a number of dollars, nor "no_limit".')
        if not 0 < value <= HIGHEST_LIMIT:
            raise ValidationError("Must be above 0 and at most 1,000,000.")
        limit = Decimal(str(value))
        if limit != round(limit, 2):
            raise ValidationError("Must have at most two decimals.")
        return limit


class Price(fields.Field[Decimal]):
    """Dollars as a JSON number with a point (`135.0`), or null."""

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> float | None:
        return None if value is None else float(value)


class Flag(fields.Boolean):
    """`true` or `false` and nothing that looks like it."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("Not a boolean.")
        return value
