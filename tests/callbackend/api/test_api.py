"""The routes, against the contract's second section."""

import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from callbackend.config import Settings
from tests.callbackend.conftest import make_settings
from tests.callbackend.factories import make_request, show, start, wait_for_end
from tests.callbackend.fake_line import FakeLine
from tests.rows import every

CALL_FIELDS = [
    "call_id",
    "job_id",
    "provider_id",
    "line",
    "status",
    "outcome",
    "estimated_price",
    "last_offer",
    "negotiated_price",
    "notes",
    "moves",
    "transcript",
    "seq",
    "created_at",
    "dialled_at",
    "answered_at",
    "ended_at",
    "cost",
]


def test_start_answers_202_with_the_call_id(client: FlaskClient) -> None:
    response = start(client)

    assert response.status_code == 202
    body = response.get_json()
    assert {**body, "call_id": ""} == {"status": "started", "count": 1, "call_id": ""}
    assert UUID(body["call_id"])


def test_a_call_ends_with_the_fields_of_the_contract(client: FlaskClient) -> None:
    call = wait_for_end(client, start(client).get_json()["call_id"])

    assert list(call) == CALL_FIELDS
    assert call["job_id"] == "job-1"
    assert call["provider_id"] == 1
    assert call["outcome"]
    assert call["created_at"].endswith("Z")
    assert call["created_at"] <= call["dialled_at"] <= call["ended_at"]
    assert (call["line"], call["cost"]) == ("simulated", None)
    assert {entry["role"] for entry in call["transcript"]} <= {"agent", "provider"}
    assert call["transcript"][0]["text"].startswith("[Simulated call: no phone was rung]")


def test_the_same_key_and_body_replays_the_answer(client: FlaskClient) -> None:
    first = start(client, key="k1")

    again = start(client, key="k1")

    assert again.status_code == 200
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.get_json() == first.get_json()


def test_white_space_and_order_are_no_part_of_what_was_sent(client: FlaskClient) -> None:
    start(client, key="k1")
    body = dict(reversed(make_request().items()))

    again = client.post(
        "/start-job/job-1",
        data=json.dumps(body, indent=2),
        headers={"Idempotency-Key": "k1", "Content-Type": "application/json"},
    )

    assert again.status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"provider_id": 2},
        {"phone": "+14085550102"},
        {"brief": {"price_limit": "no_limit"}},
        # The same to us, and not the same as sent.
        {"phone": "(408) 555-0101"},
        {"brief": {"price_limit": 250.0}},
        {"unknown": 1},
        {"source": None},
    ],
)
def test_the_same_key_with_another_body_is_a_conflict(
    client: FlaskClient, changes: dict[str, Any]
) -> None:
    start(client, key="k1")

    response = start(client, key="k1", **changes)

    assert response.status_code == 409
    assert "Idempotency-Key" in response.get_json()["detail"]
    assert response.get_json()["code"] == "key_reused"


def test_the_same_key_for_another_job_is_a_conflict(client: FlaskClient) -> None:
    start(client, key="k1")

    response = client.post(
        "/start-job/job-2", json=make_request(), headers={"Idempotency-Key": "k1"}
    )

    assert response.status_code == 409


def test_racing_requests_with_one_key_place_one_call(
    run_app: Callable[..., Flask], settings: Settings
) -> None:
    line = FakeLine()
    app = run_app(settings, line)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: start(app.test_client(), key="race"), range(16)))

    assert len({answer.get_json()["call_id"] for answer in answers}) == 1
    assert Counter(answer.status_code for answer in answers) == {202: 1, 200: 15}


@pytest.mark.parametrize("key", [None, "", " ", "x" * 256, "a\tb", "k\x7f", "ké", "\xff\xfe"])
def test_a_missing_or_bad_key_is_refused(client: FlaskClient, key: str | None) -> None:
    headers = {} if key is None else {"Idempotency-Key": key}

    response = client.post("/start-job/job-1", json=make_request(), headers=headers)

    assert response.status_code == 422
    assert response.get_json()["detail"].startswith("Idempotency-Key")


@every(
    ("field", "value"),
    [
        ("provider_id", "1"),
        ("provider_id", True),
        ("provider_id", 2**70),
        ("name", ""),
        ("name", "a\x00b"),
        ("phone", ""),
        ("phone", None),
        ("callback_url", "ftp://example.com/"),
        ("callback_url", "not a url"),
        ("brief", None),
        ("brief", []),
    ],
)
def test_a_bad_field_is_refused_by_name(client: FlaskClient, field: str, value: Any) -> None:
    body = make_request() | {field: value}

    response = client.post("/start-job/job-1", json=body, headers={"Idempotency-Key": "k"})

    assert response.status_code == 422
    assert response.get_json()["detail"].startswith(f"{field}")


