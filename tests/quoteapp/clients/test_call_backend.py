"""The table of the client's docstring, row by row, over real HTTP."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal

import pytest
from requests import ConnectTimeout, Session

from dev.redis_server import free_port
from quoteapp.clients import http
from quoteapp.clients.call_backend import CallBackend, Refused, TokenRefused
from quoteapp.clients.call_backend import call_backend as of_app
from quoteapp.clients.http import Http
from quoteapp.errors import GiveUp, TryAgain, Unsure, VendorError
from quoteapp.states import Outcome
from tests.rows import every

BODY = {"provider_id": 1, "name": "Reliable Plumbing", "phone": "+14085550101", "brief": {}}
METHODS: dict[str, Callable[[CallBackend], object]] = {
    "check": lambda backend: backend.check(),
    "start": lambda backend: backend.start("abc123", "abc123:1:1", BODY),
    "ended": lambda backend: backend.ended("call-1"),
    "ended_among": lambda backend: list(backend.ended_among(["call-1"])),
    "cancel": lambda backend: backend.cancel("call-1"),
    "erase": lambda backend: backend.erase("abc123:1:1"),
}
every_method = pytest.mark.parametrize("act", METHODS.values(), ids=METHODS)


@contextmanager
def client_of(url: str, *tokens: str) -> Iterator[CallBackend]:
    backend = CallBackend(url, Http(), *tokens)
    yield backend
    backend.close()


@pytest.fixture
def backend(call_backend) -> Iterator[CallBackend]:
    with client_of(call_backend.url) as found:
        yield found


@contextmanager
def server_that(answer: Callable[[socket.socket], None]) -> Iterator[CallBackend]:
    """A client of a server that reads one request and then does whatever `answer` does."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                answer(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        with client_of(f"http://127.0.0.1:{listener.getsockname()[1]}") as backend:
            yield backend
        thread.join()


def raised_by(act, backend) -> VendorError:
    with pytest.raises(VendorError) as caught:
        act(backend)
    return caught.value


@every_method
def test_nobody_who_listens_is_try_again(act):
    with client_of(f"http://127.0.0.1:{free_port()}") as backend:
        error = raised_by(act, backend)

    assert type(error) is TryAgain
    assert (str(error), error.after) == ("Connection refused", None)


@every_method
def test_a_name_that_is_none_is_try_again(act):
    with client_of("http://calls.invalid") as backend:
        error = raised_by(act, backend)

    assert type(error) is TryAgain
    assert str(error)


@every_method
def test_a_connection_that_takes_too_long_to_open_is_try_again(act, backend, monkeypatch):
    def time_out(*_, **__):
        raise ConnectTimeout

    monkeypatch.setattr(Session, "send", time_out)

    error = raised_by(act, backend)

    assert type(error) is TryAgain
    assert str(error) == "Connection timed out"


@every_method
@pytest.mark.parametrize("status", [408, 429, 503])
@every(
    ("said", "after"),
    [
        ("7", 7),
        ("0", 0),
        ("1.5", 1.5),
        ("-3", 0),
        ("86400", 86_400),
        ("inf", 30 * 86_400),
        ("nan", None),
        ("soon", None),
        ("Wed, 10 Dec 2025 10:00:00 GMT", None),
    ],
)
def test_being_asked_to_wait_is_try_again_after_that_time(
    act, backend, call_backend, status, said, after
):
    call_backend.fault = lambda *_: (status, {"detail": "later"}, {"Retry-After": said})

    error = raised_by(act, backend)

    assert type(error) is TryAgain
    assert error.after == after


@every_method
def test_429_is_try_again_even_without_a_time(act, backend, call_backend):
    call_backend.fault = lambda *_: (429, {})

    error = raised_by(act, backend)

    assert type(error) is TryAgain
    assert error.after is None


