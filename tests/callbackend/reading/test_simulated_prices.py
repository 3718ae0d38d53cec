"""What calls record against what simulated businesses really quoted and agreed to.

A business keeps its own books: its first price for the whole job, what it asks now, and what it
has promised to hold. Nothing of them comes from reading words.
"""

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from callbackend.lines.simulated.kinds import Ending, Fate
from callbackend.reading import read
from callbackend.states import Outcome
from tests.callbackend.conversations import Conversation, business_name, converse, is_read
from tests.callbackend.factories import make_brief
from tests.rows import every

JOBS = (
    ("plumber", "your toilet leaks", 250),
    ("electrician", "an outlet sparks", "no_limit"),
    ("painter", "three bedrooms need paint", 1500),
    ("HVAC technician", "the furnace is dead", "no_limit"),
    ("roofer", "the roof leaks", 9000),
    ("moving company", "a two bedroom apartment", 800),
    ("locksmith", "the key is lost", 120),
    ("auto mechanic", "the brakes squeal", 400),
    ("carpenter", "the deck is rotten", 2000),
    ("house cleaner", "a deep clean before moving out", 400),
)
CALLS = 800


def ring(index: int) -> Conversation:
    task, problem, limit = JOBS[index % len(JOBS)]
    brief = make_brief(task=task, problem=problem, price_limit=limit, answers=[])
    return converse(f"+1408555{index:04}", brief, business_name(index))


@cache
def calls() -> list[Conversation]:
    return [ring(index) for index in range(CALLS)]


def rows() -> Iterable[Any]:
    """Each call by its number."""
    for index, call in enumerate(calls()):
        yield pytest.param(call, id=f"call {index}")


def read_rows() -> Iterable[Any]:
    return (row for row in rows() if is_read(row.values[0]))


def holds(call: Conversation) -> bool:
    return call.character.ending is Ending.HOLDS


def dollars(price: int | None) -> Decimal | None:
    return None if price is None else Decimal(price).quantize(Decimal("0.01"))


@every("call", rows)
def test_the_estimate_is_the_first_price_of_the_business(call):
    told = {dollars(call.books.first)}
    if call.character.ending is Ending.TAKES_BACK:
        told.add(None)  # Who takes back the one price that they named has named none.

    assert call.negotiator.quote.estimated_price in told, str(call)


@every("call", rows)
def test_the_agreed_price_is_what_the_business_promised_to_hold(call):
    assert call.negotiator.quote.negotiated_price == dollars(call.books.agreed), str(call)


@every("call", lambda: (row for row in rows() if holds(row.values[0])))
def test_the_last_offer_is_what_the_business_asked_for_last(call):
    assert call.negotiator.findings.last_offer == dollars(call.books.asking), str(call)


def test_most_of_those_who_name_a_price_agree_and_many_do_not():
    quoting = [call for call in calls() if call.character.fate is Fate.QUOTES]
    agreed = sum(call.outcome is Outcome.AGREED for call in quoting)

    assert 0.6 < agreed / len(quoting) < 0.92


def test_what_is_agreed_is_mostly_below_the_first_price():
    agreed = [call.books for call in calls() if call.books.agreed is not None]
    shares = [books.agreed / books.first for books in agreed]

    assert sum(share < 1 for share in shares) / len(shares) > 0.7
    assert sum(share <= 0.88 for share in shares) / len(shares) > 0.25


@every("call", lambda: list(read_rows())[::2])
def test_the_transcript_reads_as_the_call_did(call):
    whole, live = read(call.lines), call.negotiator.quote

    prices = (whole.estimated_price, whole.negotiated_price)
    assert prices == (live.estimated_price, live.negotiated_price), str(call)
