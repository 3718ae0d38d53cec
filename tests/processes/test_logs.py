"""One shape of log lines from every process, and one id through all of them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from redis import Redis

from dev.stack import ALL, Stack
from tests.processes.journey import JOB, post, until, wait_until_over

pytestmark = pytest.mark.processes
EVERY = ("flower", *ALL)
ALWAYS = ["time", "level", "name", "service", "message"]
REQUEST = "from-the-page-1"


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack in which one job has been rung for, by a request with an id."""
    directory = tmp_path_factory.mktemp("logs")
    with Stack(directory, EVERY, SIMULATED_CALL_SECONDS="1") as stack:
        job = post(stack.url, "start-job", JOB)["job_id"]
        post(stack.url, "complete-job", {"job_id": job, "answers": {}})
        url, headers = f"{stack.url}/api/start-calls/{job}", {"X-Request-ID": REQUEST}
        # All by this request: who waits for others is rung by whoever opens the later wave.
        body = {"strategy": "all_at_once"}
        answer = requests.post(url, json=body, headers=headers, timeout=30)
        assert answer.headers["X-Request-ID"] == REQUEST
        wait_until_over(stack, job)
        until(20, lambda: bool(lines_of(directory, "flower")))
        yield stack


def lines_of(directory: Path, process: str) -> list[Any]:
    """What a process has written, on standard output or beside it."""
    return list(map(json.loads, (directory / f"{process}.log").read_text().splitlines()))


def json_lines_of(directory: Path, process: str) -> list[Any]:
    """The same without what Celery says of its own end, on standard error."""
    lines = (directory / f"{process}.log").read_text().splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


@pytest.mark.parametrize("process", [*EVERY, "release"])
def test_every_line_of_every_process_has_the_one_shape(stack: Stack, process: str) -> None:
    lines = lines_of(stack.directory, process)

    service = "flask" if process == "release" else process
    assert lines
    assert not [line for line in lines if list(line)[: len(ALWAYS)] != ALWAYS]
    assert {line["service"] for line in lines} == {service}


def test_beat_writes_no_line_for_every_sweep(stack: Stack) -> None:
    lines = lines_of(stack.directory, "beat")

    assert [line["message"] for line in lines if line["name"] == "tasks.beat"] == ["beat started"]
    assert not [line for line in lines if "due task" in line["message"]]


@pytest.mark.parametrize(
    ("process", "message"),
    [("web", "call moved"), ("worker", "call placed"), ("callbackend", "call accepted")],
)
def test_the_id_of_a_request_goes_from_the_page_through_the_task_to_the_call(
    stack: Stack, process: str, message: str
) -> None:
    lines = [one for one in lines_of(stack.directory, process) if one.get("request_id") == REQUEST]

    told = [line["provider_id"] for line in lines if line["message"] == message]
    assert len(set(told)) == 5


@pytest.mark.parametrize("process", ["web", "worker"])
def test_a_redis_that_is_not_fit_is_told_with_the_reason(stack: Stack, process: str) -> None:
    assert stack.redis is not None
    with Redis.from_url(stack.redis.url) as redis:
        redis.config_set("maxmemory-policy", "allkeys-lru")

    stack.terminate(process)
    stack.start(process)

    until(20, lambda: "redis is not fit" in (stack.directory / f"{process}.log").read_text())
    (line,) = [
        line for line in json_lines_of(stack.directory, process) if "not fit" in line["message"]
    ]
    assert (line["level"], line["service"]) == ("WARNING", process)
    assert "maxmemory-policy allkeys-lru" in line["reason"]
