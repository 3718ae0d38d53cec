"""The doors of both services: the real processes, and bytes by hand into their sockets.

What is the call backend's alone is in `tests/callbackend/test_door.py`, what is the web's alone in
`test_web_door.py` beside this.
"""

import random
import statistics
import time
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from bench.slow_clients import trickling
from dev.redis_server import RedisServer
from tests.doors import Door, WebDoor, opened
from tests.processes.journey import JOB
from tests.raw_http import Connection, connected, get, post
from tests.rows import every

pytestmark = pytest.mark.processes

LARGEST = 64 * 1024
CHUNKED = "Transfer-Encoding: chunked"
SLOW_CLIENTS = 200
# What 200 slow clients may add to an answer.
MARGIN_SECONDS = 0.1
ASKED = 40
# What a server would read from the environment, if we let it.
FOR_OTHERS = {"FORWARDED_ALLOW_IPS": "*", "UVICORN_PORT": "1", "GUNICORN_CMD_ARGS": ""}
FUZZED = 300
# A POST of each service that a stranger may send, and its body.
POSTS = {
    "callbackend": ("/calls/lookup", b'{"call_ids": ["a", "b"]}'),
    "web": ("/api/start-job", orjson.dumps(JOB)),
}


class Served:
    """A service's process; `post` makes the one request with a body that it takes."""

    def __init__(self, door: Door) -> None:
        self.door, self.port, self.health = door, door.port, door.health
        self.path, self.body = POSTS[door.service]
        self.ask = door.ask

    def get(self, *lines: str, **options: str) -> bytes:
        return get(self.health, *lines, **options)

    def post(self, body: bytes | None = None, *lines: str) -> bytes:
        return post(self.path, self.body if body is None else body, *lines)

    def in_chunks(self, *sizes: int) -> bytes:
        """The body in chunks of these sizes, and the rest."""
        pieces, start = [], 0
        for size in (*sizes, len(self.body) - sum(sizes)):
            pieces.append(chunk(self.body[start : start + size]))
            start += size
        return self.post(b"".join(pieces) + b"0\r\n\r\n", CHUNKED)


def chunk(data: bytes, extension: bytes = b"") -> bytes:
    return b"%x%b\r\n%b\r\n" % (len(data), extension, data)


@pytest.fixture(scope="module", params=["callbackend", "web"])
def served(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    redis_server: RedisServer,
) -> Iterator[Served]:
    """The process as the Procfile runs it."""
    folder = tmp_path_factory.mktemp("door")
    door = (
        WebDoor(folder, redis_server.url, **FOR_OTHERS)
        if request.param == "web"
        else Door(folder, WEB_CONCURRENCY="auto", **FOR_OTHERS)
    )
    with opened(door):
        yield Served(door)


# What is well-formed is served.


def test_every_spelling_of_a_good_request_is_served(served: Served) -> None:
    health, body = served.health, served.body
    requests = [
        get(health),
        get(health, version="1.0"),
        f"GET {health} HTTP/1.0\r\n\r\n".encode(),
        get(f"http://example.com{health}"),
        b"\r\n" + get(health),
        get(health, "X-Request-ID: a", "Origin: https://app.example.com", "If-None-Match: *"),
        served.post(),
        served.in_chunks(),
        served.in_chunks(9, 3),
        served.post(chunk(body, b";x=y") + b"0\r\n\r\n", CHUNKED),
        served.post(body + b" " * (LARGEST - len(body))),
        served.post(None, "Expect: something-else"),
    ]

    assert [served.ask(request).status for request in requests] == [200] * len(requests)


@pytest.mark.parametrize("line", ["Connection: close", ""])
def test_a_connection_that_is_not_to_stay_is_closed_after_its_answer(
    served: Served, line: str
) -> None:
    request = served.get(line) if line else served.get(version="1.0")

    with connected(served.port, request) as connection:
        (answer,) = connection.answers()

    assert answer.status == 200
    assert answer.headers["connection"] == "close"


def test_a_connection_is_used_again(served: Served) -> None:
    with connected(served.port) as connection:
        for request in (served.get(), served.post(), served.get(), served.get()):
            connection.send(request)
            assert connection.answer().status == 200


