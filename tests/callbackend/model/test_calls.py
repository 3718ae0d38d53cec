"""Calls with an adviser: what waits for it, what does not, and what a restart finds."""

import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from callbackend.agent.advice import Advice, Draft
from callbackend.config import Settings
from callbackend.lines.base import Answered, Ended, EndReason, Heard, Ringing
from callbackend.reading import Quote, Utterance
from tests.aimock.server import KEY
from tests.callbackend.factories import show, start, wait_for, wait_for_end
from tests.callbackend.fake_line import FakeLine
from tests.callbackend.model.conftest import FakeAdviser

HUNG_UP = Ended(EndReason.HUNG_UP)


@pytest.fixture
def line() -> FakeLine:
    return FakeLine()


@pytest.fixture
def advised(
    run_app: Callable[..., Flask], settings: Settings, line: FakeLine, adviser: FakeAdviser
) -> FlaskClient:
    """A client of an app whose calls ask the adviser of the test."""
    app = run_app(settings, line)
    app.extensions["callbackend"].switchboard._stepper._adviser = adviser
    return app.test_client()


def dial(client: FlaskClient, line: FakeLine) -> str:
    before = len(line.dialled)
    call_id: str = start(client, phone=f"+1408555010{before}").get_json()["call_id"]
    wait_for(lambda: len(line.dialled) > before)
    return call_id


def haggle(client: FlaskClient, line: FakeLine) -> str:
    """A call that comes to an agreement on 125, whose line is about to come down."""
    call_id = dial(client, line)
    for words in (None, "It's $150, all in.", "Sure, 125 works.", "Yes, that's right."):
        said = len(line.said) + len(line.last_words)
        line.plays(call_id, Answered() if words is None else Heard(words))
        wait_for(lambda said=said: len(line.said) + len(line.last_words) > said)
    assert line.last_words
    return call_id


def prices(call: dict[str, Any]) -> tuple[Any, ...]:
    return call["outcome"], call["estimated_price"], call["negotiated_price"]


# --- the end of a call -----------------------------------------------------------------------


def test_a_call_ends_with_the_prices_that_were_advised(advised, line, adviser):
    call_id = haggle(advised, line)
    line.plays(call_id, HUNG_UP)
    wait_for(lambda: adviser.asked)
    assert show(advised, call_id)["status"] == "in_progress"

    lines, tell = adviser.asked[0]
    tell(Advice(quote=Quote(Decimal("150.00"), None, (1,))))

    ended = wait_for_end(advised, call_id)
    assert prices(ended) == ("quoted", 150.0, None)
    assert ended["last_offer"] == 125.0
    assert "agreed" not in [move["kind"] for move in ended["moves"]]
    assert lines[1] == Utterance("provider", "It's $150, all in.")


def test_a_call_ends_embedded_when_there_is_no_advice(advised, line, adviser):
    call_id = haggle(advised, line)
    line.plays(call_id, HUNG_UP)
    wait_for(lambda: adviser.asked)

    adviser.asked[0][1](Advice())

    assert prices(wait_for_end(advised, call_id)) == ("agreed", 150.0, 125.0)


def test_a_call_ends_embedded_when_the_advice_does_not_come_in_time(advised, line, adviser):
    adviser.seconds = 0.2
    call_id = haggle(advised, line)

    line.plays(call_id, HUNG_UP)

    assert prices(wait_for_end(advised, call_id)) == ("agreed", 150.0, 125.0)


def test_advice_that_comes_too_late_changes_nothing(advised, line, adviser):
    adviser.seconds = 0.1
    call_id = haggle(advised, line)
    line.plays(call_id, HUNG_UP)
    ended = wait_for_end(advised, call_id)

    adviser.asked[0][1](Advice(quote=Quote(None, None, ())))
    time.sleep(0.2)

    assert show(advised, call_id) == ended


def test_a_call_ends_at_once_when_nobody_is_free_to_advise(advised, line, adviser):
    adviser.seconds = None
    call_id = haggle(advised, line)

    line.plays(call_id, HUNG_UP)

    assert prices(wait_for_end(advised, call_id)) == ("agreed", 150.0, 125.0)


@pytest.mark.parametrize("reason", [EndReason.BUSY, EndReason.NO_ANSWER, EndReason.VOICEMAIL])
def test_a_call_without_a_conversation_asks_nobody(advised, line, adviser, reason):
    call_id = dial(advised, line)

    line.plays(call_id, Ringing(), Ended(reason))

    assert wait_for_end(advised, call_id)["outcome"] == reason.value
    assert adviser.asked == []


