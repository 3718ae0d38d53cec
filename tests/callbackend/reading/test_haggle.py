"""What two people who deal for themselves have come to, in whatever words."""

from decimal import Decimal

import pytest

from callbackend.reading import parse, read
from callbackend.reading.judgement.principals import deal_for_themselves
from callbackend.reading.judgement.spoken import Settlement
from callbackend.reading.reader import hear_out
from tests.rows import every

OPENING = """\
Agent: Hi, I'm interested in the canoe you're selling. Is it still available?
Provider: It is! I'm asking $500 for it, it's in good condition."""


def settled_at(*lines: str) -> Decimal | None:
    """The price of a sale that begins as `OPENING` does and goes on with these lines."""
    return read(parse("\n".join([OPENING, *lines]))).negotiated_price


@every(
    "reply",
    [
        "Deal.",
        "DEAL!",
        "okay / great, we have a deal",
        "Alright, I can do that",
        "430 it is",
        "430 works, come and get it.",
        "Sounds right to me",
        "We could live with that.",
        "That's fair. When could you fetch it?",
        "ok",
        "Yes, that's fine, it has been sitting in the yard.",
        "That works for me, we can't keep it in the new place.",
        "Sold! See you tonight.",
        "I suppose I could live with that.",
        "Sounds fair, but when would you come by?",
        "agreed",
        "You drive a hard bargain, but okay, deal.",
    ],
)
def test_an_offer_that_the_other_goes_along_with_is_agreed(reply):
    assert settled_at("Agent: Would you take 430?", f"Provider: {reply}") == 430


@every(
    "reply",
    [
        "No deal.",
        "No, I can't do that.",
        "That's too low for me.",
        "Is this for your kids?",
        "Let me think about it.",
        "I have to ask my wife first.",
        "Good luck finding one for that.",
        "Maybe.",
        "Hm, that is out of my budget. Good luck with it.",
        "Okay, if you come today.",
        "Then we won't have a deal today.",
        "How about 470?",
        "",
    ],
)
def test_an_offer_that_is_refused_put_off_or_never_answered_is_not(reply):
    assert settled_at("Agent: Would you take 430?", f"Provider: {reply}") is None


@every(
    ("lines", "price"),
    [
        (["Agent: $430?", "Provider: 460?", "Agent: okay"], 460),
        (["Agent: 400?", "Provider: 470", "Agent: 440?", "Provider: you got it"], 440),
        (["Agent: 430?", "Provider: 460 and it's yours", "Agent: 460 it is then"], 460),
        (["Agent: 430?", "Provider: I'd do 430 if you come today.", "Agent: No problem."], None),
        (["Agent: 430?", "Provider: Okay, as long as it's cash.", "Agent: That's fine."], 430),
        (["Agent: 430?", "Provider: Deal.", "Agent: Never mind, I've changed my mind."], None),
        (["Agent: 430?", "Provider: Deal.", "Provider: Sorry, somebody else took it."], None),
        (["Agent: 430?", "Provider: Sure.", "Agent: Actually, 400?"], None),
        (["Agent: I paid 900 for mine. 430?", "Provider: fine"], 430),
        (["Agent: 430?", "Provider: It has 12k miles on it.", "Provider: But okay, 430."], 430),
    ],
)
def test_the_last_price_that_both_name_or_accept_stands(lines, price):
    assert settled_at(*lines) == price


def test_an_answer_to_another_question_takes_no_price_up():
    price = settled_at(
        "Agent: 430?", "Provider: Can you pick it up yourself?", "Agent: Yes, I have a truck."
    )

    assert price is None


def test_the_settlement_tells_who_took_it_up_and_when():
    talk = hear_out(parse(f"{OPENING}\nAgent: Would you take 430?\nProvider: Deal."))

    assert talk.settled == Settlement(Decimal(430), "p", 3)


def test_the_evidence_are_the_offer_and_the_yes():
    quote = read(parse(f"{OPENING}\nAgent: Would you take 430?\nProvider: Sounds right to me"))

    assert quote.estimated_price == 500
    assert quote.evidence == (1, 2, 3)


@pytest.mark.parametrize(
    ("transcript", "expected"),
    [
        (OPENING, True),
        ("Agent: I'm calling for a customer. What do you charge?\nProvider: 150.", False),
        ("Agent: She wants the old boiler replaced.\nProvider: I'm at 2,100 for a new one.", False),
    ],
)
def test_a_call_for_a_customer_is_no_haggle_between_two(transcript, expected):
    assert deal_for_themselves(hear_out(parse(transcript))) is expected


def test_small_prices_need_no_sign_where_the_price_is_small():
    lines = [
        "Agent: Hi, I'm interested in the lamp you're selling, is it new?",
        "Provider: It's old, I'm asking $10.",
        "Agent: 8?",
        "Provider: okay",
    ]

    assert read(parse("\n".join(lines))).negotiated_price == 8


def test_a_price_by_the_month_is_one_where_both_deal_in_it():
    lines = [
        "Agent: Hi, I'm interested in the flat. Would you rent it for $1,500 a month?",
        "Provider: Of course, we have a deal.",
    ]

    assert read(parse("\n".join(lines))).negotiated_price == 1500
