"""The same request to start a job, sent again, gives the same job."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quoteapp import store
from quoteapp.errors import JobStoreUnavailable
from quoteapp.services import jobs
from tests.quoteapp.api.test_jobs import GOOD

KEY = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}


def started(client: FlaskClient, body: Any = GOOD, headers: Any = KEY) -> Any:
    return client.post("/api/start-job", json=body, headers=headers)


def test_the_same_key_and_body_give_the_same_job(client: FlaskClient, redis: Any) -> None:
    first, second = started(client).get_json(), started(client).get_json()

    assert first == second
    assert len(redis.keys("quoteapp:job:*")) == 1


def test_no_key_or_another_one_gives_another_job(client: FlaskClient) -> None:
    ids = {
        started(client, headers=headers).get_json()["job_id"]
        for headers in ({}, {}, KEY, {"Idempotency-Key": "another"})
    }

    assert len(ids) == 4


def test_the_same_key_with_another_body_is_refused(client: FlaskClient, redis: Any) -> None:
    started(client)

    answer = started(client, GOOD | {"query": "paint my fence"})

    assert (answer.status_code, answer.headers["Error-Code"]) == (409, "key_reused")
    assert len(redis.keys("quoteapp:job:*")) == 1


def test_a_key_whose_request_was_refused_is_free_again(client: FlaskClient) -> None:
    refused = started(client, GOOD | {"zip_code": "00000"})

    assert refused.status_code == 422
    assert started(client).status_code == 200


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_key_that_is_none_is_refused(client: FlaskClient, key: str) -> None:
    assert started(client, headers={"Idempotency-Key": key}).status_code == 422


def test_who_sends_it_after_the_first_has_died_gets_the_promised_job(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying:
        dying.setattr(jobs, "start", lambda **_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            started(client)
    (key,) = store.client().keys("quoteapp:start:*")
    promised = str(store.client().get(key))

    job_id = started(client).get_json()["job_id"]

    assert job_id in promised


def test_an_erased_job_is_not_made_again(client: FlaskClient) -> None:
    job_id = started(client).get_json()["job_id"]
    client.delete(f"/api/jobs/{job_id}")

    answer = started(client)

    assert (answer.status_code, answer.headers["Error-Code"]) == (404, "job_not_found")


def test_while_redis_is_away_the_promise_is_no_job(
    app: Flask, redis: Any, redis_server: Any
) -> None:
    redis_server.kill()
    try:
        with pytest.raises(JobStoreUnavailable):
            store.promise("name", "body", "id")
    finally:
        redis_server.start()