REFUSALS = [
    (422, {"detail": "No", "code": "number_refused"}, "number_refused", Outcome.INVALID_NUMBER),
    (422, {"detail": "No", "code": "do_not_call"}, "do_not_call", Outcome.OPTED_OUT),
    (422, {"detail": "No", "code": "never_dial"}, "never_dial", Outcome.ERROR),
    (422, {"detail": "No", "code": "bad_request"}, "bad_request", Outcome.ERROR),
    (422, {"detail": "phone: no", "code": "bad_request"}, "bad_request", Outcome.ERROR),
    (422, {"detail": "No", "code": "a_new_one"}, "a_new_one", Outcome.ERROR),
    # A backend from before the codes.
    (422, {"detail": "phone: not a phone number"}, "number_refused", Outcome.INVALID_NUMBER),
    (422, {"detail": "callback_url: Not a URL"}, "bad_request", Outcome.ERROR),
    (422, {"detail": "the phone: is none"}, "bad_request", Outcome.ERROR),
    (422, {"detail": ["phone:"]}, "bad_request", Outcome.ERROR),
    (422, {}, "bad_request", Outcome.ERROR),
    (422, b"<html>phone: no</html>", "bad_request", Outcome.ERROR),
    (422, ["phone: no"], "bad_request", Outcome.ERROR),
    *(
        (422, {"code": code}, "bad_request", Outcome.ERROR)
        for code in ("No.", "", 7, None, "x" * 41)
    ),
    (410, {"detail": "No", "code": "erased"}, "erased", Outcome.ERROR),
    (410, b"", "erased", Outcome.ERROR),
    (409, {"detail": "No", "code": "key_reused"}, "key_reused", Outcome.ERROR),
    (409, {"detail": "phone: no"}, "key_reused", Outcome.ERROR),
    # Only a 422 says something for good.
    (409, {"detail": "No", "code": "number_refused"}, "key_reused", Outcome.ERROR),
    (410, {"detail": "No", "code": "do_not_call"}, "erased", Outcome.ERROR),
]


@every(("status", "content", "code", "outcome"), REFUSALS)
def test_a_refusal_says_by_its_code_what_becomes_of_the_row(
    backend, call_backend, status, content, code, outcome
):
    call_backend.fault = lambda *_: (status, content)

    error = raised_by(METHODS["start"], backend)

    assert type(error) is Refused
    assert (error.code, error.outcome) == (code, outcome)
    assert str(error).startswith(f"HTTP {status} {code}")


def test_a_refusal_is_told_on_one_line_without_a_number(backend, call_backend):
    detail = "callback_url:\n+1 (408) 555-0101\x00 and 4085550101 are no URLs of 2025" + "!" * 500
    call_backend.fault = lambda *_: (422, {"detail": detail, "code": "bad_request"})

    error = raised_by(METHODS["start"], backend)

    expected = "HTTP 422 bad_request: callback_url: … and … are no URLs of 2025!!!"
    assert str(error).startswith(expected)
    assert len(str(error)) < 250


@every_method
def test_401_is_a_refused_token(act, backend, call_backend):
    call_backend.fault = lambda *_: (401, {"detail": "No"})

    error = raised_by(act, backend)

    assert type(error) is TokenRefused
    assert str(error) == "it refuses our token"


@every_method
@every("status", [400, 403, 404, 405, 408, 413, 451])
def test_another_4xx_is_give_up(act, backend, call_backend, status):
    call_backend.fault = lambda *_: (status, {"detail": "phone: no", "code": "number_refused"})

    error = raised_by(act, backend)

    assert isinstance(error, GiveUp)
    assert not isinstance(error, Refused | TokenRefused)
    assert str(status) in str(error)


@every_method
def test_every_request_carries_the_token(act, call_backend):
    call_backend.token = "first-token-of-24-letters"

    with client_of(call_backend.url, "first-token-of-24-letters") as backend:
        try:
            act(backend)
        except GiveUp as error:
            assert "404" in str(error)  # It knows no such call.

    assert call_backend.tokens_seen == ["Bearer first-token-of-24-letters"]


def test_no_token_is_sent_where_none_is_set(backend, call_backend):
    backend.check()

    assert call_backend.tokens_seen == [None]


def test_the_app_sends_the_first_of_several_tokens(app, settings, call_backend):
    tokens = ("the-token-that-is-new-now", "the-token-that-was-before")
    app.extensions["settings"] = replace(settings, call_backend_token=tokens)
    call_backend.token = tokens[0]

    assert of_app.check() == "simulated"


@pytest.mark.parametrize(
    ("named", "line"), [(None, "simulated"), ("simulated", "simulated"), ("twilio", "twilio")]
)
def test_check_tells_the_line(backend, call_backend, named, line):
    call_backend.line = named

    assert backend.check() == line
    assert call_backend.requests == [("POST", "/calls/lookup")]


