"""The switchboard with a line that the test plays by hand."""

import sqlite3
import time
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from callbackend.agent.negotiator import Negotiator
from callbackend.calls import switchboard
from callbackend.calls.service import Service
from callbackend.config import Settings
from callbackend.lines.base import Answered, Ended, EndReason, Heard, Limits, Ringing
from callbackend.records import store
from tests.callbackend.conftest import make_settings
from tests.callbackend.factories import show, start, wait_for, wait_for_end
from tests.callbackend.fake_line import FakeLine


@pytest.fixture
def line() -> FakeLine:
    return FakeLine()


@pytest.fixture
def app(run_app: Callable[..., Flask], settings: Settings, line: FakeLine) -> Flask:
    return run_app(settings, line)


def start_and_dial(client: FlaskClient, line: FakeLine, **changes: Any) -> str:
    call_id: str = start(client, **changes).get_json()["call_id"]
    wait_for(lambda: line.dialled)
    return call_id


def status_becomes(client: FlaskClient, call_id: str, status: str) -> None:
    wait_for(lambda: show(client, call_id)["status"] == status)


def service_of(app: Flask) -> Service:
    service: Service = app.extensions["callbackend"]
    return service


def test_a_call_goes_through_its_statuses(client: FlaskClient, line: FakeLine) -> None:
    call_id = start_and_dial(client, line)
    status_becomes(client, call_id, "dialing")

    line.plays(call_id, Ringing())
    status_becomes(client, call_id, "ringing")
    line.plays(call_id, Answered())
    status_becomes(client, call_id, "in_progress")
    line.plays(call_id, Heard("It's $150, all in."))
    wait_for(lambda: len(line.said) == 2)
    talking = show(client, call_id)
    line.plays(call_id, Heard("Sorry, we're booked up after all. Bye."))
    wait_for(lambda: line.last_words)
    line.plays(call_id, Ended(EndReason.HUNG_UP))
    ended = wait_for_end(client, call_id)

    assert [entry["role"] for entry in talking["transcript"]] == ["agent", "provider", "agent"]
    assert talking["outcome"] is None
    assert ended["outcome"] == "quoted"
    assert ended["estimated_price"] == 150.0
    assert ended["seq"] > talking["seq"]


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        (EndReason.NO_ANSWER, "no_answer"),
        (EndReason.BUSY, "busy"),
        (EndReason.VOICEMAIL, "voicemail"),
        (EndReason.INVALID_NUMBER, "invalid_number"),
        (EndReason.HUNG_UP, "no_agreement"),
        (EndReason.FAILED, "error"),
    ],
)
def test_a_line_that_comes_down_ends_the_call(
    client: FlaskClient, line: FakeLine, reason: EndReason, outcome: str
) -> None:
    call_id = start_and_dial(client, line)

    line.plays(call_id, Ended(reason))

    assert wait_for_end(client, call_id)["outcome"] == outcome


def test_a_phone_rings_only_after_that_is_committed(app: Flask, line: FakeLine) -> None:
    service = service_of(app)
    seen = []
    dial = line.dial

    def look_then_dial(ticket: Any, report: Any) -> None:
        seen.extend(row.status for row in service.store.shown([ticket.call_id]))
        dial(ticket, report)

    line.dial = look_then_dial  # type: ignore[method-assign]

    start_and_dial(app.test_client(), line)

    assert seen == ["dialing"]


def test_late_and_repeated_events_change_nothing(client: FlaskClient, line: FakeLine) -> None:
    call_id = start_and_dial(client, line)
    line.plays(call_id, Answered())
    wait_for(lambda: line.said)

    line.plays(call_id, Ringing(), Answered(), Ended(EndReason.HUNG_UP), Heard("Hello?"))
    ended = wait_for_end(client, call_id)
    line.plays(call_id, Ended(EndReason.BUSY), Ringing())

    assert len(ended["transcript"]) == 1
    assert show(client, call_id) == ended


def test_what_no_database_takes_is_cleaned(client: FlaskClient, line: FakeLine) -> None:
    call_id = start_and_dial(client, line)
    line.plays(call_id, Answered())

    line.plays(call_id, Heard("Hel\x00lo \ud800 there" + "x" * 10_000))
    wait_for(lambda: len(line.said) == 2)

    heard = show(client, call_id)["transcript"][1]["text"]
    assert heard.startswith("Hello ? there")
    assert len(heard) == 1999


