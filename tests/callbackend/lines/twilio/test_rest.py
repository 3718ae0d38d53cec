"""What is sent to the carrier, what its answers mean, and what it is told to do with a call."""

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs
from xml.etree.ElementTree import fromstring

import pytest

from callbackend.config import Settings
from callbackend.lines.base import EndReason
from callbackend.lines.twilio import twiml
from callbackend.lines.twilio.rest import Created, Later, Rest, RestRefused, Unknown, VendorCall
from callbackend.lines.twilio.signatures import is_signed, signature
from dev.environment import ROOT

SPECIFICATION = ROOT.parent / "shared" / "specs" / "twilio_api_v2010.json"
ACCOUNT = "AC" + "0" * 32
PHONE = "+14089715003"


def make_rest(url: str, **changes: Any) -> Rest:
    return Rest(
        Settings(
            twilio_api_url=url,
            twilio_account_sid=ACCOUNT,
            twilio_auth_token="secret",
            twilio_from_number="+14085550000",
            call_public_url="https://calls.example.com",
            **changes,
        )
    )


@pytest.fixture
def carrier() -> Iterator[Callable[[int, bytes], str]]:
    """A server that answers everything with this, and notes what it was sent."""
    servers: list[ThreadingHTTPServer] = []

    def serve(status: int, body: bytes) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.do_GET()

            def do_GET(self) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("status", "body", "answer"),
    [
        (201, {"sid": "CA1"}, Created("CA1")),
        (200, {"sid": "CA1"}, Created("CA1")),
        (201, {}, Unknown()),
        (201, [], Unknown()),
        (201, None, Unknown()),
        *(
            (400, {"code": code}, RestRefused(EndReason.INVALID_NUMBER))
            for code in (21211, 21214, 21215, 21216, 21217)
        ),
        (400, {"code": 20001}, RestRefused(EndReason.FAILED)),
        (400, None, RestRefused(EndReason.FAILED)),
        (401, {"code": 20003}, RestRefused(EndReason.FAILED)),
        (404, {}, RestRefused(EndReason.FAILED)),
        (429, {"code": 20429}, Later()),
        (500, {}, Unknown()),
        (503, None, Unknown()),
        (302, {}, Unknown()),
    ],
)
def test_what_a_create_says(
    carrier: Callable[[int, bytes], str], status: int, body: Any, answer: object
) -> None:
    raw = b"<html>" if body is None else json.dumps(body).encode()

    assert make_rest(carrier(status, raw)).create("call-1", PHONE) == answer


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "http://carrier.invalid"])
def test_a_carrier_that_was_never_reached_has_certainly_rung_nobody(url: str) -> None:
    assert make_rest(url).create("call-1", PHONE) == Later()


def test_of_the_list_only_the_one_young_call_is_ours(carrier: Callable[[int, bytes], str]) -> None:
    young = {"sid": "CA2", "status": "ringing", "date_created": "Fri, 27 Nov 2026 12:00:05 +0000"}
    old = young | {"sid": "CA1", "date_created": "Fri, 27 Nov 2026 11:59:00 +0000"}
    since = 1_795_780_800.0  # 12:00:00
    rest = make_rest(carrier(200, json.dumps({"calls": [young, old]}).encode()))
    both = make_rest(carrier(200, json.dumps({"calls": [young, young]}).encode()))

    assert rest.find(PHONE, since) == VendorCall("CA2", "ringing", 0)
    assert rest.find(PHONE, since + 10) is None
    assert both.find(PHONE, since) is None


def test_a_create_is_what_the_published_api_takes() -> None:
    if not SPECIFICATION.exists():
        pytest.skip("the carrier's OpenAPI document is not here")
    document = json.loads(Path(SPECIFICATION).read_text())
    path = "/2010-04-01/Accounts/{AccountSid}/Calls.json"
    body = document["paths"][path]["post"]["requestBody"]["content"]
    schema = body["application/x-www-form-urlencoded"]["schema"]
    form = make_rest("http://x", twilio_amd=True).form("call-1", PHONE)

    assert set(schema["required"]) <= {name for name, _ in form}
    for name, value in form:
        known = schema["properties"][name]
        if known.get("type") == "integer":
            assert value.isdigit()
        if "enum" in known:
            assert value in known["enum"]


def test_a_call_rings_for_thirty_seconds_and_lasts_for_five_minutes_at_most() -> None:
    form = dict(make_rest("http://x").form("call-1", PHONE))

    assert (form["Timeout"], form["TimeLimit"]) == ("30", "300")
    assert form["Url"] == "https://calls.example.com/twilio/call-1/answer"
    assert "MachineDetection" not in form


def test_a_signature_is_the_one_that_the_carrier_documents() -> None:
    # From https://www.twilio.com/docs/usage/security#validating-requests.
    url = "https://example.com/myapp.php?foo=1&bar=2"
    sent = "CallSid=CA1234567890ABCDE&Caller=%2B14158675310&Digits=1234&From=%2B14158675310"
    form = parse_qs(f"{sent}&To=%2B18005551212")

    assert signature("12345", url, form) == "L/OH5YylLD5NRKLltdqwSvS0BnU="
    assert is_signed("12345", url, form, "L/OH5YylLD5NRKLltdqwSvS0BnU=")
    for wrong in ("", "L/OH5YylLD5NRKLltdqwSvS0BnU", "é"):
        assert not is_signed("12345", url, form, wrong)
    assert not is_signed("12345", url + "x", form, "L/OH5YylLD5NRKLltdqwSvS0BnU=")


def test_the_relay_is_asked_for_as_the_talk_needs_it() -> None:
    response = fromstring(twiml.relay("https://calls.example.com", "call-1"))
    connect = response.find("Connect")
    relay = response.find("Connect/ConversationRelay")

    assert connect is not None
    assert relay is not None
    assert connect.get("action") == "https://calls.example.com/twilio/call-1/ended"
    assert relay.get("url") == "wss://calls.example.com/twilio/call-1/relay"
    assert relay.get("welcomeGreeting") is None
    assert relay.get("applicationReconnect") == "true"
    assert [one.get("code") for one in relay.findall("Language")] == ["en-US", "es-US"]
    assert relay.find("Parameter[@name='call_id'][@value='call-1']") is not None


def test_who_calls_back_hears_who_called_whatever_the_name_is_made_of() -> None:
    said = fromstring(twiml.who_called("https://calls.example.com", "Pipes & <Sons>"))

    assert "Pipes & <Sons>" in "".join(said.itertext())
    assert said.find("Gather") is not None
