"""The limits of a connection, against a server in a thread of the test."""

import json
import os
import resource
import socket
import subprocess
import sys
import threading
import time
from asyncio import Protocol

import pytest
from uvicorn import Server

from common import http_protocol, http_server
from common.asgi import Shell
from common.http_answer import HttpAnswer
from common.http_limits import LARGEST_HEADERS, LONGEST_URL, MOST_HEADERS
from common.http_server import GuardedConfig
from common.lifespan import STOP_SECONDS
from tests.raw_http import Connection, connected, get, post

# They wait more than they compute: on one worker, beside those that compute.
pytestmark = pytest.mark.xdist_group("sockets")

SOON = 0.5  # Seconds that stand for ten.
PLATFORM_SECONDS = 30
CHUNKED = "Transfer-Encoding: chunked"


# Less than what uvicorn calls too much to keep, and more.
SIZES = {"/medium": 40_000, "/large": 1_000_000}


class App:
    """A WSGI application: /slow waits for its gate, two are as large as that, the rest echoes."""

    def __init__(self):
        self.gate = threading.Event()
        self.asked = []

    def __call__(self, environ, start_response):
        path, body = environ["PATH_INFO"], environ["wsgi.input"].read()
        self.asked.append(path)
        if path == "/slow":
            self.gate.wait(10)
        start_response("200 OK", [("Content-Type", "text/plain")])
        if path in SIZES:
            return [b"x" * SIZES[path]]
        headers = [f"{name}={text}" for name, text in environ.items() if "HTTP_X" in name]
        return [path.encode(), b" ", body, *(header.encode() for header in headers)]


class Running:
    """The server; `port` is where."""

    def __init__(self, most_connections=1000, **options):
        self.app = App()
        self.socket = http_server.bound("127.0.0.1", 0)
        self.port = self.socket.getsockname()[1]
        self.config = GuardedConfig(Shell(self.app, largest_body=1000).serve, **options)
        self.config.most_connections = most_connections
        self._server = Server(self.config)
        self._thread = threading.Thread(target=self._server.run, args=([self.socket],))

    def __enter__(self):
        self._thread.start()
        until(lambda: self._server.started)
        return self

    def __exit__(self, *_):
        self.app.gate.set()
        self._server.should_exit = True
        self._thread.join(20)
        assert not self._thread.is_alive()

    @property
    def connections(self):
        return len(self._server.server_state.connections)

    def option(self, name):
        """An option of TCP of the only connection."""
        (connection,) = self._server.server_state.connections
        own = connection.transport.get_extra_info("socket")
        return own.getsockopt(socket.IPPROTO_TCP, name)

    def ask(self, path="/"):
        with connected(self.port, get(path)) as connection:
            return connection.answer()


