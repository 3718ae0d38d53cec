"""The call backend's door: the real process, and bytes by hand into its socket."""

import random
import resource
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import orjson
import pytest

from callbackend.asgi import THREADS
from callbackend.records.database import POOL_SIZE
from common.http_server import BACKLOG, OTHER_FILES
from tests.callbackend.door import STOP_SECONDS, Door, opened, trickling
from tests.callbackend.factories import make_request, wait_for
from tests.raw_http import Connection, connected, get, post

pytestmark = pytest.mark.processes

LOOKUP = b'{"call_ids": ["a", "b"]}'
LARGEST = 64 * 1024
CHUNKED = "Transfer-Encoding: chunked"
SLOW_CLIENTS = 200
# What 200 slow clients may add to an answer.
MARGIN_SECONDS = 0.1
ASKED = 40
# What a server would read from the environment, if we let it.
FOR_OTHERS = {"WEB_CONCURRENCY": "auto", "FORWARDED_ALLOW_IPS": "*", "UVICORN_PORT": "1"}
FUZZED = 300


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """The process as the Procfile runs it."""
    folder = tmp_path_factory.mktemp("door")
    environ = {"SIMULATED_CALL_SECONDS": "3600"} | FOR_OTHERS
    with opened(Door(folder, **environ)) as door:
        yield door


