"""Another business's quote: told as it is, with less asked for, and what they make of that."""

from decimal import Decimal

import pytest

from callbackend.agent.bargaining import below_quote, sounds_like
from tests.callbackend.agent.talks import Talk, check, hold
from tests.callbackend.factories import make_brief
from tests.rows import every

ALL_IN = "That's $160, all in."
QUOTED = {"best_quote": 130, "price_limit": "no_limit"}


def asked(*said: str, **holds: object) -> Talk:
    """A talk in which they have named 160, and were told of 130 and asked for 115."""
    return Talk(ALL_IN, r"CITE_QUOTE\(115\)", *said, brief=QUOTED, **holds)


@pytest.mark.parametrize(
    ("ask", "quote", "offer"),
    [
        (160, 130, 115),  # a tenth below the quote
        (160, 150, 135),
        (160, 158, 135),  # no higher than a first offer
        (1400, 1050, 950),
        (1500, 1050, 1050),  # 950 could only offend
        (240, 155, 155),
        (100, 1, 1),
    ],
)
def test_less_than_the_quote_is_asked_for_as_far_as_that_makes_sense(ask, quote, offer):
    assert below_quote(Decimal(ask), Decimal(quote)) == offer


@every("name", [f"Business {index}" for index in range(8)])
def test_the_quote_is_told_as_it_is_and_then_what_is_asked_for(name):
    said = hold(make_brief(**QUOTED), ALL_IN).replies[-1].say

    assert said.index("$130") < said.index("$115")
    assert said.count("$") == 2


@every(
    ("best", "limit", "move"),
    [
        (None, "no_limit", "COUNTER.135"),
        (160, "no_limit", "COUNTER.135"),  # no better than theirs
        (200, "no_limit", "COUNTER.135"),
        (150, 140, "COUNTER.135"),  # no price that the customer could pay
        (130, 130, "CITE_QUOTE.115"),
    ],
)
def test_only_a_better_quote_is_told(best, limit, move):
    check(Talk(ALL_IN, move, brief={"best_quote": best, "price_limit": limit}))


def test_who_is_firm_is_asked_to_meet_it_and_no_more():
    check(Talk("It's $160, and I'm firm on that.", r"CITE_QUOTE\(130\)", brief=QUOTED))


@every(
    "line",
    [
        "I can match that.",
        "We'll match it.",
        "Yeah, I can match that price.",
        "I can't do 115, but I'll match it.",
        "Fine, same price as them.",
        "How about 130?",
        "130.",
        "Okay, 130.",
        "$130, then.",
        "No. $130 I could do.",
        "Let's say 130.",
        "I could meet them at 130.",
        "Would 130 work?",
        "Puedo igualarlo.",
        "Lo igualo.",
    ],
)
def test_to_meet_the_quote_is_a_price_of_theirs(line):
    check(asked(line, r"COUNTER\(125\)", "No, that's it.", ".", last=130))


@every(
    "line",
    [
        "One thirty?",
        "$130? No way.",
        "Who said a hundred thirty?",
        "Who quoted you 130?",
        "130's a joke.",
        "130's too low.",
        "Not for 130.",
        "Somebody quoted you 130? For everything?",
        "130 for that? They're not licensed.",
        "At one thirty I'd lose money.",
        "Good luck with them for 130.",
        "If they'll do it for 130, take it.",
        "130 is what they pay their helper.",
        "Nobody does that for 130.",
        "You want me to do it for 130?",
        "No, can't match that.",
        "We don't match quotes.",
        "I'm not going to match that.",
        "I might be able to match that.",
        "I can beat that.",
    ],
)
def test_to_speak_of_the_quote_is_no_price_of_theirs(line):
    check(asked(line, "CITE_QUOTE|COUNTER.130", last=160, agreed=None))


@every(
    ("line", "price"),
    [
        ("130? I could do 125.", 125),
        ("Hm. 130, huh? I can go to 150.", 150),
        ("They can have it for 130 then, I'm at 155.", 155),
        ("We won't match that, but 150 works.", 150),
    ],
)
def test_their_own_price_beside_the_quote_counts(line, price):
    check(asked(line, "COUNTER", last=price))


def test_asked_what_the_quote_is_it_says_so():
    check(asked("What did they come in at?", "CITE_QUOTE.115, again", says=r"^\D*\$130.*\$115"))


def test_who_has_come_down_is_asked_to_match_it_and_then_to_meet():
    check(
        asked(
            *("I can do 155.", r"COUNTER\(130\)"),
            *("150 is possible.", r"COUNTER\(140\)"),
            *("Okay, 140.", r"READ_BACK\(140\)"),
            *("Sure.", "CLOSE.agreed"),
            agreed=140,
        )
    )


def test_who_does_not_match_is_not_asked_to_match():
    said = hold(make_brief(**QUOTED), ALL_IN, "We don't match quotes.").replies[-1].say

    assert "match" not in said
    assert "$130" in said


def test_what_they_take_below_the_quote_is_read_back():
    check(asked("Okay, $115 works.", r"READ_BACK\(115\)", "Yes.", "CLOSE.agreed", agreed=115))


@pytest.mark.parametrize(
    ("heard", "ours", "is_like"),
    [(115, 150, True), (112, 120, True), (215, 250, True), (310, 300, False), (111, 110, False)],
)
def test_a_teen_is_heard_for_its_ten_and_no_other_figure(heard, ours, is_like):
    assert sounds_like(Decimal(heard), Decimal(ours)) is is_like
