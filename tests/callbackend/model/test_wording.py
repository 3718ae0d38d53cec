"""The model's words for what the agent has decided: which may be said, and which may not."""

from decimal import Decimal

import pytest

from callbackend.agent.discretion import Discretion
from callbackend.agent.reply import Reply
from callbackend.model.wording import LONGEST_WORDING, is_allowed
from callbackend.reading import Utterance
from tests.callbackend.conversations import converse
from tests.callbackend.factories import make_brief
from tests.common.words.tables import kinds_and_texts
from tests.rows import every

OPENING = Reply(
    "Hello, this is an automated assistant calling for a customer, regarding a plumbing job in ZIP "
    "code 95126. What would you charge for that, all in?"
)
ASKED = (Utterance("agent", OPENING.say), Utterance("provider", "That would be $150."))
OFFER = Reply("Thank you. Could you do it for $135, all in?")
TAKEN = (*ASKED, Utterance("agent", OFFER.say), Utterance("provider", "Yeah, I can do 135."))
READ_BACK = Reply("That works. So that is $135 all in, is that right?")
CLOSE = Reply("Thank you very much. The customer will contact you to book. Goodbye.", done=True)
AM_AUTOMATED = Reply("Yes, I am an automated assistant, calling for a customer. What is the price?")


@pytest.mark.parametrize(
    ("wording", "turn", "lines"),
    [
        (
            "Hi there, I'm an automated assistant calling for a customer about a plumbing job. "
            "What would that cost, all in?",
            OPENING,
            (),
        ),
        ("I appreciate it. Could you do it for $135 all in?", OFFER, ASKED),
        ("Thanks, that's great. To confirm, $135 all in, correct?", READ_BACK, TAKEN),
        ("Wonderful, thank you. The customer will be in touch to book. Goodbye!", CLOSE, TAKEN),
    ],
)
def test_the_same_in_other_words_is_allowed(wording, turn, lines):
    assert is_allowed(wording, turn, lines)


@every(
    ("wording", "turn", "lines"),
    [
        pytest.param("", OFFER, ASKED, id="nothing"),
        pytest.param(f"{OFFER.say} {'Please. ' * 40}", OFFER, ASKED, id="too long"),
        pytest.param("Could you do\n$135, all in?", OFFER, ASKED, id="two lines"),
        pytest.param("Hello, what would a plumbing job cost?", OPENING, (), id="no disclosure"),
        pytest.param(
            "Hello! I have a question. This is an automated assistant calling for a customer. "
            "What would you charge?",
            OPENING,
            (),
            id="disclosure in the third sentence",
        ),
        pytest.param(
            "I'm an automated assistant. What would you charge?", OPENING, (), id="for nobody"
        ),
        pytest.param("Yes. What is the price?", AM_AUTOMATED, ASKED, id="not what it is"),
        pytest.param("I'm a real person. Could you do $135?", OFFER, ASKED, id="a person"),
        pytest.param("I'm not a robot. Could you do $135?", OFFER, ASKED, id="not a robot"),
        pytest.param("It's for my house. Could you do $135?", OFFER, ASKED, id="its own house"),
        pytest.param("This is Sarah. Could you do $135?", OFFER, ASKED, id="a name"),
        pytest.param("Could you do $135 at 12 Oak Street?", OFFER, ASKED, id="an address"),
        pytest.param("Could you do $135? Mail a@b.example.", OFFER, ASKED, id="an e-mail address"),
        pytest.param("Could you do $120, all in?", OFFER, ASKED, id="another amount"),
        pytest.param("Could you do $135? I can go up to $250.", OFFER, ASKED, id="the limit"),
        pytest.param("Could you do 135? At most two fifty.", OFFER, ASKED, id="the limit in words"),
        pytest.param("Could you come down a bit?", OFFER, ASKED, id="no amount"),
        pytest.param("We'll take it for $135.", OFFER, ASKED, id="no question"),
        pytest.param("Great, $150 it is then?", OFFER, ASKED, id="takes the price"),
        pytest.param("Thank you. Anything else?", CLOSE, TAKEN, id="goes on"),
        pytest.param("Thank you, that is settled.", CLOSE, TAKEN, id="no goodbye"),
        pytest.param("Never mind, we do not want it. Goodbye.", CLOSE, TAKEN, id="takes it back"),
    ],
)
def test_anything_else_is_not_allowed(wording, turn, lines):
    assert not is_allowed(wording, turn, lines)


@every("number", range(20))
def test_the_agents_own_words_are_allowed_unless_they_are_too_long(number):
    talk = converse(f"+1408555{2000 + number}", make_brief())
    for place, line in enumerate(talk.lines):
        if line.role == "agent" and len(line.text) <= LONGEST_WORDING:
            turn = Reply(line.text, done=line is talk.lines[-1])

            assert is_allowed(line.text, turn, talk.lines[:place]), line.text


def test_no_promise_person_budget_or_insult_is_allowed_beside_the_agents_words():
    texts = [text for _, text in kinds_and_texts("presumed") if not text.startswith("you")]

    assert len(texts) >= 80
    assert [text for text in texts if is_allowed(f"{text} {OFFER.say}", OFFER, ASKED)] == []


def test_the_model_may_promise_no_more_than_the_agent_itself():
    taken = Reply("We'll take that. So that is $135 all in, is that right?")
    said = "Great, we'll take that. To confirm, $135 all in, correct?"

    assert is_allowed(said, taken, TAKEN)
    assert not is_allowed(said, READ_BACK, TAKEN)


@pytest.mark.parametrize("limit", ["135", "1", "250"])
def test_the_limit_is_allowed_only_where_the_agent_names_it(limit: str):
    discretion = Discretion(Decimal(limit))
    wording = "No one else? Thank you. Could you do it for $135, all in?"

    assert is_allowed(wording, OFFER, ASKED, discretion) is (limit != "1")
