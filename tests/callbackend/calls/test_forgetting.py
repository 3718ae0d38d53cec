"""Calls that ended long ago are forgotten by themselves: all but the hashes of their keys."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from callbackend.calls import forgetting
from callbackend.calls.forgetting import DAY_SECONDS
from callbackend.calls.service import Service
from callbackend.config import Settings
from callbackend.lines.base import Ended, EndReason
from callbackend.records import keys
from tests.callbackend.calls.test_erasing import is_shut, rows, service_of
from tests.callbackend.factories import show, start, wait_for, wait_for_end
from tests.callbackend.fake_line import FakeLine

RETENTION = 30 * DAY_SECONDS
OLD, YOUNG = RETENTION + 60, RETENTION - 60


@pytest.fixture
def line() -> FakeLine:
    return FakeLine()


@pytest.fixture
def app(run_app: Callable[..., Flask], settings: Settings, line: FakeLine) -> Flask:
    return run_app(settings, line)


def ended(app: Flask, line: FakeLine, age: float, key: str, **changes: Any) -> str:
    """The id of a call that ended so many seconds ago."""
    client, others = app.test_client(), len(line.dialled)
    call_id: str = start(client, key=key, **changes).get_json()["call_id"]
    wait_for(lambda: len(line.dialled) > others)
    line.plays(call_id, Ended(EndReason.BUSY))
    wait_for_end(client, call_id)
    grow_old(app, call_id, age)
    return call_id


def grow_old(app: Flask, call_id: str, age: float) -> None:
    moment = {"moment": time.time() - age, "call_id": call_id}
    with service_of(app).database.writing() as connection:
        update = "UPDATE calls SET updated_at = :moment WHERE call_id = :call_id"
        connection.execute(text(update), moment)


def test_an_old_call_is_forgotten_and_a_younger_one_is_kept(app: Flask, line: FakeLine) -> None:
    client = app.test_client()
    old, young = ended(app, line, OLD, "old"), ended(app, line, YOUNG, "young")

    assert service_of(app).forgetter.forget() == 1

    assert client.get(f"/calls/{old}").status_code == 404
    assert show(client, young)["call_id"] == young
    assert [row[0] for row in rows(app, "erased_keys")] == [keys.hash_of("old")]


def test_a_late_post_of_a_forgotten_call_dials_nothing(app: Flask, line: FakeLine) -> None:
    ended(app, line, OLD, "k")
    service_of(app).forgetter.forget()

    assert is_shut(app.test_client(), "k")
    assert len(line.dialled) == 1


def test_a_call_that_is_not_over_is_kept_however_old(app: Flask, line: FakeLine) -> None:
    client = app.test_client()
    call_id = start(client).get_json()["call_id"]
    wait_for(lambda: line.dialled)
    grow_old(app, call_id, OLD)

    assert service_of(app).forgetter.forget() == 0
    assert show(client, call_id)["call_id"] == call_id


def test_who_asked_not_to_be_called_is_not_forgotten(app: Flask, line: FakeLine) -> None:
    service_of(app).bar("+14085550101")
    ended(app, line, OLD, "k", phone="+14085550102")

    service_of(app).forgetter.forget()

    assert [row[0] for row in rows(app, "do_not_call")] == ["+14085550101"]


def test_many_are_forgotten_in_batches(
    app: Flask, line: FakeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "CALLS_AT_ONCE", 2)
    monkeypatch.setattr(forgetting, "REST_SECONDS", 0)
    for number in range(5):
        ended(app, line, OLD, f"k{number}")

    assert service_of(app).forgetter.forget() == 5
    assert rows(app, "calls") == []
    assert len(rows(app, "erased_keys")) == 5


def test_it_forgets_after_each_start_by_itself(
    run_app: Callable[..., Flask], settings: Settings, line: FakeLine
) -> None:
    first = run_app(settings, line)
    ended(first, line, OLD, "k")
    service_of(first).stop()

    second = run_app(settings, line)

    wait_for(lambda: rows(second, "calls") == [])


def test_retention_days_says_how_long(
    run_app: Callable[..., Flask], settings: Settings, line: FakeLine
) -> None:
    app = run_app(replace(settings, retention_days=2), line)
    ended(app, line, 2 * DAY_SECONDS - 60, "young")
    ended(app, line, 2 * DAY_SECONDS + 60, "old")

    assert service_of(app).forgetter.forget() == 1


def test_a_database_that_is_away_is_tried_again(
    app: Flask, line: FakeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    service: Service = service_of(app)
    store, tries = service.store, []
    forget = store.forget

    def away_once(*arguments: Any) -> int:
        tries.append(arguments)
        if len(tries) == 1:
            raise OperationalError("DELETE", {}, Exception("gone"))
        return forget(*arguments)

    ended(app, line, OLD, "k")
    monkeypatch.setattr(store, "forget", away_once)
    monkeypatch.setattr(forgetting, "AGAIN_SECONDS", 0.01)
    again = forgetting.Forgetter(store, retention_days=30)

    again.start(service.switchboard.is_open)

    wait_for(lambda: rows(app, "calls") == [])
    again.stop()


def test_a_call_that_is_forgotten_while_it_is_erased_is_gone_once(
    app: Flask, client: FlaskClient, line: FakeLine
) -> None:
    call_id = ended(app, line, OLD, "k")
    service_of(app).forgetter.forget()

    answer = client.delete(f"/calls/{call_id}")

    assert answer.status_code == 200
    assert client.delete("/calls/by-key/k").status_code == 200
    assert len(rows(app, "erased_keys")) == 1
