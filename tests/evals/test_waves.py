"""Jobs that are rung both ways, and what is counted of them."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

import pytest

from callbackend.agent.brief import Brief
from callbackend.lines.base import Ticket
from evals import waves
from evals.calling import Call, call
from evals.waves import FIRST_WAVE, Pair, both_ways, jobs
from tests.rows import every

FEW = 24
QUOTE = re.compile(r"(?:quote of|quoted|oferta de|ofreció) \$([\d,]+)")


@cache
def pairs() -> list[Pair]:
    return [both_ways(job) for job in jobs(seed=1)[:FEW]]


every_pair = every("pair", pairs)


def quotes_in(call: Call) -> list[Decimal]:
    said = " ".join(line for line in call.lines if line.startswith("Agent"))
    return [Decimal(it.replace(",", "")) for it in QUOTE.findall(said)]


def best(calls: Sequence[Call]) -> Decimal | None:
    return min((it.price for it in calls if it.price is not None), default=None)


def test_there_are_300_jobs_at_20_places_and_the_seed_decides_them() -> None:
    found = jobs(seed=1)

    assert len(found) == 300
    assert len({job.brief.zip_code for job in found}) == 20
    assert all(len({it.phone for it in job.tickets}) == 5 for job in found)
    assert found == jobs(seed=1) != jobs(seed=2)


@every_pair
def test_the_first_wave_talks_as_it_would_without_waves(pair: Pair) -> None:
    at_once, waved = pair

    assert waved.calls[:FIRST_WAVE] == at_once.calls[:FIRST_WAVE]
    assert not any(it.cites for it in (*at_once.calls, *waved.calls[:FIRST_WAVE]))


@every_pair
def test_what_is_cited_is_the_best_price_of_the_first_wave(pair: Pair) -> None:
    first, later = pair[1].calls[:FIRST_WAVE], pair[1].calls[FIRST_WAVE:]

    assert all(set(quotes_in(it)) == ({best(first)} if it.cites else set()) for it in later)


def test_a_quote_is_cited_in_some_of_the_later_calls() -> None:
    assert sum(it.cites for _, waved in pairs() for it in waved.calls) > FEW // 4


@every_pair
def test_a_wave_begins_when_the_one_before_is_over(pair: Pair) -> None:
    waved = pair[1].calls
    first, later = waved[:FIRST_WAVE], waved[FIRST_WAVE:]

    lasts = max(it.seconds for it in first) + max(it.seconds for it in later)
    assert pair[1].seconds == lasts
    assert pair[0].seconds == max(it.seconds for it in pair[0].calls)


@every_pair
def test_nobody_goes_below_the_floor(pair: Pair) -> None:
    floors = [(it.price, it.floor) for side in pair for it in side.calls if it.floor and it.price]

    assert floors
    assert all(price >= floor for price, floor in floors)


def test_a_call_that_nobody_answers_takes_its_time_and_brings_nothing() -> None:
    brief = Brief("plumber", "your toilet leaks", (), "95126", waves.DATE_NEEDED)
    numbers = (f"+1408555{number:04}" for number in range(200))
    calls = [call(Ticket("it", it, "Reliable", "plumber", brief.problem), brief) for it in numbers]
    silent = [it for it in calls if not it.lines]

    assert silent
    assert all((it.price, it.turns) == (None, 0) and it.seconds > 0 for it in silent)
    assert max(it.seconds for it in calls) <= 40


def test_the_command_prints_both_ways_and_a_talk(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waves, "jobs", lambda seed: jobs(seed)[:8])

    waves.main(["--talks", "1"])

    printed = capsys.readouterr().out
    assert "calls that cite a quote" in printed
    assert "two or more bargain" in printed
    assert "at their floors" in printed
    assert re.search(r"Agent: .*\$", printed)
