"""What the agent has found out on a call, as its row keeps it."""

from decimal import Decimal
from typing import Any

import orjson

from callbackend.agent.result import Findings, Note, PriceMove
from callbackend.reading.conversation import in_cents
from callbackend.records.representation import cents
from callbackend.records.store import Brought


def brought_by(found: Findings) -> Brought:
    """The columns that the findings fill."""
    return Brought(
        estimated_cents=cents(found.estimated_price),
        last_offer_cents=cents(found.last_offer),
        negotiated_cents=cents(found.negotiated_price),
        notes=_json([_note(one) for one in found.notes]),
        moves=_json([_move(one) for one in found.moves]),
    )


def _json(rows: list[dict[str, Any]]) -> str:
    return orjson.dumps(rows).decode()


def _note(note: Note) -> dict[str, Any]:
    price = None if note.price is None else _dollars(note.price)
    return {"kind": note.kind, "text": note.text, "price": price, "turn": note.turn}


def _move(move: PriceMove) -> dict[str, Any]:
    return {"by": move.by, "kind": move.kind, "price": _dollars(move.price), "turn": move.turn}


def _dollars(price: Decimal) -> float:
    return float(in_cents(price))
