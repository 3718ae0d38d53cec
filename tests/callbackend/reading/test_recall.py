"""Prices of an earlier talk, and numbers that name a house or a car."""

import pytest

from callbackend.reading import parse, read
from callbackend.reading.money.money import agent_figures

RECALLED = "Agent: You quoted 580 for the stairs. Would 500 do?\nProvider: {}"


@pytest.mark.parametrize("answer", ["500, yeah.", "No, I can't do 500.", "Let me think."])
def test_a_recalled_price_is_the_estimate_whatever_the_answer_to_the_offer_is(answer):
    assert read(parse(RECALLED.format(answer))).estimated_price == 580


def test_a_recalled_price_is_none_when_the_provider_denies_it():
    told = "Agent: You said 580 for the stairs.\nProvider: No, I never said that."

    assert read(parse(told)).estimated_price is None


def test_a_recalled_price_alone_is_no_estimate():
    assert read(parse("Agent: You said 580 for the stairs.")).estimated_price is None


@pytest.mark.parametrize(
    "text", ["she's at 2214 marlow", "it's a 2018 corolla", "1560 birchwood, the blue house"]
)
def test_digits_before_a_noun_are_no_price(text):
    assert agent_figures(text, None) == []


@pytest.mark.parametrize("text", ["could you do 250 today", "250 works", "so 250 for the valve?"])
def test_digits_before_a_word_of_the_price_are_one(text):
    assert [figure.value for figure in agent_figures(text, None)] == [250]
