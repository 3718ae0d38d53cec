"""The call as the contract shows it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import orjson
from sqlalchemy import Row

CENTS = 100
COLUMNS = 18


def cents(price: Decimal | None) -> int | None:
    """A price as the database keeps it."""
    return None if price is None else int(price * CENTS)


def json_price(amount: int | None) -> float | None:
    """A price as JSON shows it; floats hold every cent of what a call can cost."""
    return None if amount is None else amount / CENTS


def call_json(row: Row[Any]) -> bytes:
    """One call, from a row that begins with the columns of `store.SHOWN`."""
    return orjson.dumps(_call(row), option=orjson.OPT_UTC_Z)


def calls_json(rows: Iterable[Row[Any]], line: str) -> bytes:
    """Many calls, as a look-up answers them, and the line that carries new ones."""
    answer = {"calls": [_call(row) for row in rows], "line": line}
    return orjson.dumps(answer, option=orjson.OPT_UTC_Z)


def moment(seconds: float) -> datetime:
    """Seconds since 1970 as orjson writes them after RFC 3339."""
    return datetime.fromtimestamp(seconds, UTC)


def _fragment_or_none(stored: str | None) -> orjson.Fragment | None:
    return None if stored is None else orjson.Fragment(stored)


def _moment_or_none(seconds: float | None) -> datetime | None:
    return None if seconds is None else moment(seconds)


def _call(row: Row[Any]) -> dict[str, Any]:
    # By position: 500 calls are polled every 2 s, and access by name would be a third of the cost.
    (
        call_id,
        job_id,
        provider_id,
        line,
        status,
        outcome,
        estimated_cents,
        last_offer_cents,
        negotiated_cents,
        notes,
        moves,
        transcript,
        seq,
        created_at,
        dialled_at,
        answered_at,
        ended_at,
        cost_cents,
    ) = row[:COLUMNS]
    return {
        "call_id": call_id,
        "job_id": job_id,
        "provider_id": provider_id,
        "line": line,
        "status": status,
        "outcome": outcome,
        "estimated_price": json_price(estimated_cents),
        "last_offer": json_price(last_offer_cents),
        "negotiated_price": json_price(negotiated_cents),
        "notes": _fragment_or_none(notes),
        "moves": _fragment_or_none(moves),
        # It is stored as JSON, so it is spliced in as it is.
        "transcript": orjson.Fragment(transcript),
        "seq": seq,
        "created_at": moment(created_at),
        "dialled_at": _moment_or_none(dialled_at),
        "answered_at": _moment_or_none(answered_at),
        "ended_at": _moment_or_none(ended_at),
        "cost": json_price(cost_cents),
    }
