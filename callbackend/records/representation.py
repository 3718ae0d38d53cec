"""The call as the contract shows it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import orjson
from sqlalchemy import Row

CENTS = 100
COLUMNS = 11


def cents(price: Decimal | None) -> int | None:
    """A price as the database keeps it."""
    return None if price is None else int(price * CENTS)


def json_price(amount: int | None) -> float | None:
    """A price as JSON shows it; floats hold every cent of what a call can cost."""
    return None if amount is None else amount / CENTS


def call_json(row: Row[Any]) -> bytes:
    """One call, from a row that begins with the columns of `store.SHOWN`."""
    return orjson.dumps(_call(row), option=orjson.OPT_UTC_Z)


def calls_json(rows: Iterable[Row[Any]]) -> bytes:
    """Many calls, as a look-up answers them."""
    return orjson.dumps({"calls": [_call(row) for row in rows]}, option=orjson.OPT_UTC_Z)


def moment(seconds: float) -> datetime:
    """Seconds since 1970 as orjson writes them after RFC 3339."""
    return datetime.fromtimestamp(seconds, UTC)


def _call(row: Row[Any]) -> dict[str, Any]:
    # By position: 500 calls are polled every 2 s, and access by name would be a third of the cost.
    (
        call_id,
        job_id,
        provider_id,
        status,
        outcome,
        estimated_cents,
        negotiated_cents,
        transcript,
        seq,
        created_at,
        ended_at,
    ) = row[:COLUMNS]
    return {
        "call_id": call_id,
        "job_id": job_id,
        "provider_id": provider_id,
        "status": status,
        "outcome": outcome,
        "estimated_price": json_price(estimated_cents),
        "negotiated_price": json_price(negotiated_cents),
        # It is stored as JSON, so it is spliced in as it is.
        "transcript": orjson.Fragment(transcript),
        "seq": seq,
        "created_at": moment(created_at),
        "ended_at": None if ended_at is None else moment(ended_at),
    }
