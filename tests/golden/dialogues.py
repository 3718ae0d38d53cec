"""450 simulated calls: what the agent and the business say, and what comes of it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from callbackend.agent.brief import Brief
from tests.callbackend.conversations import business_name, converse

MANY = 450
JOBS = (
    ("plumber", "your toilet leaks", 250),
    ("electrician", "an outlet sparks", None),
    ("house cleaner", "a deep clean before moving out", 400),
    ("painter", "three bedrooms need paint", 1500),
    ("handyman", "a shelf fell off the wall", 120),
    ("HVAC technician", "the furnace is dead", None),
    ("locksmith", "the key is lost", 120),
    ("carpenter", "the deck is rotten", 2000),
    ("landscaper", "the lawn is overgrown", None),
    ("appliance repair", "the dishwasher leaks", 200),
    ("pest control", "ants in the kitchen", 180),
    ("roofer", "the roof leaks", 9000),
    ("moving company", "a two bedroom apartment", 800),
    ("auto mechanic", "the brakes squeal", 400),
)
ANSWERS = (
    ("How long has it been like that?", "About two weeks"),
    ("Is it an emergency?", "No, it can wait a day"),
    ("Is there anything else to know?", "There are two steps at the front door"),
)


def dialogues() -> Iterator[dict[str, Any]]:
    """Each call in the order of its number."""
    for index in range(MANY):
        task, problem, limit = JOBS[index % len(JOBS)]
        brief = Brief(
            task=task,
            problem=problem,
            answers=ANSWERS[: index % 4],
            zip_code="95126",
            date_needed=date(2025, 12, 10),
            price_limit=None if limit is None else Decimal(limit),
            best_quote=Decimal(limit * 7 // 10) if limit and index % 5 == 0 else None,
        )
        call = converse(f"+1408555{index:04}", brief, business_name(index))
        quote = call.negotiator.quote
        yield {
            "id": index,
            "outcome": call.outcome,
            "estimated_price": str(quote.estimated_price),
            "negotiated_price": str(quote.negotiated_price),
            "lines": [f"{line.role}: {line.text}" for line in call.lines],
        }
