"""The simulated line: who answers, how often, and how long it takes."""

import json
from collections import Counter
from typing import Any

import pytest

from callbackend.agent.wording import phrases
from callbackend.lines.base import Answered, Ended, EndReason, Heard, LineEvent, Ringing, Ticket
from callbackend.lines.simulated.character import LIST_PRICES, Fate, Pricing, character_of
from callbackend.lines.simulated.line import SimulatedLine
from tests.rows import every

WORK = phrases("en").work.keys() - {""}

NUMBERS = [f"+1408555{number:04}" for number in range(3000)]


def ticket(phone: str, task: str = "plumber", problem: str = "your toilet leaks") -> Ticket:
    return Ticket("call-1", phone, "Reliable Services", task, problem)


def number_with(fate: Fate) -> str:
    return next(phone for phone in NUMBERS if character_of(ticket(phone)).fate is fate)


class Reports(list[tuple[LineEvent, float]]):
    def __call__(self, call_id: str, event: LineEvent, after: float = 0.0) -> None:
        self.append((event, after))


def test_about_three_in_four_give_a_price() -> None:
    fates = Counter(character_of(ticket(phone)).fate for phone in NUMBERS)

    assert 0.70 <= fates[Fate.QUOTES] / len(NUMBERS) <= 0.79
    assert set(fates) == set(Fate)


def test_five_samples_mostly_give_three_or_more_prices() -> None:
    """The demonstration rings five numbers 555-01xx of one area code."""
    areas = ("408", "212", "312", "213", "713", "602", "215", "210", "619", "214", "305", "206")
    prices = [
        sum(
            character_of(ticket(f"+1{area}55501{number:02}")).fate is Fate.QUOTES
            for number in range(first, first + 5)
        )
        for area in areas
        for first in range(0, 100, 5)
    ]

    assert sum(given >= 3 for given in prices) / len(prices) > 0.85


def test_the_same_number_and_job_is_the_same_character() -> None:
    assert character_of(ticket(NUMBERS[0])) == character_of(ticket(NUMBERS[0]))


def test_another_job_has_another_price_but_the_same_manners() -> None:
    toilet = character_of(ticket(NUMBERS[0]))
    heater = character_of(ticket(NUMBERS[0], problem="your water heater is broken"))

    assert toilet.list_price < heater.list_price
    assert (toilet.fate, toilet.style) == (heater.fate, heater.style)


def test_every_trade_has_its_prices() -> None:
    table: dict[str, Any] = json.loads(LIST_PRICES.read_text())

    assert set(table) == {*WORK, ""}
    for ranges in table.values():
        assert "" in ranges
        assert all(0 < low < high for low, high in ranges.values())


@every("task", [*WORK, "dog walker"])
def test_list_prices_are_whole_and_above_their_floor(task: str) -> None:
    for phone in NUMBERS[:200]:
        character = character_of(ticket(phone, task))
        assert character.list_price % 5 == 0
        assert 0 < character.floor <= character.list_price


def test_there_are_several_ways_to_name_a_price() -> None:
    assert {character_of(ticket(phone)).pricing for phone in NUMBERS} == set(Pricing)


@pytest.mark.parametrize(
    ("fate", "events"),
    [
        (Fate.NO_ANSWER, [Ringing(), Ended(EndReason.NO_ANSWER)]),
        (Fate.BUSY, [Ended(EndReason.BUSY)]),
        (Fate.NOT_IN_SERVICE, [Ended(EndReason.INVALID_NUMBER)]),
        (Fate.VOICEMAIL, [Ringing(), Answered()]),
        (Fate.QUOTES, [Ringing(), Answered()]),
    ],
)
def test_what_happens_after_dialling(fate: Fate, events: list[LineEvent]) -> None:
    reports = Reports()

    SimulatedLine(20).dial(ticket(number_with(fate)), reports)

    assert [event for event, _ in reports] == events
    assert [after for _, after in reports] == sorted(after for _, after in reports)


def test_an_answer_takes_as_long_as_it_is_to_say() -> None:
    line, reports = SimulatedLine(20), Reports()
    line.dial(ticket(number_with(Fate.QUOTES)), reports)

    line.say("call-1", "Hello. " * 10, last=False)
    line.say("call-1", "Hello. " * 40, last=False)

    (short, short_after), (long, long_after) = reports[-2:]
    assert isinstance(short, Heard)
    assert isinstance(long, Heard)
    assert 0 < short_after < long_after < 20


def test_without_seconds_nothing_waits() -> None:
    line, reports = SimulatedLine(0), Reports()

    line.dial(ticket(number_with(Fate.QUOTES)), reports)
    line.say("call-1", "Hello.", last=True)

    assert {after for _, after in reports} == {0.0}


def test_a_call_that_was_hung_up_is_forgotten() -> None:
    line, reports = SimulatedLine(0), Reports()
    line.dial(ticket(number_with(Fate.QUOTES)), reports)
    line.hang_up("call-1")
    before = list(reports)

    line.say("call-1", "Hello?", last=False)
    line.hang_up("call-1")

    assert reports == before
