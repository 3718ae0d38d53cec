"""Column types that mean the same on SQLite and on Postgres."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import DateTime, Dialect, Enum, Numeric, String, Text, TypeDecorator
from sqlalchemy.types import TypeEngine

PHONE = String(20)  # E.164: "+14085550101"


class Moment(TypeDecorator[datetime]):
    """An aware moment in UTC; SQLite, which has no time zones, keeps it without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database: always UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database: always aware."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Price(TypeDecorator[Decimal]):
    """Dollars and cents: `Numeric(10, 2)`, and in SQLite, which has no decimals, text.

    Text does not compare as a number: take a minimum in Python.
    """

    impl = Numeric(10, 2)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """SQLite would turn a decimal into a binary float."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(13))
        return dialect.type_descriptor(Numeric(10, 2))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        """To the database: always two decimals."""
        if value is None:
            return None
        price = value.quantize(Decimal("0.01"))
        return str(price) if dialect.name == "sqlite" else price

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """From the database: a `Decimal`."""
        return None if value is None else Decimal(value)


class Shown(TypeDecorator[Any]):
    """JSON as the text that an answer shows: what polls splices it in and reads nothing."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """To the database: nothing is null, and no JSON."""
        return None if value is None else orjson.dumps(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """From the database: what was kept."""
        return None if value is None else orjson.loads(value)


class Word(TypeDecorator[StrEnum]):
    """A word of an enum that was once spelled otherwise: its `_missing_` knows the old spelling."""

    impl = String(20)
    cache_ok = True

    def __init__(self, enum: type[StrEnum]) -> None:
        super().__init__()
        self.enum = enum

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """To the database: as it is spelled today."""
        return None if value is None else self.enum(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """From the database: whoever still ran while the rows were migrated may have written it."""
        return None if value is None else self.enum(value)


def word_of(enum: type[StrEnum]) -> Enum:
    """An enum kept as its word, so that a person can read the table."""
    return Enum(
        enum,
        native_enum=False,
        create_constraint=False,
        length=20,
        values_callable=lambda members: [member.value for member in members],
    )
