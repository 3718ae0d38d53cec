"""One journey through every route of both services, wrong turns included.

Each answer as one JSON object; what differs from run to run (ids, times, tags) is masked.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.call_backend import FakeCallBackend
from tests.callbackend.factories import make_request, wait_for_end
from tests.quoteapp.api.callbacks import signed
from tests.tasks_in_line import run_queued_tasks

JOB = {
    "query": "fix my toilet",
    "house_address": "123 Main St, San Jose, CA 95126",
    "zip_code": "95126",
    "price_limit": 250,
    "date_needed": "2025-12-10",
}
HEADERS = (
    *("Allow", "Cache-Control", "Content-Type", "ETag", "Idempotent-Replayed", "Retry-After"),
    "Error-Code",
    *("X-Total-Count", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers"),
)
UNKNOWN = "00000000-0000-4000-8000-000000000000"
MASKS = (
    (re.compile(r"(?!0{8})[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "<id>"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"), "<time>"),
    # A price is held for a week from the day of the call.
    (re.compile(r"(?<=until )\w+day, \w+ \d+[a-z]{2}|(?<=hasta el )\w+ \d+ de \w+"), "<day>"),
    (re.compile(r'^"[^"]{6,}"$'), "<tag>"),
    # Until when a price is to be held is counted from today.
    (re.compile(r"\b(lunes|martes|miércoles|jueves|viernes|sábado|domingo) \d+ de \w+"), "<day>"),
)


@dataclass
class Journey:
    """Sends requests and keeps what they were answered."""

    client: FlaskClient
    answers: list[dict[str, Any]] = field(default_factory=list)

    def send(self, method: str, path: str, **options: Any) -> TestResponse:
        """The answer, which is noted down."""
        response = self.client.open(path, method=method, **options)
        body = response.get_json(silent=True)
        self.answers.append(
            {
                "request": masked(f"{method} {path}"),
                "status": response.status_code,
                "headers": {
                    name: masked(_sorted(response.headers[name]))
                    for name in HEADERS
                    if name in response.headers
                },
                "body": masked(response.get_data(as_text=True) if body is None else body),
            }
        )
        return response


def _sorted(value: str) -> str:
    """Lists such as `Allow` come in any order."""
    return ", ".join(sorted(value.split(", ")))


def masked(value: Any) -> Any:
    """The value without what differs from run to run."""
    if isinstance(value, dict):
        return {masked(name): masked(one) for name, one in value.items()}
    if isinstance(value, list):
        return [masked(one) for one in value]
    if isinstance(value, str):
        for pattern, mask in MASKS:
            value = pattern.sub(mask, value)
    return value


def api_answers(client: FlaskClient, backend: FakeCallBackend) -> list[dict[str, Any]]:
    """A customer's way through the API, and a stranger's."""
    journey = Journey(client)
    send = journey.send
    for path in ("health", "ready", "openapi.json", "docs/", "nothing-here"):
        send("GET", f"/api/{path}", headers={"Origin": "https://app.example.com"})
    send("POST", "/api/health")
    send("GET", "/nothing-here")
    for changes in _bad_jobs():
        send("POST", "/api/start-job", json=JOB | changes)
    send("POST", "/api/start-job", data="{")
    send("POST", "/api/start-job", data="{", content_type="application/json")
    send("POST", "/api/start-job", data=b"x" * 70_000)
    started = send("POST", "/api/start-job", json=JOB).get_json()
    job_id, questions = started["job_id"], started["questions"]
    send("POST", f"/api/start-calls/{job_id}")
    send("POST", "/api/complete-job", json={"job_id": UNKNOWN, "answers": {}})
    send("POST", "/api/complete-job", json={"job_id": job_id, "answers": {"q9": "What?"}})
    body = {"job_id": job_id, "answers": {one["id"]: "It runs constantly" for one in questions}}
    send("POST", "/api/complete-job", json=body)
    send("POST", "/api/complete-job", json=body)
    for path in (f"jobs/{job_id}", f"jobs/{UNKNOWN}", "providers", "providers?limit=2&offset=1"):
        send("GET", f"/api/{path}")
    send("GET", "/api/providers?limit=0")
    send("POST", f"/api/start-calls/{UNKNOWN}")
    send("POST", f"/api/start-calls/{job_id}", json={"retry_failed": "perhaps"})
    send("POST", f"/api/start-calls/{job_id}")
    send("GET", f"/api/providers/{job_id}/status")
    run_queued_tasks()
    first, second, *_ = list(backend.calls)
    call = backend.agree(first)
    event = json.dumps({"call_id": first, "seq": call["seq"]})
    send("POST", "/api/call-events", data=event, content_type="application/json")
    send("POST", "/api/call-events", data=event, headers=signed(event))
    backend.end(second, "voicemail")
    event = json.dumps({"call_id": second, "seq": 2})
    send("POST", "/api/call-events", data=event, headers=signed(event))
    run_queued_tasks()
    send("POST", f"/api/start-calls/{job_id}")
    send("POST", "/api/complete-job", json=body | {"answers": {"q1": "Something else"}})
    send("POST", f"/api/start-calls/{job_id}", json={"retry_failed": True})
    send("POST", f"/api/cancel-calls/{job_id}")
    send("POST", f"/api/cancel-calls/{UNKNOWN}")
    run_queued_tasks()
    poll = send("GET", f"/api/providers/{job_id}/status")
    headers = {"If-None-Match": poll.headers["ETag"]}
    send("GET", f"/api/providers/{job_id}/status", headers=headers)
    send("GET", f"/api/providers/{job_id}")
    send("GET", f"/api/providers/{UNKNOWN}")
    send("GET", f"/api/providers/{UNKNOWN}/status")
    backend.stop()
    send("GET", "/api/ready")
    send("POST", f"/api/start-calls/{job_id}", json={"retry_failed": True})
    return journey.answers


def _bad_jobs() -> Iterator[dict[str, Any]]:
    yield {"query": "  "}
    yield {"zip_code": "00000"}
    yield {"zip_code": "9512"}
    yield from ({"price_limit": limit} for limit in (0, True, "250", 1.005, "no_limits"))
    yield {"date_needed": "tomorrow"}
    yield {"house_address": None, "query": 7}


def backend_answers(client: FlaskClient) -> list[dict[str, Any]]:
    """Calls accepted, repeated, refused, shown and ended."""
    journey = Journey(client)
    send, key = journey.send, {"Idempotency-Key": "job-1:1:1"}
    send("GET", "/health")
    call_id = send("POST", "/start-job/job-1", json=make_request(), headers=key).get_json()[
        "call_id"
    ]
    wait_for_end(client, call_id)
    send("POST", "/start-job/job-1", json=make_request(), headers=key)
    send("POST", "/start-job/job-1", json=make_request(provider_id=2), headers=key)
    send("POST", "/start-job/job-1", json=make_request())
    for index, changes in enumerate(_bad_calls()):
        send(
            "POST",
            "/start-job/job-1",
            json=make_request(**changes),
            headers={"Idempotency-Key": f"bad:{index}"},
        )
    send("POST", "/start-job/job-1", data="{", content_type="application/json", headers=key)
    send("GET", f"/calls/{call_id}")
    send("GET", f"/calls/{UNKNOWN}")
    send("POST", "/calls/lookup", json={"call_ids": [call_id, UNKNOWN]})
    send("POST", "/calls/lookup", json={"call_ids": "all"})
    send("POST", f"/calls/{call_id}/cancel")
    send("POST", f"/calls/{UNKNOWN}/cancel")
    send("GET", "/start-job/job-1")
    send("GET", "/nothing-here")
    return journey.answers


def _bad_calls() -> Iterator[dict[str, Any]]:
    yield from ({"phone": phone} for phone in ("911", "12", "+19005550100", "+44 20 7946 0958"))
    yield {"provider_id": "1"}
    yield {"callback_url": "ftp://example.com"}
    yield {"brief": {"price_limit": -1}}
    yield {"brief": {"zip_code": "x"}}
