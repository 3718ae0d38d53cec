"""The call object of the contract, read once the call is over."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from quoteapp.clients.findings import moves_of, notes_of
from quoteapp.clients.json_objects import UNKEEPABLE
from quoteapp.clients.live_calls import moment_of
from quoteapp.errors import Unsure
from quoteapp.models.findings import Move, Note
from quoteapp.states import PRICED, Outcome

ENDED = "ended"
HIGHEST_PRICE = Decimal(10**8)  # what Numeric(10, 2) holds


@dataclass(frozen=True, slots=True)
class EndedCall:
    """A call that is over. An older call backend tells no last offer, notes or moves."""

    call_id: str
    outcome: Outcome
    estimated_price: Decimal | None
    negotiated_price: Decimal | None
    transcript: str | None  # "Agent: …" and "Provider: …", a line each
    last_offer: Decimal | None = None
    notes: list[Note] | None = None
    moves: list[Move] | None = None
    dialled_at: datetime | None = None
    answered_at: datetime | None = None


def ended_call(call: object) -> EndedCall | None:
    """A call object of the contract, if it is over. Raises `Unsure` if it cannot be read."""
    if not isinstance(call, dict) or not isinstance(call.get("call_id"), str):
        raise Unsure("not a call")
    if call.get("status") != ENDED:
        return None
    try:
        return _read(call)
    except (ValueError, InvalidOperation, KeyError, TypeError) as error:
        raise Unsure("a call that cannot be read") from error


def _read(call: dict[str, Any]) -> EndedCall:
    """The call; raises what its outcome, its two prices and its transcript raise if they are none.

    The rest it can do without.
    """
    outcome = Outcome(str(call.get("outcome")))
    estimated = _price(call.get("estimated_price"))
    negotiated = _price(call.get("negotiated_price"))
    turns = _turns(call.get("transcript"))
    last_offer = _price_or_none(call.get("last_offer"))
    if outcome is not Outcome.AGREED:
        negotiated = None
    estimated = estimated or last_offer or negotiated
    if outcome in PRICED and estimated is None:
        outcome = Outcome.NO_AGREEMENT  # Completed means that a price was named.
    return EndedCall(
        call["call_id"],
        outcome,
        estimated,
        negotiated,
        _transcript(turns),
        last_offer,
        notes=notes_of(call.get("notes"), len(turns)),
        moves=moves_of(call.get("moves"), len(turns)),
        dialled_at=moment_of(call.get("dialled_at")),
        answered_at=moment_of(call.get("answered_at")),
    )


def _price(value: object) -> Decimal | None:
    """Dollars with cents. Raises ValueError for what is no price."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError(value)
    price = Decimal(str(value)).quantize(Decimal("0.01"))
    if not 0 < price < HIGHEST_PRICE:
        raise ValueError(value)
    return price


def _price_or_none(value: object) -> Decimal | None:
    """The same of what a call can do without."""
    try:
        return _price(value)
    except (ValueError, InvalidOperation, TypeError):
        return None


def _turns(listed: object) -> list[dict[str, object]]:
    if not isinstance(listed, list):
        raise TypeError(listed)
    return listed


def _transcript(turns: list[dict[str, object]]) -> str | None:
    """The turns as the page shows them."""
    lines = [f"{str(turn['role']).capitalize()}: {turn['text']}" for turn in turns]
    return UNKEEPABLE.sub("\N{REPLACEMENT CHARACTER}", "\n".join(lines)) or None