def until(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture(scope="module")
def shared():
    """A server as it ships."""
    with Running() as running:
        yield running


@pytest.fixture
def server(shared):
    shared.app.gate.clear()
    shared.app.asked.clear()
    yield shared
    shared.app.gate.set()
    assert shared.ask().status == 200


@pytest.fixture
def hasty(monkeypatch):
    """A server that loses its patience soon."""
    monkeypatch.setattr(http_protocol, "HEADERS_SECONDS", SOON)
    monkeypatch.setattr(http_protocol, "READING_SECONDS", SOON)
    with Running() as running:
        running.config.timeout_keep_alive = 2
        yield running


# Time.


@pytest.mark.parametrize("sent", [b"", b"\r\n", b"\r\n\r\n\r\n"])
def test_a_connection_without_a_request_is_closed_without_a_word(hasty, sent):
    with connected(hasty.port, sent) as connection:
        assert connection.is_closed()


@pytest.mark.parametrize("sent", [b"G", b"GET /", get("/")[:-2], get("/", "X-Slow: a")[:-5]])
def test_headers_that_take_too_long_are_refused(hasty, sent):
    with connected(hasty.port, sent) as connection:
        (answer,) = connection.answers()

    assert answer.status == 408
    assert answer.is_refusal


def test_headers_that_trickle_gain_no_time(hasty):
    began = time.monotonic()

    with connected(hasty.port, get("/")[:-2] + b"X-Slow: ") as connection:
        while connection.is_silent(SOON / 5):
            connection.send(b"a")
        (answer,) = connection.answers()

    assert answer.status == 408
    assert time.monotonic() - began < 10 * SOON


def test_the_next_request_has_its_own_time(hasty):
    with connected(hasty.port, get("/1")) as connection:
        assert connection.answer().status == 200
        time.sleep(SOON * 1.5)  # Idle is not late.
        connection.send(get("/2"))
        assert connection.answer().status == 200
        connection.send(b"GET /3")
        assert connection.answer().status == 408


def test_a_request_that_is_worked_on_has_all_the_time_it_needs(hasty):
    with connected(hasty.port, get("/slow") + b"GET /next HTTP/1.1\r\n") as connection:
        assert connection.is_silent(SOON * 2)
        hasty.app.gate.set()
        assert connection.answer().body == b"/slow "
        assert connection.answer().status == 408


def test_the_rest_of_a_refused_body_has_its_time_and_no_more(hasty):
    with connected(hasty.port, post("/", b"", "Content-Length: 5000")) as connection:
        assert connection.answer().status == 413
        while connection.is_silent(SOON / 5):
            connection.send(b"a")
        assert connection.is_closed()


def test_an_idle_connection_is_closed_in_the_end(hasty):
    with connected(hasty.port, get("/")) as connection:
        connection.answer()

        assert connection.is_closed()


def test_an_answer_that_nobody_reads_does_not_last(hasty):
    with connected(hasty.port, get("/large") * 8) as connection:
        until(lambda: hasty.app.asked)
        until(lambda: not hasty.connections)

        with pytest.raises(EOFError):
            connection.answers()


@pytest.mark.parametrize(
    "sent",
    [
        get("/medium", "Connection: close"),
        get("/medium") + b"GARBAGE\r\n\r\n",
        get("/medium"),
    ],
)
def test_an_answer_that_nobody_reads_outlasts_no_connection(hasty, sent):
    """Where the system keeps little of it, and we the rest."""
    hasty.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        client.connect(("127.0.0.1", hasty.port))
        client.sendall(sent)
        until(lambda: hasty.app.asked)
        until(lambda: not hasty.connections)

        client.settimeout(10)
        assert sum(map(len, iter(lambda: client.recv(65536), b""))) < SIZES["/medium"]


def test_no_answer_waits_for_the_client_to_acknowledge_its_headers():
    with Running() as running, connected(running.port, get("/")) as connection:
        connection.answer()

        assert running.option(socket.TCP_NODELAY)


# Size.


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (get("/" + "a" * (LONGEST_URL - 1)), 200),
        (get("/" + "a" * LONGEST_URL), 414),
        (get("/?" + "a" * LONGEST_URL), 414),
        (get("/", "X: " + "a" * (LARGEST_HEADERS - 10)), 200),
        (get("/", "X: " + "a" * LARGEST_HEADERS), 431),
        (get("/", *("X: a" for _ in range(MOST_HEADERS - 1))), 200),
        (get("/", *("X: a" for _ in range(MOST_HEADERS))), 431),
    ],
)
def test_headers_are_as_large_as_they_may_be_and_no_larger(server, request_, status):
    with connected(server.port, request_) as connection:
        answer = connection.answer()

        assert answer.status == status
        if status != 200:
            assert answer.is_refusal
            assert connection.is_closed()


@pytest.mark.parametrize("start", [b"GET /", b"GET / HTTP/1.1\r\nX: ", b"GET / HTTP/1.1\r\n"])
def test_a_line_that_never_ends_is_refused(server, start):
    with connected(server.port, start) as connection:
        for _ in range(100):
            connection.send(b"a" * 1000)
            time.sleep(0.001)
        (answer,) = connection.answers()

    assert answer.status in (414, 431)
    assert answer.is_refusal


