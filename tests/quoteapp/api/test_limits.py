"""How much a client may ask for, and all of them together: counted in a real Redis."""

import logging
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from redis import Redis
from werkzeug.test import TestResponse

from dev.redis_server import free_port
from quoteapp import create_app, extensions
from quoteapp.api import limits
from quoteapp.api.limits import COMPLETE_JOB, DIAL, START_JOB, Allowance, Counter
from quoteapp.config import Settings
from quoteapp.errors import TooManyRequests
from quoteapp.models.jobs import Job
from quoteapp.services.finding.providers import providers_of
from quoteapp.states import CallStatus, Outcome
from tests.call_backend import FakeCallBackend
from tests.closing import close
from tests.factories import make_job, make_provider, make_searched_job
from tests.quoteapp.api.answers import error_of, what_is_kept
from tests.quoteapp.api.test_jobs import GOOD
from tests.rows import every
from tests.tasks_in_line import run_queued_tasks

HERE = "127.0.0.1"
TOLD = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")

Limited = Callable[..., FlaskClient]


@pytest.fixture
def limited(app: Flask, settings: Settings) -> Iterator[Limited]:
    """Clients of apps that limit them, on the database and the Redis of `app`."""
    made = []

    def make(**changes: Any) -> FlaskClient:
        other = create_app(replace(settings, **{"rate_limits": True} | changes))
        made.append(other)
        return other.test_client()

    yield make
    for other in made:
        close(other)


@pytest.fixture
def client(limited: Limited) -> FlaskClient:
    """A client that is limited as those of a product that was just installed."""
    return limited()


def counter_of(client: FlaskClient) -> Counter:
    counter: Counter = client.application.extensions["limits"]
    return counter


def use_up(client: FlaskClient, allowance: Allowance, but: int = 0, who: str = HERE) -> None:
    """Take all that there is of an allowance, `but` so many."""
    with client.application.test_request_context():
        for _ in range(allowance.item.amount - but):
            counter_of(client).take(allowance, who)


def start_calls(client: FlaskClient, job: Job, **body: Any) -> TestResponse:
    return client.post(f"/api/start-calls/{job.id}", json=body)


def complete(client: FlaskClient, job: Job, answer: str = "It drips") -> TestResponse:
    body = {"job_id": job.id, "answers": {"q1": answer}}
    return client.post("/api/complete-job", json=body)


def assert_is_refused(response: TestResponse, allowance: Allowance) -> None:
    """A 429 in the one shape that says when to come again."""
    assert "please try again in" in error_of(response, 429)["detail"]
    assert response.headers["Error-Code"] == "rate_limited"
    assert response.headers["RateLimit-Limit"] == str(allowance.item.amount)
    assert response.headers["RateLimit-Remaining"] == "0"
    seconds = int(response.headers["Retry-After"])
    assert 0 < seconds <= allowance.item.get_expiry()
    assert abs(int(response.headers["RateLimit-Reset"]) - seconds) <= 1


@every(
    ("allowance", "amount", "seconds"),
    [(START_JOB, 30, 60), (COMPLETE_JOB, 30, 3600), (DIAL, 60, 3600)],
)
def test_a_client_has_what_the_contract_says(allowance, amount, seconds):
    assert (allowance.item.amount, allowance.item.get_expiry()) == (amount, seconds)


def test_the_thirty_first_job_of_a_minute_is_refused(client):
    answers = [client.post("/api/start-job", json=GOOD) for _ in range(30)]
    before = what_is_kept()

    refused = client.post("/api/start-job", json=GOOD)

    assert {it.status_code for it in answers} == {200}
    assert_is_refused(refused, START_JOB)
    assert what_is_kept() == before


def test_the_window_moves_on(client, monkeypatch):
    use_up(client, START_JOB)
    assert_is_refused(client.post("/api/start-job", json=GOOD), START_JOB)
    later = time.time() + 61

    monkeypatch.setattr(time, "time", lambda: later)

    assert client.post("/api/start-job", json=GOOD).status_code == 200


def test_a_search_above_the_limit_is_refused_and_changes_nothing(client):
    use_up(client, COMPLETE_JOB, but=1)
    first, second = make_job(), make_job()
    assert complete(client, first).status_code == 200
    before = what_is_kept()

    refused = complete(client, second)

    assert_is_refused(refused, COMPLETE_JOB)
    assert what_is_kept() == before
    job = client.get(f"/api/jobs/{second.id}").get_json()
    assert (job["status"], job["clarifications"]) == ("collecting_info", {})