def test_an_opt_out_asks_nobody(advised, line, adviser):
    call_id = dial(advised, line)
    line.plays(call_id, Answered(), Heard("Take me off your list and don't call again."))
    wait_for(lambda: line.last_words)

    line.plays(call_id, HUNG_UP)

    assert wait_for_end(advised, call_id)["outcome"] == "opted_out"
    assert adviser.asked == []


def test_other_calls_go_on_while_one_waits(advised, line, adviser):
    waiting = haggle(advised, line)
    line.plays(waiting, HUNG_UP)
    wait_for(lambda: adviser.asked)

    other = dial(advised, line)
    line.plays(other, Answered())

    wait_for(lambda: show(advised, other)["status"] == "in_progress")
    assert show(advised, waiting)["status"] == "in_progress"


def test_nothing_else_happens_once_the_line_is_down(advised, line, adviser):
    call_id = haggle(advised, line)
    line.plays(call_id, HUNG_UP)
    wait_for(lambda: adviser.asked)
    waiting = show(advised, call_id)

    line.plays(call_id, Heard("It's $900."), HUNG_UP)
    time.sleep(0.2)

    assert show(advised, call_id) == waiting
    assert len(adviser.asked) == 1


def test_a_waiting_call_can_be_cancelled(advised, line, adviser):
    call_id = haggle(advised, line)
    line.plays(call_id, HUNG_UP)
    wait_for(lambda: adviser.asked)

    advised.post(f"/calls/{call_id}/cancel")
    cancelled = show(advised, call_id)
    adviser.asked[0][1](Advice(quote=Quote(None, None, ())))
    time.sleep(0.2)

    assert cancelled["outcome"] == "cancelled"
    assert show(advised, call_id) == cancelled


def test_a_restart_reads_again_what_was_waiting(run_app, settings, advised, line, adviser):
    call_id = haggle(advised, line)
    line.plays(call_id, HUNG_UP)
    wait_for(lambda: adviser.asked)
    advised.application.extensions["callbackend"].stop()

    after = run_app(settings, FakeLine()).test_client()

    assert prices(wait_for_end(after, call_id)) == ("agreed", 150.0, 125.0)


def test_a_price_counts_when_a_restart_found_the_line_cut(
    run_app, settings, advised, line, adviser
):
    call_id = dial(advised, line)
    line.plays(call_id, Answered(), Heard("It's $150, all in."))
    wait_for(lambda: len(line.said) == 2)
    line.plays(call_id, HUNG_UP)
    wait_for(lambda: adviser.asked)
    advised.application.extensions["callbackend"].stop()

    after = run_app(settings, FakeLine()).test_client()

    assert prices(wait_for_end(after, call_id)) == ("quoted", 150.0, None)


# --- the agent's words -----------------------------------------------------------------------


@pytest.fixture
def wordy(adviser: FakeAdviser) -> FakeAdviser:
    adviser.wants_words = True
    return adviser


def test_the_agent_says_what_was_advised(advised, line, wordy):
    call_id = dial(advised, line)
    line.plays(call_id, Answered())
    wait_for(lambda: wordy.asked)
    draft, tell = wordy.asked[0]

    tell(Advice(said="I'm an automated assistant calling for a customer. What does it cost?"))

    wait_for(lambda: line.said)
    assert isinstance(draft, Draft)
    assert line.said == ["I'm an automated assistant calling for a customer. What does it cost?"]
    assert show(advised, call_id)["transcript"][0]["text"] == line.said[0]


def test_the_agent_uses_its_own_words_when_none_come_in_time(advised, line, wordy):
    wordy.seconds = 0.1
    call_id = dial(advised, line)

    line.plays(call_id, Answered())

    wait_for(lambda: line.said)
    assert "automated assistant" in line.said[0]


def test_what_is_heard_meanwhile_is_answered_in_its_order(advised, line, wordy):
    call_id = dial(advised, line)
    line.plays(call_id, Answered())
    wait_for(lambda: len(wordy.asked) == 1)

    wordy.asked[0][1](Advice())
    wait_for(lambda: line.said)
    line.plays(call_id, Heard("It's $150, all in."))
    wait_for(lambda: len(wordy.asked) == 2)
    line.plays(call_id, Heard("Well, make it $140."), HUNG_UP)

    def heard() -> list[str]:
        spoken = show(advised, call_id)["transcript"]
        return [entry["text"] for entry in spoken if entry["role"] == "provider"]

    wait_for(lambda: len(heard()) == 2)
    assert heard() == ["It's $150, all in.", "Well, make it $140."]
    wait_for(lambda: isinstance(wordy.asked[-1][0], tuple))
    wordy.asked[-1][1](Advice())
    wait_for_end(advised, call_id)


