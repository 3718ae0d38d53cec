"""Erasing a call: nothing of it is left, dialled, said or told, and its key stays shut."""

import hashlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from callbackend.calls.service import Service
from callbackend.config import Settings
from callbackend.lines.base import Answered, Ended, EndReason
from callbackend.records import keys
from tests.callbackend.factories import make_request, show, start, wait_for, wait_for_end
from tests.callbackend.fake_line import FakeLine

ERASED = (200, {"status": "erased"})


@pytest.fixture
def line() -> FakeLine:
    return FakeLine()


@pytest.fixture
def app(run_app: Callable[..., Flask], settings: Settings, line: FakeLine) -> Flask:
    return run_app(settings, line)


def service_of(app: Flask) -> Service:
    service: Service = app.extensions["callbackend"]
    return service


def answered(response: Any) -> tuple[int, Any]:
    return response.status_code, response.get_json()


def rows(app: Flask, table: str) -> list[tuple[Any, ...]]:
    with service_of(app).database.reading() as connection:
        return [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))]


def is_shut(client: FlaskClient, key: str) -> bool:
    answer = start(client, key=key)
    return answer.status_code == 410 and answer.get_json()["code"] == "erased"


def test_of_an_erased_call_the_hash_of_its_key_is_left(app: Flask, line: FakeLine) -> None:
    client = app.test_client()
    call_id = start(client, key="job:1:1").get_json()["call_id"]
    wait_for(lambda: line.dialled)
    line.plays(call_id, Ended(EndReason.BUSY))
    wait_for_end(client, call_id)

    assert answered(client.delete(f"/calls/{call_id}")) == ERASED

    assert client.get(f"/calls/{call_id}").status_code == 404
    assert client.post("/calls/lookup", json={"call_ids": [call_id]}).get_json()["calls"] == []
    assert rows(app, "calls") == rows(app, "do_not_call") == []
    [(kept, erased_at)] = rows(app, "erased_keys")
    assert kept == hashlib.sha256(b"job:1:1").hexdigest()
    assert isinstance(erased_at, float)


def test_its_key_dials_nothing_any_more(client: FlaskClient, line: FakeLine) -> None:
    call_id = start(client, key="k").get_json()["call_id"]
    wait_for(lambda: line.dialled)

    client.delete(f"/calls/{call_id}")

    assert is_shut(client, "k")
    assert start(client, key="k", provider_id=2).status_code == 410
    assert len(line.dialled) == 1


def test_a_live_call_is_hung_up_and_goes_on_nowhere(app: Flask, line: FakeLine) -> None:
    client = app.test_client()
    call_id = start(client).get_json()["call_id"]
    wait_for(lambda: line.dialled)
    line.plays(call_id, Answered())
    wait_for(lambda: line.said)

    client.delete(f"/calls/{call_id}")

    wait_for(lambda: call_id in line.hung_up)
    line.plays(call_id, Ended(EndReason.HUNG_UP))
    wait_for(lambda: service_of(app).switchboard.live_count == 0)
    assert rows(app, "calls") == []


def test_a_call_that_waits_is_not_dialled(app: Flask, line: FakeLine) -> None:
    client, switchboard = app.test_client(), service_of(app).switchboard
    taken: list[Any] = []
    take = switchboard.take
    switchboard.take = taken.append  # type: ignore[method-assign]
    call_id = start(client).get_json()["call_id"]
    client.delete(f"/calls/{call_id}")

    take(taken[0])

    wait_for(lambda: call_id in line.hung_up)
    assert line.dialled == []
    assert switchboard.live_count == 0


@pytest.mark.parametrize(
    "path",
    ["550e8400-e29b-41d4-a716-446655440000", "nope", "%00", "%ff%fe", "x" * 500, "%ED%A0%80"],
)
def test_an_unknown_call_is_erased_as_well(client: FlaskClient, path: str) -> None:
    assert answered(client.delete(f"/calls/{path}")) == ERASED


def test_erasing_twice_is_the_same(client: FlaskClient) -> None:
    call_id = start(client, key="k").get_json()["call_id"]

    answers = [client.delete(f"/calls/{call_id}"), client.delete(f"/calls/{call_id}")]
    answers += [client.delete("/calls/by-key/k"), client.delete("/calls/by-key/k")]

    assert [answered(one) for one in answers] == [ERASED] * 4
    assert is_shut(client, "k")


@pytest.mark.parametrize(
    "key", ["job:1:1", "a/b//c", "/a/", "a b", "100%", "%2F", "?x=1#y", "~!@$&'()*+,"]
)
def test_a_call_is_erased_by_its_key(client: FlaskClient, line: FakeLine, key: str) -> None:
    call_id = start(client, key=key).get_json()["call_id"]
    wait_for(lambda: line.dialled)

    assert answered(client.delete(f"/calls/by-key/{quote(key, safe='')}")) == ERASED

    assert client.get(f"/calls/{call_id}").status_code == 404
    assert is_shut(client, key)
    wait_for(lambda: call_id in line.hung_up)


