"""The reader against what simulated businesses really quoted and agreed to.

A business keeps its own books: what it asks for when it first names a price, and each offer that
it takes or confirms. Nothing of them comes from reading words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from callbackend.agent.negotiator import Negotiator
from callbackend.lines.base import Ticket
from callbackend.lines.simulated.business import OFFER, READS_BACK, Business
from callbackend.lines.simulated.character import Character, character_of
from callbackend.reading import Quote, Utterance, read
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
)
CALLS = 800
# A conversation that is still going after so many lines never ends.
ENDLESS = 60


class Bookkeeper(Business):
    """A business that writes down its first price and what it agreed to."""

    def __init__(self, character: Character) -> None:
        super().__init__(character, "Reliable Services")
        self.first_price: int | None = None
        self.agreed: int | None = None

    def reply(self, said: str) -> str:
        answer = super().reply(said)
        if self.first_price is None and self._has_quoted:
            self.first_price = self._asking
        offered = OFFER.search(said)
        if offered is not None:
            offer = int(offered[1].replace(",", ""))
            confirms = READS_BACK.search(said) is not None
            self.agreed = offer if confirms or offer == self._asking else self.agreed
        return answer


@dataclass(frozen=True)
class Call:
    """What was said, and what the business has in its books."""

    lines: list[Utterance]
    live: Quote
    business: Bookkeeper

    def __str__(self) -> str:
        return "\n".join(f"{line.role.title()}: {line.text}" for line in self.lines)


def ring(index: int) -> Call:
    task, problem, limit = JOBS[index % len(JOBS)]
    character = character_of(Ticket("call", f"+1408555{index:04}", "", task, problem))
    business = Bookkeeper(character)
    brief = make_brief(task=task, problem=problem, price_limit=limit)
    negotiator = Negotiator(brief, f"Business {index}")
    lines: list[Utterance] = []
    turn = negotiator.turn(None)
    while not turn.done and len(lines) < ENDLESS:
        lines += [Utterance("agent", turn.say), Utterance("provider", business.reply(turn.say))]
        turn = negotiator.turn(lines[-1].text)
    return Call([*lines, Utterance("agent", turn.say)], negotiator.quote, business)


@cache
def calls() -> list[Call]:
    return [ring(index) for index in range(CALLS)]


def rows() -> Iterable[Any]:
    """Each call by its number."""
    for index, call in enumerate(calls()):
        yield pytest.param(call, id=f"call {index}")


def dollars(price: int | None) -> Decimal | None:
    return None if price is None else Decimal(price).quantize(Decimal("0.01"))


@every("call", rows)
def test_the_estimate_is_the_first_price_of_the_business(call):
    assert call.live.estimated_price == dollars(call.business.first_price), str(call)


@every("call", rows)
def test_the_agreed_price_is_what_the_business_agreed_to(call):
    assert call.live.negotiated_price == dollars(call.business.agreed), str(call)


def test_many_calls_come_to_an_agreement_and_many_do_not():
    agreed = sum(call.business.agreed is not None for call in calls())

    assert CALLS * 0.3 < agreed < CALLS * 0.9


@every("call", lambda: list(rows())[::4])
def test_the_transcript_reads_as_the_call_did(call):
    whole, live = read(call.lines), call.live

    prices = (whole.estimated_price, whole.negotiated_price)
    assert prices == (live.estimated_price, live.negotiated_price), str(call)
