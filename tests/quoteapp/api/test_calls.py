import pytest

from quoteapp.services.finding.providers import providers_of
from quoteapp.states import CallStatus, Outcome
from tests import imports
from tests.factories import make_job, make_provider, make_searched_job
from tests.quoteapp.api.answers import assert_refuses, error_of
from tests.tasks_in_line import run_queued_tasks


def statuses(job):
    return [provider.call_status for provider in providers_of(job.id)]


def test_start_calls_queues_a_task_for_each_provider(client, call_backend):
    job = make_searched_job(providers=3)

    response = client.post(f"/api/start-calls/{job.id}")

    assert response.get_json() == {
        "status": "started",
        "message": "Started calls for 3 providers",
        "provider_count": 3,
    }
    assert statuses(job) == [CallStatus.PENDING] * 3
    placed = [("calls.place", (provider.id,)) for provider in providers_of(job.id)]
    assert sorted(run_queued_tasks()) == placed
    assert sorted(call_backend.dialled) == sorted(it.phone for it in providers_of(job.id))


def test_the_call_backend_is_told_whose_hours_a_toll_free_number_has(client, call_backend):
    job = make_searched_job(providers=0)
    imports.load("Free,888-555-2001,plumber,95126", "Local,408-555-2002,plumber,95126")
    client.post("/api/complete-job", json={"job_id": job.id, "answers": {"q2": "yes"}})

    client.post(f"/api/start-calls/{job.id}")
    run_queued_tasks()

    told = {body["name"]: body["time_zone"] for body in call_backend.bodies}
    assert (told["Free"], told["Local"]) == ("America/Los_Angeles", None)


def test_start_calls_dials_nobody_twice_when_it_is_sent_again(client, call_backend):
    job = make_searched_job(providers=3)

    answers = []
    for _ in range(3):
        answers.append(client.post(f"/api/start-calls/{job.id}").get_json())
        run_queued_tasks()

    assert [answer["provider_count"] for answer in answers] == [3, 3, 3]
    assert [answer["message"] for answer in answers] == [
        "Started calls for 3 providers",
        *["Calls to 3 providers had already been started"] * 2,
    ]
    assert len(call_backend.dialled) == 3


def test_start_calls_answers_again_when_the_call_backend_is_down_by_then(client, call_backend):
    job = make_searched_job(providers=3)
    client.post(f"/api/start-calls/{job.id}")
    call_backend.stop()

    response = client.post(f"/api/start-calls/{job.id}")

    assert response.get_json()["provider_count"] == 3


@pytest.mark.parametrize(
    "answer", [(500, {}), (503, {}), (503, {}, {"Retry-After": "1"}), (404, {}), (200, b"<html>")]
)
def test_start_calls_says_503_when_the_call_backend_is_not_healthy(client, call_backend, answer):
    job = make_searched_job()
    call_backend.fault = lambda method, path: answer

    response = client.post(f"/api/start-calls/{job.id}")

    detail = error_of(response, 503)["detail"]
    assert detail.startswith("Call backend service unavailable: ")
    assert response.headers["Retry-After"]
    assert statuses(job) == [None] * 3
    assert run_queued_tasks() == []


@pytest.mark.parametrize("literal", ["null", '"true"', '""', "0", "1", "[]", "{}", "1.0"])
def test_start_calls_refuses_retry_failed_when_it_is_no_boolean(client, call_backend, literal):
    job = make_searched_job()

    response = client.post(
        f"/api/start-calls/{job.id}",
        data=f'{{"retry_failed": {literal}}}',
        content_type="application/json",
    )

    assert_refuses(response, "retry_failed")
    assert statuses(job) == [None] * 3
    assert call_backend.requests == []
    assert run_queued_tasks() == []


@pytest.mark.parametrize(
    ("body", "again"),
    [
        (b"", 0),
        (b"{}", 0),
        (b'{"retry_failed": false}', 0),
        (b'{"retry_failed": true}', 1),
        (b'{"retry_failed": true, "job_id": "other"}', 1),
    ],
)
def test_start_calls_dials_the_failed_once_more_only_when_asked_to(
    client, call_backend, body, again
):
    provider = make_provider(call_status=CallStatus.FAILED, outcome=Outcome.BUSY, attempt=1)

    response = client.post(
        f"/api/start-calls/{provider.job_id}", data=body, content_type="application/json"
    )
    run_queued_tasks()

    assert response.get_json()["provider_count"] == 1
    assert len(call_backend.dialled) == again


@pytest.mark.parametrize("outcome", [Outcome.INVALID_NUMBER, Outcome.OPTED_OUT])
def test_start_calls_never_again_dials_who_must_not_be(client, call_backend, outcome):
    provider = make_provider(call_status=CallStatus.FAILED, outcome=outcome, attempt=1)

    response = client.post(f"/api/start-calls/{provider.job_id}", json={"retry_failed": True})
    run_queued_tasks()

    assert response.get_json()["provider_count"] == 1
    assert call_backend.dialled == []


@pytest.mark.parametrize("job_id", ["abc123", "%ED%A0%80", "x" * 3000])
@pytest.mark.parametrize("route", ["start-calls", "cancel-calls"])
def test_an_unknown_job_is_not_found(client, route, job_id):
    response = client.post(f"/api/{route}/{job_id}")

    assert error_of(response, 404)["detail"].startswith("Job not found: ")


@pytest.mark.parametrize("make", [make_job, lambda: make_searched_job(providers=0)])
def test_start_calls_says_404_when_there_is_nobody_to_call(client, make):
    job = make()

    response = client.post(f"/api/start-calls/{job.id}")

    assert error_of(response, 404)["detail"] == f"No providers found for job: {job.id}"


def test_cancel_calls_ends_what_is_pending_and_hangs_up_what_is_live(client, call_backend):
    job = make_searched_job(providers=2)
    client.post(f"/api/start-calls/{job.id}")
    run_queued_tasks()
    make_provider(job.id, call_status=CallStatus.PENDING)

    response = client.post(f"/api/cancel-calls/{job.id}")
    run_queued_tasks()

    assert response.get_json() == {
        "status": "cancelled",
        "message": "Cancelled calls to 3 providers",
        "provider_count": 3,
    }
    assert statuses(job) == [CallStatus.FAILED] * 3
    assert {provider.outcome for provider in providers_of(job.id)} == {Outcome.CANCELLED}
    assert [call["outcome"] for call in call_backend.calls.values()] == ["cancelled"] * 2


@pytest.mark.parametrize("body", [None, b"", b"{}"])
def test_cancel_calls_changes_nothing_when_no_call_is_open(client, body):
    job = make_searched_job(providers=2)

    response = client.post(
        f"/api/cancel-calls/{job.id}", data=body, content_type="application/json"
    )

    assert response.get_json()["provider_count"] == 0
    assert statuses(job) == [None, None]
