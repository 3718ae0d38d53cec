"""What the agent understood, as evidence of what the provider said."""

import pytest

from callbackend.reading import parse, read
from tests.callbackend.reading.test_additions import estimate


@pytest.mark.parametrize(
    ("said", "restated", "expected"),
    [
        ("Nine hundred, and one forty to the county.", "Ten forty in total, then.", 1040),
        ("its won eighty for the hole system", "One eighty for the whole system. Thanks.", 180),
        ("Full's 280, basic is one fifty.", "Basic at one fifty. I'll call again.", 150),
        ("250 for a standard one, 400 for a heavy duty.", "It's a standard one.", 250),
    ],
)
def test_the_estimate_is_what_the_agent_understood(said, restated, expected):
    assert estimate("How much?", said, restated) == expected


@pytest.mark.parametrize("asked", ["Would 150 do?", "That's a lot. Could you do 150?"])
def test_the_estimate_stays_when_the_agent_haggles(asked):
    assert estimate("How much?", "Full's 280.", asked) == 280


@pytest.mark.parametrize(
    ("first", "read_back", "put_right", "expected"),
    [
        ("One thirteen.", "A hundred and thirteen?", "No no, one thirty.", 130),
        ("Two fifty-five.", "Okay, two fifty-five.", "Sorry, that's two ninety-five.", 295),
        ("Gonna be to fifty.", "Two fifty, correct?", "Yeah too hundred fifty.", 250),
    ],
)
def test_a_figure_is_put_right_after_it_was_read_back(first, read_back, put_right, expected):
    assert estimate("How much?", first, read_back, put_right) == expected


@pytest.mark.parametrize(
    "spoken",
    [
        ("A deck at 310 Orchard Lane.", "310 Orchard. Past the school?", "Yes.", "Two sixty."),
        ("It's at 1412 Oak, unit 3.", "Okay, 1412. Two lights?", "Yes.", "Two sixty."),
        ("A key for a 2018 Rogue.", "For a 2018 that's 260 with programming."),
    ],
)
def test_a_number_that_the_agent_named_something_by_is_no_price(spoken):
    assert estimate(*spoken) == 260


def test_a_number_cut_in_two_lines_is_one_price():
    lines = parse("Agent: how much\nProvider: one\nProvider: ninety")

    assert read(lines).estimated_price == 190
