"""The id of a request: taken, given, and named in every answer."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from redis import Redis

from common.request_id import GOOD
from quoteapp import store
from quoteapp.queue import Queue
from tests.factories import make_searched_job


@pytest.mark.parametrize(
    "path", ["/api/health", "/api/jobs/unknown", "/nowhere", "/api/providers/unknown/status"]
)
def test_every_answer_names_the_id_that_was_sent(client: FlaskClient, path: str) -> None:
    answers = [client.get(path, headers={"X-Request-ID": "page-7"}) for _ in range(2)]

    assert [answer.headers["X-Request-ID"] for answer in answers] == ["page-7"] * 2


def test_whatever_goes_wrong_has_an_id_to_ask_about(client: FlaskClient) -> None:
    given = [client.get("/api/jobs/unknown").headers["X-Request-ID"] for _ in range(3)]

    assert len(set(given)) == 3
    assert all(map(GOOD.fullmatch, given))


def test_who_sends_none_and_is_answered_well_needs_none(client: FlaskClient) -> None:
    assert "X-Request-ID" not in client.get("/api/health").headers


def test_a_task_carries_the_id_of_the_request_that_wants_it(
    client: FlaskClient, redis: Redis
) -> None:
    job = make_searched_job(providers=2)

    client.post(f"/api/start-calls/{job.id}", headers={"X-Request-ID": "page-7"})

    messages: list[Any] = list(map(json.loads, store.client().lrange(Queue.CALLS, 0, -1)))
    assert [one["headers"]["X-Request-ID"] for one in messages] == ["page-7"] * 2
