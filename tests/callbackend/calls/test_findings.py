"""What a call brings: shown while it goes on, kept when it ends, the same after a restart."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from callbackend.agent.negotiator import Negotiator
from callbackend.agent.result import Findings, MoveKind, Note, NoteKind, PriceMove
from callbackend.api.openapi import document
from callbackend.calls import switchboard
from callbackend.calls.findings import brought_by
from callbackend.config import Settings
from callbackend.lines.base import Answered, Ended, EndReason, Heard, Limits
from callbackend.reading import Quote
from callbackend.states import Outcome
from tests.callbackend.conversations import converse
from tests.callbackend.factories import make_brief, show, start, wait_for, wait_for_end
from tests.callbackend.fake_line import FakeLine
from tests.rows import every

PRICE = "It's $150, all in."
LOWER = "I could do $140."
FIRM = "No, $140 is my last price."
YES = "Yes, I can hold that."
HUNG_UP = Ended(EndReason.HUNG_UP)
D = Decimal


@pytest.fixture
def line() -> FakeLine:
    return FakeLine(can_resume=True)


@pytest.fixture
def app(run_app: Callable[..., Flask], settings: Settings, line: FakeLine) -> Flask:
    return run_app(settings, line)


def hold(client: FlaskClient, line: FakeLine, *heard: str) -> str:
    """A call in which this is heard, each answered by the agent; its id."""
    before = len(line.dialled)
    phone = f"+1408555{100 + before:04}"
    call_id: str = start(client, phone=phone).get_json()["call_id"]
    wait_for(lambda: len(line.dialled) > before)
    for event in (Answered(), *map(Heard, heard)):
        said = len(line.said) + len(line.last_words)
        line.plays(call_id, event)
        wait_for(lambda said=said: len(line.said) + len(line.last_words) > said)
    return call_id


def prices(call: dict[str, Any]) -> tuple[Any, ...]:
    names = ("outcome", "estimated_price", "last_offer", "negotiated_price")
    return tuple(call[name] for name in names)


def told(call: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The moves, without our own offers."""
    moves = [move for move in call["moves"] if move["by"] == "provider"]
    return [(move["kind"], move["price"], move["turn"]) for move in moves]


# --- while it goes on ------------------------------------------------------------------------


def test_a_call_shows_its_prices_before_it_is_over(client: FlaskClient, line: FakeLine) -> None:
    call_id = hold(client, line, PRICE, LOWER)

    assert prices(show(client, call_id)) == (None, 150.0, 140.0, None)


def test_a_call_that_nobody_has_spoken_on_has_no_moves_and_no_notes(client, line) -> None:
    call = show(client, start(client).get_json()["call_id"])

    assert (call["last_offer"], call["moves"], call["notes"]) == (None, [], [])


def test_every_move_names_the_turn_in_which_its_price_was_said(client, line) -> None:
    call = show(client, hold(client, line, PRICE, LOWER))

    assert told(call) == [("first", 150.0, 1), ("last", 140.0, 3)]
    assert {move["kind"] for move in call["moves"] if move["by"] == "agent"} == {"counter"}
    for move in call["moves"]:
        turn = call["transcript"][move["turn"]]
        assert turn["role"] == move["by"]
        assert f"${move['price']:g}" in turn["text"]


def test_a_note_holds_words_of_the_turn_it_names(client, line) -> None:
    call = show(client, hold(client, line, PRICE, "Parts are included. Cash only, please."))

    assert [(note["kind"], note["turn"]) for note in call["notes"]] == [
        ("included", 3),
        ("payment", 3),
    ]
    for note in call["notes"]:
        assert note["text"] in call["transcript"][note["turn"]]["text"]
        assert note["price"] is None


def test_a_look_up_shows_the_same_as_the_call(client: FlaskClient, line: FakeLine) -> None:
    call_id = hold(client, line, PRICE, LOWER)

    answer = client.post("/calls/lookup", json={"call_ids": [call_id]}).get_json()

    assert answer["calls"] == [show(client, call_id)]


def test_the_document_names_the_fields_of_a_call_in_their_order(client, line) -> None:
    call = show(client, hold(client, line, PRICE, "Parts are included."))

    schema = document()["components"]["schemas"]["Call"]

    assert list(schema["properties"]) == list(call)
    for name in ("notes", "moves"):
        array, null = schema["properties"][name]["anyOf"]
        assert list(array["items"]["properties"]) == list(call[name][0])
        assert null == {"type": "null"}


# --- how it ends -----------------------------------------------------------------------------


def test_an_agreement_is_the_last_move_and_the_last_offer(client, line) -> None:
    call_id = hold(client, line, PRICE, LOWER, FIRM, YES)

    line.plays(call_id, HUNG_UP)

    ended = wait_for_end(client, call_id)
    assert prices(ended) == ("agreed", 150.0, 140.0, 140.0)
    assert told(ended) == [("first", 150.0, 1), ("last", 140.0, 3), ("agreed", 140.0, 7)]


def test_a_price_that_came_down_and_was_not_agreed_is_the_last_offer(client, line) -> None:
    call_id = hold(client, line, "It's $1200, all in.", "I could do $1050.")

    line.plays(call_id, HUNG_UP)

    assert prices(wait_for_end(client, call_id)) == ("quoted", 1200.0, 1050.0, None)