def test_the_same_answers_again_are_free_and_never_refused(client):
    job = make_job()
    first = complete(client, job)
    use_up(client, COMPLETE_JOB, but=1)

    again = [complete(client, job) for _ in range(3)]

    assert [it.get_json() for it in again] == [first.get_json()] * 3


def test_a_request_that_dials_above_the_limit_is_refused_and_rings_nobody(
    client, call_backend: FakeCallBackend
):
    use_up(client, DIAL, but=1)
    first, second = make_searched_job(), make_searched_job()
    assert start_calls(client, first).status_code == 200
    run_queued_tasks()

    refused = start_calls(client, second)

    assert_is_refused(refused, DIAL)
    assert [provider.call_status for provider in providers_of(second.id)] == [None] * 3
    assert run_queued_tasks() == []
    assert len(call_backend.dialled) == 3


@every("body", [{}, {"retry_failed": True}])
def test_a_request_that_asks_for_nothing_new_is_free_and_never_refused(client, redis, body):
    redis.delete(*redis.keys(f"{limits.KEYS}*") or ["none"])
    job = make_searched_job()
    start_calls(client, job)
    use_up(client, DIAL, but=1)

    again = [start_calls(client, job, **body) for _ in range(3)]

    assert [it.status_code for it in again] == [200] * 3
    assert {it.headers["RateLimit-Remaining"] for it in again} == {"0"}


def test_what_is_refused_for_another_reason_costs_nothing(client, call_backend):
    call_backend.stop()
    for job in (make_searched_job(), make_job()):
        start_calls(client, job)
    client.post("/api/start-calls/abc123")
    client.post("/api/complete-job", json={"job_id": "abc123", "answers": {}})
    client.post("/api/complete-job", json={"job_id": job.id, "answers": {"q9": "x"}})

    with client.application.test_request_context():
        left = [counter_of(client).state(it, HERE).remaining for it in (DIAL, COMPLETE_JOB)]

    assert left == [60, 30]


def test_the_app_counts_every_call_of_a_day(limited: Limited):
    client = limited(calls_per_day_app=4)
    three, two, one = (make_searched_job(providers=number) for number in (3, 2, 1))

    answers = [start_calls(client, job) for job in (three, two, one)]

    assert [it.status_code for it in answers] == [200, 429, 200]
    assert "day" in error_of(answers[1], 429)["detail"]
    assert answers[1].headers["RateLimit-Limit"] == "4"
    assert answers[1].headers["RateLimit-Remaining"] == "1"
    assert 0 < int(answers[1].headers["Retry-After"]) <= 24 * 3600
    assert [provider.call_status for provider in providers_of(two.id)] == [None] * 2
    assert len(run_queued_tasks()) == 4


def test_another_attempt_is_another_call_of_the_day(limited: Limited):
    client = limited(calls_per_day_app=2)
    job = make_searched_job(providers=1)
    start_calls(client, job)
    failed = {"call_status": CallStatus.FAILED, "outcome": Outcome.BUSY, "attempt": 1}
    again = [make_provider(**failed) for _ in range(2)]

    answers = [
        client.post(f"/api/start-calls/{it.job_id}", json={"retry_failed": True}) for it in again
    ]

    assert [it.status_code for it in answers] == [200, 429]


def test_everybody_takes_from_the_same_day(limited: Limited):
    client = limited(calls_per_day_app=1)
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    start_calls(client, make_searched_job(providers=1))

    response = client.post(
        f"/api/start-calls/{make_searched_job(providers=1).id}", environ_overrides=elsewhere
    )

    assert response.status_code == 429


def test_a_day_of_0_has_no_end(limited: Limited):
    client = limited(calls_per_day_app=0)

    answers = [start_calls(client, make_searched_job(providers=5)) for _ in range(3)]

    assert {it.status_code for it in answers} == {200}
    assert client.application.extensions["redis"].keys(f"*{limits.EVERYBODY}*") == []