def test_what_stands_behind_a_body_in_chunks_is_no_header(server):
    chunks = b"3\r\nabc\r\n0\r\nX-Late: 1\r\n\r\n"

    with connected(server.port, post("/", chunks, CHUNKED, "X-Early: 1")) as connection:
        assert connection.answer().body == b"/ abcHTTP_X_EARLY=1"


# Several requests on one connection.


def test_requests_sent_ahead_are_answered_in_their_order(server):
    ahead = get("/1") + post("/2", b"body") + get("/3", "Connection: close")

    with connected(server.port, ahead) as connection:
        bodies = [answer.body for answer in connection.answers()]

    assert bodies == [b"/1 ", b"/2 body", b"/3 "]


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        (b"GARBAGE\r\n\r\n", 400),
        (get("/" + "a" * LONGEST_URL), 414),
        (get("/\xe9".replace("\xe9", "é")), 400),
        (post("/2", b"5\r\nabcde\r\nzz\r\n", CHUNKED), 400),
    ],
)
def test_a_broken_request_waits_for_the_answers_before_its_own(server, broken, status):
    with connected(server.port, get("/slow") + broken + get("/never")) as connection:
        assert connection.is_silent(0.1)
        server.app.gate.set()
        first, second = connection.answers()

    assert (first.status, second.status) == (200, status)
    assert second.is_refusal
    assert "/never" not in server.app.asked


def test_only_so_many_are_sent_ahead(server):
    ahead = get("/slow") + get("/ahead") * 40

    with connected(server.port, ahead) as connection:
        server.app.gate.set()
        *answers, last = connection.answers()

    assert [answer.status for answer in answers] == [200] * (1 + http_protocol.MOST_AHEAD)
    assert last.status == 429
    assert last.is_refusal


def test_a_body_that_breaks_after_its_refusal_gets_no_second_one(server):
    too_large = b"7d0\r\n" + b"a" * 2000 + b"\r\n"

    with connected(server.port, post("/", too_large, CHUNKED)) as connection:
        assert connection.answer().status == 413
        connection.send(b"zz\r\n")

        assert connection.is_closed()


def test_a_body_that_was_refused_is_passed_over_for_the_next_request(server):
    with connected(server.port, post("/", b"a" * 5000) + get("/next")) as connection:
        assert connection.answer().status == 413
        assert connection.answer().body == b"/next "


def test_a_body_that_breaks_is_refused_and_its_request_not_served(server):
    with connected(server.port, post("/", b"5\r\nabcde\r\n", CHUNKED)) as connection:
        assert connection.is_silent(0.1)
        connection.send(b"zz\r\n")
        (answer,) = connection.answers()

    assert answer.status == 400
    assert answer.is_refusal
    assert server.app.asked == []


def test_what_came_with_the_end_of_a_body_does_not_count_as_headers(server):
    with connected(server.port, post("/", b"a" * 60_000) + get("/next")[:-5]) as connection:
        assert connection.answer().status == 413
        connection.send(get("/next")[-5:])

        assert connection.answer().body == b"/next "


def test_another_protocol_is_not_spoken(server):
    upgrade = get("/", "Connection: upgrade", "Upgrade: h2c")

    with connected(server.port, upgrade + b"PRI * HTTP/2.0\r\n\r\n") as connection:
        (answer,) = connection.answers()

    assert answer.body == b"/ "


# Many connections.


def test_the_one_that_has_waited_longest_makes_room(server):
    with Running(most_connections=3) as few:
        first, *others = [Connection(few.port) for _ in range(3)]
        until(lambda: few.connections == 3)

        assert few.ask().status == 200

        assert first.is_closed()
        for other in others:
            other.send(get("/"))
            assert other.answer().status == 200
            other.close()
        first.close()


def test_whoever_sends_a_body_slowly_makes_room_too():
    slow_body = post("/", b"a", "Content-Length: 10")

    with Running(most_connections=1) as single, connected(single.port, slow_body) as slow:
        until(lambda: single.connections == 1)

        assert single.ask().status == 200
        assert slow.is_closed()