@pytest.mark.parametrize("answer", [{}, {"calls": {}}, {"calls": [], "line": 7}])
def test_check_is_unsure_of_what_is_no_call_backend(backend, call_backend, answer):
    call_backend.fault = lambda *_: (200, answer)

    assert type(raised_by(METHODS["check"], backend)) is Unsure


def test_block_and_unblock_use_the_operators_token(call_backend):
    call_backend.token, call_backend.admin_token = "t" * 24, "a" * 24

    with client_of(call_backend.url, "t" * 24, "a" * 24) as backend:
        backend.block("+14085550101")
        blocked = set(call_backend.blocked)
        backend.unblock("+14085550101")
        backend.unblock("+14085550101")

    assert (blocked, call_backend.blocked) == ({"+14085550101"}, set())


def test_unblock_is_content_where_the_number_is_not_blocked(backend, call_backend):
    call_backend.fault = lambda *_: (404, {"detail": "Not blocked"})

    assert backend.unblock("+14085550101") is None


@every_method
@every("status", [500, 501, 502, 503, 504, 599, 301, 302, 307])
def test_5xx_and_what_is_no_answer_of_the_contract_is_unsure(act, backend, call_backend, status):
    call_backend.fault = lambda *_: (status, {"detail": "Oh"}, {"Location": "/health"})

    error = raised_by(act, backend)

    assert type(error) is Unsure
    assert str(status) in str(error)


@every_method
@every(
    "content",
    [b"", b"<html>", b"{", b"[]", b'"started"', b"null", b"7", b'{"a": NaN}', b"\xff", b"[" * 9999],
)
def test_an_answer_that_cannot_be_read_is_unsure(act, backend, call_backend, content):
    call_backend.fault = lambda *_: (200, content)

    assert type(raised_by(act, backend)) is Unsure


@every_method
def test_a_connection_that_is_cut_is_unsure(act):
    with server_that(lambda connection: None) as backend:
        error = raised_by(act, backend)

    assert type(error) is Unsure


