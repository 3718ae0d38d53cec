"""The shell around a WSGI application, asked as an ASGI server would."""

import asyncio
import json
import threading
import time
from contextvars import ContextVar
from urllib.parse import parse_qs

import pytest

from common.asgi import Shell, header_of
from common.http_answer import CRASHED, HttpAnswer, Refusal, in_json

QUICKLY = 5  # Seconds, for what takes milliseconds unless it hangs.


def echo(environ, start_response):
    """Answers what it was asked."""
    body = environ["wsgi.input"].read()
    told = {name: text for name, text in environ.items() if isinstance(text, str)}
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({**told, "body": body.decode()}).encode()]


def request_of(**changes):
    return {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/there",
        "raw_path": b"/there",
        "query_string": b"",
        "headers": [],
        "client": ("10.1.2.3", 5678),
        "server": ("127.0.0.1", 8000),
    } | changes


def body(content, more=False):
    return {"type": "http.request", "body": content, "more_body": more}


class Client:
    """A connection on which these messages come, and then nothing more."""

    def __init__(self, *messages):
        self._messages = list(messages) or [body(b"")]
        self.sent = []
        self.is_read = False

    async def receive(self):
        self.is_read = True
        if not self._messages:
            await asyncio.Event().wait()
        return self._messages.pop(0)

    async def send(self, message):
        self.sent.append(message)

    @property
    def answer(self):
        start, end = self.sent
        assert (start["type"], end["type"]) == ("http.response.start", "http.response.body")
        return start["status"], dict(start["headers"]), end["body"]


async def asked(shell, *messages, **changes):
    """What the shell answers to one request."""
    client = Client(*messages)
    async with asyncio.timeout(QUICKLY):
        await shell.serve(request_of(**changes), client.receive, client.send)
    return client.answer


def ask(shell, *messages, **changes):
    return asyncio.run(asked(shell, *messages, **changes))


def detail_of(answer):
    """The sentence of a refusal in the one shape."""
    _, headers, content = answer
    told = json.loads(content)
    assert headers[b"content-type"] == b"application/json"
    assert headers[b"content-length"] == str(len(content)).encode()
    assert list(told) == ["detail", "code"]
    return told["detail"]


# What the application is told.


def test_the_application_gets_the_whole_request():
    headers = [(b"host", b"example.com"), (b"content-type", b"text/plain"), (b"x-a", b"1")]

    status, _, content = ask(
        Shell(echo),
        body(b"in two ", more=True),
        body(b"pieces"),
        raw_path=b"/a%20b",
        query_string=b"x=1",
        headers=headers,
    )

    told = json.loads(content)
    assert status == 200
    assert told["body"] == "in two pieces"
    assert (told["REQUEST_METHOD"], told["PATH_INFO"], told["QUERY_STRING"]) == (
        "POST",
        "/a b",
        "x=1",
    )
    assert (told["HTTP_HOST"], told["HTTP_X_A"]) == ("example.com", "1")
    assert (told["CONTENT_TYPE"], told["CONTENT_LENGTH"]) == ("text/plain", "13")
    assert (told["SERVER_NAME"], told["SERVER_PORT"]) == ("127.0.0.1", "8000")
    assert (told["SERVER_PROTOCOL"], told["REMOTE_ADDR"]) == ("HTTP/1.1", "10.1.2.3")


def test_a_body_in_chunks_has_a_length_when_it_arrives():
    headers = [(b"transfer-encoding", b"chunked")]

    _, _, content = ask(Shell(echo), body(b"abc"), headers=headers)

    told = json.loads(content)
    assert told["CONTENT_LENGTH"] == "3"
    assert "HTTP_TRANSFER_ENCODING" not in told


@pytest.mark.parametrize(
    ("raw", "path"),
    [(b"/%c3%a9", "/Ã©"), (b"/%ff%00%2f", "/\xff\x00/"), (None, "/Ã©")],
)
def test_a_path_of_any_bytes_arrives_as_wsgi_has_it(raw, path):
    _, _, content = ask(Shell(echo), raw_path=raw, path="/é")

    assert json.loads(content)["PATH_INFO"] == path


