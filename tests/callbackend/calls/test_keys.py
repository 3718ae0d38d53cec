"""Keys of a telephone: the agent's to a menu, and theirs to the agent."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from callbackend.calls.live import attempt_of
from callbackend.config import Settings
from callbackend.lines.base import (
    Answered,
    Ended,
    EndReason,
    Heard,
    LineEvent,
    Pressed,
    key_in,
    line_of,
)
from tests.callbackend.factories import show, start, wait_for, wait_for_end
from tests.callbackend.fake_line import FakeLine
from tests.rows import every

MENU = "Thank you for calling. For billing, press 1. For an estimate, press 2."


@pytest.fixture
def line() -> FakeLine:
    return FakeLine(can_resume=True)


@pytest.fixture
def app(run_app: Callable[..., Flask], settings: Settings, line: FakeLine) -> Flask:
    return run_app(settings, line)


def answered(client: FlaskClient, line: FakeLine, **changes: Any) -> str:
    """A call on which the agent has said its first words."""
    call_id: str = start(client, **changes).get_json()["call_id"]
    wait_for(lambda: line.dialled)
    line.plays(call_id, Answered())
    wait_for(lambda: line.said)
    return call_id


def words(client: FlaskClient, call_id: str) -> list[tuple[str, str]]:
    return [(one["role"], one["text"]) for one in show(client, call_id)["transcript"]]


@every(
    ("text", "key"),
    [("[pressed 1]", "1"), ("[pressed #]", "#"), ("[pressed]", None), ("I pressed 1", None)],
)
def test_a_line_of_a_transcript_tells_its_key(text, key):
    assert key_in(text) == key
    assert key is None or line_of(key) == text


def test_a_menu_is_answered_by_its_key(client: FlaskClient, line: FakeLine) -> None:
    call_id = answered(client, line)

    line.plays(call_id, Heard(MENU))
    wait_for(lambda: line.pressed)

    assert line.pressed == ["2"]
    assert len(line.said) == 1
    assert words(client, call_id)[-2:] == [("provider", MENU), ("agent", "[pressed 2]")]


def test_who_picks_up_after_the_key_hears_the_job(client: FlaskClient, line: FakeLine) -> None:
    call_id = answered(client, line)
    line.plays(call_id, Heard(MENU))
    wait_for(lambda: line.pressed)

    line.plays(call_id, Heard("Hello, Dana speaking, how can I help you?"))
    wait_for(lambda: len(line.said) > 1)

    assert "toilet" in line.said[-1]


def test_their_nine_takes_them_off_the_list(client: FlaskClient, line: FakeLine) -> None:
    call_id = answered(client, line)

    line.plays(call_id, Pressed("9"))
    wait_for(lambda: line.last_words)
    line.plays(call_id, Ended(EndReason.HUNG_UP))

    call = wait_for_end(client, call_id)
    assert call["outcome"] == "opted_out"
    assert ("provider", "[pressed 9]") in words(client, call_id)
    assert client.get("/do-not-call/+14085550101").status_code == 200


def test_another_key_of_theirs_means_nothing(client: FlaskClient, line: FakeLine) -> None:
    call_id = answered(client, line)

    line.plays(call_id, Pressed("3"))
    wait_for(lambda: len(line.said) > 1)

    assert not line.last_words
    assert show(client, call_id)["status"] == "in_progress"


@pytest.mark.parametrize("event", [Heard(MENU), Pressed("3")])
def test_a_restart_after_a_key_goes_on_from_it(
    run_app: Callable[..., Flask], settings: Settings, line: FakeLine, event: LineEvent
) -> None:
    first = run_app(settings, line)
    call_id = answered(first.test_client(), line)
    line.plays(call_id, event)
    wait_for(lambda: line.pressed or len(line.said) > 1)
    first.extensions["callbackend"].switchboard.stop()
    before = words(first.test_client(), call_id)
    second_line = FakeLine(can_resume=True)

    client = run_app(settings, second_line).test_client()
    wait_for(lambda: call_id in second_line._reports)
    second_line.plays(call_id, Heard("Dana here. It's $180, everything included."))
    wait_for(lambda: second_line.said)

    assert "$" in second_line.said[0]
    assert words(client, call_id)[: len(before)] == before


def test_the_line_knows_the_job_and_the_attempt(client: FlaskClient, line: FakeLine) -> None:
    answered(client, line, key="job-1:1:2")

    ticket = line.tickets[0]
    assert (ticket.job_id, ticket.attempt) == ("job-1", 2)
    assert ticket.answers[1] == ("How old is it?", "Standard toilet, about 10 years old")


@every(("key", "attempt"), [("j:1:1", 1), ("j:1:3", 3), ("k", 1), ("", 1), ("j:1:2x", 1)])
def test_the_attempt_stands_at_the_end_of_the_key(key, attempt):
    assert attempt_of(key) == attempt
