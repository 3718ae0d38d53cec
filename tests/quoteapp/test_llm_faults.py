"""Each fault of the language model, and what a client of the API sees of it.

Run with `-s` to read the table.
"""

import time

import pytest

from common.breaker import FAILURES
from dev.redis_server import free_port
from quoteapp import language, phones
from quoteapp.models.providers import Source
from quoteapp.places import place_of
from quoteapp.services.finding.providers import providers_of
from tests.aimock.scripted import message

INTAKE_SECONDS = 1.5
SEARCH_SECONDS = 3.0
# On top of these: our own work, on a machine that may be busy.
SLACK_SECONDS = 4.0

REQUEST = {
    "query": "outlet by the sink sparks",
    "house_address": "123 Main St, San Jose, CA 95126",
    "zip_code": "95126",
    "price_limit": 250,
    "date_needed": "2025-12-10",
}
SLOWLY = 30_000  # milliseconds, the most that aimock waits
NO_USE = '{"trade": "plum'

LLMOCK_FAULTS = {
    "none": lambda llmock: None,
    "400": lambda llmock: llmock.fails(400),
    "401": lambda llmock: llmock.fails(401),
    "404": lambda llmock: llmock.fails(404),
    "429": lambda llmock: llmock.misbehaves(rateLimitRate=1),
    "500": lambda llmock: llmock.misbehaves(dropRate=1),
    "503": lambda llmock: llmock.fails(503),
    "a hang": lambda llmock: llmock.misbehaves(latencyMs=SLOWLY),
    "a dropped connection": lambda llmock: llmock.misbehaves(disconnectRate=1),
    "a body that is not JSON": lambda llmock: llmock.misbehaves(malformedRate=1),
    "a text that is cut off": lambda llmock: llmock.answers(NO_USE),
    "another schema": lambda llmock: llmock.answers({"answer": 42}),
    "status incomplete": lambda llmock: llmock.answers(NO_USE, finishReason="length"),
    "status failed": lambda llmock: llmock.answers(" ", finishReason="content_filter"),
}


def refuse(service):
    service.responds([message({"type": "refusal", "refusal": "I cannot help with that."})])


def trickle(service):
    service.body = [b" "] * 200


def cut_off(service):
    service.says({})
    service.content_length = 10_000


SCRIPTED_FAULTS = {
    "a refusal": refuse,
    "a body that trickles": trickle,
    "a body that is cut off": cut_off,
    "a page of HTML": lambda service: setattr(service, "body", b"<html>Bad gateway</html>"),
}


@pytest.fixture(scope="module")
def warm():
    """Everything that is read once per process is read: it is not what is timed here."""
    language.read(REQUEST["query"])
    place_of(REQUEST["zip_code"])
    phones.to_e164("(408) 555-2001")


@pytest.fixture
def ask(client, use_model, caplog, warm):
    """A job from start to search at a URL of the model: what came back, and in which time."""

    def asked(fault, url, **changes):
        use_model(
            url,
            openai_intake_seconds=INTAKE_SECONDS,
            openai_search_seconds=SEARCH_SECONDS,
            **changes,
        )
        caplog.clear()
        started, start_time = _timed(client, "start-job", REQUEST)
        body = {"job_id": started["job_id"], "answers": {}}
        _, search_time = _timed(client, "complete-job", body)
        found = [one.source.value for one in providers_of(started["job_id"])]
        warnings = [it for it in caplog.records if it.levelname == "WARNING"]
        line = {
            "fault": fault,
            "start-job": f"200 {started['task']}, {len(started['questions'])} questions",
            "s": f"{start_time:.2f}",
            "complete-job": f"200 {len(found)} {'/'.join(dict.fromkeys(found))}",
            "s ": f"{search_time:.2f}",
            "log": "; ".join(it.reason for it in warnings),
        }
        print("\n| " + " | ".join(line.values()) + " |", end="")
        assert start_time < INTAKE_SECONDS + SLACK_SECONDS
        assert search_time < SEARCH_SECONDS + SLACK_SECONDS
        return started, found, warnings

    return asked


def _timed(client, route, body):
    start = time.monotonic()
    response = client.post(f"/api/{route}", json=body)
    assert response.status_code == 200
    return response.get_json(), time.monotonic() - start


def assert_embedded(result):
    """Both requests succeeded with what we know ourselves, and the log has a line for each."""
    started, found, warnings = result
    assert started["task"] == "electrician"
    assert 3 <= len(started["questions"]) <= 5
    assert "breaker" in started["notice"]
    assert found == [Source.SAMPLE] * 5
    assert [it.getMessage() for it in warnings] == [
        "request read without the model",
        "web not searched",
    ]


@pytest.mark.parametrize("fault", LLMOCK_FAULTS)
def test_a_fault_of_the_model_costs_no_request(llmock, ask, fault):
    LLMOCK_FAULTS[fault](llmock)

    result = ask(fault, llmock.url)

    if fault == "none":
        assert result[1:] == ([Source.WEB] * 4, [])
    else:
        assert_embedded(result)


@pytest.mark.parametrize("fault", SCRIPTED_FAULTS)
def test_a_fault_of_a_proxy_costs_no_request(service, ask, fault):
    SCRIPTED_FAULTS[fault](service)

    assert_embedded(ask(fault, service.url))


def test_a_wrong_key_costs_no_request(llmock, ask):
    assert_embedded(ask("a wrong key", llmock.url, openai_api_key="sk-wrong"))


def test_a_refused_connection_costs_no_request(ask):
    assert_embedded(ask("connection refused", f"http://127.0.0.1:{free_port()}/v1"))


def test_a_dead_model_costs_its_time_only_a_few_times(llmock, client, use_model, warm):
    use_model(llmock.url, openai_intake_seconds=1.0)
    llmock.misbehaves(latencyMs=SLOWLY)

    times = [_timed(client, "start-job", REQUEST)[1] for _ in range(FAILURES + 3)]

    print("\nstart-job while the model hangs:", ", ".join(f"{it:.2f} s" for it in times))
    assert min(times[:FAILURES]) >= 1.0
    assert max(times[FAILURES:]) < 1.0
