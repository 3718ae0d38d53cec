"""Watching calls while they go on."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quoteapp.extensions import db
from quoteapp.services import calls, erasing
from quoteapp.services.finding.providers import providers_of
from quoteapp.services.live import rounds
from quoteapp.states import CallStatus
from tests.call_backend import FakeCallBackend
from tests.factories import make_job, make_searched_job
from tests.tasks_in_line import run_queued_tasks

LOOK = ("POST", "/calls/lookup")
SAID = [{"role": "agent", "text": "Hello.", "at": "2025-12-10T10:00:05Z"}]
MOVES = [{"by": "provider", "kind": "first", "price": 150.0, "turn": 0}]


@pytest.fixture
def job_id(app: Flask, call_backend: FakeCallBackend, monkeypatch: pytest.MonkeyPatch) -> str:
    """A job with two live calls; every look is a new one."""
    monkeypatch.setattr(rounds, "FRESH_SECONDS", 0.0)
    job = make_searched_job(providers=2)
    calls.start(job.id)
    run_queued_tasks()
    call_backend.requests.clear()
    return job.id


def watch(client: FlaskClient, job_id: str, **headers: str) -> Any:
    return client.get(f"/api/jobs/{job_id}/live", headers=headers)


def calls_of(client: FlaskClient, job_id: str) -> Any:
    return watch(client, job_id).get_json()["calls"]


STAGES = [
    ("queued", "waiting"),
    ("dialing", "dialing"),
    ("ringing", "ringing"),
    ("in_progress", "talking"),
    ("a new word", "dialing"),
]


@pytest.mark.parametrize(("status", "stage"), STAGES)
def test_a_live_call_shows_how_it_stands_at_the_call_backend(
    client: FlaskClient, call_backend: FakeCallBackend, job_id: str, status: str, stage: str
) -> None:
    call = next(iter(call_backend.calls.values()))
    call.update(status=status, transcript=SAID, moves=MOVES, estimated_price=150.0)

    shown = calls_of(client, job_id)[0]

    assert (shown["stage"], shown["outcome"]) == (stage, None)
    assert (shown["transcript"], shown["moves"], shown["estimated_price"]) == (SAID, MOVES, 150.0)


def test_the_answer_has_the_fields_of_the_contract(client: FlaskClient, job_id: str) -> None:
    answer = watch(client, job_id)

    assert list(answer.get_json()) == ["now", "line", "is_stale", "calls"]
    assert list(answer.get_json()["calls"][0]) == [
        *("provider_id", "attempt", "stage", "outcome", "asked_at", "opens_at", "dialled_at"),
        *("answered_at", "ended_at", "estimated_price", "negotiated_price", "transcript", "moves"),
    ]
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_a_call_that_is_over_is_told_by_its_row(
    client: FlaskClient, call_backend: FakeCallBackend, job_id: str
) -> None:
    first, second = providers_of(job_id)
    call_backend.agree(str(first.call_id))
    before = calls_of(client, job_id)[0]
    calls.settle(first.id)

    after = calls_of(client, job_id)

    assert (before["stage"], before["negotiated_price"]) == ("talking", None)
    assert [call["provider_id"] for call in after] == [first.id, second.id]
    over = after[0]
    assert (over["stage"], over["outcome"], over["negotiated_price"]) == ("over", "agreed", 135.0)
    assert over["answered_at"] == "2025-12-10T10:00:03Z"
    assert [line["text"] for line in over["transcript"]][-1] == "Yes, I can."
    assert [move["kind"] for move in over["moves"]] == ["first", "agreed"]


def test_nobody_is_asked_once_all_is_over(
    client: FlaskClient, call_backend: FakeCallBackend, job_id: str
) -> None:
    for provider in providers_of(job_id):
        call_backend.agree(str(provider.call_id))
        calls.settle(provider.id)
    call_backend.requests.clear()

    watch(client, job_id)

    assert LOOK not in call_backend.requests


def test_nothing_is_said_twice_while_nothing_changes(
    client: FlaskClient, call_backend: FakeCallBackend, job_id: str
) -> None:
    tag = watch(client, job_id).headers["ETag"]

    again = watch(client, job_id, **{"If-None-Match": tag})
    next(iter(call_backend.calls.values())).update(status="in_progress", transcript=SAID)
    changed = watch(client, job_id, **{"If-None-Match": tag})

    assert (again.status_code, again.get_data()) == (304, b"")
    assert changed.status_code == 200


def test_many_who_watch_cost_one_look(
    app: Flask, call_backend: FakeCallBackend, job_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "FRESH_SECONDS", 60.0)
    together = threading.Barrier(8)

    def look(_: int) -> int:
        together.wait()
        return watch(app.test_client(), job_id).status_code

    with ThreadPoolExecutor(8) as watchers:
        answers = list(watchers.map(look, range(8)))

    assert answers == [200] * 8
    assert call_backend.requests.count(LOOK) == 1


def test_what_has_changed_is_shown_at_once(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "FRESH_SECONDS", 60.0)
    job = make_searched_job(providers=1)
    before = calls_of(client, job.id)[0]["stage"]

    calls.start(job.id)

    assert (before, calls_of(client, job.id)[0]["stage"]) == (None, "waiting")


def test_while_the_call_backend_is_away_the_rows_and_what_was_heard_are_shown(
    client: FlaskClient, call_backend: FakeCallBackend, job_id: str
) -> None:
    next(iter(call_backend.calls.values())).update(status="in_progress", transcript=SAID)
    watch(client, job_id)
    call_backend.fault = lambda *_: (500, {})

    answer = watch(client, job_id).get_json()
    asked = call_backend.requests.count(LOOK)
    watch(client, job_id)

    assert answer["is_stale"]
    assert [call["stage"] for call in answer["calls"]] == ["talking"] * 2
    assert answer["calls"][0]["transcript"] == SAID
    assert call_backend.requests.count(LOOK) == asked  # It is left alone for a while.


def test_it_is_asked_again_after_a_while(
    client: FlaskClient,
    call_backend: FakeCallBackend,
    job_id: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rounds, "LEFT_ALONE_SECONDS", 0.0)
    call_backend.fault = lambda *_: (500, {})
    stale = watch(client, job_id).get_json()["is_stale"]
    call_backend.fault = None

    assert (stale, watch(client, job_id).get_json()["is_stale"]) == (True, False)


def test_no_connection_is_held_and_no_answer_is_late_while_the_call_backend_hangs(
    app: Flask, client: FlaskClient, call_backend: FakeCallBackend, job_id: str
) -> None:
    held: list[int] = []

    def hang(*_: object) -> None:
        held.append(db.engine.pool.checkedout())  # type: ignore[attr-defined]  # a QueuePool
        time.sleep(3)

    with app.app_context():
        engine = db.engine
    assert engine is not None
    call_backend.fault = lambda *a: (app.app_context().__enter__(), hang(*a), None)[-1]
    began = time.monotonic()

    answer = watch(client, job_id).get_json()

    assert answer["is_stale"]
    assert time.monotonic() - began < 2.5
    assert held[0] == 0


def test_a_job_without_calls_has_its_rows(client: FlaskClient, app: Flask) -> None:
    job = make_searched_job(providers=1)

    answer = watch(client, job.id).get_json()

    assert (answer["line"], answer["calls"][0]["stage"]) == (None, None)
    assert watch(client, make_job().id).get_json()["calls"] == []


def test_who_waits_for_the_others_is_waiting(client: FlaskClient, app: Flask) -> None:
    job = make_searched_job(providers=1)
    calls.start(job.id)

    (call,) = calls_of(client, job.id)

    assert (call["stage"], providers_of(job.id)[0].call_status) == ("waiting", CallStatus.PENDING)


def test_an_erased_or_unknown_job_is_not_found(client: FlaskClient, job_id: str) -> None:
    watch(client, job_id)
    erasing.erase(job_id)

    assert [watch(client, one).status_code for one in (job_id, "nobody")] == [404, 404]


BROKEN = [{}, {"calls": 1}, {"calls": [1, {"call_id": 1}, {"call_id": "x", "transcript": 7}]}]


@pytest.mark.parametrize("answer", BROKEN)
def test_an_answer_that_cannot_be_read_breaks_nothing(
    client: FlaskClient, call_backend: FakeCallBackend, job_id: str, answer: Any
) -> None:
    call_backend.fault = lambda *_: (200, answer)

    assert watch(client, job_id).status_code == 200