@pytest.mark.parametrize(
    "route",
    [
        *("/api/health", "/api/ready", "/api/jobs/{}", "/api/providers", "/api/providers/{}"),
        *("/api/providers/{}/status", "/api/openapi.json"),
    ],
)
def test_what_is_read_has_no_limit(client, route):
    job = make_searched_job()
    for allowance in (START_JOB, COMPLETE_JOB, DIAL):
        use_up(client, allowance)

    answers = [client.get(route.format(job.id)) for _ in range(2)]

    assert {it.status_code for it in answers} == {200}
    assert not any(name in it.headers for it in answers for name in TOLD)


def test_calling_off_has_no_limit(client):
    job = make_searched_job()
    use_up(client, DIAL)

    assert client.post(f"/api/cancel-calls/{job.id}").status_code == 200


def test_an_answer_says_how_much_is_left(client):
    job, searched = make_job(), make_searched_job()

    answers = [
        client.post("/api/start-job", json=GOOD),
        client.post("/api/start-job", json={}),
        complete(client, job),
        start_calls(client, searched),
    ]

    left = [tuple(int(it.headers[name]) for name in TOLD[:2]) for it in answers]
    assert left == [(30, 29), (30, 28), (30, 29), (60, 59)]
    resets = [int(it.headers["RateLimit-Reset"]) for it in answers]
    assert [50 < it <= 60 for it in resets[:2]] == [True, True]
    assert [3590 < it <= 3600 for it in resets[2:]] == [True, True]
    assert not any("Retry-After" in it.headers for it in answers)


def test_a_page_may_read_how_much_is_left(client):
    response = client.post("/api/start-job", json=GOOD, headers={"Origin": "https://a.example"})

    shown = set(response.headers["Access-Control-Expose-Headers"].split(", "))
    assert {*TOLD, "Retry-After", "Error-Code"} <= shown


def test_asking_what_a_browser_may_do_costs_nothing(client):
    asked = {"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}

    for _ in range(40):
        assert client.options("/api/start-job", headers=asked).status_code == 200

    assert client.post("/api/start-job", json=GOOD).headers["RateLimit-Remaining"] == "29"


FORGED = [
    {"X-Forwarded-For": "192.0.2.7"},
    {"X-Forwarded-For": "192.0.2.7, 192.0.2.8"},
    {"Forwarded": "for=192.0.2.7"},
    {"X-Real-IP": "192.0.2.7"},
    {"X-Forwarded-Host": "evil.example"},
    {"True-Client-IP": "192.0.2.7", "CF-Connecting-IP": "192.0.2.7"},
]


@every("headers", FORGED)
def test_no_header_makes_another_client_where_no_proxy_is_trusted(client, redis, headers):
    redis.flushdb()
    use_up(client, START_JOB)

    response = client.post("/api/start-job", json=GOOD, headers=headers)

    assert_is_refused(response, START_JOB)


def test_another_address_is_another_client(client):
    use_up(client, START_JOB)

    response = client.post(
        "/api/start-job", json=GOOD, environ_overrides={"REMOTE_ADDR": "192.0.2.7"}
    )

    assert response.status_code == 200


@every(
    ("proxies", "forwarded", "who"),
    [
        (1, "192.0.2.7", "192.0.2.7"),
        (1, "203.0.113.9, 192.0.2.7", "192.0.2.7"),
        (1, "192.0.2.7, 203.0.113.9", "203.0.113.9"),
        (1, "", HERE),
        (1, "2001:db8::7", "2001:db8::/64"),
        (1, "nonsense", "unknown"),
        (2, "203.0.113.9, 192.0.2.7, 10.0.0.1", "192.0.2.7"),
        (2, "192.0.2.7", HERE),
    ],
)
def test_the_last_hop_is_the_client_where_a_proxy_is_trusted(
    limited, redis, proxies, forwarded, who
):
    client = limited(trusted_proxies=proxies)
    redis.flushdb()
    use_up(client, START_JOB, who=who)

    response = client.post("/api/start-job", json=GOOD, headers={"X-Forwarded-For": forwarded})

    assert response.status_code == 429


def test_a_trusted_proxy_is_believed_no_host_and_no_scheme(limited: Limited):
    client = limited(trusted_proxies=1)
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}

    with client:
        client.get("/api/health", headers=forged | {"X-Forwarded-Prefix": "/evil"})

        assert request.url == "http://localhost/api/health"