def test_a_header_with_an_underscore_does_not_pass_for_another():
    headers = [(b"x_real_ip", b"1.2.3.4"), (b"x-other", b"a"), (b"x-other", b"b")]

    _, _, content = ask(Shell(echo), headers=headers)

    told = json.loads(content)
    assert "HTTP_X_REAL_IP" not in told
    assert told["HTTP_X_OTHER"] == "a,b"


@pytest.mark.parametrize("server", [None, ("/run/socket", None)])
def test_a_server_that_names_no_port_or_client_is_served(server):
    status, _, _ = ask(Shell(echo), server=server, client=None)

    assert status == 200


# What it answers.


def test_the_answer_has_its_status_its_headers_and_a_length():
    def app(_, start_response):
        start_response("404 Not Found", [("X-A", "1"), ("X-A", "2")])
        return [b"not ", b"here"]

    client = Client()
    asyncio.run(Shell(app).serve(request_of(), client.receive, client.send))

    assert client.sent[0]["status"] == 404
    assert list(client.sent[0]["headers"]) == [
        (b"x-a", b"1"),
        (b"x-a", b"2"),
        (b"content-length", b"8"),
    ]
    assert client.sent[1]["body"] == b"not here"


@pytest.mark.parametrize(
    ("method", "status"), [("HEAD", "200 OK"), ("GET", "204 No Content"), ("GET", "304 Same")]
)
def test_an_answer_that_has_no_body_is_given_no_length(method, status):
    def app(_, start_response):
        start_response(status, [])
        return []

    _, headers, content = ask(Shell(app), method=method)

    assert (headers, content) == ({}, b"")


def test_an_application_may_write_and_is_closed_in_the_end():
    closed = []

    class Pieces(list):
        def close(self):
            closed.append(True)

    def app(_, start_response):
        start_response("200 OK", [])(b"written ")
        return Pieces([b"and returned"])

    _, _, content = ask(Shell(app))

    assert content == b"written and returned"
    assert closed == [True]


def fails_late(_, start_response):
    start_response("200 OK", [])
    yield b"a part"
    raise LookupError("+14085550101")


def fails(_environ, _start_response):
    raise LookupError("+14085550101")


def says_nothing(_environ, _start_response):
    return []


def wants_to_end(_environ, _start_response):
    raise SystemExit


@pytest.mark.parametrize("app", [fails, fails_late, says_nothing, wants_to_end])
def test_a_crash_is_answered_and_logged_without_its_words(app, caplog):
    answer = ask(Shell(app))

    (record,) = [one for one in caplog.records if one.name == "common.asgi"]
    assert answer[0] == 500
    assert detail_of(answer) == CRASHED.detail
    assert record.message == "a request crashed"
    assert "4085550101" not in json.dumps(vars(record), default=str)
    assert record.exc_info is None


def test_the_id_of_a_request_stands_in_its_refusal_as_in_every_answer():
    headers = [(b"x-request-id", b"from-the-page-1")]

    _, given, _ = ask(Shell(fails), headers=headers)
    _, made, _ = ask(Shell(fails), headers=[(b"x-request-id", b"not good\xff")])

    assert given[b"x-request-id"] == b"from-the-page-1"
    assert len(made[b"x-request-id"]) == 32


# Before the body.


def unread(shell, *, expects=False, **changes):
    """The answer that the shell gives without reading the body."""
    client = Client(body(b"never read"))
    headers = [*changes.pop("headers", []), *([(b"expect", b"100-continue")] if expects else [])]
    scope = request_of(headers=headers, **changes)
    asyncio.run(shell.serve(scope, client.receive, client.send))
    assert not client.is_read
    return client.answer


def only_with_key(scope):
    """A check as a service would make it."""
    if header_of(scope, b"x-key") == b"right":
        return None
    return HttpAnswer(401, ((b"www-authenticate", b"Bearer"),), b"{}")