def test_a_call_that_crashes_ends_alone(
    client: FlaskClient, line: FakeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn = Negotiator.turn

    def crash(negotiator: Negotiator, heard: str | None, *rest: Any, **more: Any) -> Any:
        if heard == "crash":
            raise RuntimeError
        return turn(negotiator, heard, *rest, **more)

    monkeypatch.setattr(Negotiator, "turn", crash)
    bad = start_and_dial(client, line)
    good = start(client, phone="+14085550102").get_json()["call_id"]
    wait_for(lambda: len(line.dialled) == 2)

    line.plays(bad, Answered(), Heard("crash"))
    line.plays(good, Answered(), Ended(EndReason.HUNG_UP))

    assert wait_for_end(client, bad)["outcome"] == "error"
    assert wait_for_end(client, good)["outcome"] == "no_agreement"
    assert client.get("/health").status_code == 200


def test_a_line_that_cannot_dial_ends_the_call_as_an_error(
    client: FlaskClient, line: FakeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(line, "dial", refuse)

    assert wait_for_end(client, start(client).get_json()["call_id"])["outcome"] == "error"


def test_cancel_hangs_up_the_line(client: FlaskClient, line: FakeLine) -> None:
    call_id = start_and_dial(client, line)
    line.plays(call_id, Answered())
    wait_for(lambda: line.said)

    client.post(f"/calls/{call_id}/cancel")

    wait_for(lambda: call_id in line.hung_up)
    assert show(client, call_id)["outcome"] == "cancelled"


def test_a_call_that_somebody_else_ended_is_let_go(app: Flask, line: FakeLine) -> None:
    client = app.test_client()
    call_id = start_and_dial(client, line)
    with service_of(app).database.writing() as connection:
        connection.execute(text("UPDATE calls SET status = 'ended', seq = seq + 1"))
    ended = show(client, call_id)

    line.plays(call_id, Answered())

    wait_for(lambda: call_id in line.hung_up)
    assert line.said == []
    assert show(client, call_id) == ended


def test_a_call_that_lasts_too_long_is_ended(
    run_app: Callable[..., Flask],
    settings: Settings,
    line: FakeLine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line.limits = Limits(600, 0.3, 0.3, 600)
    monkeypatch.setattr(switchboard, "SWEEP_SECONDS", 0.1)
    client = run_app(settings, line).test_client()
    call_id = start_and_dial(client, line)

    call = wait_for_end(client, call_id)

    assert call["outcome"] == "no_answer"
    wait_for(lambda: call_id in line.hung_up)  # only once the end is written down


def test_a_call_that_waited_too_long_is_not_dialled_any_more(
    run_app: Callable[..., Flask], settings: Settings
) -> None:
    first = run_app(settings, FakeLine())
    service_of(first).switchboard.take = lambda _: None  # type: ignore[method-assign]
    call_id = start(first.test_client()).get_json()["call_id"]
    with service_of(first).database.writing() as connection:
        connection.execute(text("UPDATE calls SET created_at = created_at - 3600"))
    line = FakeLine()

    client = run_app(settings, line).test_client()

    assert wait_for_end(client, call_id)["outcome"] == "expired"
    assert line.dialled == []


def test_a_restart_dials_what_was_only_accepted(
    run_app: Callable[..., Flask], settings: Settings
) -> None:
    first = run_app(settings, FakeLine())
    service_of(first).switchboard.take = lambda _: None  # type: ignore[method-assign]
    start(first.test_client())
    line = FakeLine()

    run_app(settings, line)

    wait_for(lambda: line.dialled == ["+14085550101"])


def test_a_restart_never_dials_again_on_a_line_that_rings_a_phone(
    run_app: Callable[..., Flask], settings: Settings, line: FakeLine
) -> None:
    first = run_app(settings, line)
    call_id = start_and_dial(first.test_client(), line)
    status_becomes(first.test_client(), call_id, "dialing")
    service_of(first).switchboard.stop()
    second_line = FakeLine(can_resume=False)

    client = run_app(settings, second_line).test_client()

    assert wait_for_end(client, call_id)["outcome"] == "error"
    assert second_line.dialled == []


def test_a_restart_goes_on_where_the_call_was(
    run_app: Callable[..., Flask], settings: Settings, line: FakeLine
) -> None:
    first = run_app(settings, line)
    call_id = start_and_dial(first.test_client(), line)
    line.plays(call_id, Answered(), Heard("It's $150, all in."))
    wait_for(lambda: len(line.said) == 2)
    service_of(first).switchboard.stop()
    before = show(first.test_client(), call_id)
    second_line = FakeLine(can_resume=True)

    client = run_app(settings, second_line).test_client()
    wait_for(lambda: call_id in second_line._reports)
    second_line.plays(call_id, Heard("Okay, $125 works."))
    wait_for(lambda: second_line.said)

    assert "$125" in second_line.said[0]
    assert show(client, call_id)["transcript"][:3] == before["transcript"]


def test_an_orphan_is_taken_up(
    run_app: Callable[..., Flask],
    settings: Settings,
    line: FakeLine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(switchboard, "SWEEP_SECONDS", 0.1)
    monkeypatch.setattr(store, "ORPHAN_SECONDS", 0.2)
    app = run_app(settings, line)
    carrier = service_of(app).switchboard
    monkeypatch.setattr(carrier, "take", lambda _: None)
    start(app.test_client())
    monkeypatch.delattr(carrier, "take")

    wait_for(lambda: line.dialled)

    assert line.dialled == ["+14085550101"]


def break_database(service: Service) -> Callable[[], None]:
    """Make every write fail as on a full disk; the returned function mends it."""

    def fail(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("SELECT"):
            raise OperationalError(statement, {}, sqlite3.OperationalError("disk is full"))

    event.listen(service.database.engine, "before_cursor_execute", fail)
    return lambda: event.remove(service.database.engine, "before_cursor_execute", fail)


def test_a_full_disk_refuses_and_dials_nothing(app: Flask, line: FakeLine) -> None:
    mend = break_database(service_of(app))

    refused = start(app.test_client(), key="k1")
    mend()
    accepted = start(app.test_client(), key="k1")

    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    assert accepted.status_code == 202
    wait_for(lambda: line.dialled)
    assert len(line.dialled) == 1


def test_a_really_full_disk_refuses_and_dials_nothing(
    run_app: Callable[..., Flask], sqlite_url: str
) -> None:
    settings = make_settings(sqlite_url, simulated_call_seconds=20)
    line = FakeLine()
    app = run_app(settings, line)

    @event.listens_for(service_of(app).database.engine, "checkout")
    def shrink(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA max_page_count = 1").close()

    answers = [
        start(app.test_client(), key=f"k{number}", brief={"problem": "x" * 2000})
        for number in range(40)
    ]

    refused = [answer for answer in answers if answer.status_code == 503]
    assert refused
    assert all(answer.headers["Retry-After"] for answer in refused)
    assert len(line.dialled) <= 40 - len(refused)


def test_a_step_waits_for_the_database_and_nothing_is_dialled_meanwhile(
    app: Flask, line: FakeLine
) -> None:
    service = service_of(app)
    taken: list[Any] = []
    take = service.switchboard.take
    service.switchboard.take = taken.append  # type: ignore[method-assign]
    call_id = start(app.test_client()).get_json()["call_id"]
    mend = break_database(service)

    take(taken[0])
    time.sleep(0.3)
    dialled_meanwhile = list(line.dialled)
    mend()

    wait_for(lambda: line.dialled)
    assert dialled_meanwhile == []
    assert show(app.test_client(), call_id)["status"] == "dialing"
    assert len(line.dialled) == 1


def test_a_row_that_cannot_be_stored_ends_its_call_alone(
    app: Flask, line: FakeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = app.test_client()
    bad = start_and_dial(client, line)
    good = start(client, phone="+14085550102").get_json()["call_id"]
    wait_for(lambda: len(line.dialled) == 2)
    change = service_of(app).store.change

    def refuse_bad(moves: Any) -> Any:
        changes = [move.change for move in moves]
        if any(one["key_call_id"] == bad and one["transcript"] != "[]" for one in changes):
            raise OverflowError
        return change(moves)

    monkeypatch.setattr(service_of(app).store, "change", refuse_bad)
    line.plays(bad, Answered())
    line.plays(good, Answered())

    assert wait_for_end(client, bad)["outcome"] == "error"
    status_becomes(client, good, "in_progress")