def test_two_processes_count_together(limited: Limited):
    one, other = limited(), limited()
    use_up(one, START_JOB)

    assert_is_refused(other.post("/api/start-job", json=GOOD), START_JOB)


def test_no_flood_gets_more_than_there_is(client):
    job_ids = [make_searched_job(providers=1).id for _ in range(8)]
    use_up(client, DIAL, but=3)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda it: post_start(client.application, it), job_ids))

    assert sorted(answers) == [200] * 3 + [429] * 5


def post_start(app: Flask, job_id: str) -> int:
    return app.test_client().post(f"/api/start-calls/{job_id}").status_code


def test_no_address_is_kept_for_longer_than_its_window(client, redis: Redis):
    client.post("/api/start-job", json=GOOD)
    complete(client, make_job())
    start_calls(client, make_searched_job())

    keys: Any = redis.keys(f"{limits.KEYS}*")

    assert len([key for key in keys if HERE in key]) == 3
    lives = {key: redis.ttl(key) for key in redis.keys("*") if HERE in str(key)}
    assert all(0 < life <= (60 if START_JOB.name in key else 3600) for key, life in lives.items())


def test_no_log_names_who_was_refused(client, caplog):
    caplog.set_level(logging.DEBUG)
    use_up(client, START_JOB)

    assert_is_refused(client.post("/api/start-job", json=GOOD), START_JOB)

    assert HERE not in caplog.text.replace("127.0.0.1:", "")


def what_costs(client: FlaskClient, job: Job, searched: Job) -> list[TestResponse]:
    return [
        client.post("/api/start-job", json=GOOD),
        complete(client, job),
        start_calls(client, searched),
    ]


def test_what_costs_is_refused_while_redis_is_away(limited: Limited):
    client = limited(redis_url=f"redis://127.0.0.1:{free_port()}/0")
    searched = make_searched_job()
    before = what_is_kept()

    answers = what_costs(client, make_job(), searched)

    for response in answers:
        assert "job store" in error_of(response, 503)["detail"]
        assert int(response.headers["Retry-After"]) > 0
    assert [provider.call_status for provider in providers_of(searched.id)] == [None] * 3
    assert what_is_kept()[1:] == before[1:]


def test_what_is_read_from_sql_goes_on_while_redis_is_away(limited: Limited):
    client = limited(redis_url=f"redis://127.0.0.1:{free_port()}/0")
    job = make_searched_job()

    urls = ("/api/health", f"/api/providers/{job.id}", f"/api/providers/{job.id}/status")

    assert [client.get(url).status_code for url in urls] == [200] * 3


def test_a_redis_that_says_nothing_holds_nobody_for_long(limited: Limited, monkeypatch):
    monkeypatch.setattr(extensions, "REDIS_WAIT_SECONDS", 0.1)
    with socket.create_server((HERE, 0)) as silent:
        client = limited(redis_url=f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        start = time.monotonic()

        response = client.post("/api/start-job", json=GOOD)

    error_of(response, 503)
    assert time.monotonic() - start < 1


def test_off_is_off(limited: Limited):
    client = limited(rate_limits=False, calls_per_day_app=1)
    job = make_searched_job()

    answers = [client.post("/api/start-job", json=GOOD) for _ in range(40)]
    answers += [start_calls(client, job), complete(client, make_job())]

    assert {it.status_code for it in answers} == {200}
    assert not any(name in it.headers for it in answers for name in TOLD)
    assert client.application.extensions["redis"].keys(f"{limits.KEYS}*") == []


def test_limits_are_on_and_no_proxy_trusted_unless_the_environment_says_so():
    found = Settings.from_environ({})

    assert (found.rate_limits, found.calls_per_day_app, found.trusted_proxies) == (True, 5000, 0)


@every("route", ["/api/start-job", "/api/complete-job", "/api/start-calls/{job_id}"])
def test_the_document_names_the_limit(client, route):
    document = client.get("/api/openapi.json").get_json()

    assert "429" in document["paths"][route]["post"]["responses"]


@every(
    ("after", "said"),
    [
        (1, "in a second."),
        (42, "in 42 seconds."),
        (61, "in 2 minutes."),
        (3600, "in 60 minutes."),
        (3601, "in 2 hours."),
    ],
)
def test_a_wait_is_said_as_people_say_it(after, said):
    assert str(TooManyRequests("Too many", after)).endswith(said)