@every(
    ("field", "value"),
    [
        ("task", ""),
        ("problem", ""),
        ("zip_code", "9512"),
        ("zip_code", "95126\n"),
        ("date_needed", "tomorrow"),
        ("price_limit", 0),
        ("price_limit", -5),
        ("price_limit", "250"),
        ("price_limit", True),
        ("price_limit", None),
        ("price_limit", 10**400),
        ("best_quote", "cheap"),
        ("answers", "none"),
        ("answers", [{"question": "q"}]),
    ],
)
def test_a_bad_brief_is_refused_by_name(client: FlaskClient, field: str, value: Any) -> None:
    response = start(client, brief={field: value})

    assert response.status_code == 422
    assert response.get_json()["detail"].startswith(f"brief.{field}")


def test_a_missing_phone_is_refused(client: FlaskClient) -> None:
    body = make_request()
    del body["phone"]

    response = client.post("/start-job/job-1", json=body, headers={"Idempotency-Key": "k"})

    assert response.status_code == 422


@pytest.mark.parametrize("phone", ["911", "+1911", "+19005550123", "+1 408 555", "hello", "12"])
def test_a_number_that_must_not_be_dialled_is_refused(client: FlaskClient, phone: str) -> None:
    response = start(client, phone=phone)

    assert response.status_code == 422
    assert response.get_json()["detail"].startswith("phone")
    assert response.get_json()["code"] == "number_refused"


def test_look_up_gives_the_known_calls_alone(client: FlaskClient) -> None:
    ids = [start(client).get_json()["call_id"] for _ in range(3)]

    response = client.post("/calls/lookup", json={"call_ids": [*ids, "unknown"]})

    assert {call["call_id"] for call in response.get_json()["calls"]} == set(ids)


def test_look_up_of_nothing_is_empty(client: FlaskClient) -> None:
    assert client.post("/calls/lookup", json={"call_ids": []}).get_json() == {
        "calls": [],
        "line": "simulated",
    }


def test_look_up_of_too_many_is_refused(client: FlaskClient) -> None:
    response = client.post("/calls/lookup", json={"call_ids": ["x"] * 501})

    assert response.status_code == 422


def test_cancel_ends_a_live_call_and_hangs_up(
    run_app: Callable[..., Flask], settings: Settings
) -> None:
    line = FakeLine()
    client = run_app(settings, line).test_client()
    call_id = start(client).get_json()["call_id"]

    call = client.post(f"/calls/{call_id}/cancel").get_json()

    assert (call["status"], call["outcome"]) == ("ended", "cancelled")
    assert call["ended_at"]


def test_cancel_of_an_ended_call_changes_nothing(client: FlaskClient) -> None:
    call = wait_for_end(client, start(client).get_json()["call_id"])

    response = client.post(f"/calls/{call['call_id']}/cancel")

    assert response.status_code == 200
    assert response.get_json() == call


def test_cancel_wins_or_loses_cleanly_while_the_call_runs(client: FlaskClient) -> None:
    ids = [start(client).get_json()["call_id"] for _ in range(10)]

    answers = [client.post(f"/calls/{call_id}/cancel") for call_id in ids]

    assert {answer.status_code for answer in answers} == {200}
    final = [answer.get_json() for answer in answers]
    assert all(call["status"] == "ended" for call in final)
    assert [show(client, call["call_id"]) for call in final] == final


@pytest.mark.parametrize(
    ("method", "path"), [("get", "/calls/nope"), ("post", "/calls/nope/cancel")]
)
def test_an_unknown_call_is_404(client: FlaskClient, method: str, path: str) -> None:
    response = client.open(path, method=method)

    assert response.status_code == 404
    assert response.get_json() == {"detail": "Call not found: nope", "code": "not_found"}


def test_health_is_healthy_while_calls_are_carried(client: FlaskClient) -> None:
    assert client.get("/health").get_json() == {"status": "healthy"}


def test_more_live_calls_than_allowed_are_sent_away(
    run_app: Callable[..., Flask], database_url: str
) -> None:
    settings = make_settings(database_url, max_live_calls=2)
    client = run_app(settings, FakeLine()).test_client()

    answers = [start(client, key=f"k{number}") for number in range(3)]

    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert int(answers[2].headers["Retry-After"]) > 0
    assert start(client, key="k1").status_code == 200
