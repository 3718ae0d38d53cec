"""The carrier's callbacks: none is heard that is not signed; late or strange ones don't count."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from callbackend.lines.twilio.signatures import HEADER, signature
from tests.callbackend.conftest import make_settings
from tests.callbackend.factories import show, start, wait_for

TOKEN, PUBLIC = "the-carrier-s-token", "https://calls.example.com"
PHONE = "+14089715003"
SID = "CA" + "1" * 32
OTHER = "CA" + "2" * 32


@pytest.fixture
def app(run_app: Callable[..., Flask], database_url: str, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr("callbackend.lines.twilio.rest.Rest.create", lambda *_: _unknown())
    monkeypatch.setattr("callbackend.lines.twilio.rest.Rest._json", lambda *_, **__: None)
    settings = make_settings(
        database_url,
        line="twilio",
        call_public_url=PUBLIC,
        caller_name="Quoteapp",
        call_only=("*",),
        call_hours=(0, 24),
        call_days=frozenset(range(7)),
        twilio_account_sid="AC" + "0" * 32,
        twilio_auth_token=TOKEN,
        twilio_from_number="+14085550000",
        tokens=("a-token-of-the-api-for-tests",),
    )
    return run_app(settings)


def _unknown() -> Any:
    from callbackend.lines.twilio.rest import Unknown

    return Unknown()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = "Bearer a-token-of-the-api-for-tests"
    return client


def post(client: FlaskClient, path: str, token: str = TOKEN, **form: str) -> TestResponse:
    fields = {"CallSid": SID, "From": PHONE} | form
    signed = signature(token, PUBLIC + path, {name: [value] for name, value in fields.items()})
    return client.post(path, data=fields, headers={HEADER: signed})


@pytest.fixture
def call_id(client: FlaskClient) -> str:
    asked = start(client, phone=PHONE, source={"kind": "import"}).get_json()
    wait_for(lambda: show(client, asked["call_id"])["status"] == "dialing")
    return str(asked["call_id"])


def status_of(client: FlaskClient, call_id: str) -> tuple[str, str | None]:
    call = show(client, call_id)
    return call["status"], call["outcome"]


@pytest.mark.parametrize("path", ["answer", "status", "amd", "ended"])
def test_what_is_not_signed_is_not_heard(client: FlaskClient, call_id: str, path: str) -> None:
    before = show(client, call_id)["seq"]

    for token in ("", "another-token"):
        refused = post(client, f"/twilio/{call_id}/{path}", token, CallStatus="completed")
        assert (refused.status_code, refused.get_json()["code"]) == (403, "bad_signature")

    assert show(client, call_id)["seq"] == before


def test_a_call_is_connected_while_it_is_there(client: FlaskClient, call_id: str) -> None:
    connected = post(client, f"/twilio/{call_id}/answer")
    wait_for(lambda: status_of(client, call_id)[0] == "in_progress")
    of_another = post(client, f"/twilio/{call_id}/answer", CallSid=OTHER)
    client.post(f"/calls/{call_id}/cancel")
    ended = post(client, f"/twilio/{call_id}/answer")
    unknown = post(client, "/twilio/00000000-0000-4000-8000-000000000000/answer")

    assert b"ConversationRelay" in connected.data
    assert connected.mimetype == "text/xml"
    assert all(b"<Hangup" in one.data for one in (of_another, ended, unknown))


def test_a_row_only_goes_forward(client: FlaskClient, call_id: str) -> None:
    for told in ("ringing", "initiated", "in-progress", "ringing", "nonsense"):
        assert post(client, f"/twilio/{call_id}/status", CallStatus=told).status_code == 204
    wait_for(lambda: status_of(client, call_id) == ("in_progress", None))

    post(client, f"/twilio/{call_id}/status", CallStatus="completed", CallDuration="61")
    wait_for(lambda: status_of(client, call_id)[0] == "ended")
    after = show(client, call_id)
    for told, seconds in (("completed", "200"), ("ringing", ""), ("busy", "0")):
        post(client, f"/twilio/{call_id}/status", CallStatus=told, CallDuration=seconds)

    assert show(client, call_id) == after
    assert after["cost"] == 0.19


def test_what_another_call_of_the_carrier_s_tells_is_left_alone(
    client: FlaskClient, call_id: str
) -> None:
    post(client, f"/twilio/{call_id}/status", CallStatus="ringing")
    wait_for(lambda: status_of(client, call_id)[0] == "ringing")

    post(client, f"/twilio/{call_id}/status", CallSid=OTHER, CallStatus="completed")

    assert status_of(client, call_id) == ("ringing", None)


@pytest.mark.parametrize(
    ("told", "more", "outcome"),
    [
        ("busy", {}, "busy"),
        ("no-answer", {}, "no_answer"),
        ("failed", {"SipResponseCode": "404"}, "invalid_number"),
        ("failed", {"SipResponseCode": "503"}, "error"),
        ("canceled", {}, "error"),
    ],
)
def test_a_call_ends_as_the_carrier_says(
    client: FlaskClient, call_id: str, told: str, more: dict[str, str], outcome: str
) -> None:
    post(client, f"/twilio/{call_id}/status", CallStatus=told, **more)

    wait_for(lambda: status_of(client, call_id) == ("ended", outcome))


def test_where_nobody_was_at_the_socket_it_is_tried_once_more(
    client: FlaskClient, call_id: str
) -> None:
    post(client, f"/twilio/{call_id}/status", CallStatus="in-progress")
    wait_for(lambda: status_of(client, call_id)[0] == "in_progress")

    once = post(client, f"/twilio/{call_id}/ended", SessionStatus="failed", ErrorCode="64105")
    twice = post(client, f"/twilio/{call_id}/ended-again", ErrorCode="64105")
    done = post(client, f"/twilio/{call_id}/ended", SessionStatus="completed")

    assert b"ended-again" in once.data
    assert b"<Hangup" in twice.data
    assert b"<Hangup" in done.data


@pytest.mark.parametrize(
    ("key", "sender", "is_barred"),
    [("9", PHONE, True), ("1", PHONE, False), ("", PHONE, False), ("9", "anonymous", False)],
)
def test_who_calls_back_may_press_nine(
    client: FlaskClient, app: Flask, key: str, sender: str, is_barred: bool
) -> None:
    heard = post(client, "/twilio/inbound", From=sender)
    post(client, "/twilio/inbound/keys", From=sender, Digits=key)

    assert b"Quoteapp" in heard.data
    assert (app.extensions["callbackend"].opt_out(PHONE) is not None) is is_barred


def test_these_routes_are_there_on_a_real_line_alone(
    run_app: Callable[..., Flask], database_url: str
) -> None:
    client = run_app(make_settings(database_url)).test_client()

    assert post(client, "/twilio/inbound").status_code == 404