def test_advice_is_asked_by_the_switchboard_without_waiting(advised, line, wordy):
    call_id = dial(advised, line)
    line.plays(call_id, Answered())
    wait_for(lambda: wordy.asked)

    assert wordy.asked_in == {"switchboard"}


# --- with a model ----------------------------------------------------------------------------

MODEL = {"openai_api_key": KEY, "openai_price_seconds": 1.0, "openai_wording_seconds": 1.0}


def with_model(settings: Settings, url: str, **changes: Any) -> Settings:
    values = {
        "database_url": settings.database_url,
        "callback_origins": settings.callback_origins,
        "simulated_call_seconds": 0,
        "openai_base_url": url,
    }
    return Settings(**(values | MODEL | changes))


NO_DEAL = {
    "estimated_price": 150,
    "estimated_evidence": [{"line": 1, "quote": "It's $150"}],
    "negotiated_price": None,
    "negotiated_evidence": [],
}


def test_a_model_that_sees_no_agreement_ends_a_call_without_one(run_app, settings, line, scripted):
    scripted.says(NO_DEAL)
    patient = with_model(settings, scripted.url, openai_price_seconds=15.0)
    client = run_app(patient, line).test_client()
    call_id = haggle(client, line)

    line.plays(call_id, HUNG_UP)

    assert prices(wait_for_end(client, call_id)) == ("quoted", 150.0, None)
    assert len(scripted.bodies) == 1


FAULTS: dict[str, Callable[[Any], Any]] = {
    "401": lambda llmock: llmock.fails(401),
    "429": lambda llmock: llmock.misbehaves(rateLimitRate=1),
    "500": lambda llmock: llmock.misbehaves(dropRate=1),
    "a hang": lambda llmock: llmock.misbehaves(latencyMs=30_000),
    "a dropped connection": lambda llmock: llmock.misbehaves(disconnectRate=1),
    "a body that is not JSON": lambda llmock: llmock.misbehaves(malformedRate=1),
    "a text that is cut off": lambda llmock: llmock.answers('{"estim'),
    "another schema": lambda llmock: llmock.answers({"answer": 42}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_model_that_fails_costs_a_call_nothing_but_time(
    run_app, settings, line, llmock, caplog, fault
):
    llmock.answers(NO_DEAL)
    FAULTS[fault](llmock)
    client = run_app(with_model(settings, llmock.url), line).test_client()
    call_id = haggle(client, line)
    began = time.monotonic()

    line.plays(call_id, HUNG_UP)

    assert prices(wait_for_end(client, call_id)) == ("agreed", 150.0, 125.0)
    print(f"\n| {fault} | agreed, 150, 125 | {time.monotonic() - began:.2f} s |", end="")
    assert time.monotonic() - began < MODEL["openai_price_seconds"] + 2
    warned = [record for record in caplog.records if "embedded reader" in record.message]
    assert len(warned) == 1


def test_a_model_may_word_a_call_where_the_settings_say_so(run_app, settings, line, scripted):
    words = "I'm an automated assistant calling for a customer. What is the price?"
    scripted.says({"heard": [], "move": "OPEN", "say": words})
    changed = with_model(settings, scripted.url, negotiation="openai", openai_wording_seconds=15.0)
    client = run_app(changed, line).test_client()
    call_id = dial(client, line)

    line.plays(call_id, Answered())

    wait_for(lambda: line.said)
    assert line.said == [words]


def test_a_model_words_nothing_where_the_settings_do_not_say_so(run_app, settings, line, scripted):
    client = run_app(with_model(settings, scripted.url), line).test_client()
    call_id = dial(client, line)

    line.plays(call_id, Answered())

    wait_for(lambda: line.said)
    assert scripted.bodies == []


def test_simulated_calls_end_as_ever_when_the_model_is_dead(run_app, settings, scripted):
    scripted.status = 500
    changed = with_model(settings, scripted.url, negotiation="openai")
    client = run_app(changed).test_client()

    ids = [start(client, phone=f"+1408555{2000 + n}").get_json()["call_id"] for n in range(12)]

    ended = [wait_for_end(client, call_id) for call_id in ids]
    assert {call["status"] for call in ended} == {"ended"}
    assert "error" not in {call["outcome"] for call in ended}