def test_a_check_may_answer_before_the_body_is_read():
    status, headers, content = unread(Shell(echo, check=only_with_key))

    assert (status, content) == (401, b"{}")
    assert headers[b"www-authenticate"] == b"Bearer"
    assert b"connection" not in headers


def test_a_check_that_says_nothing_lets_the_request_in():
    status, _, _ = ask(Shell(echo, check=only_with_key), headers=[(b"x-key", b"right")])

    assert status == 200


def test_a_check_comes_before_the_length():
    headers = [(b"content-length", b"99999999")]

    assert unread(Shell(echo, check=only_with_key), headers=headers)[0] == 401


def test_a_check_that_crashes_lets_nobody_in(caplog):
    def check(_):
        raise LookupError

    assert unread(Shell(echo, check=check))[0] == 500
    assert [record.message for record in caplog.records] == ["a request crashed"]


@pytest.mark.parametrize("length", [b"11", b"9" * 5000])
def test_a_body_that_says_it_is_too_large_is_not_read(length):
    answer = unread(Shell(echo, largest_body=10), headers=[(b"content-length", length)])

    assert answer[0] == 413
    assert detail_of(answer) == "The body is too large."


@pytest.mark.parametrize("check", [only_with_key, lambda _: None])
def test_whoever_asks_first_is_refused_and_the_connection_closed(check):
    """The body may come or not after that: what follows could not be told from it."""
    headers = [(b"content-length", b"99999999")]

    _, answered, _ = unread(Shell(echo, check=check), headers=headers, expects=True)

    assert answered[b"connection"] == b"close"


# The body.


@pytest.mark.parametrize(("size", "status"), [(10, 200), (11, 413)])
def test_a_body_is_as_long_as_it_may_be_and_no_longer(size, status):
    assert ask(Shell(echo, largest_body=10), body(b"a" * size))[0] == status


def test_a_body_without_end_is_left_where_it_is():
    messages = [body(b"a" * 8, more=True) for _ in range(100)]
    client = Client(*messages)

    shell = Shell(echo, largest_body=10)
    asyncio.run(shell.serve(request_of(), client.receive, client.send))

    assert client.answer[0] == 413
    assert len(client._messages) == 98


def test_a_body_that_takes_too_long_is_refused_and_may_come_again():
    answer = ask(Shell(echo, body_seconds=0.05), body(b"a", more=True))

    status, headers, _ = answer
    assert status == 408
    assert detail_of(answer) == "The request took too long to arrive."
    assert (headers[b"connection"], headers[b"retry-after"]) == (b"close", b"5")


def test_a_client_that_goes_away_is_not_served():
    served = []

    def app(_environ, start_response):
        served.append(True)
        start_response("200 OK", [])
        return []

    gone = {"type": "http.disconnect"}

    assert ask(Shell(app), body(b"a", more=True), gone)[0] == 400
    assert served == []


# The threads.


class Gate:
    """An application that waits until it is let go."""

    def __init__(self):
        self.entered = threading.Semaphore(0)
        self.is_open = threading.Event()
        self.served = []

    def app(self, environ, start_response):
        self.entered.release()
        if "hang" in parse_qs(environ["QUERY_STRING"], keep_blank_values=True):
            self.is_open.wait(QUICKLY)
        self.served.append(environ["PATH_INFO"])
        start_response("200 OK", [])
        return []

    async def hang(self, shell):
        """A request that hangs in its thread."""
        task = asyncio.create_task(asked(shell, query_string=b"hang"))
        await asyncio.to_thread(self.entered.acquire, timeout=QUICKLY)
        return task


@pytest.fixture
def gate():
    gate = Gate()
    yield gate
    gate.is_open.set()


def test_one_that_hangs_blocks_no_other(gate):
    async def scene():
        shell = Shell(gate.app, threads=2)
        hanging = await gate.hang(shell)
        answers = [await asked(shell) for _ in range(10)]
        gate.is_open.set()
        return [status for status, _, _ in (*answers, await hanging)]

    assert asyncio.run(scene()) == [200] * 11


