"""Both sides of the contract in one process: the real call backend, and who asks it."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient

from callbackend.app import create_app
from callbackend.config import Settings
from callbackend.lines.base import Line
from callbackend.states import CallStatus, Outcome
from quoteapp.clients.http import Reply
from tests.call_backend import FakeCallBackend
from tests.callbackend.factories import NOWHERE, wait_for

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
Answer = tuple[int, dict[str, str], Any]
# Those that the contract speaks of.
HEADERS = ("Idempotent-Replayed",)
# What differs from call to call: a live one may have come so far or not, and who names a price.
SHAPES = dict.fromkeys(("dialled_at", "answered_at"), "a moment, or none yet")
SHAPES |= {"by": "a side", "kind": "a kind", "price": "a price, or none"}


@contextmanager
def real_service(url: str, line: Line | None = None, **environ: str) -> Iterator[FlaskClient]:
    """The call backend itself on this database; on the simulated line a call is over at once."""
    usual = {"CALLBACK_ORIGINS": NOWHERE, "SIMULATED_CALL_SECONDS": "0"}
    environ = usual | {"CALL_DATABASE_URL": url} | environ
    app = create_app(Settings.from_environ(environ), line)
    service = app.extensions["callbackend"]
    service.start()
    wait_for(service.switchboard.is_open.is_set)
    try:
        yield app.test_client()
    finally:
        service.stop()


class InMemory:
    """What `quoteapp.clients.call_backend` sends with, for a service in this process."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client

    def send(
        self, method: str, url: str, body: object, headers: dict[str, str], timeout: object
    ) -> Reply:
        response = self._client.open(url, method=method, json=body, headers=headers)
        return Reply(response.status_code, response.headers.get("Retry-After"), response.data)


class Always:
    """The same, where every answer is this one."""

    def __init__(self, content: bytes, status: int = 200, retry_after: str | None = None) -> None:
        self._reply = Reply(status, retry_after, content)

    def send(self, *_: object) -> Reply:
        return self._reply


def asks_real(client: FlaskClient, method: str, path: str, body: Any, key: str) -> Answer:
    """What the service answers."""
    response = client.open(path, method=method, json=body, headers={"Idempotency-Key": key})
    headers = {name: response.headers[name] for name in HEADERS if name in response.headers}
    return response.status_code, headers, response.get_json()


def asks_fake(backend: FakeCallBackend, method: str, path: str, body: Any, key: str) -> Answer:
    """What the stand-in of the tests answers."""
    answer = backend.answer(method, path, {"Idempotency-Key": key, "Authorization": None}, body)
    assert answer is not None
    status, content, *more = answer
    return status, more[0] if more else {}, json.loads(json.dumps(content))


def shape_of(value: Any) -> Any:
    """The JSON without what differs from call to call: ids, times, figures and free words."""
    if isinstance(value, dict):
        return {
            name: SHAPES[name] if name in SHAPES else shape_of(one) for name, one in value.items()
        }
    if isinstance(value, list):
        shapes = [shape_of(one) for one in value]
        return [shape for at, shape in enumerate(shapes) if shape not in shapes[:at]]
    if isinstance(value, str):
        return _kind_of(value)
    return None if value is None else type(value).__name__


def _kind_of(text: str) -> str:
    if text in list(CallStatus) and text != CallStatus.ENDED:
        return "a status of a live call"
    if text in (*Outcome, CallStatus.ENDED, "agent", "provider", "started", "healthy"):
        return text
    if MOMENT.fullmatch(text):
        return "a moment"
    try:
        return f"an id of version {UUID(text).version}"
    except ValueError:
        return "words"
