"""A callback goes to an origin that the settings name, to the letter, or nowhere."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import text

from callbackend.callbacks import courier, origins
from callbackend.config import Settings
from dev.redis_server import free_port
from tests.callbackend.conftest import make_settings
from tests.callbackend.factories import start, wait_for
from tests.callbackend.receiver import Receiver
from tests.callbackend.records import older_database

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
KNOWN = (
    "http://localhost:8000",
    "https://quoteapp.example.com",
    "http://10.0.0.7",
    "http://[::1]:8",
)
EVENTS = "/api/call-events"


@pytest.mark.parametrize("origin", KNOWN)
@pytest.mark.parametrize("rest", ["", "/", EVENTS, "/a/b?c=d&e=%20", "?q", "/~x;y=z"])
def test_an_origin_with_any_path_is_allowed(origin: str, rest: str) -> None:
    assert origins.is_allowed(origin + rest, KNOWN)


@pytest.mark.parametrize(
    "url",
    [
        *("http://localhost", "http://localhost:80000/", "http://localhost:8001/"),
        *("https://localhost:8000/", "HTTP://localhost:8000/", "http://LOCALHOST:8000/"),
        *("http://localhost:08000/", "http://127.0.0.1:8000/", "http://[::1]:8000/"),
        *("http://user@localhost:8000/", "http://localhost:8000@evil.example/"),
        *("http://localhost:8000:80/", "http://localhost:8000.evil.example/"),
        *("http://localhost:8000\\@evil.example/", "http://localhost:8000#@evil.example/"),
        *("http://localhost:8000/\\evil", "http://localhost:8000/#x", "http://localhost:8000/a b"),
        *(
            "http://localhost:8000/\t",
            "http://localhost:8000/\r\nHost: evil",
            " http://localhost:8000",
        ),
        *(
            "http://localhost:8000/é",
            "http:///localhost:8000/",
            "http:localhost:8000/",
            "//localhost:8000",
        ),
        *("https://quoteapp.example.com:443/", "https://quoteapp.example.com./"),
        *(
            "https://quoteapp.example.com.evil.example/",
            "https://evil.example/?https://quoteapp.example.com",
        ),
        *("http://10.0.0.7:80/", "http://10.0.7/", "http://0x0a000007/", "http://167772167/"),
        *("http://10.0.0.70/", "http://[0:0:0:0:0:0:0:1]:8/", "http://169.254.169.254/latest", ""),
    ],
)
def test_any_other_spelling_is_not(url: str) -> None:
    assert not origins.is_allowed(url, KNOWN)


@pytest.mark.parametrize(
    ("environ", "receivers"),
    [
        ({}, ("http://localhost:8000",)),
        ({"PUBLIC_URL": "https://quoteapp.example.com/"}, ("https://quoteapp.example.com",)),
        ({"PUBLIC_URL": "http://10.0.0.7:8000/base"}, ("http://10.0.0.7:8000",)),
        (
            {"PUBLIC_URL": "http://x", "CALLBACK_ORIGINS": "https://a.example,https://b.example"},
            ("https://a.example", "https://b.example"),
        ),
    ],
)
def test_without_a_list_it_is_the_origin_of_the_api(
    environ: dict[str, str], receivers: tuple[str, ...]
) -> None:
    assert Settings.from_environ(environ).receivers == receivers


def test_a_request_that_names_a_stranger_is_refused(
    run_app: Callable[..., Flask], settings: Settings
) -> None:
    client = run_app(replace(settings, callback_origins=KNOWN)).test_client()

    answers = [
        start(client, callback_url=url)
        for url in ("http://evil.example/", f"http://u@localhost:8000{EVENTS}")
    ]

    assert {answer.status_code for answer in answers} == {422}
    assert {answer.get_json()["code"] for answer in answers} == {"bad_request"}
    assert all(answer.get_json()["detail"].startswith("callback_url") for answer in answers)
    assert start(client, callback_url=f"http://localhost:8000{EVENTS}").status_code == 202


def test_what_is_owed_to_a_stranger_is_never_sent(
    run_app: Callable[..., Flask], database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call that older code accepted, before anybody asked where it would be posted to."""
    monkeypatch.setattr(courier, "LOOK_SECONDS", 0.05)
    stranger = Receiver()
    request = older_database.REQUEST.replace("http://127.0.0.1:9", stranger.origin)
    older_database.make(database_url, request=request, callback_due_at=1.0)

    app = run_app(make_settings(database_url, webhook_secrets=(SECRET,)))

    def is_written_off() -> bool:
        with app.extensions["callbackend"].database.reading() as connection:
            owed = text("SELECT count(*) FROM calls WHERE callback_due_at IS NOT NULL")
            return connection.execute(owed).scalar_one() == 0

    wait_for(is_written_off)
    assert stranger.received == []
    stranger.stop()


def test_what_waits_for_a_receiver_is_not_sent_once_its_call_is_erased(
    run_app: Callable[..., Flask], database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier, "FIRST_RETRY_SECONDS", 0.05)
    monkeypatch.setattr(courier, "REST_SECONDS", 0.1)
    monkeypatch.setattr(courier, "LOOK_SECONDS", 0.05)
    receiver = Receiver(lambda _: 500)
    origins_ = (receiver.origin,)
    settings = make_settings(database_url, webhook_secrets=(SECRET,), callback_origins=origins_)
    client = run_app(settings).test_client()
    call_id = start(client, callback_url=receiver.url).get_json()["call_id"]
    wait_for(lambda: receiver.received)

    client.delete(f"/calls/{call_id}")
    wait_for(lambda: start(client, phone="+14085550102", callback_url=receiver.url))
    wait_for(lambda: receiver.received[-1].call["call_id"] != call_id)
    seen = len(receiver.received)
    wait_for(lambda: len(receiver.received) >= seen + 3)

    assert call_id not in {got.call["call_id"] for got in receiver.received[seen:]}
    receiver.stop()


def test_what_the_courier_knows_of_receivers_is_forgotten_again(
    run_app: Callable[..., Flask], database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier, "GIVE_UP_SECONDS", 0.3)
    monkeypatch.setattr(courier, "REST_SECONDS", 0.1)
    monkeypatch.setattr(courier, "LOOK_SECONDS", 0.05)
    gone = tuple(f"http://127.0.0.1:{free_port()}" for _ in range(10))
    settings = make_settings(database_url, webhook_secrets=(SECRET,), callback_origins=gone)
    app = run_app(settings)
    for origin in gone:
        start(app.test_client(), callback_url=f"{origin}{EVENTS}")
    carrier = app.extensions["callbackend"].courier
    wait_for(lambda: carrier._resting)

    wait_for(lambda: not carrier._resting and not carrier._busy and not carrier._waiting)
