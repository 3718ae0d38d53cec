"""The simulated line: who answers, how often, and how long it takes."""

from collections import Counter
from functools import cache
from itertools import pairwise

import pytest

from callbackend.agent.negotiator import Negotiator
from callbackend.lines.base import (
    Answered,
    Ended,
    EndReason,
    Heard,
    LineEvent,
    Ringing,
    Spoken,
    Ticket,
    line_of,
)
from callbackend.lines.simulated.character import character_of
from callbackend.lines.simulated.kinds import Door, Fate, Pricing
from callbackend.lines.simulated.line import SimulatedLine
from tests.callbackend.conversations import business_name, ticket_of
from tests.callbackend.factories import make_brief
from tests.rows import every

NUMBERS = [f"+1408555{number:04}" for number in range(3000)]
UNANSWERED = (Fate.NO_ANSWER, Fate.BUSY, Fate.NOT_IN_SERVICE)


def ticket(phone: str, job_id: str = "", attempt: int = 1, problem: str = "a leak") -> Ticket:
    return Ticket("call-1", phone, "Reliable Services", "plumber", problem, (), job_id, attempt)


def number_with(fate: Fate) -> str:
    return next(phone for phone in NUMBERS if character_of(ticket(phone)).fate is fate)


class Reports(list[tuple[LineEvent, float]]):
    def __call__(self, call_id: str, event: LineEvent, after: float = 0.0) -> None:
        self.append((event, after))


def test_about_three_in_four_give_a_price() -> None:
    fates = Counter(character_of(ticket(phone)).fate for phone in NUMBERS)

    assert 0.72 <= fates[Fate.QUOTES] / len(NUMBERS) <= 0.80
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


def test_one_number_in_a_hundred_opts_out_whatever_the_job_and_the_attempt() -> None:
    def opting_out(**call: object) -> list[str]:
        return [
            phone
            for phone in NUMBERS
            if character_of(ticket(phone, **call)).fate is Fate.OPTS_OUT  # type: ignore[arg-type]
        ]

    first = opting_out()

    assert 0.006 < len(first) / len(NUMBERS) < 0.014
    assert first == opting_out(job_id="another", attempt=3, problem="no heat")


def test_the_same_call_meets_the_same_character() -> None:
    assert character_of(ticket(NUMBERS[0], "job", 2)) == character_of(ticket(NUMBERS[0], "job", 2))


@every("call", [{"job_id": "another"}, {"attempt": 2}, {"problem": "no water"}])
def test_another_job_or_attempt_may_end_otherwise_with_the_same_manners(call) -> None:
    before = [character_of(ticket(phone, "job")) for phone in NUMBERS[:500]]
    after = [character_of(ticket(phone, **{"job_id": "job"} | call)) for phone in NUMBERS[:500]]

    pairs = list(zip(before, after, strict=True))
    assert all((one.language, one.style) == (two.language, two.style) for one, two in pairs)
    assert 100 < sum(one.fate is not two.fate for one, two in pairs) < 300
    assert any(one.fate in UNANSWERED and two.fate is Fate.QUOTES for one, two in pairs)


def test_a_business_is_dear_or_cheap_by_itself() -> None:
    """A price differs from day to day less than from business to business."""
    prices = [
        [character_of(ticket(phone, f"job {day}")).list_price for day in range(8)]
        for phone in NUMBERS[:200]
    ]
    of_days = sum(max(one) - min(one) for one in prices) / len(prices)
    of_businesses = max(map(max, prices)) - min(map(min, prices))

    assert 0 < of_days < of_businesses / 2


def test_every_way_to_a_price_and_every_door_is_met() -> None:
    characters = [character_of(ticket(phone)) for phone in NUMBERS]

    assert {one.pricing for one in characters} == set(Pricing)
    assert {one.door for one in characters} == set(Door)


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
    line.press("call-1", "1")
    line.hang_up("call-1")

    assert reports == before


class Played:
    """A whole call through the line, without a clock: all that is said, and how long it takes."""

    def __init__(self, phone: str, seconds: float = 20) -> None:
        self.ticket = ticket_of(phone, make_brief(), business_name(int(phone[-4:])))
        self.agent = Negotiator(make_brief(), self.ticket.business_name)
        self.line = SimulatedLine(seconds)
        self.reports = Reports()
        self.spoken: list[Spoken] = []
        self.line.dial(self.ticket, self.reports)
        self.seconds = self.reports[-1][1]
        if self.reports[-1][0] == Answered():
            self._talk()

    def _talk(self) -> None:
        turn = self.agent.turn(None)
        while not turn.done:
            self.spoken.append(Spoken(True, line_of(turn.press) if turn.press else turn.say))
            if turn.press:
                self.line.press("call", turn.press)
            else:
                self.line.say("call", turn.say, last=False)
            heard = self._happened()
            assert isinstance(heard, Heard)
            self.spoken.append(Spoken(False, heard.text))
            turn = self.agent.turn(heard.text)
        self.line.say("call", turn.say, last=True)
        assert self._happened() == Ended(EndReason.HUNG_UP)

    def _happened(self) -> LineEvent:
        event, after = self.reports[-1]
        self.seconds += after
        return event


@cache
def played() -> list[Played]:
    return [Played(phone) for phone in NUMBERS[:150]]


@every("call", played)
def test_no_call_takes_more_than_twice_its_time(call: Played) -> None:
    assert 0 < call.seconds <= 40


def test_calls_last_about_as_long_as_they_should() -> None:
    talked = [call.seconds for call in played() if len(call.spoken) > 6]

    assert 14 < sum(talked) / len(talked) < 26


def test_every_pause_is_a_share_of_a_call() -> None:
    short, long = Played(NUMBERS[1], 10), Played(NUMBERS[1], 1000)

    pauses = [after for _, after in short.reports]
    assert [after / 100 for _, after in long.reports] == pytest.approx(pauses)


@every("call", played)
def test_a_call_that_is_cut_off_anywhere_goes_on_the_same_way(call: Played) -> None:
    for index, (line, answer) in enumerate(pairwise(call.spoken)):
        if not line.by_agent:
            continue
        reports = Reports()

        SimulatedLine(20).resume(call.ticket, call.spoken[: index + 1], reports)

        assert [event for event, _ in reports] == [Heard(answer.text)], index
        assert (Heard(answer.text), reports[0][1]) in call.reports, index