def test_head_has_the_headers_and_no_body(served: Served) -> None:
    request = served.get().replace(b"GET", b"HEAD") + served.get("Connection: close")

    with connected(served.port, request) as connection:
        head = connection.answer(is_head=True)
        (answer,) = connection.answers()

    assert (head.status, head.headers["content-length"]) == (200, str(len(answer.body)))


def test_a_pipeline_is_answered_in_order(served: Served) -> None:
    nowhere = get(f"{served.health}/nowhere")
    pipeline = served.get() + nowhere + served.post() + served.get() + nowhere

    with connected(served.port, pipeline, served.get("Connection: close")) as connection:
        answers = connection.answers()

    assert [answer.status for answer in answers] == [200, 404, 200, 200, 404, 200]
    assert answers[1].is_refusal
    assert answers[0].json == answers[3].json != answers[2].json


def test_whoever_asks_first_is_told_to_go_on(served: Served) -> None:
    head = served.post(b"", "Expect: 100-continue", f"Content-Length: {len(served.body)}")

    with connected(served.port, head) as connection:
        first = connection.answer()
        connection.send(served.body)
        second = connection.answer()

    assert (first.status, second.status) == (100, 200)


def test_no_header_stands_there_twice(served: Served) -> None:
    for request in (served.get(), served.post(), get("/nowhere"), get("/" + "a" * 9000)):
        with connected(served.port, request) as connection:
            while b"\r\n\r\n" not in connection.came:
                connection.read()
            names = [line.split(b":")[0].lower() for line in connection.came.split(b"\r\n")[1:]]
        names = names[: names.index(b"")]
        assert sorted(set(names)) == sorted(names)


# What is not is refused in the one shape, or the connection closed.


