"""Several services on one database: whose a call is, and what happens when that changes."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from callbackend.calls import switchboard
from callbackend.calls.service import Service
from callbackend.config import Settings
from callbackend.lines.base import (
    Answered,
    Connected,
    CutOff,
    Ended,
    EndReason,
    Heard,
    Ringing,
)
from callbackend.records import carriers
from tests.callbackend.conftest import make_settings
from tests.callbackend.factories import show, start, wait_for, wait_for_end
from tests.callbackend.fake_line import FakeLine

FIRST_PORT, SECOND_PORT = 6001, 6002


class Place:
    """One call backend, with a line that the test plays by hand."""

    def __init__(self, app: Flask, line: FakeLine) -> None:
        self.client = app.test_client()
        self.service: Service = app.extensions["callbackend"]
        self.line = line

    def carries(self, call_id: str) -> bool:
        return self.service.switchboard.carries(call_id)

    def dies(self) -> None:
        """As by kill -9: nothing is given up, and nothing is renewed any more."""
        self.service.switchboard._journal.leave = lambda: None  # type: ignore[method-assign]
        self.service.switchboard.stop()

    def texts(self, call_id: str) -> list[str]:
        return [line["text"] for line in show(self.client, call_id)["transcript"]]


@pytest.fixture(autouse=True)
def quick_sweeps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(switchboard, "SWEEP_SECONDS", 0.1)


@pytest.fixture
def lease_seconds(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    return lambda seconds: monkeypatch.setattr(carriers, "LEASE_SECONDS", seconds)


@pytest.fixture
def place(run_app: Callable[..., Flask], database_url: str) -> Callable[..., Place]:
    def make(port: int, **manner: Any) -> Place:
        line = FakeLine(can_resume=True, **manner)
        return Place(run_app(make_settings(database_url, port=port), line), line)

    return make


def dial(at: Place, **changes: Any) -> str:
    call_id: str = start(at.client, **changes).get_json()["call_id"]
    wait_for(lambda: show(at.client, call_id)["status"] == "dialing" and at.line.dialled)
    return call_id


def owner_of(at: Place, call_id: str) -> str:
    with at.service.database.reading() as connection:
        query = text("SELECT owner FROM calls WHERE call_id = :id")
        return str(connection.execute(query, {"id": call_id}).scalar_one())


def test_nobody_takes_the_calls_of_a_process_that_lives(place: Callable[..., Place]) -> None:
    first, second = place(FIRST_PORT), place(SECOND_PORT)
    call_id = dial(first)

    first.line.plays(call_id, Ringing(), Answered(), Heard("We charge $150."))

    wait_for(lambda: len(first.texts(call_id)) == 3)
    assert not second.carries(call_id)
    assert second.line._reports == {}


def test_the_calls_of_the_dead_go_on_elsewhere_once_and_ring_nobody(
    place: Callable[..., Place], lease_seconds: Callable[[float], None]
) -> None:
    lease_seconds(0.5)
    first, second = place(FIRST_PORT), place(SECOND_PORT)
    call_id = dial(first)
    first.line.plays(call_id, Answered(), Heard("Who is calling?"))
    wait_for(lambda: len(first.texts(call_id)) == 3)

    first.dies()

    wait_for(lambda: second.carries(call_id) and call_id in second.line._reports)
    second.line.plays(call_id, Heard("We charge $150."), Ended(EndReason.HUNG_UP))
    call = wait_for_end(second.client, call_id)
    assert (call["outcome"], call["estimated_price"]) == ("quoted", 150.0)
    assert (len(first.line.dialled), second.line.dialled) == (1, [])


def test_a_call_that_nobody_has_dialled_is_dialled_by_whoever_finds_it(
    place: Callable[..., Place], lease_seconds: Callable[[float], None]
) -> None:
    lease_seconds(0.5)
    first, second = place(FIRST_PORT), place(SECOND_PORT)
    first.service.switchboard.take = lambda _: None  # type: ignore[method-assign]
    first.dies()
    first.service.switchboard._thread = second.service.switchboard._thread  # It accepts still.
    first.service.switchboard._stopping.clear()

    start(first.client)

    wait_for(lambda: second.line.dialled)
    assert (first.line.dialled, second.line.dialled) == ([], ["+14085550101"])


def test_who_was_thought_dead_lets_the_call_go_and_hangs_nobody_up(
    place: Callable[..., Place],
) -> None:
    first, second = place(FIRST_PORT), place(SECOND_PORT)
    call_id = dial(first)
    first.line.plays(call_id, Answered())
    wait_for(lambda: first.texts(call_id))

    second.service.switchboard.connect(call_id)
    wait_for(lambda: owner_of(first, call_id) == second.service.switchboard._journal.owner)
    first.line.plays(call_id, Heard("Hello?"))

    wait_for(lambda: first.line.let_go_of == [call_id])
    assert first.line.hung_up == []
    assert second.carries(call_id)


def test_what_a_callback_tells_elsewhere_does_not_take_the_call_away(
    place: Callable[..., Place],
) -> None:
    first, second = place(FIRST_PORT, waits=True), place(SECOND_PORT, waits=True)
    call_id = dial(first)

    second.service.happen(call_id, Ringing())
    second.service.happen(call_id, Answered())
    first.line.plays(call_id, Connected(), Heard("Joe's Plumbing."))

    wait_for(lambda: len(first.texts(call_id)) == 2)
    assert not second.carries(call_id)
    assert first.line.let_go_of == []
    assert "automated assistant" in first.line.said[0]


def test_a_call_that_is_cancelled_elsewhere_is_hung_up_at_once(
    place: Callable[..., Place],
) -> None:
    first, second = place(FIRST_PORT), place(SECOND_PORT)
    call_id = dial(first)
    first.line.plays(call_id, Answered())
    wait_for(lambda: first.texts(call_id))

    second.client.post(f"/calls/{call_id}/cancel")

    assert [ticket.call_id for ticket in second.line.ended] == [call_id]
    first.line.plays(call_id, Heard("Hello?"))
    wait_for(lambda: first.line.hung_up == [call_id])


def test_a_process_at_the_place_of_a_dead_one_need_not_wait_for_its_lease(
    place: Callable[..., Place],
) -> None:
    first = place(FIRST_PORT)
    call_id = dial(first)
    first.dies()

    second = place(FIRST_PORT)

    wait_for(lambda: second.carries(call_id), 5)


def test_a_process_that_stops_gives_its_calls_up_at_once(place: Callable[..., Place]) -> None:
    first, second = place(FIRST_PORT), place(SECOND_PORT)
    call_id = dial(first)

    first.service.switchboard.stop()

    wait_for(lambda: second.carries(call_id), 5)


def test_an_event_whose_step_was_lost_happens_to_the_row_as_it_is_now(
    place: Callable[..., Place], settings: Settings
) -> None:
    at = place(FIRST_PORT, waits=True)
    call_id = dial(at)
    # As another process does with a callback: the row moves, and nobody tells us.
    at.service._change(call_id, lambda call, now: call.handle(Ringing(), now) is None)

    at.line.plays(call_id, Answered(), Connected(), Heard("Joe's Plumbing."))

    wait_for(lambda: len(at.texts(call_id)) == 2)
    assert show(at.client, call_id)["status"] == "in_progress"


def test_on_a_line_that_waits_the_agent_opens_on_their_words(place: Callable[..., Place]) -> None:
    at = place(FIRST_PORT, waits=True)
    call_id = dial(at)

    at.line.plays(call_id, Ringing(), Answered(), Connected())
    wait_for(lambda: show(at.client, call_id)["status"] == "in_progress")
    assert at.texts(call_id) == []
    at.line.plays(call_id, Heard("Joe's Plumbing, this is Joe."))

    wait_for(lambda: len(at.texts(call_id)) == 2)
    assert "automated assistant" in at.texts(call_id)[1]


def test_words_that_they_cut_off_were_not_said(place: Callable[..., Place]) -> None:
    at = place(FIRST_PORT, waits=True)
    call_id = dial(at)
    at.line.plays(call_id, Answered(), Connected(), Heard("Hello?"), Heard("We charge $150."))
    wait_for(lambda: len(at.texts(call_id)) == 4)
    offered = show(at.client, call_id)["moves"][-1]
    assert offered["by"] == "agent"

    at.line.plays(call_id, CutOff("Thanks. Would you"), Heard("Sorry, what?"))

    wait_for(lambda: len(at.texts(call_id)) == 6)
    assert at.texts(call_id)[3] == "Thanks. Would you—"
    assert offered not in show(at.client, call_id)["moves"][:1]


def test_a_yes_over_the_read_back_is_none(place: Callable[..., Place]) -> None:
    at = place(FIRST_PORT, waits=True)
    call_id = dial(at)
    firm = "It's $150 all in, firm, that's my last price."
    at.line.plays(call_id, Answered(), Connected(), Heard("Hello?"), Heard(firm))
    wait_for(lambda: len(at.texts(call_id)) == 4 and "hold" in at.texts(call_id)[3])

    at.line.plays(call_id, Heard("Yes.", overlapped=True))

    wait_for(lambda: len(at.texts(call_id)) == 6)
    assert show(at.client, call_id)["negotiated_price"] is None
    assert "$150" in at.texts(call_id)[5]
    at.line.plays(call_id, Heard("Yes, I can hold that."))
    wait_for(lambda: show(at.client, call_id)["negotiated_price"] == 150.0)


def test_what_overlapped_is_still_none_after_a_restart(place: Callable[..., Place]) -> None:
    at = place(FIRST_PORT, waits=True)
    call_id = dial(at)
    firm = "It's $150 all in, firm, that's my last price."
    at.line.plays(call_id, Answered(), Connected(), Heard("Hello?"), Heard(firm))
    wait_for(lambda: len(at.texts(call_id)) == 4)
    at.line.plays(call_id, Heard("Yes.", overlapped=True))
    wait_for(lambda: len(at.texts(call_id)) == 6)
    at.dies()

    again = place(FIRST_PORT, waits=True)
    wait_for(lambda: call_id in again.line._reports)
    again.line.plays(call_id, Connected(), Ended(EndReason.HUNG_UP))

    call = wait_for_end(again.client, call_id)
    assert (call["outcome"], call["negotiated_price"]) == ("quoted", None)


def test_the_read_back_and_the_goodbye_cannot_be_cut_off(place: Callable[..., Place]) -> None:
    at = place(FIRST_PORT, waits=True)
    call_id = dial(at)
    firm = "It's $150 all in, firm, that's my last price."

    at.line.plays(call_id, Answered(), Connected(), Heard("Hello?"), Heard(firm), Heard("Yes."))

    wait_for(lambda: at.line.last_words)
    interruptible = {text: how.interruptible for text, how in at.line.manners_of_saying}
    assert interruptible[at.texts(call_id)[3]] is False
    assert interruptible[at.line.last_words[0]] is False
    assert interruptible[at.texts(call_id)[1]] is False


def test_a_call_that_is_connected_after_its_goodbye_is_hung_up_without_a_word(
    place: Callable[..., Place],
) -> None:
    at = place(FIRST_PORT, waits=True)
    call_id = dial(at)
    at.line.plays(call_id, Answered(), Connected(), Heard("Hello?"), Heard("Don't call again."))
    wait_for(lambda: at.line.last_words)
    said = len(at.texts(call_id))
    at.dies()

    again = place(FIRST_PORT, waits=True)
    call = wait_for_end(again.client, call_id)

    assert call["outcome"] == "opted_out"
    assert len(call["transcript"]) == said
    assert again.line.last_words == []