def test_when_every_thread_hangs_the_next_is_told_to_come_again(gate):
    async def scene():
        shell = Shell(gate.app, threads=2, wait_seconds=0.05)
        hanging = [await gate.hang(shell) for _ in range(2)]
        refused = await asked(shell)
        gate.is_open.set()
        return refused, await asyncio.gather(*hanging), await asked(shell)

    refused, hanging, after = asyncio.run(scene())
    assert refused[0] == 503
    assert detail_of(refused) == "The server is busy."
    assert refused[1][b"retry-after"] == b"5"
    assert [status for status, _, _ in (*hanging, after)] == [200, 200, 200]


def test_whoever_waits_for_a_thread_gets_one(gate):
    async def scene():
        shell = Shell(gate.app, threads=1)
        hanging = await gate.hang(shell)
        waiting = [asyncio.create_task(asked(shell, raw_path=b"/%d" % n)) for n in range(5)]
        await asyncio.sleep(0.05)
        gate.is_open.set()
        await asyncio.gather(hanging, *waiting)

    asyncio.run(scene())
    assert gate.served == ["/there", "/0", "/1", "/2", "/3", "/4"]


def test_whoever_has_left_while_waiting_is_not_served(gate):
    async def scene():
        shell = Shell(gate.app, threads=1)
        hanging = await gate.hang(shell)
        gone = asked(shell, body(b""), {"type": "http.disconnect"}, raw_path=b"/gone")
        waiting = asyncio.create_task(gone)
        await asyncio.sleep(0.05)
        gate.is_open.set()
        return await waiting, await hanging, await asked(shell, raw_path=b"/after")

    (status, *_), _, (after, *_) = asyncio.run(scene())
    assert (status, after) == (400, 200)
    assert gate.served == ["/there", "/after"]


def test_a_request_that_the_server_gives_up_is_answered_and_its_thread_still_counts(gate):
    async def scene():
        shell = Shell(gate.app, threads=1, wait_seconds=0.05)
        client = Client()
        task = asyncio.create_task(
            shell.serve(request_of(query_string=b"hang"), client.receive, client.send)
        )
        await asyncio.to_thread(gate.entered.acquire, timeout=QUICKLY)
        task.cancel()
        await task
        busy = await asked(shell)
        gate.is_open.set()
        await asyncio.sleep(0.05)
        return client.answer, busy, await asked(shell)

    given_up, busy, after = asyncio.run(scene())
    assert given_up[0] == 503
    assert detail_of(given_up) == "The server was stopped while it worked on this."
    assert b"retry-after" not in given_up[1]  # It may have been done.
    assert (busy[0], after[0]) == (503, 200)


def test_a_request_that_takes_too_long_is_told_so_and_its_thread_still_counts(gate):
    async def scene():
        shell = Shell(gate.app, threads=1, wait_seconds=0.05, answer_seconds=0.05)
        late = await asked(shell, query_string=b"hang")
        busy = await asked(shell)
        gate.is_open.set()
        await asyncio.sleep(0.05)
        return late, busy, await asked(shell)

    late, busy, after = asyncio.run(scene())
    assert (late[0], busy[0], after[0]) == (503, 503, 200)
    assert detail_of(late) == "The server took too long to answer this request."
    assert b"retry-after" not in late[1]  # It may have been done.


def test_a_shell_is_stuck_when_every_thread_has_hung_for_long(gate):
    async def scene():
        shell = Shell(gate.app, threads=2, stuck_seconds=0.1)
        told = [shell.is_stuck]
        hanging = [await gate.hang(shell)]
        await asyncio.sleep(0.15)
        told.append(shell.is_stuck)
        hanging.append(await gate.hang(shell))
        told.append(shell.is_stuck)
        await asyncio.sleep(0.15)
        told.append(shell.is_stuck)
        gate.is_open.set()
        await asyncio.gather(*hanging)
        return [*told, shell.is_stuck]

    assert asyncio.run(scene()) == [False, False, False, True, False]


