"""Callbacks reach their receiver, signed, at least once, and never hold up a call."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import text
from standardwebhooks.webhooks import Webhook

from callbackend.callbacks import courier
from callbackend.calls.service import Service
from callbackend.config import Settings
from dev.redis_server import free_port
from tests.callbackend.conftest import make_settings
from tests.callbackend.factories import show, start, wait_for, wait_for_end
from tests.callbackend.fake_line import FakeLine
from tests.callbackend.receiver import Receiver

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
def ports() -> list[int]:
    """Where the receivers of a test will be: the settings must know before they are there."""
    return [free_port() for _ in range(3)]


@pytest.fixture
def settings(database_url: str, ports: list[int]) -> Settings:
    origins = tuple(f"http://127.0.0.1:{port}" for port in ports)
    return make_settings(database_url, webhook_secrets=(SECRET,), callback_origins=origins)


@pytest.fixture
def receive(ports: list[int]) -> Iterator[Callable[..., Receiver]]:
    receivers: list[Receiver] = []

    def make(answer: Callable[[int], int] = lambda _: 200) -> Receiver:
        receivers.append(Receiver(answer, ports[len(receivers)]))
        return receivers[-1]

    yield make
    for receiver in receivers:
        receiver.stop()


@pytest.fixture(autouse=True)
def quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "FIRST_RETRY_SECONDS", 0.05)
    monkeypatch.setattr(courier, "LONGEST_RETRY_SECONDS", 0.2)
    monkeypatch.setattr(courier, "REST_SECONDS", 0.1)
    monkeypatch.setattr(courier, "LOOK_SECONDS", 0.05)


def service_of(app: Flask) -> Service:
    service: Service = app.extensions["callbackend"]
    return service


def owed(app: Flask) -> int:
    with service_of(app).database.reading() as connection:
        query = text("SELECT count(*) FROM calls WHERE callback_due_at IS NOT NULL")
        count: int = connection.execute(query).scalar_one()
        return count


def test_the_ended_call_arrives_signed(app: Flask, receive: Callable[..., Receiver]) -> None:
    receiver = receive()
    client = app.test_client()
    call_id = start(client, callback_url=receiver.url).get_json()["call_id"]

    wait_for(lambda: receiver.received)

    got = receiver.received[0]
    assert Webhook(SECRET).verify(got.body, got.headers) == show(client, call_id)
    assert got.headers["content-type"] == "application/json"
    assert got.headers["webhook-id"] == f"{call_id}.{got.call['seq']}"
    wait_for(lambda: owed(app) == 0)
    assert len(receiver.received) == 1


def test_it_arrives_within_moments(app: Flask, receive: Callable[..., Receiver]) -> None:
    receiver = receive()

    for number in range(5):
        start(app.test_client(), phone=f"+140855501{number:02}", callback_url=receiver.url)
    wait_for(lambda: len(receiver.received) == 5)

    late = [
        got.at - datetime.fromisoformat(got.call["ended_at"]).timestamp()
        for got in receiver.received
    ]
    assert sorted(late)[2] < 0.5


def test_a_refused_callback_is_tried_again_with_the_same_id(
    app: Flask, receive: Callable[..., Receiver]
) -> None:
    receiver = receive(lambda number: (500, 302, 401, 204)[min(number, 3)])
    start(app.test_client(), callback_url=receiver.url)

    wait_for(lambda: len(receiver.received) == 4)
    wait_for(lambda: owed(app) == 0)
    time.sleep(0.3)

    assert len(receiver.received) == 4
    assert len({got.headers["webhook-id"] for got in receiver.received}) == 1
    assert len({got.body for got in receiver.received}) == 1


def test_a_cancelled_call_is_called_back_too(
    run_app: Callable[..., Flask], settings: Settings, receive: Callable[..., Receiver]
) -> None:
    receiver = receive()
    client = run_app(settings, FakeLine()).test_client()
    call_id = start(client, callback_url=receiver.url).get_json()["call_id"]

    client.post(f"/calls/{call_id}/cancel")

    wait_for(lambda: receiver.received)
    assert receiver.received[0].call["outcome"] == "cancelled"


def test_what_is_owed_survives_a_restart(
    run_app: Callable[..., Flask], settings: Settings, receive: Callable[..., Receiver]
) -> None:
    receiver = receive(lambda number: 500 if number == 0 else 200)
    first = run_app(settings)
    start(first.test_client(), callback_url=receiver.url)
    wait_for(lambda: receiver.received)
    service_of(first).stop()

    run_app(settings)

    wait_for(lambda: len(receiver.received) >= 2)


def test_a_receiver_that_is_down_gets_everything_once_it_is_back(
    app: Flask, receive: Callable[..., Receiver]
) -> None:
    gone = receive()
    gone.stop()
    client = app.test_client()
    ids = [start(client, callback_url=gone.url).get_json()["call_id"] for _ in range(20)]
    for call_id in ids:
        wait_for_end(client, call_id)
    back = receive()
    with service_of(app).database.writing() as connection:
        connection.execute(
            text("UPDATE calls SET request = replace(request, :old, :new)"),
            {"old": gone.url, "new": back.url},
        )

    wait_for(lambda: {got.call["call_id"] for got in back.received} == set(ids))


def test_a_receiver_that_hangs_holds_up_nobody_else(
    app: Flask, receive: Callable[..., Receiver]
) -> None:
    release = threading.Event()

    def hang(_number: int) -> int:
        release.wait(20)
        return 200

    hanging, healthy = receive(hang), receive()
    client = app.test_client()
    for _ in range(20):
        start(client, callback_url=hanging.url)
    wait_for(lambda: len(hanging.received) == courier.SENDERS_PER_RECEIVER)

    ids = {start(client, callback_url=healthy.url).get_json()["call_id"] for _ in range(10)}
    wait_for(lambda: {got.call["call_id"] for got in healthy.received} == ids, seconds=10)
    release.set()

    wait_for(lambda: len({got.call["call_id"] for got in hanging.received}) == 20)


def test_it_is_given_up_after_hours(
    app: Flask, receive: Callable[..., Receiver], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier, "GIVE_UP_SECONDS", 0.5)
    receiver = receive(lambda _: 500)
    start(app.test_client(), callback_url=receiver.url)

    wait_for(lambda: len(receiver.received) >= 2)
    wait_for(lambda: owed(app) == 0)


def test_by_default_it_is_tried_for_more_than_an_hour() -> None:
    assert courier.GIVE_UP_SECONDS >= 3600


def test_without_a_secret_none_is_sent(
    run_app: Callable[..., Flask], settings: Settings, receive: Callable[..., Receiver]
) -> None:
    receiver = receive()
    app = run_app(replace(settings, webhook_secrets=()))
    call_id = start(app.test_client(), callback_url=receiver.url).get_json()["call_id"]

    wait_for_end(app.test_client(), call_id)
    time.sleep(0.2)

    assert receiver.received == []
    assert owed(app) == 0