@pytest.fixture(scope="module")
def hanging(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """The same with views that misbehave."""
    folder = tmp_path_factory.mktemp("hanging")
    with opened(Door(folder, "tests.callbackend.hanging", GRACE_SECONDS="2")) as door:
        yield door


def start_call(key: str) -> bytes:
    body = orjson.dumps(make_request())
    return post("/start-job/job-1", body, f"Idempotency-Key: {key}")


# What is well-formed is served.


def test_what_the_environment_says_to_other_processes_does_not_stop_it(door: Door) -> None:
    assert all(door.environ[name] == text for name, text in FOR_OTHERS.items())
    assert door.ask(get("/health")).json == {"status": "healthy"}


def test_a_call_is_accepted_and_looked_up(door: Door) -> None:
    accepted = door.ask(start_call("accepted"))

    ids = [accepted.json["call_id"]]
    found = door.ask(post("/calls/lookup", orjson.dumps({"call_ids": ids})))
    assert accepted.status == 202
    assert [call["call_id"] for call in found.json["calls"]] == ids


def test_the_id_of_a_request_goes_through_the_thread_into_the_log(door: Door) -> None:
    body = orjson.dumps(make_request())
    lines = ("Idempotency-Key: named", "X-Request-ID: from-the-api-1")

    answer = door.ask(post("/start-job/job-1", body, *lines))

    told = [line for line in door.lines if line["message"] == "call accepted"]
    (named,) = [line for line in told if line.get("request_id") == "from-the-api-1"]
    assert answer.headers["x-request-id"] == "from-the-api-1"
    assert named["call_id"] == answer.json["call_id"]


@pytest.mark.parametrize(
    "request_",
    [
        get("/health"),
        get("/health", version="1.0"),
        b"GET /health HTTP/1.0\r\n\r\n",
        get("http://example.com/health"),
        b"\r\n" + get("/health"),
        post("/calls/lookup", LOOKUP),
        post("/calls/lookup", b"18\r\n" + LOOKUP + b"\r\n0\r\n\r\n", CHUNKED),
        post(
            "/calls/lookup",
            b"9\r\n" + LOOKUP[:9] + b"\r\nf;x=y\r\n" + LOOKUP[9:] + b"\r\n0\r\n\r\n",
            CHUNKED,
        ),
        post("/calls/lookup", LOOKUP + b" " * (LARGEST - len(LOOKUP))),
        post("/calls/lookup", LOOKUP, "Expect: something-else"),
    ],
)
def test_every_spelling_of_a_good_request_is_served(door: Door, request_: bytes) -> None:
    assert door.ask(request_).status == 200


def test_http_1_0_closes_after_its_answer(door: Door) -> None:
    with connected(door.port, get("/health", version="1.0")) as connection:
        (answer,) = connection.answers()

    assert answer.headers["connection"] == "close"


def test_head_has_the_headers_and_no_body(door: Door) -> None:
    request = get("/health").replace(b"GET", b"HEAD") + get("/health", "Connection: close")

    with connected(door.port, request) as connection:
        head = connection.answer(is_head=True)
        (answer,) = connection.answers()

    assert (head.status, head.headers["content-length"]) == (200, str(len(answer.body)))


def test_a_pipeline_is_answered_in_order(door: Door) -> None:
    pipeline = get("/health") + get("/nowhere") + post("/calls/lookup", LOOKUP)

    with connected(door.port, pipeline, get("/health", "Connection: close")) as connection:
        answers = connection.answers()

    assert [answer.status for answer in answers] == [200, 404, 200, 200]
    assert answers[1].is_refusal
    assert answers[2].json == {"calls": [], "line": "simulated"}


def test_whoever_asks_first_is_told_to_go_on(door: Door) -> None:
    head = post("/calls/lookup", b"", "Expect: 100-continue", f"Content-Length: {len(LOOKUP)}")

    with connected(door.port, head) as connection:
        first = connection.answer()
        connection.send(LOOKUP)
        second = connection.answer()

    assert (first.status, second.status) == (100, 200)


# What is not is refused in the one shape, or the connection closed.

BROKEN = {
    "garbage": (400, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"),
    "no such version": (400, get("/health", version="3.7")),
    "HTTP/2": (400, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    "no such method": (400, get("/health").replace(b"GET", b"BREW")),
    "a tunnel": (400, b"CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n"),
    "a line without a colon": (400, get("/health", "no colon")),
    "a space before the colon": (400, get("/health", "X : a")),
    "a folded header": (400, get("/health", "X: a", " b")),
    "a NUL": (400, get("/health", "X: a\x00b")),
    "a bare line feed": (400, b"GET /health HTTP/1.1\nHost: x\n\n"),
    "a URL in UTF-8": (400, get("/calls/é")),
    "too long a URL": (414, get("/" + "a" * 9000)),
    "too long a query": (414, get("/health?" + "a" * 9000)),
    "too large a header": (431, get("/health", "X: " + "a" * 40_000)),
    "an endless header": (431, get("/health", "X: " + "a" * 1_000_000)),
    "too many headers": (431, get("/health", *("X: a" for _ in range(200)))),
    "no number for a length": (400, post("/calls/lookup", LOOKUP, "Content-Length: many")),
    "a negative length": (400, post("/calls/lookup", LOOKUP, "Content-Length: -5")),
    "two lengths": (
        400,
        post("/calls/lookup", LOOKUP, "Content-Length: 24", "Content-Length: 5"),
    ),
    "a length and chunks": (
        400,
        post("/calls/lookup", b"0\r\n\r\n", "Content-Length: 24", CHUNKED),
    ),
    "an unknown encoding": (
        400,
        post("/calls/lookup", LOOKUP, "Transfer-Encoding: gzip"),
    ),
    "a broken chunk": (400, post("/calls/lookup", b"zz\r\n" + LOOKUP, CHUNKED)),
    "a chunk longer than it says": (400, post("/calls/lookup", b"5\r\n" + LOOKUP, CHUNKED)),
    "a broken chunk after a good one": (
        400,
        post("/calls/lookup", b"5\r\n" + LOOKUP[:5] + b"\r\nzz\r\n", CHUNKED),
    ),
}


@pytest.mark.parametrize(("status", "request_"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_request_is_refused_in_the_one_shape(
    door: Door, status: int, request_: bytes
) -> None:
    with connected(door.port, request_) as connection:
        (answer,) = connection.answers()

    assert answer.status == status
    assert answer.is_refusal


TOO_LARGE = {
    "declared": post("/calls/lookup", b"a" * (LARGEST + 1)),
    "declared, and not sent": post("/calls/lookup", b"", "Content-Length: 70000000000"),
    "in chunks": post("/calls/lookup", b"1000\r\n" + b"a" * 4096 + b"\r\n", CHUNKED)
    + (b"1000\r\n" + b"a" * 4096 + b"\r\n") * 16
    + b"0\r\n\r\n",
    "announced": post(
        "/calls/lookup", b"", "Expect: 100-continue", f"Content-Length: {LARGEST + 1}"
    ),
}


@pytest.mark.parametrize("request_", TOO_LARGE.values(), ids=TOO_LARGE)
def test_too_large_a_body_is_refused(door: Door, request_: bytes) -> None:
    answer = door.ask(request_)

    assert answer.status == 413
    assert answer.is_refusal


@pytest.mark.parametrize(
    "request_",
    [
        b"",
        b"GET /hea",
        get("/health")[:-2],
        post("/calls/lookup", LOOKUP, "Content-Length: 100"),
        post("/calls/lookup", b"18\r\n" + LOOKUP[:10], CHUNKED),
        post("/calls/lookup", b"18\r\n" + LOOKUP + b"\r\n", CHUNKED),
    ],
)
def test_a_request_that_ends_too_soon_is_closed_cleanly(door: Door, request_: bytes) -> None:
    with connected(door.port, request_) as connection:
        connection.end()

        assert connection.is_closed()


def test_clients_that_go_away_leave_nothing_behind(door: Door) -> None:
    for n in range(20):
        for request in (start_call(f"gone-{n}"), post("/calls/lookup", LOOKUP)):
            Connection(door.port).close()
            for size in (20, len(request) - 5, len(request)):
                with connected(door.port, request[:size]):
                    pass

    kept = [door.ask(start_call(f"gone-{n}")) for n in range(20)]
    assert {answer.status for answer in kept} <= {200, 202}
    assert door.ask(get("/health")).status == 200


def mangled(chance: random.Random) -> bytes:
    """A request with a few bytes changed, doubled or lost."""
    request = bytearray(
        chance.choice(
            [
                get("/health", "X-Request-ID: a"),
                post("/calls/lookup", LOOKUP),
                post("/calls/lookup", b"18\r\n" + LOOKUP + b"\r\n0\r\n\r\n", CHUNKED),
            ]
        )
    )
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(request))
        match chance.randrange(3):
            case 0:
                request[place] = chance.randrange(256)
            case 1:
                del request[place : place + chance.randint(1, 20)]
            case _:
                request[place:place] = request[place : place + chance.randint(1, 20)]
    return bytes(request)


def test_mangled_requests_are_answered_in_the_one_shape_or_closed(door: Door) -> None:
    """Also what would have to wait for more: it ends with the end of what was sent."""
    chance = random.Random(8)
    wrong = []
    for request in (mangled(chance) for _ in range(FUZZED)):
        with connected(door.port, request) as connection:
            time.sleep(0.003)
            connection.end()
            answers = [it for it in connection.answers() if it.status != 100]
        if any(it.status >= 500 or (it.status >= 400 and not it.is_refusal) for it in answers):
            wrong.append((request, answers))

    assert wrong == []


# Slow clients.


def seconds_of(door: Door, request: bytes) -> float:
    """The median time of an answer."""
    took = []
    for _ in range(ASKED):
        began = time.monotonic()
        assert door.ask(request).status == 200
        took.append(time.monotonic() - began)
    return statistics.median(took)


@pytest.mark.parametrize(
    "start",
    [b"", b"GET /health HTTP/1.1\r\nX-Slow: ", post("/calls/lookup", b"{", "Content-Length: 9999")],
    ids=["silence", "headers", "bodies"],
)
def test_slow_clients_hold_nobody_up(door: Door, start: bytes) -> None:
    requests = (get("/health"), post("/calls/lookup", LOOKUP))
    alone = [seconds_of(door, request) for request in requests]

    with trickling(door.port, start, SLOW_CLIENTS):
        beside = [seconds_of(door, request) for request in requests]

    for before, after in zip(alone, beside, strict=True):
        assert after <= before + MARGIN_SECONDS


def test_more_connections_than_files_take_nothing_from_an_honest_client(tmp_path: Path) -> None:
    room = 50
    files = room + BACKLOG + OTHER_FILES
    limited = ("sh", "-c", f'ulimit -n {files}; exec "$@"', "sh")
    enough, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert enough > 4 * room

    with opened(Door(tmp_path), *limited) as door:
        idle = [Connection(door.port) for _ in range(3 * room)]
        answers = [door.ask(get("/health")).status for _ in range(10)]
        first_closed = idle[0].is_closed()
        for connection in idle:
            connection.close()

    assert answers == [200] * 10
    assert first_closed
    assert not [line for line in door.lines if line["level"] == "ERROR"]


# Requests that hang.


def test_a_view_that_ends_its_thread_ends_no_more_than_its_request(hanging: Door) -> None:
    answer = hanging.ask(get("/crash", "X-Request-ID: crashed-1"))
    after = [hanging.ask(get("/health")).status for _ in range(THREADS + 1)]

    assert answer.status == 500
    assert answer.is_refusal
    assert answer.headers["x-request-id"] == "crashed-1"
    assert after == [200] * (THREADS + 1)
    told = [line for line in hanging.lines if line["level"] == "ERROR"]
    assert [line["message"] for line in told] == ["a request crashed"]
    assert "Traceback" not in str(told)


def test_all_threads_but_one_may_hang(hanging: Door) -> None:
    hung = [Connection(hanging.port) for _ in range(THREADS - 1)]
    for connection in hung:
        connection.send(get("/hang"))

    answers = [hanging.ask(get("/health")).status for _ in range(10)]

    assert answers == [200] * 10
    assert hung[0].is_silent(0.1)
    for connection in hung:
        connection.close()


def test_the_database_has_a_connection_for_every_thread() -> None:
    assert POOL_SIZE > THREADS


# SIGTERM.


def test_sigterm_lets_the_requests_at_hand_finish(tmp_path: Path) -> None:
    with (
        opened(Door(tmp_path, "tests.callbackend.hanging")) as door,
        ThreadPoolExecutor(4) as clients,
        connected(door.port) as silent,
        connected(door.port, b"GET /health HTTP/1.1\r\nX-Slow: ") as slow,
        connected(door.port, get("/health")) as idle,
    ):
        idle.answer()
        asked = [clients.submit(door.ask, get("/slow")) for _ in range(4)]
        time.sleep(0.3)
        seconds = door.terminate()
        answers = [answer.result() for answer in asked]

        assert all(connection.is_closed() for connection in (silent, slow, idle))

    assert [answer.json for answer in answers] == [{"status": "slow"}] * 4
    assert {answer.headers["connection"] for answer in answers} == {"close"}
    assert door.process.returncode == 0
    assert seconds < STOP_SECONDS / 2
    assert door.lines[-1]["message"] == "stopped"


def test_sigterm_does_not_wait_for_ever_for_a_request_that_hangs(hanging: Door) -> None:
    with connected(hanging.port, get("/hang")) as connection:
        assert connection.is_silent(0.3)
        hanging.terminate()
        (answer,) = connection.answers()

    assert answer.status == 503
    assert answer.is_refusal
    assert "retry-after" not in answer.headers  # It may have done something.
    assert hanging.process.returncode == 0


def test_calls_go_on_after_a_stop_in_which_a_request_hung(tmp_path: Path) -> None:
    settings = {"SIMULATED_CALL_SECONDS": "4", "GRACE_SECONDS": "1"}
    with opened(Door(tmp_path, "tests.callbackend.hanging", **settings)) as door:
        call_id = door.ask(start_call("goes-on")).json["call_id"]
        with connected(door.port, get("/hang")) as connection:
            assert connection.is_silent(1)
            door.terminate()
        door.start()

        def call() -> dict[str, Any]:
            found: dict[str, Any] = door.ask(get(f"/calls/{call_id}")).json
            return found

        wait_for(lambda: call()["status"] == "ended")
        assert call()["outcome"] not in ("error", "expired")


# In the end.


def test_none_of_this_has_left_an_error_or_a_traceback_in_the_log(door: Door) -> None:
    """The last to use it."""
    door.terminate()

    lines = door.lines
    assert {line["service"] for line in lines} == {"callbackend"}
    assert [line for line in lines if line["level"] in ("ERROR", "CRITICAL")] == []
    assert [line for line in lines if line["name"].startswith("uvicorn")] == []
    assert "Traceback" not in str(lines)
    assert [line["message"] for line in lines if line["name"] == "common.http_server"] == [
        "serving",
        "stopped",
    ]
