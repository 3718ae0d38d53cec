"""Our client of the carrier's REST API against a stranger's server, and its signed callbacks."""

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest

from callbackend.config import Settings
from callbackend.lines.base import EndReason
from callbackend.lines.twilio.rest import Created, Rest, RestRefused
from callbackend.lines.twilio.signatures import HEADER, is_signed
from tests.callbackend.factories import wait_for
from tests.emulate.server import ACCOUNT, NUMBER, TOKEN, Emulate

pytestmark = pytest.mark.npm

PHONE = "+14089715003"


class Receiver:
    """Notes the callbacks that come, and whether each is signed as we check it."""

    def __init__(self) -> None:
        self.told: list[dict[str, list[str]]] = []
        self.signed: list[bool] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                url = receiver.url + self.path
                receiver.told.append(form)
                receiver.signed.append(is_signed(TOKEN, url, form, self.headers.get(HEADER, "")))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def emulate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulate]:
    with Emulate(Path(tmp_path_factory.mktemp("emulate"))) as running:
        yield running


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.stop()


def rest(emulate: Emulate, receiver: Receiver, **changes: Any) -> Rest:
    usual: dict[str, Any] = {
        "twilio_api_url": emulate.url,
        "twilio_account_sid": ACCOUNT,
        "twilio_auth_token": TOKEN,
        "twilio_from_number": NUMBER,
        "call_public_url": receiver.url,
    }
    return Rest(Settings(**usual | changes))


def test_a_call_is_created_found_fetched_and_hung_up(emulate: Emulate, receiver: Receiver) -> None:
    client, since = rest(emulate, receiver), time.time() - 5

    created = client.create("call-1", PHONE)

    assert isinstance(created, Created)
    found = client.find(PHONE, since)
    assert found is not None
    assert found.vendor_id == created.vendor_id
    up = client.fetch(created.vendor_id)
    assert up is not None
    assert up.ended is None
    ended = client.hang_up(created.vendor_id)
    assert ended is not None
    assert ended.ended is EndReason.HUNG_UP
    over = client.fetch(created.vendor_id)
    assert over is not None
    assert over.ended is EndReason.HUNG_UP


def test_its_callbacks_are_signed_as_we_check_them(emulate: Emulate, receiver: Receiver) -> None:
    client = rest(emulate, receiver)
    created = client.create("call-2", "+14089715004")
    assert isinstance(created, Created)

    client.hang_up(created.vendor_id)

    wait_for(lambda: any(one["CallStatus"] == ["completed"] for one in receiver.told))
    assert all(receiver.signed)
    assert {one["CallSid"][0] for one in receiver.told} == {created.vendor_id}


def test_a_number_that_is_not_ours_may_not_call(emulate: Emulate, receiver: Receiver) -> None:
    client = rest(emulate, receiver, twilio_from_number="+14085550009")

    assert client.create("call-3", PHONE) == RestRefused(EndReason.FAILED)


def test_a_wrong_key_rings_nobody(emulate: Emulate, receiver: Receiver) -> None:
    client = rest(emulate, receiver, twilio_auth_token="another")

    assert client.create("call-4", PHONE) == RestRefused(EndReason.FAILED)
    assert client.account() is None


def test_a_call_that_is_not_there_cannot_be_told(emulate: Emulate, receiver: Receiver) -> None:
    client = rest(emulate, receiver)

    assert client.fetch("CA" + "f" * 32) is None
    assert client.find("+14089719999", 0) is None
