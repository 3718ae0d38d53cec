"""What our answers tell browsers and caches."""

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quoteapp.services import jobs
from tests.factories import make_job, make_searched_job
from tests.quoteapp.api.test_jobs import GOOD
from tests.rows import every

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
NOT_FOUND = "URL not found."


def answers(client: FlaskClient) -> dict[str, TestResponse]:
    """An answer of every kind, by what it is."""
    job, searched = make_job(), make_searched_job()
    body = {"job_id": job.id, "answers": {}}
    return {
        "health": client.get("/api/health"),
        "start-job": client.post("/api/start-job", json=GOOD),
        "complete-job": client.post("/api/complete-job", json=body),
        "a job": client.get(f"/api/jobs/{job.id}"),
        "all providers": client.get("/api/providers"),
        "the providers of a job": client.get(f"/api/providers/{searched.id}"),
        "start-calls": client.post(f"/api/start-calls/{searched.id}"),
        "cancel-calls": client.post(f"/api/cancel-calls/{searched.id}"),
        "no such job": client.get("/api/jobs/abc123"),
        "no such URL": client.get("/api/nothing"),
        "a wrong method": client.get("/api/start-job"),
        "no operator": client.get("/api/providers", headers={"X-Forwarded-For": "192.0.2.7"}),
        "a refused body": client.post("/api/start-job", json={}),
        "an undeclared body": client.post("/api/start-job", data="{}"),
        "no signature": client.post("/api/call-events", json={}),
    }


def polls(client: FlaskClient) -> dict[str, TestResponse]:
    """The answers to polls: of Flask, of the layer before it, and those without a body."""
    url = f"/api/providers/{make_searched_job().id}/status"
    first = client.get(url)
    known = {"If-None-Match": first.headers["ETag"]}
    return {
        "the first": first,
        "the second": client.get(url),
        "of nobody": client.get("/api/providers/abc123/status"),
        "known": client.get(url, headers=known),
        "known among others": client.get(url, headers={"If-None-Match": f'"x", {known}'}),
        "known, of Flask": client.get(url, headers=known | {"Origin": "https://new.example"}),
        "without its body": client.head(url),
    }


def test_what_is_about_a_person_is_stored_nowhere(client):
    wrong = {
        name: response.headers.get("Cache-Control")
        for name, response in answers(client).items()
        if response.headers.get("Cache-Control") != "no-store"
    }

    assert wrong == {}


def test_polls_may_be_kept_by_who_asked_and_are_asked_for_every_time(client):
    wrong = {
        name: response.headers.get("Cache-Control")
        for name, response in polls(client).items()
        if response.headers.get("Cache-Control") != "private, no-cache"
    }

    assert wrong == {}


def test_a_poll_that_fails_is_stored_nowhere(app_without_database):
    response = app_without_database.test_client().get("/api/providers/abc123/status")

    assert (response.status_code, response.headers["Cache-Control"]) == (503, "no-store")


def test_a_crash_is_stored_nowhere(client, monkeypatch):
    monkeypatch.setattr(jobs, "start", lambda **_: 1 / 0)

    response = client.post("/api/start-job", json=GOOD)

    assert (response.status_code, response.headers["Cache-Control"]) == (500, "no-store")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_every_answer_is_what_it_says_and_tells_no_other_site_where_it_was_read(client):
    given = answers(client) | polls(client) | {"the page": client.get("/api/docs/")}

    wrong = [
        name
        for name, response in given.items()
        if response.headers.getlist("X-Content-Type-Options") != ["nosniff"]
        or response.headers.getlist("Referrer-Policy") != ["no-referrer"]
    ]

    assert wrong == []


@every(
    ("url", "status"),
    [
        ("/nothing", 404),
        ("/api/docs", 308),
        ("/api/docs/", 200),
        ("/api/docs/oauth2-redirect.html", 200),
        ("/api//health", 308),
        ("/metrics", 404),
    ],
)
def test_all_html_has_a_policy_without_what_is_inline(client, url, status):
    with client.get(url, headers=BROWSER) as response:
        assert (response.status_code, response.mimetype) == (status, "text/html")
        policy = response.headers["Content-Security-Policy"].split("; ")

    assert policy[0] == "default-src 'none'"
    assert {"base-uri 'none'", "frame-ancestors 'none'"} <= set(policy)
    assert {"form-action 'none'", "form-action 'self'"} & set(policy)
    assert not re.search(r"unsafe|\*|https?:", "; ".join(policy))


def test_a_wrong_turn_elsewhere_than_under_api_is_the_page_for_who_prefers_one(client):
    response = client.get("/nothing", headers=BROWSER)

    assert response.status_code == 404
    assert '<div id="page">' in response.get_data(as_text=True)
    assert "Accept" in response.vary


@pytest.mark.parametrize(
    "accept", [None, "*/*", "application/json", "application/json, text/html;q=0.9", "image/png"]
)
@every("url", ["/nothing", "/jobs/", "/apiary"])
def test_it_is_json_for_all_others(client, accept, url):
    headers = {} if accept is None else {"Accept": accept}

    response = client.get(url, headers=headers)

    assert response.get_json() == {"detail": NOT_FOUND}
    assert "Accept" in response.vary


@every("url", ["/api", "/api/", "/api/nothing", "/api/docs/nothing.html", "/api/jobs/abc123"])
def test_an_error_under_api_is_json_for_everybody(client, url):
    response = client.get(url, headers=BROWSER)

    assert response.status_code == 404
    assert response.get_json().keys() == {"detail"}


def test_a_page_says_nothing_that_a_browser_would_run(client, app, monkeypatch):
    monkeypatch.setattr("quoteapp.api.operators.PATHS", ("/<script>",))
    headers = BROWSER | {"X-Forwarded-For": "192.0.2.7"}
    monkeypatch.setattr("quoteapp.errors.NotAuthorized.__str__", lambda _: "<script>x</script>")

    response = client.get("/<script>", headers=headers)

    assert response.status_code == 401
    assert "<script>" not in response.get_data(as_text=True)
    assert "&lt;script&gt;" in response.get_data(as_text=True)


def test_files_that_are_the_same_for_all_may_be_kept(client):
    with client.get("/api/docs/swagger-ui.css") as response:
        assert response.headers["Cache-Control"] == "no-cache"
        assert response.headers["ETag"]
