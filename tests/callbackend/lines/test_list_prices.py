"""What jobs cost: prices know the kind of work and its size."""

import pytest

from callbackend.agent.wording import phrases
from callbackend.lines.base import Ticket
from callbackend.lines.simulated.character import character_of
from callbackend.lines.simulated.prices import price_range, work_of, works
from tests.rows import every

TRADES = phrases("en").work.keys() - {""}


def ticket(task: str, problem: str, answers: tuple[tuple[str, str], ...] = ()) -> Ticket:
    return Ticket("call-1", "+14085550101", "Reliable Services", task, problem, answers)


def test_every_trade_has_several_kinds_of_work_and_one_for_the_rest():
    assert set(works()) == {*TRADES, ""}
    for trade in TRADES:
        kinds = works()[trade]
        assert len(kinds) >= 6, trade
        assert [bool(work.patterns) for work in kinds] == [True] * (len(kinds) - 1) + [False]
        for work in kinds:
            assert 0 < work.base[0] < work.base[1], work
            assert 0 <= work.rate[0] <= work.rate[1], work


@every(
    ("task", "problem", "low", "high"),
    [
        ("carpenter", "the customer's bathroom needs a remodel", 6000, 20000),
        ("plumber", "renovate the bathroom, new shower and toilet", 6000, 20000),
        ("handyman", "install 400 sq ft of hardwood floor", 3000, 8000),
        ("carpenter", "400 square feet of hardwood flooring", 3000, 8000),
        ("moving company", "a couch to be hauled away", 75, 250),
        ("handyman", "get rid of an old couch", 75, 250),
        ("plumber", "the toilet keeps running", 100, 300),
        ("plumber", "replace two toilets", 500, 1400),
        ("plumber", "repipe the whole house", 4000, 15000),
        ("electrician", "install four cameras", 350, 1000),
        ("electrician", "the outlet sparks", 100, 300),
        ("electrician", "replace the breaker panel", 1200, 4000),
        ("house cleaner", "a standard cleaning", 100, 260),
        ("house cleaner", "deep clean of a four bedroom house", 280, 560),
        ("painter", "paint one bedroom", 350, 950),
        ("painter", "paint three bedrooms", 900, 2300),
        ("painter", "paint the exterior of the house", 2500, 6500),
        ("handyman", "mount a 65 inch tv", 90, 260),
        ("handyman", "assemble three IKEA desks", 190, 450),
        ("HVAC technician", "replace the furnace", 4000, 10000),
        ("HVAC technician", "the furnace is dead", 150, 600),
        ("locksmith", "locked out of the house", 70, 220),
        ("locksmith", "rekey six locks", 150, 360),
        ("carpenter", "build a 20x12 deck", 6500, 16000),
        ("carpenter", "50 feet of new fence to install", 1000, 2500),
        ("landscaper", "mow the lawn", 40, 90),
        ("landscaper", "remove two dead trees", 700, 2300),
        ("appliance repair", "the dishwasher leaks", 120, 340),
        ("pest control", "ants in the kitchen", 100, 310),
        ("pest control", "termites", 450, 1600),
        ("roofer", "replace the roof, 2,400 sq ft", 10000, 23000),
        ("roofer", "the roof leaks", 330, 1300),
        ("moving company", "move a studio apartment", 240, 650),
        ("moving company", "move a three-bedroom house", 700, 1700),
        ("moving company", "move a 3 bedroom house 900 miles", 2800, 7000),
        ("auto mechanic", "an oil change", 45, 130),
        ("auto mechanic", "AC in the pickup blows warm", 150, 600),
        ("auto mechanic", "rebuild the transmission", 1800, 5000),
        ("dog walker", "walk a dog", 100, 450),
    ],
)
def test_a_price_fits_the_job(task, problem, low, high):
    cheap, dear = price_range(ticket(task, problem))

    assert low <= cheap < dear <= high


@every(
    ("task", "problem", "question", "answer", "factor"),
    [
        ("electrician", "outlets to be added", "How many outlets?", "Six", 3),
        ("painter", "rooms to be painted", "How many rooms is it?", "4 rooms", 2.5),
        ("roofer", "replace the roof", "How large is the roof, in square feet?", "3400", 1.7),
        ("carpenter", "hardwood floor", "What size?", "About 20 by 25 feet", 1.7),
        ("moving company", "a move", "How many bedrooms?", "four", 1.6),
    ],
)
def test_an_answer_tells_the_size(task, problem, question, answer, factor):
    _, usual = price_range(ticket(task, problem))

    _, told = price_range(ticket(task, problem, ((question, answer),)))

    assert told >= factor * usual


@every(
    ("problem", "answer"),
    [
        ("a toilet leaks", "It's not an emergency"),
        ("a toilet leaks", "About ten years old"),
        ("a two year old toilet leaks", "no"),
    ],
)
def test_what_is_no_size_changes_no_price(problem, answer):
    plain = price_range(ticket("plumber", "a toilet leaks"))

    told = price_range(ticket("plumber", problem, (("Is it an emergency? How old?", answer),)))

    assert told == plain


def test_an_emergency_costs_more():
    usual = price_range(ticket("plumber", "a pipe burst"))
    urgent = price_range(ticket("plumber", "a pipe burst, an emergency"))

    assert urgent > usual


def test_the_kind_of_work_has_a_name():
    assert work_of("plumber", "the water heater is dead").name == "water heater repaired"


@pytest.mark.parametrize("task", [*sorted(TRADES), "dog walker"])
def test_prices_are_whole_and_above_their_floor(task):
    for number in range(150):
        character = character_of(
            Ticket("call-1", f"+1408555{number:04}", "Reliable Services", task, "some work")
        )
        assert character.list_price % 5 == 0
        assert 0 < character.floor <= character.list_price
        assert character.fee > 0
