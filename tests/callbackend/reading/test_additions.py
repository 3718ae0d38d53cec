"""Fees that come on top of a price, and figures that add up what was told."""

from decimal import Decimal

import pytest

from callbackend.reading import parse, read
from callbackend.reading.negotiation.additions import is_sum


def estimate(*spoken: str) -> Decimal | None:
    """The estimate of a talk that the agent begins, line by line."""
    roles = ("Agent", "Provider")
    lines = [f"{roles[index % 2]}: {text}" for index, text in enumerate(spoken)]
    return read(parse("\n".join(lines))).estimated_price


@pytest.mark.parametrize(
    "said",
    [
        "Four fifty for the work and the stand-by is forty, that one isn't optional.",
        "Four fifty, and there's a mandatory pressure test at forty.",
        "I've got a forty dollar weekend fee, then four fifty for the setup. Four ninety.",
        "It's four fifty and the trip's 40, 490 all together.",
    ],
)
def test_a_mandatory_fee_is_added_in_the_same_turn(said):
    assert estimate("How much?", said) == 490


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("Is there a trip fee?", "Yeah, forty."),
        ("Does that include travel?", "Travel's forty."),
        ("Anything on top of that?", "Handling, forty bucks, I have to charge it."),
        ("Are materials extra?", "Materials are forty more."),
        ("And the parts?", "About forty."),
    ],
)
def test_a_fee_is_added_when_the_agent_asks_for_it(asked, answered):
    assert estimate("How much?", "Four fifty.", asked, answered) == 490


@pytest.mark.parametrize(
    "answered", ["No, no trip fee.", "Forty, but not if you hire us.", "It's all in there."]
)
def test_no_fee_is_added_when_none_has_to_be_paid(answered):
    assert estimate("How much?", "Four fifty.", "Is there a trip fee?", answered) == 450


@pytest.mark.parametrize(
    "said",
    [
        "Normally there's a forty dollar mileage fee but I'm not charging that. Four fifty.",
        "Sunday's normally an extra forty. For you, no extra. Four fifty.",
        "Four fifty, half before, so two twenty-five now.",
        "Four fifty, and the eighty is already inside that.",
        "Four fifty, with a hundred today and the rest when I'm done.",
        "Four fifty. And a hundred to get on the calendar.",
        "Four fifty before tax, four eighty-six with.",
    ],
)
def test_a_small_second_figure_is_no_price(said):
    assert estimate("How much?", said) == 450


def test_a_visit_told_twice_is_still_no_price():
    told = estimate("How much?", "It's 75 to diagnose it.", "75 is fine.", "75, you got it.")

    assert told is None


@pytest.mark.parametrize(
    ("value", "told", "expected"),
    [(245, (195, 50), True), (195, (195, 50), False), (390, (195,), False), (7, (1, 2, 4), True)],
)
def test_a_sum_adds_up_at_least_two_figures(value, told, expected):
    assert is_sum(Decimal(value), [Decimal(part) for part in told]) is expected
