"""The call object of the contract while the call goes on: what a page shows of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from quoteapp.clients.findings import moves_of
from quoteapp.clients.json_objects import UNKEEPABLE
from quoteapp.models.findings import Move

MOST_TURNS = 400
ROLES = ("agent", "provider")


class Said(TypedDict):
    """One turn; `at` is RFC 3339, or null where it is not kept."""

    role: str
    text: str
    at: str | None


@dataclass(frozen=True, slots=True)
class LiveCall:
    """What the call backend tells of a call; prices in dollars, times as RFC 3339."""

    call_id: str
    status: str
    estimated_price: float | None
    negotiated_price: float | None
    dialled_at: str | None
    answered_at: str | None
    transcript: list[Said]
    moves: list[Move]


def live_call(call: object) -> LiveCall | None:
    """A call, as far as it can be read; None for what is none."""
    if not isinstance(call, dict) or not isinstance(call.get("call_id"), str):
        return None
    transcript = _turns(call.get("transcript"))
    return LiveCall(
        call_id=call["call_id"],
        status=str(call.get("status")),
        estimated_price=_price(call.get("estimated_price")),
        negotiated_price=_price(call.get("negotiated_price")),
        dialled_at=time_text(call.get("dialled_at")),
        answered_at=time_text(call.get("answered_at")),
        transcript=transcript,
        moves=moves_of(call.get("moves"), len(transcript)) or [],
    )


def moment_of(value: object) -> datetime | None:
    """A time with its zone; None for what is none."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def time_text(value: object) -> str | None:
    """The same, as it was written."""
    return value if isinstance(value, str) and moment_of(value) else None


def _price(value: object) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and value else None  # type: ignore[arg-type]  # is one


def _turns(listed: object) -> list[Said]:
    if not isinstance(listed, list):
        return []
    return [_turn(one) for one in listed[:MOST_TURNS] if isinstance(one, dict) and _is_turn(one)]


def _is_turn(one: dict[str, Any]) -> bool:
    return one.get("role") in ROLES and isinstance(one.get("text"), str)


def _turn(one: dict[str, Any]) -> Said:
    text = UNKEEPABLE.sub("\N{REPLACEMENT CHARACTER}", one["text"])
    return Said(role=one["role"], text=text, at=time_text(one.get("at")))