def broken(served: Served) -> dict[str, tuple[int, bytes]]:
    """What is no request, and the status of its refusal."""
    health, body = served.health, served.body
    length = f"Content-Length: {len(body)}"
    return {
        "garbage": (400, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"),
        "no such version": (400, get(health, version="3.7")),
        "HTTP/2": (400, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        "no such method": (400, get(health).replace(b"GET", b"BREW")),
        "a tunnel": (400, b"CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n"),
        "a line without a colon": (400, get(health, "no colon")),
        "a space before the colon": (400, get(health, "X : a")),
        "a folded header": (400, get(health, "X: a", " b")),
        "a NUL": (400, get(health, "X: a\x00b")),
        "a bare line feed": (400, f"GET {health} HTTP/1.1\nHost: x\n\n".encode()),
        "a URL in UTF-8": (400, get("/calls/é")),
        "too long a URL": (414, get("/" + "a" * 9000)),
        "too long a query": (414, get(f"{health}?" + "a" * 9000)),
        "too large a header": (431, get(health, "X: " + "a" * 40_000)),
        "an endless header": (431, get(health, "X: " + "a" * 1_000_000)),
        "too many headers": (431, get(health, *("X: a" for _ in range(200)))),
        "no number for a length": (400, served.post(body, "Content-Length: many")),
        "a negative length": (400, served.post(body, "Content-Length: -5")),
        "two lengths": (400, served.post(body, length, "Content-Length: 5")),
        "a length and chunks": (400, served.post(b"0\r\n\r\n", length, CHUNKED)),
        "an unknown encoding": (400, served.post(body, "Transfer-Encoding: gzip")),
        "a broken chunk": (400, served.post(b"zz\r\n" + body, CHUNKED)),
        "a chunk longer than it says": (400, served.post(b"5\r\n" + body, CHUNKED)),
        "a broken chunk after a good one": (
            400,
            served.post(chunk(body[:5]) + b"zz\r\n", CHUNKED),
        ),
        "garbage behind a request": (400, get(health) + b"GARBAGE\r\n\r\n"),
    }


def test_what_is_no_request_is_refused_in_the_one_shape(served: Served) -> None:
    wrong = {}
    for name, (status, request) in broken(served).items():
        with connected(served.port, request) as connection:
            *_, answer = connection.answers()
        if answer.status != status or not answer.is_refusal:
            wrong[name] = answer

    assert wrong == {}


def test_too_large_a_body_is_refused(served: Served) -> None:
    lines = ("Expect: 100-continue", f"Content-Length: {LARGEST + 1}")
    requests = {
        "declared": served.post(b"a" * (LARGEST + 1)),
        "declared, and not sent": served.post(b"", "Content-Length: 70000000000"),
        "in chunks": served.post(chunk(b"a" * 4096) * 17 + b"0\r\n\r\n", CHUNKED),
        "announced": served.post(b"", *lines),
    }

    answers = {name: served.ask(request) for name, request in requests.items()}

    assert {name: answer.status for name, answer in answers.items()} == dict.fromkeys(answers, 413)
    assert all(answer.is_refusal for answer in answers.values())


@every("cut", [0, 9, -2, "body", "chunk", "chunks"])
def test_a_request_that_ends_too_soon_is_closed_cleanly(served: Served, cut: Any) -> None:
    request = {
        "body": served.post(None, "Content-Length: 1000"),
        "chunk": served.post(b"18\r\n" + served.body[:10], CHUNKED),
        "chunks": served.in_chunks()[:-5],
    }.get(cut) or served.get()[:cut]

    with connected(served.port, request) as connection:
        connection.end()

        assert connection.is_closed()


def test_clients_that_go_away_leave_nothing_behind(served: Served) -> None:
    for request in (served.get(), served.post()) * 20:
        Connection(served.port).close()
        for size in (20, len(request) - 5, len(request)):
            with connected(served.port, request[:size]):
                pass

    assert served.ask(served.post()).status == 200
    assert served.ask(served.get()).status == 200


def mangled(served: Served, chance: random.Random) -> bytes:
    """A request with a few bytes changed, doubled or lost."""
    good = [served.get("X-Request-ID: a"), served.post(), served.in_chunks()]
    request = bytearray(chance.choice(good))
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


def test_mangled_requests_are_answered_in_the_one_shape_or_closed(served: Served) -> None:
    """Also what would have to wait for more: it ends with the end of what was sent."""
    chance = random.Random(8)
    wrong = []
    for request in (mangled(served, chance) for _ in range(FUZZED)):
        with connected(served.port, request) as connection:
            time.sleep(0.003)
            connection.end()
            answers = [it for it in connection.answers() if it.status != 100]
        if any(it.status >= 500 or (it.status >= 400 and not it.is_refusal) for it in answers):
            wrong.append((request, answers))

    assert wrong == []


# Slow clients.


def seconds_of(served: Served, request: bytes) -> float:
    """The median time of an answer."""
    took = []
    for _ in range(ASKED):
        began = time.monotonic()
        assert served.ask(request).status == 200
        took.append(time.monotonic() - began)
    return statistics.median(took)


@pytest.mark.parametrize("kind", ["silence", "headers", "bodies"])
def test_slow_clients_hold_nobody_up(served: Served, kind: str) -> None:
    start = {
        "silence": b"",
        "headers": served.get()[:-2] + b"X-Slow: ",
        "bodies": served.post(b"{", "Content-Length: 9999"),
    }[kind]
    requests = (served.get(), served.post())
    alone = [seconds_of(served, request) for request in requests]

    with trickling(served.port, start, SLOW_CLIENTS):
        beside = [seconds_of(served, request) for request in requests]

    for before, after in zip(alone, beside, strict=True):
        assert after <= before + MARGIN_SECONDS


# In the end.


def test_none_of_this_has_left_an_error_or_a_traceback_in_the_log(served: Served) -> None:
    """The last to use it."""
    served.door.terminate()

    lines = served.door.lines
    assert {line["service"] for line in lines} == {served.door.service}
    assert [line for line in lines if line["level"] in ("ERROR", "CRITICAL")] == []
    assert [line for line in lines if line["name"].startswith("uvicorn")] == []
    assert "Traceback" not in str(lines)
    assert "stopped" in [line["message"] for line in lines if line["name"] == "common.http_server"]
