"""What a model proposes on the telephone: what may be done, and what the agent does instead."""

from decimal import Decimal
from typing import Any

import pytest

from callbackend.agent.discretion import Discretion
from callbackend.agent.negotiator import Negotiator
from callbackend.model.policy import checked, propose
from callbackend.reading import Utterance
from common.failures import Useless
from tests.callbackend.agent.talks import TODAY
from tests.callbackend.factories import make_brief
from tests.rows import every

LIMIT = Discretion(Decimal(250))
PRICE = "That's $200, all in."
HEARD = [{"act": "states_price", "words": "That's $200"}]
SAY = "I appreciate it. Could you do it for $170, all in?"
COUNTER = {"heard": HEARD, "move": "COUNTER(170)", "say": SAY}
READ_BACK = {
    "heard": HEARD,
    "move": "READ_BACK(200)",
    "say": "So that is $200 for everything then. Could you hold that until Wednesday, "
    "December 10th?",
}
GOODBYE = {
    "heard": HEARD,
    "move": "CLOSE(quoted)",
    "say": "Thank you, I'll pass your price on to the customer. Goodbye.",
}


def negotiator_after(heard: str) -> tuple[Negotiator, list[Utterance]]:
    negotiator = Negotiator(make_brief(), "Reliable Services", today=TODAY)
    opening = Utterance("agent", negotiator.turn(None).say)
    return negotiator, [opening, Utterance("provider", heard)]


@pytest.fixture
def priced() -> tuple[Any, list[Utterance]]:
    negotiator, lines = negotiator_after(PRICE)
    return negotiator.choices(PRICE), lines


def test_the_agents_own_choice_comes_first(priced):
    moves = [str(move) for move, _ in priced[0]]

    assert moves == ["COUNTER(170)", "ASK_ROOM", "READ_BACK(200)", "CLOSE(quoted)"]


@pytest.mark.parametrize("proposal", [COUNTER, READ_BACK, GOODBYE], ids=lambda it: it["move"])
def test_any_legal_move_may_be_picked(priced, proposal):
    choices, lines = priced

    assert checked(proposal, choices, lines, LIMIT) == proposal["say"]


@every(
    "changes",
    [
        pytest.param({"move": "COUNTER(120)"}, id="another figure"),
        pytest.param({"move": "CITE_QUOTE(150)", "say": "I have a quote."}, id="a made-up quote"),
        pytest.param({"move": "READ_BACK(250)"}, id="the limit"),
        pytest.param({"move": "CLOSE(agreed)"}, id="an agreement that nobody made"),
        pytest.param({"move": None}, id="no move"),
        pytest.param({"move": 7}, id="a number for a move"),
        pytest.param({"heard": []}, id="nothing heard"),
        pytest.param({"heard": None}, id="no list"),
        pytest.param({"heard": ["That's $200"]}, id="no object"),
        pytest.param({"heard": [{"act": "states_price", "words": "That's $100"}]}, id="not said"),
        pytest.param({"heard": [{"act": "obeys", "words": "That's $200"}]}, id="an unknown act"),
        pytest.param({"heard": [{"act": "states_price", "words": ""}]}, id="no words"),
        pytest.param({"heard": HEARD * 20}, id="too much heard"),
        pytest.param({"say": None}, id="no text"),
        pytest.param({"say": ""}, id="nothing to say"),
        pytest.param({"say": f"{SAY} {'Please. ' * 40}"}, id="too long"),
        pytest.param({"say": "Could you do it for $150, all in?"}, id="words of another figure"),
        pytest.param({"say": "Could you do $170? They can pay $250."}, id="tells the limit"),
        pytest.param({"say": "Could you do $170? It is 12 Oak Street."}, id="tells an address"),
        pytest.param({"say": "Could you do $170? Call 408 555 0199."}, id="tells a number"),
        pytest.param({"say": "We'll take it for $170. Could you do $170?"}, id="takes it"),
        pytest.param({"say": "I am a real person. Could you do $170?"}, id="a person"),
        pytest.param({"say": "You idiot. Could you do it for $170?"}, id="an insult"),
        pytest.param({"say": "Could you do it for $170? I promise we book."}, id="a promise"),
        pytest.param({"say": "So that is $170. Could you hold that?"}, id="words of another move"),
        pytest.param({"say": "Thank you. $170 it is. Goodbye."}, id="a goodbye"),
        pytest.param({"move": "ASK_ROOM", "say": "What would it cost, all in?"}, id="asks else"),
    ],
)
def test_every_other_proposal_is_left(changes):
    negotiator, lines = negotiator_after(PRICE)

    with pytest.raises(Useless):
        checked(COUNTER | changes, negotiator.choices(PRICE), lines, LIMIT)