def test_what_every_answer_must_have_is_added_to_refusals(gate):
    def finish(scope, answer):
        return answer.adding(((b"x-to", scope["path"].encode()),))

    _, refused, _ = ask(Shell(fails, finish=finish))
    _, answered, _ = ask(Shell(echo, finish=finish))

    assert refused[b"x-to"] == b"/there"
    assert b"x-to" not in answered


def test_what_the_server_says_itself_is_not_said_twice():
    def app(_, start_response):
        start_response("200 OK", [("Date", "today"), ("X-A", "1")])
        return []

    _, headers, _ = ask(Shell(app))

    assert headers == {b"x-a": b"1", b"content-length": b"0"}


def test_a_process_may_end_while_a_request_hangs(gate):
    async def scene():
        await gate.hang(Shell(gate.app, threads=1))

    began = time.monotonic()
    asyncio.run(scene())

    assert time.monotonic() - began < QUICKLY - 1


def test_a_system_without_a_thread_left_is_busy(monkeypatch):
    def refuse(_):
        raise RuntimeError("can't start new thread")

    shell = Shell(echo, threads=1)
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuse)
        busy = ask(shell)

    assert busy[0] == 503
    assert ask(shell)[0] == 200


def test_what_one_request_leaves_in_its_context_is_not_seen_by_the_next():
    left = ContextVar("left", default="nothing")

    def app(_, start_response):
        found = left.get()
        left.set("something")
        start_response("200 OK", [])
        return [found.encode()]

    shell = Shell(app, threads=1)

    assert [ask(shell)[2] for _ in range(3)] == [b"nothing"] * 3


# The lifespan.


async def lived(shell, *, shut_down=True):
    """What a server hears while it starts and stops the shell."""
    sent, stopping = [], asyncio.Event()

    async def receive():
        if not sent:
            return {"type": "lifespan.startup"}
        await stopping.wait()
        return {"type": "lifespan.shutdown"}

    async def send(message):
        sent.append(message["type"])

    task = asyncio.create_task(shell.serve({"type": "lifespan"}, receive, send))
    while not sent:
        await asyncio.sleep(0.01)
    if shut_down:
        stopping.set()
        await task
    return sent


def test_what_starts_and_stops_is_done_in_its_time_and_in_a_thread():
    done = []

    def note(what):
        return lambda: done.append((what, threading.current_thread() is threading.main_thread()))

    shell = Shell(echo, start=note("start"), stop=note("stop"))

    assert asyncio.run(lived(shell)) == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert done == [("start", False), ("stop", False)]


def test_a_start_that_fails_is_told_and_logged(caplog):
    def start():
        raise LookupError("a password")

    (told, *_) = asyncio.run(lived(Shell(echo, start=start)))

    (record,) = caplog.records
    assert told == "lifespan.startup.failed"
    assert (record.message, record.phase) == ("the lifespan failed", "startup")
    assert "password" not in json.dumps(vars(record), default=str)


def test_a_stop_that_hangs_is_left_behind(gate, monkeypatch, caplog):
    monkeypatch.setattr("common.lifespan.STOP_SECONDS", 0.05)
    shell = Shell(echo, stop=lambda: gate.is_open.wait(QUICKLY) and None)
    began = time.monotonic()

    (_, told) = asyncio.run(lived(shell))

    assert told == "lifespan.shutdown.failed"
    assert time.monotonic() - began < QUICKLY - 1
    assert caplog.records[-1].error == "TimeoutError"


# Whatever else.


def test_a_socket_is_closed_where_nobody_knows_it():
    client = Client()

    asyncio.run(Shell(echo).serve({"type": "websocket"}, client.receive, client.send))

    assert client.sent == [{"type": "websocket.close"}]


def test_a_service_gives_refusals_its_own_shape():
    def with_status(refusal: Refusal) -> HttpAnswer:
        return HttpAnswer(refusal.status, (), str(refusal.status).encode())

    assert ask(Shell(fails, refuse=with_status))[2] == b"500"
    assert in_json(CRASHED).body != b"500"
