"""What operators list, what a reloaded page is told, and places."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from quoteapp.extensions import now
from quoteapp.services import calls
from quoteapp.services.erasing import erase
from quoteapp.states import CallStatus, Outcome
from tests.factories import make_job, make_provider, make_searched_job
from tests.quoteapp.api.test_jobs import GOOD


def listed(client: FlaskClient, search: str = "") -> Any:
    return client.get(f"/api/jobs{search}")


def test_the_newest_jobs_come_first_with_their_calls_and_nothing_that_was_said(
    client: FlaskClient,
) -> None:
    old, new, erased = (make_searched_job(providers=0) for _ in range(3))
    busy = make_provider(
        old.id,
        call_status=CallStatus.FAILED,
        outcome=Outcome.BUSY,
        attempt=2,
        reason="busy",
        call_transcript="Agent: secret",
        asked_at=now(),
        ended_at=now(),
    )
    erase(erased.id)

    answer = listed(client)

    jobs = answer.get_json()
    assert [job["id"] for job in jobs] == [new.id, old.id]
    assert answer.headers["X-Total-Count"] == "2"
    assert list(jobs[1]) == [
        *("id", "task", "zip_code", "status", "line", "created_at", "expires_at", "calls")
    ]
    (call,) = jobs[1]["calls"]
    assert list(call) == [
        *("provider_id", "name", "call_status", "outcome", "reason", "attempt"),
        *("asked_at", "ended_at"),
    ]
    assert (call["provider_id"], call["outcome"], call["attempt"]) == (busy.id, "busy", 2)
    assert not {"secret", "Main St", "toilet"} & set(answer.get_data(as_text=True).split('"'))


def test_the_list_is_narrowed_by_outcome_and_paged(client: FlaskClient) -> None:
    ids = []
    for outcome in (Outcome.BUSY, Outcome.AGREED, Outcome.BUSY):
        job = make_searched_job(providers=0)
        make_provider(job.id, call_status=CallStatus.FAILED, outcome=outcome)
        ids.append(job.id)

    busy = listed(client, "?outcome=busy&limit=1&offset=1")

    assert [job["id"] for job in busy.get_json()] == [ids[0]]
    assert busy.headers["X-Total-Count"] == "2"


@pytest.mark.parametrize("search", ["?limit=0", "?limit=1001", "?offset=-1", "?outcome=happy"])
def test_a_search_that_is_none_is_refused(client: FlaskClient, search: str) -> None:
    assert listed(client, search).status_code == 422


def test_a_job_tells_when_it_was_made_and_when_it_goes(client: FlaskClient) -> None:
    before = now() - timedelta(seconds=1)
    job_id = client.post("/api/start-job", json=GOOD).get_json()["job_id"]

    told = client.get(f"/api/jobs/{job_id}").get_json()

    created, expires = (datetime.fromisoformat(told[key]) for key in ("created_at", "expires_at"))
    assert before < created < now()
    assert expires == created + timedelta(days=1)
    assert list(told)[-7:] == [
        *("asked", "notice", "line", "created_at", "expires_at"),
        *("chosen_provider_id", "confirmed_at"),
    ]


def test_a_searched_job_tells_its_line_and_lives_from_its_last_change(client: FlaskClient) -> None:
    job = make_searched_job(providers=1)
    before = client.get(f"/api/jobs/{job.id}").get_json()

    calls.start(job.id)

    after = client.get(f"/api/jobs/{job.id}").get_json()
    assert (before["line"], after["line"]) == (None, "simulated")
    assert before["expires_at"] < after["expires_at"]
    left = datetime.fromisoformat(after["expires_at"]) - now()
    assert timedelta(days=29, hours=23) < left <= timedelta(days=30)


def test_a_job_from_before_times_were_kept_has_none(client: FlaskClient) -> None:
    told = client.get(f"/api/jobs/{make_job().id}").get_json()

    assert (told["created_at"], told["expires_at"]) == (None, None)


@pytest.mark.parametrize("zip_code", ["95126", "95126-1234"])
def test_a_zip_code_has_a_place(client: FlaskClient, zip_code: str) -> None:
    answer = client.get(f"/api/places/{zip_code}")

    assert answer.get_json() == {"city": "San Jose", "state": "CA"}


@pytest.mark.parametrize("zip_code", ["00000", "9512", "toilet", "95126x"])
def test_what_is_no_zip_code_has_no_place(client: FlaskClient, zip_code: str) -> None:
    answer = client.get(f"/api/places/{zip_code}")

    assert (answer.status_code, answer.headers["Error-Code"]) == (404, "place_not_found")
