"""A job as the API tells of it, for states that a real stack seldom is in."""

from typing import Any

JOB_ID = "11111111-2222-4333-8444-555555555555"
NAMES = ("Priya the Plumber", "Reliable Plumbing Services", "Blue Wrench Plumbing")
AT = "2026-11-26T10:00:00Z"


def job(**changes: Any) -> dict[str, Any]:
    """A job whose businesses are found."""
    asked = [{"id": "q1", "question": "What is it?", "answer": "It runs", "spoken": True}]
    return {
        "id": JOB_ID,
        "original_query": "Fix my toilet",
        "task": "plumber",
        "house_address": "123 Main St",
        "zip_code": "95126",
        "date_needed": "2026-12-10",
        "price_limit": 250,
        "clarifications": {},
        "questions": [],
        "status": "searched",
        "asked": asked,
        "notice": None,
        "line": "simulated",
        "created_at": AT,
        "expires_at": AT,
        "chosen_provider_id": None,
        "confirmed_at": None,
    } | changes


def provider(number: int, **changes: Any) -> dict[str, Any]:
    """One of the businesses; not rung."""
    return {
        "id": number,
        "job_id": JOB_ID,
        "name": f"{NAMES[(number - 1) % 3]} (sample)",
        "phone": f"(408) 555-010{number}",
        "estimated_price": None,
        "negotiated_price": None,
        "call_status": None,
        "outcome": None,
        "last_offer": None,
        "notes": None,
        "source": "sample",
        "distance_miles": 2.0,
        "can_retry": False,
        "call_transcript": None,
    } | changes


def failed(number: int, outcome: str, **changes: Any) -> dict[str, Any]:
    """One that named no price."""
    ended = {"call_status": "failed", "outcome": outcome, "can_retry": outcome in ("busy", "error")}
    return provider(number, **ended | changes)


def call(number: int, stage: str | None, **changes: Any) -> dict[str, Any]:
    """Its call."""
    return {
        "provider_id": number,
        "attempt": 1,
        "stage": stage,
        "outcome": None,
        "asked_at": AT,
        "opens_at": None,
        "dialled_at": AT,
        "answered_at": AT,
        "ended_at": AT if stage == "over" else None,
        "estimated_price": None,
        "negotiated_price": None,
        "transcript": [],
        "moves": [],
    } | changes


def live(*calls: dict[str, Any], is_stale: bool = False) -> dict[str, Any]:
    """All calls."""
    return {"now": AT, "line": "simulated", "is_stale": is_stale, "calls": list(calls)}


def offer(number: int, price: float, **changes: Any) -> dict[str, Any]:
    """What one of them offers."""
    return {
        "rank": number,
        "provider_id": number,
        "name": f"{NAMES[(number - 1) % 3]} (sample)",
        "phone": f"(408) 555-010{number}",
        "price": price,
        "kind": "agreed",
        "first_price": price + 20,
        "saved": 20.0,
        "within_limit": True,
        "distance_miles": 2.0,
        "notes": [{"kind": "included", "text": "Parts are included.", "price": None, "turn": 1}],
        "reasons": ["It is the lowest price."],
        "evidence": [{"role": "provider", "text": "One thirty it is.", "turn": 3}],
    } | changes


TALK = [
    {"role": "agent", "text": "Hello, this is an automated assistant.", "at": AT},
    {"role": "provider", "text": "One fifty.", "at": AT},
    {"role": "agent", "text": "Could you do $130?", "at": AT},
    {"role": "provider", "text": "Fine, one thirty.", "at": AT},
]
MOVES = [
    {"by": "provider", "kind": "first", "price": 150.0, "turn": 1},
    {"by": "agent", "kind": "counter", "price": 130.0, "turn": 2},
    {"by": "provider", "kind": "agreed", "price": 130.0, "turn": 3},
]
AGREED = {"outcome": "agreed", "estimated_price": 150.0, "negotiated_price": 130.0}
BROUGHT = {"call_status": "completed", "last_offer": 130.0} | AGREED


def agreed_call(number: int, **changes: Any) -> dict[str, Any]:
    """A call that came to a deal."""
    return call(number, "over", transcript=TALK, moves=MOVES, **AGREED | changes)
