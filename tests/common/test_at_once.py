"""Answers that need no waiting, given while a request is parsed."""

import time

import pytest

from common import http_protocol
from common.http_answer import HttpAnswer, ReadyAnswer
from tests.common.test_http_server import CHUNKED, Running, until
from tests.raw_http import connected, get, post

pytestmark = pytest.mark.xdist_group("sockets")

SOON = 0.3
LARGE = b"x" * 1_000_000


class Ready:
    """Has an answer for /ready, a large one for /large, and none for the rest."""

    def __init__(self):
        self.asked = []

    def __call__(self, url, headers):
        self.asked.append((url, headers))
        if url == b"/crash":
            raise LookupError("+14085550101")
        body = {b"/ready": b"ready", b"/large": LARGE}.get(url.partition(b"?")[0])
        if body is None:
            return None
        length = str(len(body)).encode()
        return ReadyAnswer(HttpAnswer(200, ((b"content-length", length),), body))


class Quick(Running):
    """A server that has such answers."""

    def __init__(self):
        super().__init__()
        self.ready = self.config.at_once = Ready()


@pytest.fixture(scope="module")
def shared():
    with Quick() as running:
        yield running


@pytest.fixture
def server(shared):
    shared.app.gate.clear()
    shared.app.asked.clear()
    yield shared
    shared.app.gate.set()
    assert shared.ask("/ready").body == b"ready"


@pytest.fixture
def hasty(monkeypatch):
    """A server that loses its patience soon."""
    monkeypatch.setattr(http_protocol, "HEADERS_SECONDS", SOON)
    monkeypatch.setattr(http_protocol, "READING_SECONDS", SOON)
    with Quick() as running:
        running.config.timeout_keep_alive = SOON
        yield running


def test_the_application_is_not_asked_for_what_is_ready(server):
    answer = server.ask("/ready")

    assert (answer.status, answer.body) == (200, b"ready")
    assert "date" in answer.headers
    assert server.app.asked == []


def test_who_has_the_answer_is_shown_the_url_and_the_headers(server):
    with connected(server.port, get("/ready?a=b", "X-One: 1", "x-TWO: 2")) as connection:
        connection.answer()

    assert server.ready.asked[-1] == (
        b"/ready?a=b",
        [(b"host", b"x"), (b"x-one", b"1"), (b"x-two", b"2")],
    )


@pytest.mark.parametrize(
    "request_",
    [
        get("/ready", version="1.0"),
        get("/ready", "Connection: keep-alive", version="1.0"),
        get("/ready", "Connection: close"),
        get("/ready").replace(b"GET", b"HEAD"),
        post("/ready", b""),
        post("/ready", b"abc").replace(b"POST", b"GET"),
        post("/ready", b"3\r\nabc\r\n0\r\n\r\n", CHUNKED).replace(b"POST", b"GET"),
        get("/ready", "Connection: upgrade", "Upgrade: websocket"),
        get("/other"),
    ],
)
def test_any_other_request_is_the_applications(server, request_):
    with connected(server.port, request_) as connection:
        connection.answer(is_head=request_.startswith(b"HEAD"))

    assert len(server.app.asked) == 1


def test_a_body_that_is_expected_is_the_applications(server):
    lines = ("Expect: 100-continue", "Content-Length: 3")
    request_ = post("/ready", b"", *lines).replace(b"POST", b"GET")

    with connected(server.port, request_) as connection:
        assert connection.answer().status == 100
        connection.send(b"abc")
        assert connection.answer().body == b"/ready abc"


def test_a_crash_leaves_the_answer_to_the_application(server, caplog):
    assert server.ask("/crash").body == b"/crash "

    told = [one for one in caplog.records if one.name == "common.http_at_once"]
    (record,) = told
    assert record.message == "no answer at once"
    assert "+1408555" not in str(vars(record))


def test_requests_that_come_in_pieces_and_in_heaps_are_answered_in_order(server):
    heap = get("/ready") + get("/1") + get("/ready") + get("/ready") + post("/2", b"b")
    heap += get("/ready") * 3 + get("/3", "Connection: close")

    for size in (1, 7, 50, len(heap)):
        pieces = [heap[start : start + size] for start in range(0, len(heap), size)]
        with connected(server.port, *pieces) as connection:
            # Behind one that waits, it is the application that says so.
            bodies = [answer.body.strip(b"/ ") for answer in connection.answers()]
        ready = [b"ready"]
        assert bodies == [*ready, b"1", *ready * 2, b"2 b", *ready * 3, b"3"]


def test_what_is_ready_waits_for_the_answer_before_it(server):
    with connected(server.port, get("/slow") + get("/ready")) as connection:
        assert connection.is_silent(0.1)
        server.app.gate.set()

        assert [connection.answer().body for _ in range(2)] == [b"/slow ", b"/ready "]


@pytest.mark.parametrize("broken", [b"GARBAGE\r\n\r\n", get("/" + "a" * 9000)])
def test_what_is_broken_behind_it_is_refused(server, broken):
    with connected(server.port, get("/ready") + broken + get("/ready")) as connection:
        first, second = connection.answers()

    assert first.body == b"ready"
    assert second.is_refusal


def test_who_does_not_read_is_not_answered_for_ever(hasty):
    with connected(hasty.port, get("/large") * 200) as connection:
        until(lambda: hasty.ready.asked)
        until(lambda: not hasty.connections)

        with pytest.raises(EOFError):
            connection.answers()
    assert len(hasty.ready.asked) < 20


def test_an_idle_connection_is_closed_in_the_end(hasty):
    with connected(hasty.port, get("/ready")) as connection:
        connection.answer()
        began = time.monotonic()

        assert connection.is_closed()

    assert SOON / 2 < time.monotonic() - began < 10 * SOON


def test_a_connection_that_is_used_stays_open(hasty):
    with connected(hasty.port) as connection:
        for _ in range(6):
            connection.send(get("/ready"))
            assert connection.answer().status == 200
            time.sleep(SOON / 2)


@pytest.mark.parametrize("begun", [b"G", b"\r\n", get("/ready")[:-2]])
def test_what_is_begun_behind_it_has_its_time_and_no_more(hasty, begun):
    with connected(hasty.port, get("/ready"), begun) as connection:
        assert connection.answer().body == b"ready"
        began = time.monotonic()

        connection.answers()

    assert time.monotonic() - began < 10 * SOON


def test_who_was_answered_makes_room_last():
    with Quick() as few:
        few.config.most_connections = 2
        with connected(few.port) as first, connected(few.port) as second:
            until(lambda: few.connections == 2)
            first.send(get("/ready"))
            first.answer()

            assert few.ask("/ready").body == b"ready"

            assert second.is_closed()
            first.send(get("/ready"))
            assert first.answer().body == b"ready"


def test_a_stop_closes_who_was_answered_last_at_once():
    with Quick() as running:
        connection = connected(running.port, get("/ready"))
        with connection as open_one:
            open_one.answer()
            running._server.should_exit = True

            assert open_one.is_closed()
