"""One call as a page shows it, from its row and from what the call backend tells of it. Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from quoteapp.clients.live_calls import LiveCall
from quoteapp.services.offers.evidence import lines_of
from quoteapp.states import OPEN, CallStatus

# What a page calls the call backend's statuses. One that has ended is shown as over when its row
# is: until then its prices are not the job's.
STAGES = {
    "queued": "waiting",
    "dialing": "dialing",
    "ringing": "ringing",
    "in_progress": "talking",
    "ended": "talking",
}
UNHEARD = "dialing"


def shown(row: Any, live: LiveCall | None) -> Mapping[str, Any]:
    """The call of a provider's row; `live` is what is known of it while it goes on."""
    is_live = live is not None and row.call_status in OPEN
    return {
        "provider_id": row.id,
        "attempt": row.attempt,
        "stage": _stage(row, live),
        "outcome": row.outcome,
        "asked_at": _time(row.asked_at),
        "opens_at": _time(row.opens_at),
        "dialled_at": live.dialled_at if live and is_live else _time(row.dialled_at),
        "answered_at": live.answered_at if live and is_live else _time(row.answered_at),
        "ended_at": _time(row.ended_at),
        "estimated_price": live.estimated_price
        if live and is_live
        else _price(row.estimated_price),
        "negotiated_price": None if is_live else _price(row.negotiated_price),
        "transcript": live.transcript if live and is_live else _transcript(row.call_transcript),
        "moves": live.moves if live and is_live else row.moves or [],
    }


def _stage(row: Any, live: LiveCall | None) -> str | None:
    if row.call_status is None:
        return None
    if row.call_status is CallStatus.PENDING:
        return "waiting"
    if row.call_status is CallStatus.IN_PROGRESS:
        return UNHEARD if live is None else STAGES.get(live.status, UNHEARD)
    return "over"


def _transcript(kept: str | None) -> list[dict[str, Any]]:
    return [{"role": one["role"], "text": one["text"], "at": None} for one in lines_of(kept)]


def _time(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None


def _price(price: Decimal | None) -> float | None:
    return None if price is None else float(price)
