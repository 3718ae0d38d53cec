"""The call as the contract shows it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import orjson
from sqlalchemy import Row

from callbackend.clock import rfc3339

CENTS = 100


def cents(price: Decimal | None) -> int | None:
    """A price as the database keeps it."""
    return None if price is None else int(price * CENTS)


def dollars(amount: int | None) -> float | None:
    """A price as JSON shows it; floats hold every cent of what a call can cost."""
    return None if amount is None else amount / CENTS


def call_json(row: Row[Any]) -> bytes:
    """One call."""
    return orjson.dumps(_call(row))


def calls_json(rows: Iterable[Row[Any]]) -> bytes:
    """Many calls, as a look-up answers them."""
    return orjson.dumps({"calls": [_call(row) for row in rows]})


def _call(row: Row[Any]) -> dict[str, Any]:
    return {
        "call_id": row.call_id,
        "job_id": row.job_id,
        "provider_id": row.provider_id,
        "status": row.status,
        "outcome": row.outcome,
        "estimated_price": dollars(row.estimated_cents),
        "negotiated_price": dollars(row.negotiated_cents),
        # It is stored as JSON, so it is spliced in as it is: 500 calls are polled every 2 s.
        "transcript": orjson.Fragment(row.transcript),
        "seq": row.seq,
        "created_at": rfc3339(row.created_at),
        "ended_at": None if row.ended_at is None else rfc3339(row.ended_at),
    }