@every_method
def test_an_answer_that_is_cut_is_unsure(act):
    def answer(connection):
        connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{"call_id": "c')

    with server_that(answer) as backend:
        error = raised_by(act, backend)

    assert type(error) is Unsure


@every_method
def test_what_is_no_http_is_unsure(act):
    with server_that(lambda connection: connection.sendall(b"SSH-2.0-OpenSSH_9.9\r\n")) as backend:
        error = raised_by(act, backend)

    assert type(error) is Unsure


@pytest.mark.parametrize("name", ["start", "ended", "ended_among", "cancel"])
def test_a_service_that_hangs_is_unsure(name, monkeypatch):
    monkeypatch.setattr(CallBackend._send, "__defaults__", (None, None, (0.2, 0.1)))
    released = threading.Event()

    with server_that(lambda connection: released.wait(5)) as backend:
        error = raised_by(METHODS[name], backend)
        released.set()

    assert type(error) is Unsure


def trickle(head: bytes, piece: bytes) -> Callable[[socket.socket], None]:
    """Send `head`, then `piece` again and again until the other side hangs up, 3 s at most."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(head)
        until = time.monotonic() + 3
        while time.monotonic() < until:
            try:
                connection.sendall(piece)
            except OSError:
                return
            time.sleep(0.02)

    return answer


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n", b" "),
        (b"HTTP/1.1 200 OK\r\n\r\n", b" "),
    ],
    ids=["chunked", "with a length", "until it closes"],
)
def test_an_answer_that_trickles_is_unsure_in_bounded_time(monkeypatch, head, piece):
    monkeypatch.setattr(http, "LONGEST_ANSWER_SECONDS", 0.3)

    with server_that(trickle(head, piece)) as backend:
        started = time.monotonic()
        error = raised_by(METHODS["ended"], backend)
        seconds = time.monotonic() - started

    assert type(error) is Unsure
    assert seconds < 1.5


def test_an_answer_that_floods_is_unsure(monkeypatch, backend, call_backend):
    monkeypatch.setattr(http, "LARGEST_ANSWER", 1000)
    call_backend.fault = lambda *_: (200, {"call_id": "call-1", "text": "x" * 2000})

    assert type(raised_by(METHODS["start"], backend)) is Unsure


def test_start_posts_the_body_under_its_key_and_gives_the_call_id(backend, call_backend):
    call_id = backend.start("abc123", "abc123:1:1", BODY)

    assert call_id in call_backend.calls
    assert call_backend.requests == [("POST", "/start-job/abc123")]
    assert (call_backend.keys, call_backend.bodies) == (["abc123:1:1"], [BODY])


def test_start_gives_the_same_call_id_for_the_same_key(backend, call_backend):
    first, second = (backend.start("abc123", "abc123:1:1", BODY) for _ in range(2))

    assert first == second
    assert len(call_backend.dialled) == 1


def test_erase_shuts_a_key_with_or_without_a_call(backend, call_backend):
    backend.start("abc123", "abc123:1:1", BODY)

    for key in ("abc123:1:1", "abc123:2:1"):
        backend.erase(key)

    assert call_backend.calls == {}
    for key in ("abc123:1:1", "abc123:2:1"):
        with pytest.raises(Refused, match="erased"):
            backend.start("abc123", key, BODY)


def test_start_gives_up_when_the_key_was_used_with_another_body(backend):
    backend.start("abc123", "abc123:1:1", BODY)

    with pytest.raises(GiveUp):
        backend.start("abc123", "abc123:1:1", BODY | {"name": "Other"})


def test_start_is_unsure_when_the_answer_is_lost_after_the_call_was_stored(backend, call_backend):
    call_backend.answer_lost = True

    with pytest.raises(Unsure):
        backend.start("abc123", "abc123:1:1", BODY)

    assert len(call_backend.dialled) == 1


@every("call_id", [None, "", 7, True, [], {}, "x" * 101, "a\0b"])
def test_start_is_unsure_when_the_call_id_is_none(backend, call_backend, call_id):
    call_backend.fault = lambda *_: (202, {"status": "started", "count": 1, "call_id": call_id})

    assert type(raised_by(METHODS["start"], backend)) is Unsure


def test_no_proxy_of_the_environment_learns_a_number(backend, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{free_port()}")

    assert backend.check() == "simulated"


TURNS = [{"role": "agent", "text": "Hello"}, {"role": "provider", "text": "One fifty."}]
ENDED = {
    "call_id": "call-1",
    "status": "ended",
    "outcome": "agreed",
    "estimated_price": 150.0,
    "negotiated_price": 135.0,
    "transcript": TURNS,
    "seq": 9,
}


def answer_with(call_backend, **changes):
    call = {name: value for name, value in (ENDED | changes).items() if value is not ...}
    call_backend.fault = lambda method, path: (
        (200, {"calls": [call]}) if path == "/calls/lookup" else (200, call)
    )


READERS = {
    "ended": lambda backend: backend.ended("call-1"),
    "cancel": lambda backend: backend.cancel("call-1"),
    "ended_among": lambda backend: next(iter(backend.ended_among(["call-1"])), None),
}
every_reader = pytest.mark.parametrize("read", READERS.values(), ids=READERS)


@every_reader
def test_a_call_that_is_over_is_read(read, backend, call_backend):
    answer_with(call_backend)

    call = read(backend)

    assert (call.call_id, call.outcome) == ("call-1", Outcome.AGREED)
    assert (call.estimated_price, call.negotiated_price) == (Decimal("150.00"), Decimal("135.00"))
    assert call.transcript == "Agent: Hello\nProvider: One fifty."


@every_reader
@every("status", ["queued", "dialing", "ringing", "in_progress", "paused", None])
def test_a_call_that_goes_on_is_none(read, backend, call_backend, status):
    answer_with(call_backend, status=status, outcome=None)

    assert read(backend) is None


@every("outcome", [*Outcome])
def test_every_outcome_is_read(backend, call_backend, outcome):
    answer_with(call_backend, outcome=outcome)

    assert backend.ended("call-1").outcome is outcome


@every(
    ("changes", "outcome", "estimated", "negotiated"),
    [
        ({"estimated_price": 99.999}, Outcome.AGREED, "100.00", "135.00"),
        ({"estimated_price": 10}, Outcome.AGREED, "10.00", "135.00"),
        ({"estimated_price": "150.10"}, Outcome.AGREED, "150.10", "135.00"),
        ({"estimated_price": 99999999.99}, Outcome.AGREED, "99999999.99", "135.00"),
        ({"estimated_price": None}, Outcome.AGREED, "135.00", "135.00"),
        ({"estimated_price": ...}, Outcome.AGREED, "135.00", "135.00"),
        ({"negotiated_price": None}, Outcome.AGREED, "150.00", None),
        ({"outcome": "quoted"}, Outcome.QUOTED, "150.00", None),
        ({"outcome": "quoted", "estimated_price": None}, Outcome.NO_AGREEMENT, None, None),
        ({"estimated_price": None, "negotiated_price": None}, Outcome.NO_AGREEMENT, None, None),
        ({"outcome": "declined"}, Outcome.DECLINED, "150.00", None),
    ],
)
def test_prices_are_read_as_dollars_and_cents(
    backend, call_backend, changes, outcome, estimated, negotiated
):
    answer_with(call_backend, **changes)

    call = backend.ended("call-1")

    assert call.outcome is outcome
    assert call.estimated_price == (estimated and Decimal(estimated))
    assert call.negotiated_price == (negotiated and Decimal(negotiated))


UNREADABLE = [
    {"call_id": None},
    {"call_id": 7},
    {"call_id": ...},
    {"outcome": None},
    {"outcome": "great"},
    {"outcome": ["agreed"]},
    {"outcome": ...},
    {"estimated_price": True},
    {"estimated_price": "cheap"},
    {"estimated_price": "NaN"},
    {"estimated_price": "sNaN"},
    {"estimated_price": "Infinity"},
    {"estimated_price": -1},
    {"estimated_price": 1e8},
    {"estimated_price": 1e300},
    {"estimated_price": [150]},
    {"negotiated_price": {}},
    {"transcript": None},
    {"transcript": "Agent: Hello"},
    {"transcript": ["Hello"]},
    {"transcript": [["agent", "Hello"]]},
    {"transcript": [{"role": "agent"}]},
    {"transcript": [{"text": "Hello"}]},
    {"transcript": ...},
]


@pytest.mark.parametrize("name", ["ended", "cancel"])
@every("changes", UNREADABLE)
def test_a_call_that_cannot_be_read_is_unsure(name, backend, call_backend, changes):
    answer_with(call_backend, **changes)

    assert type(raised_by(READERS[name], backend)) is Unsure


@every("wrong", [*(ENDED | changes for changes in UNREADABLE), None, 7, "call", []])
def test_one_call_that_cannot_be_read_does_not_hide_the_others(backend, call_backend, wrong):
    if isinstance(wrong, dict):
        wrong = {name: value for name, value in wrong.items() if value is not ...}
    good = [ENDED | {"call_id": call_id} for call_id in ("call-1", "call-3")]
    call_backend.fault = lambda *_: (200, {"calls": [good[0], wrong, good[1]]})

    found = list(backend.ended_among(["call-1", "call-2", "call-3"]))

    assert [call.call_id for call in found] == ["call-1", "call-3"]


@pytest.mark.parametrize("calls", [None, {}, "calls", 7])
def test_a_lookup_without_calls_is_unsure(backend, call_backend, calls):
    call_backend.fault = lambda *_: (200, {"calls": calls})

    assert type(raised_by(METHODS["ended_among"], backend)) is Unsure


@pytest.mark.parametrize("text", ["a \\u0000 b", "a \\ud83d b"], ids=["NUL", "half a character"])
def test_what_no_database_can_keep_is_left_out_of_a_transcript(backend, call_backend, text):
    call = json.dumps(ENDED | {"transcript": [{"role": "agent", "text": "@"}]}).replace("@", text)
    call_backend.fault = lambda *_: (200, b'{"calls": [%b]}' % call.encode())

    (found,) = backend.ended_among(["call-1"])

    assert found.transcript.startswith("Agent: a ")
    assert found.transcript.endswith(" b")
    assert "\0" not in found.transcript
    assert found.transcript.encode()


def test_an_empty_transcript_is_none(backend, call_backend):
    answer_with(call_backend, outcome="no_answer", transcript=[])

    assert backend.ended("call-1").transcript is None
