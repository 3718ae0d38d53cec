"""Requests, briefs and waiting for calls, for the tests of the call backend."""

import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from callbackend.agent.brief import Brief

PATIENCE_SECONDS = 20.0
# Where callbacks of most tests go, and nobody listens.
NOWHERE = "http://127.0.0.1:9"


def make_brief_json(**changes: Any) -> dict[str, Any]:
    return {
        "task": "plumber",
        "problem": "your toilet needs to be fixed",
        "answers": [
            {"question": "What is the issue?", "answer": "The toilet is constantly running"},
            {"question": "How old is it?", "answer": "Standard toilet, about 10 years old"},
        ],
        "zip_code": "95126",
        "date_needed": "2025-12-10",
        "price_limit": 250,
        "best_quote": None,
    } | changes


def make_brief(**changes: Any) -> Brief:
    return Brief.from_json(make_brief_json(**changes))


def make_request(**changes: Any) -> dict[str, Any]:
    brief = make_brief_json(**changes.pop("brief", {}))
    return {
        "provider_id": 1,
        "name": "Reliable Plumbing Services",
        "phone": "+14085550101",
        "brief": brief,
        "callback_url": f"{NOWHERE}/api/call-events",
    } | changes


def start(client: FlaskClient, key: str | None = None, **changes: Any) -> TestResponse:
    headers = {"Idempotency-Key": key or str(uuid4())}
    return client.post("/start-job/job-1", json=make_request(**changes), headers=headers)


def show(client: FlaskClient, call_id: str) -> dict[str, Any]:
    call: dict[str, Any] = client.get(f"/calls/{call_id}").get_json()
    return call


def wait_for(condition: Callable[[], Any], seconds: float = PATIENCE_SECONDS) -> Any:
    """The first true value of the condition."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.01)
    raise AssertionError("waited in vain")


def wait_for_end(client: FlaskClient, call_id: str) -> dict[str, Any]:
    def ended() -> dict[str, Any] | None:
        call = show(client, call_id)
        return call if call["status"] == "ended" else None

    call: dict[str, Any] = wait_for(ended)
    return call