def test_whoever_was_refused_and_sent_the_rest_makes_room_too():
    with Running(most_connections=1) as single, connected(single.port) as refused:
        refused.send(post("/", b"", "Content-Length: 2000"))
        assert refused.answer().status == 413
        refused.send(b"a" * 2000)
        assert refused.is_silent(0.1)

        assert single.ask().status == 200
        assert refused.is_closed()


def test_whoever_is_being_served_makes_no_room():
    with Running(most_connections=2) as two:
        serving = [Connection(two.port) for _ in range(2)]
        for connection in serving:
            connection.send(get("/slow"))
        until(lambda: len(two.app.asked) == 2)

        with connected(two.port) as third:
            (refused,) = third.answers()
        two.app.gate.set()

        assert refused.status == 503
        assert refused.is_refusal
        assert "retry-after" in refused.headers
        for connection in serving:
            assert connection.answer().status == 200
            connection.close()


def test_a_server_has_room_for_fewer_where_the_system_has_few_files(monkeypatch):
    limits = {}
    monkeypatch.setattr(resource, "setrlimit", lambda _, both: limits.update(set=both))

    def room(soft, hard):
        limits.clear()
        monkeypatch.setattr(resource, "getrlimit", lambda _: (soft, hard))
        return http_server._room_for(1000), limits.get("set")

    unlimited = resource.RLIM_INFINITY
    assert room(20_000, 20_000) == (1000, None)
    assert room(1024, 4096) == (1000, (1768, 4096))
    assert room(256, unlimited) == (1000, (1768, unlimited))
    assert room(unlimited, unlimited) == (1000, None)
    assert room(1024, 1024) == (256, (1024, 1024))
    assert room(256, 512) == (1, (512, 512))


# Whatever else.


class Socket(Protocol):
    """Stands for a protocol of sockets: says what it was handed, and hears what comes."""

    def __init__(self, config, server_state, app_state):
        self.heard = b""

    def connection_made(self, transport):
        self._transport = transport

    def data_received(self, data):
        self._transport.write(b"heard " + data)


def test_a_socket_is_handed_over_and_no_clock_of_ours_ends_it(monkeypatch):
    monkeypatch.setattr(http_protocol, "HEADERS_SECONDS", SOON)
    upgrade = get("/socket", "Connection: upgrade", "Upgrade: websocket")

    with Running(ws=Socket) as running, connected(running.port, upgrade) as connection:
        until(lambda: not connection.is_silent(0.01))
        assert connection.came.startswith(b"heard GET /socket HTTP/1.1\r\n")
        connection.came = b""
        assert connection.is_silent(SOON * 2)

        connection.send(b"hello")

        assert not connection.is_closed()
        assert connection.came == b"heard hello"
        assert running.ask().status == 200


def test_a_service_gives_the_servers_refusals_its_own_shape():
    def shaped(refusal):
        return HttpAnswer(refusal.status, ((b"content-length", b"4"),), b"no\r\n")

    with Running(refuse=shaped) as running, connected(running.port, b"GARBAGE\r\n\r\n") as one:
        (answer,) = one.answers()

    assert (answer.status, answer.body) == (400, b"no\r\n")


def test_what_the_environment_says_to_others_is_not_read(monkeypatch):
    monkeypatch.setenv("WEB_CONCURRENCY", "auto")
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")

    config = GuardedConfig(Shell(App()).serve)

    assert config.workers == 1
    assert not config.proxy_headers


def test_requests_and_the_stop_together_take_less_than_a_platform_leaves():
    assert http_server.GRACE_SECONDS + STOP_SECONDS < PLATFORM_SECONDS - 1


def test_a_port_that_is_taken_ends_the_process_before_anything_is_started():
    script = (
        "import sys; from common import http_server, logs; from common.asgi import Shell\n"
        "logs.configure('test')\n"
        "shell = Shell(None, start=lambda: print('started', flush=True))\n"
        "http_server.run(shell.serve, port=int(sys.argv[1]), host='127.0.0.1')"
    )
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-c", script, port]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)

    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    assert ended.returncode == os.EX_UNAVAILABLE
    assert [line["message"] for line in lines] == ["the port cannot be used", "stopped"]
    assert lines[0]["reason"] == "Address already in use"
    assert ended.stderr == ""
