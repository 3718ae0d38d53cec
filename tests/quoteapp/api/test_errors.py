"""Every road to an error ends in the one shape, and a page on another origin can read it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quoteapp import store
from quoteapp.api import operators
from quoteapp.services import jobs
from quoteapp.services.polling.status import Statuses
from quoteapp.states import JobStatus
from tests.factories import make_job, make_provider, make_searched_job
from tests.quoteapp.api.answers import error_of
from tests.quoteapp.api.test_jobs import GOOD
from tests.rows import every

ORIGIN = {"Origin": "https://page.example"}
CRASH = "password=hunter2 of a mistake"


@pytest.fixture
def crashing(monkeypatch):
    def crash(**_):
        raise ZeroDivisionError(CRASH)

    monkeypatch.setattr(jobs, "start", crash)


def assert_is_an_error(response: TestResponse, status: int, detail: str) -> None:
    """One sentence, nothing of our insides, readable from another origin."""
    said = error_of(response, status)["detail"]
    assert detail in said
    assert ". " not in said
    assert "Traceback" not in response.get_data(as_text=True)
    if response.request.path not in operators.PATHS:
        assert response.headers["Access-Control-Allow-Origin"] in ("*", ORIGIN["Origin"])


ROADS = [
    ("GET", "/nothing", None, 404, "not found"),
    ("POST", "/", b"{}", 405, "not allowed"),
    ("GET", "/api", None, 404, "not found"),
    ("GET", "/api/nothing", None, 404, "not found"),
    ("POST", "/api/nothing", b"{}", 404, "not found"),
    ("GET", "/api/health/", None, 404, "not found"),
    ("GET", "/api/jobs/", None, 404, "not found"),
    ("GET", "/api/docs/nothing.js", None, 404, "not found"),
    ("GET", "/api/docs/../../wsgi.py", None, 404, "not found"),
    ("GET", "/api/jobs/a%00b", None, 400, "NUL"),
    ("GET", "/api/providers/%00/status", None, 400, "NUL"),
    ("POST", "/api/cancel-calls/%00", None, 400, "NUL"),
    ("GET", "/api/jobs/abc123", None, 404, "Job not found: abc123"),
    ("DELETE", "/api/jobs/abc123", None, 404, "Job not found: abc123"),
    ("DELETE", "/api/jobs/a%00b", None, 400, "NUL"),
    ("POST", "/api/start-calls/abc123", None, 404, "Job not found: abc123"),
    ("POST", "/api/cancel-calls/abc123", None, 404, "Job not found: abc123"),
    ("POST", "/api/complete-job", b'{"job_id": "abc123", "answers": {}}', 404, "abc123"),
    ("GET", "/api/start-job", None, 405, "not allowed"),
    ("PUT", "/api/start-job", b"{}", 405, "not allowed"),
    ("PUT", "/api/jobs/abc123", b"{}", 405, "not allowed"),
    ("PATCH", "/api/providers", None, 405, "not allowed"),
    ("NONSENSE", "/api/health", None, 405, "not allowed"),
    ("POST", "/api/start-job", b"toilet", 400, "JSON"),
    ("POST", "/api/start-job", b'"query"', 422, "body"),
    ("POST", "/api/start-job", b" " * 70_000, 413, "64 KiB"),
    ("POST", "/api/call-events", b"{}", 401, "signature"),
    ("GET", "/api/providers?limit=0", None, 422, "limit"),
]


@every(("method", "url", "body", "status", "detail"), ROADS)
def test_a_refused_request_ends_in_the_one_shape(client, method, url, body, status, detail):
    declared = None if body is None else "application/json"

    response = client.open(url, method=method, data=body, headers=ORIGIN, content_type=declared)

    assert_is_an_error(response, status, detail)


@pytest.mark.parametrize(
    ("method", "url", "allowed"),
    [
        ("GET", "/api/start-job", {"POST", "OPTIONS"}),
        ("POST", "/api/health", {"GET", "HEAD", "OPTIONS"}),
        ("DELETE", "/api/providers/abc123/status", {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(client, method, url, allowed):
    response = client.open(url, method=method)

    assert set(response.headers["Allow"].split(", ")) == allowed


def test_a_crash_tells_nothing_of_our_insides(client, crashing, caplog):
    response = client.post("/api/start-job", json=GOOD, headers=ORIGIN)

    assert_is_an_error(response, 500, "Something went wrong")
    assert CRASH not in response.get_data(as_text=True)
    assert CRASH in caplog.text


def test_a_crash_while_polling_ends_in_the_one_shape(client, monkeypatch):
    def crash(*_):
        raise ZeroDivisionError(CRASH)

    url = "/api/providers/abc123/status"
    client.get(url, headers=ORIGIN)  # From the second one on, a poll is answered before Flask.
    monkeypatch.setattr(Statuses, "get", crash)

    response = client.get(url, headers=ORIGIN)

    assert_is_an_error(response, 500, "Something went wrong")
    assert CRASH not in response.get_data(as_text=True)


def test_a_job_without_providers_ends_in_the_one_shape(client):
    job = make_job()

    response = client.post(f"/api/start-calls/{job.id}", headers=ORIGIN)

    assert_is_an_error(response, 404, f"No providers found for job: {job.id}")


def test_other_answers_after_calls_end_in_the_one_shape(client):
    job = make_searched_job()
    client.post(f"/api/start-calls/{job.id}")
    body = {"job_id": job.id, "answers": {"q1": "something else"}}

    response = client.post("/api/complete-job", json=body, headers=ORIGIN)

    assert_is_an_error(response, 409, f"Calls have already started for job: {job.id}")


def test_a_job_that_another_request_holds_ends_in_the_one_shape(client, monkeypatch):
    monkeypatch.setattr(store, "LOCK_WAIT_SECONDS", 0.05)
    job = make_job()

    with store.changing(job.id):
        body = {"job_id": job.id, "answers": {}}
        response = client.post("/api/complete-job", json=body, headers=ORIGIN)

    assert_is_an_error(response, 409, job.id)
    assert int(response.headers["Retry-After"]) > 0


def test_a_call_backend_that_is_away_ends_in_the_one_shape(client, call_backend):
    call_backend.stop()
    provider = make_provider()

    response = client.post(f"/api/start-calls/{provider.job_id}", headers=ORIGIN)

    assert_is_an_error(response, 503, "Call backend service unavailable: Connection refused")
    assert int(response.headers["Retry-After"]) > 0


def requests_of_sql(client: FlaskClient) -> list[TestResponse]:
    return [
        client.get("/api/providers", headers=ORIGIN),
        client.get("/api/providers/abc123", headers=ORIGIN),
        client.get("/api/providers/abc123/status", headers=ORIGIN),
        client.post("/api/cancel-calls/abc123", headers=ORIGIN),
    ]


def test_a_database_that_is_away_ends_in_the_one_shape(app_without_database: Flask):
    client = app_without_database.test_client()

    for response in requests_of_sql(client) + requests_of_sql(client):
        assert_is_an_error(response, 503, "database")
        assert int(response.headers["Retry-After"]) > 0


def test_complete_job_keeps_the_job_open_when_the_database_is_away(
    redis, app_without_database: Flask
):
    client = app_without_database.test_client()
    job_id = client.post("/api/start-job", json=GOOD).get_json()["job_id"]

    response = client.post("/api/complete-job", json={"job_id": job_id, "answers": {}})

    assert_is_an_error(response, 503, "database")
    with app_without_database.app_context():
        assert store.get(job_id).status is not JobStatus.SEARCHED


def test_a_job_that_may_have_been_erased_is_not_shown_without_the_database(
    redis, app_without_database: Flask
):
    client = app_without_database.test_client()
    job_id = client.post("/api/start-job", json=GOOD).get_json()["job_id"]

    for method in ("GET", "DELETE"):
        response = client.open(f"/api/jobs/{job_id}", method=method, headers=ORIGIN)
        assert_is_an_error(response, 503, "database")


def test_a_redis_that_is_away_ends_in_the_one_shape(app_without_redis: Flask):
    client = app_without_redis.test_client()

    for response in (
        client.post("/api/start-job", json=GOOD, headers=ORIGIN),
        client.get("/api/jobs/abc123", headers=ORIGIN),
        client.delete("/api/jobs/abc123", headers=ORIGIN),
        client.post("/api/complete-job", json={"job_id": "a", "answers": {}}, headers=ORIGIN),
        client.post("/api/start-calls/abc123", headers=ORIGIN),
        client.post("/api/cancel-calls/abc123", headers=ORIGIN),
    ):
        assert_is_an_error(response, 503, "job store")
        assert int(response.headers["Retry-After"]) > 0


def test_a_redis_that_is_away_does_not_keep_anybody_from_polling(app_without_redis: Flask):
    provider = make_provider()

    response = app_without_redis.test_client().get(f"/api/providers/{provider.job_id}/status")

    assert [it["id"] for it in response.get_json()] == [provider.id]