def test_who_has_to_come_and_look_first_ends_as_visit_only_with_fee_and_day(client, line) -> None:
    words = (
        "We'd have to come out and look first.",
        "No, I can't say without seeing it. The visit is $55.",
        "We could come Tuesday.",
    )
    call_id = hold(client, line, *words)

    line.plays(call_id, HUNG_UP)

    ended = wait_for_end(client, call_id)
    assert prices(ended) == ("visit_only", None, None, None)
    assert ended["moves"] == []
    assert {"kind": "visit", "text": "The visit is $55.", "price": 55.0, "turn": 3} in ended[
        "notes"
    ]
    assert ("earliest_day", 5) in [(note["kind"], note["turn"]) for note in ended["notes"]]


@pytest.mark.parametrize("reason", [*EndReason])
def test_a_line_that_comes_down_after_a_price_ends_as_quoted(client, line, reason) -> None:
    call_id = hold(client, line, PRICE)

    line.plays(call_id, Ended(reason))

    assert prices(wait_for_end(client, call_id)) == ("quoted", 150.0, 150.0, None)


def test_a_call_that_crashes_after_a_price_ends_as_quoted(client, line, monkeypatch) -> None:
    call_id = hold(client, line, PRICE)

    def crash(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(Negotiator, "turn", crash)
    line.plays(call_id, Heard("Well?"))

    assert prices(wait_for_end(client, call_id)) == ("quoted", 150.0, 150.0, None)


def test_a_call_that_expires_after_a_price_ends_as_quoted(
    run_app: Callable[..., Flask],
    settings: Settings,
    line: FakeLine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(switchboard, "SWEEP_SECONDS", 0.1)
    client = run_app(settings, line).test_client()
    call_id = hold(client, line, PRICE)

    line.limits = Limits(0, 0, 0, 0)

    assert prices(wait_for_end(client, call_id)) == ("quoted", 150.0, 150.0, None)


# --- after a restart -------------------------------------------------------------------------


def test_a_restart_finds_what_the_call_had_brought(
    run_app: Callable[..., Flask], app: Flask, settings: Settings, line: FakeLine
) -> None:
    call_id = hold(app.test_client(), line, f"{PRICE} Parts are included.", LOWER)
    before = show(app.test_client(), call_id)
    app.extensions["callbackend"].switchboard.stop()
    second_line = FakeLine(can_resume=True)

    client = run_app(settings, second_line).test_client()
    wait_for(lambda: call_id in second_line._reports)
    second_line.plays(call_id, HUNG_UP)

    after = wait_for_end(client, call_id)
    assert before["moves"]
    assert before["notes"]
    for name in ("estimated_price", "last_offer", "moves", "notes"):
        assert after[name] == before[name]


@every("number", range(60))
def test_a_replay_finds_what_the_talk_had_found(number: int) -> None:
    talked = converse(f"+1408555{number:04}", make_brief())
    again = Negotiator(make_brief(), "Reliable Services")

    again.replay(talked.lines)

    assert again.findings == talked.negotiator.findings
    for found in (*again.findings.moves, *again.findings.notes):
        by = found.by if isinstance(found, PriceMove) else "provider"
        assert talked.lines[found.turn].role == by


# --- a second reading ------------------------------------------------------------------------

AGREED = Findings(
    estimated_price=D("150.00"),
    last_offer=D("140.00"),
    negotiated_price=D("140.00"),
    moves=(
        PriceMove("provider", MoveKind.FIRST, D(150), 1),
        PriceMove("agent", MoveKind.COUNTER, D(125), 2),
        PriceMove("provider", MoveKind.LAST, D(140), 3),
        PriceMove("provider", MoveKind.AGREED, D(140), 7),
    ),
)


def test_a_reading_that_sees_the_same_changes_nothing() -> None:
    again = AGREED.read_again(Quote(D("150.00"), D("140.00"), (1, 7)))

    assert (again, again.verdict) == (AGREED, Outcome.AGREED)


@every("agreed", [None, D("125.00")])
def test_a_reading_that_sees_no_such_agreement_leaves_their_last_offer(agreed) -> None:
    again = AGREED.read_again(Quote(D("150.00"), agreed, (1,)))

    assert again.verdict is Outcome.QUOTED
    assert (again.estimated_price, again.last_offer) == (D("150.00"), D("140.00"))
    assert again.negotiated_price is None
    assert again.moves == AGREED.moves[:3]


def test_a_reading_agrees_to_nothing_that_the_agent_did_not_read_back() -> None:
    quoted = Findings(estimated_price=D("150.00"), last_offer=D("140.00"))

    again = quoted.read_again(Quote(D("150.00"), D("140.00"), (1, 3)))

    assert (again, again.verdict) == (quoted, Outcome.QUOTED)


def test_a_reading_finds_a_price_where_the_agent_heard_none() -> None:
    again = Findings().read_again(Quote(D("150.00"), None, (1,)))

    assert (again.estimated_price, again.last_offer) == (D("150.00"), None)
    assert again.verdict is Outcome.QUOTED


# --- the columns -----------------------------------------------------------------------------


def test_findings_are_kept_in_cents_and_as_json() -> None:
    found = Findings(
        estimated_price=D("150.10"),
        last_offer=D("140"),
        moves=(PriceMove("agent", MoveKind.COUNTER, D("112.5"), 2),),
        notes=(Note(NoteKind.VISIT, "The visit is $55.", D(55), 3),),
    )

    assert brought_by(found) == {
        "estimated_cents": 150_10,
        "last_offer_cents": 140_00,
        "negotiated_cents": None,
        "notes": '[{"kind":"visit","text":"The visit is $55.","price":55.0,"turn":3}]',
        "moves": '[{"by":"agent","kind":"counter","price":112.5,"turn":2}]',
    }