def test_a_key_that_was_never_seen_is_shut_for_a_late_post(
    client: FlaskClient, line: FakeLine
) -> None:
    assert answered(client.delete("/calls/by-key/job:1:1")) == ERASED

    assert is_shut(client, "job:1:1")
    assert start(client, key="job:1:2").status_code == 202
    wait_for(lambda: line.dialled)
    assert len(line.dialled) == 1


@pytest.mark.parametrize("key", ["x" * 256, "%00", "%c3%a9", "%20", "a%0Ab", "%0A", "", "x%0D"])
def test_what_can_be_no_key_is_refused(client: FlaskClient, key: str) -> None:
    response = client.delete(f"/calls/by-key/{key}")

    assert response.status_code == 422
    assert response.get_json()["code"] == "bad_request"


def test_a_key_that_is_shut_while_its_post_is_accepted_is_shut(
    app: Flask, line: FakeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The post has looked, and has its row in an open transaction, when the key is shut."""
    client = app.test_client()
    has_looked, erasing = threading.Event(), threading.Event()
    is_erased = keys.is_erased

    def look_slowly(connection: Any, key_hash: str) -> bool:
        found = is_erased(connection, key_hash)
        has_looked.set()
        erasing.wait(5)
        threading.Event().wait(0.3)
        return found

    with ThreadPoolExecutor(2) as pool:
        service_of(app).store.by_key = lambda _: None  # type: ignore[method-assign]
        monkeypatch.setattr(keys, "is_erased", look_slowly)
        posting = pool.submit(start, app.test_client(), "k")
        has_looked.wait(5)
        monkeypatch.setattr(keys, "is_erased", is_erased)
        erased = pool.submit(client.delete, "/calls/by-key/k")
        erasing.set()
        accepted, shut = posting.result(), erased.result()

    assert (accepted.status_code, answered(shut)) == (202, ERASED)
    assert rows(app, "calls") == []
    assert len(rows(app, "erased_keys")) == 1
    wait_for(lambda: service_of(app).switchboard.live_count == 0)
    wait_for(lambda: accepted.get_json()["call_id"] in line.hung_up)


def test_posts_and_erasers_that_race_leave_no_call(app: Flask) -> None:
    def post_or_erase(number: int) -> int:
        client, key = app.test_client(), f"race:{number // 4}"
        if number % 4 == 1:
            return client.delete(f"/calls/by-key/{key}").status_code
        return start(client, key=key).status_code

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(post_or_erase, range(80)))

    assert set(answers) <= {200, 202, 410}
    assert rows(app, "calls") == []
    assert len(rows(app, "erased_keys")) == 20
    wait_for(lambda: service_of(app).switchboard.live_count == 0)


def test_calls_of_other_keys_are_left_alone(client: FlaskClient) -> None:
    kept = start(client, key="kept").get_json()["call_id"]
    gone = start(client, key="gone").get_json()["call_id"]

    client.delete(f"/calls/{gone}")

    assert show(client, kept)["call_id"] == kept
    assert start(client, key="kept").status_code == 200


def test_a_call_that_is_erased_while_it_is_cancelled_is_gone(client: FlaskClient) -> None:
    ids = [start(client, key=f"k{number}").get_json()["call_id"] for number in range(10)]

    with ThreadPoolExecutor(8) as pool:
        cancelled = [pool.submit(client.post, f"/calls/{one}/cancel") for one in ids]
        erased = [pool.submit(client.delete, f"/calls/{one}") for one in ids]

    assert {one.result().status_code for one in erased} == {200}
    assert {one.result().status_code for one in cancelled} <= {200, 404}
    assert {client.get(f"/calls/{one}").status_code for one in ids} == {404}


def test_without_its_database_nothing_is_said_to_be_erased(app: Flask) -> None:
    client = app.test_client()
    call_id = start(client, key="k").get_json()["call_id"]
    with service_of(app).database.writing() as connection:
        connection.execute(text("ALTER TABLE erased_keys RENAME TO elsewhere"))

    answers = [client.delete(f"/calls/{call_id}"), client.delete("/calls/by-key/k")]

    assert {answer.status_code for answer in answers} == {503}
    assert all(int(answer.headers["Retry-After"]) > 0 for answer in answers)
    assert show(client, call_id)["call_id"] == call_id


def test_a_body_is_no_reason_to_refuse_a_shut_key_later(client: FlaskClient) -> None:
    client.delete("/calls/by-key/k")

    answer = client.post(
        "/start-job/other-job", json=make_request(extra=1), headers={"Idempotency-Key": "k"}
    )

    assert answer.status_code == 410