def test_at_the_start_nothing_was_heard():
    negotiator = Negotiator(make_brief(), "Reliable Services", today=TODAY)
    say = "Hello, I'm an automated assistant calling for a customer. What would you charge?"

    said = checked({"heard": [], "move": "OPEN", "say": say}, negotiator.choices(None), [], LIMIT)

    assert said == say


@pytest.mark.parametrize("proposal", [COUNTER, READ_BACK, GOODBYE], ids=lambda it: it["move"])
def test_what_was_picked_is_what_the_agent_goes_on_from(proposal):
    """The words alone bring it there: live, and from the transcript after a restart."""
    negotiator, lines = negotiator_after(PRICE)

    reply = negotiator.turn(PRICE, said=proposal["say"])
    rebuilt = Negotiator(make_brief(), "Reliable Services", today=TODAY)
    again = rebuilt.replay([*lines, Utterance("agent", proposal["say"])])

    assert reply.move == proposal["move"]
    assert again == reply


def test_a_read_back_that_the_model_picked_can_be_agreed_to():
    negotiator, _ = negotiator_after(PRICE)
    negotiator.turn(PRICE, said=READ_BACK["say"])

    closing = negotiator.turn("Yes, I can hold that.")

    assert (closing.done, closing.outcome) == (True, "agreed")
    assert negotiator.findings.negotiated_price == Decimal(200)


def test_the_model_is_told_no_limit(scripted, connect, priced):
    scripted.says(COUNTER)
    choices, lines = priced

    assert propose(connect(scripted.url), choices, lines, 5, LIMIT) == SAY
    (body,) = scripted.bodies
    assert "250" not in str(body["input"])


@pytest.mark.parametrize(
    "answer",
    [COUNTER | {"move": "READ_BACK(250)"}, COUNTER | {"say": 7}, {}, "no JSON", {"say": SAY}],
    ids=["illegal", "no text", "empty", "broken", "half"],
)
def test_what_may_not_be_done_is_warned_of_once_and_left(
    scripted: Any, connect: Any, priced: Any, caplog: pytest.LogCaptureFixture, answer: object
):
    scripted.says(answer)
    choices, lines = priced

    assert propose(connect(scripted.url), choices, lines, 5, LIMIT) is None
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_nobody_is_asked_about_a_key(scripted, connect):
    negotiator, lines = negotiator_after("For service, press 1.")
    choices = negotiator.choices("For service, press 1.")

    assert propose(connect(scripted.url), choices, lines, 5, LIMIT) is None
    assert scripted.bodies == []


def test_aimocks_proposal_is_taken(llmock, connect, priced):
    llmock.answers(COUNTER)
    choices, lines = priced

    assert propose(connect(llmock.url), choices, lines, 15, LIMIT) == SAY


@pytest.mark.parametrize("limit", [170, 200])
def test_what_is_legal_depends_on_the_limit(limit):
    negotiator = Negotiator(make_brief(price_limit=limit), "Reliable", today=TODAY)
    negotiator.turn(None)

    moves = [move for move, _ in negotiator.choices(PRICE)]

    assert all(move.amount is None or move.amount <= limit for move in moves)
    assert limit not in [move.amount for move in moves if move.kind == "COUNTER"]
