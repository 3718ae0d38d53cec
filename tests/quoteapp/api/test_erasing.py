"""A customer takes a job back, over HTTP."""

from flask.testing import FlaskClient

from tests.call_backend import FakeCallBackend
from tests.factories import make_searched_job
from tests.quoteapp.api.answers import error_of
from tests.quoteapp.api.callbacks import signed
from tests.tasks_in_line import run_queued_tasks

PAGE = "https://page.example"


def test_an_erased_job_is_gone_for_every_route(
    client: FlaskClient, call_backend: FakeCallBackend
) -> None:
    job_id = make_searched_job().id
    client.post(f"/api/start-calls/{job_id}")
    run_queued_tasks()
    client.get(f"/api/providers/{job_id}/status")

    response = client.delete(f"/api/jobs/{job_id}")

    assert (response.status_code, response.get_json()) == (200, {"status": "erased"})
    not_found = f"Job not found: {job_id}"
    for method, path in (
        ("GET", f"jobs/{job_id}"),
        ("POST", f"start-calls/{job_id}"),
        ("POST", f"cancel-calls/{job_id}"),
        ("DELETE", f"jobs/{job_id}"),
    ):
        answer = client.open(f"/api/{path}", method=method)
        assert error_of(answer, 404)["detail"] == not_found
    body = {"job_id": job_id, "answers": {}}
    assert error_of(client.post("/api/complete-job", json=body), 404)["detail"] == not_found
    assert client.get(f"/api/providers/{job_id}").get_json() == []
    assert client.get(f"/api/providers/{job_id}/status").get_json() == []
    assert client.get("/api/providers").get_json() == []


def test_a_page_that_polls_with_its_etag_hears_that_all_is_gone(client: FlaskClient) -> None:
    job_id = make_searched_job().id
    url = f"/api/providers/{job_id}/status"
    etag = client.get(url).headers["ETag"]

    client.delete(f"/api/jobs/{job_id}")

    answer = client.get(url, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.get_json()) == (200, [])


def test_a_late_callback_of_an_erased_call_changes_nothing(
    client: FlaskClient, call_backend: FakeCallBackend
) -> None:
    job_id = make_searched_job(providers=1).id
    client.post(f"/api/start-calls/{job_id}")
    run_queued_tasks()
    (call_id,) = call_backend.calls
    client.delete(f"/api/jobs/{job_id}")
    body = f'{{"call_id": "{call_id}", "status": "ended"}}'

    answer = client.post("/api/call-events", data=body, headers=signed(body))

    assert answer.status_code == 200
    assert run_queued_tasks() == []


def test_a_page_of_another_origin_may_erase(client: FlaskClient) -> None:
    job_id = make_searched_job().id
    asks = {"Origin": PAGE, "Access-Control-Request-Method": "DELETE"}

    preflight = client.options(f"/api/jobs/{job_id}", headers=asks)
    answer = client.delete(f"/api/jobs/{job_id}", headers={"Origin": PAGE})

    assert "DELETE" in preflight.headers["Access-Control-Allow-Methods"]
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] in ("*", PAGE)
