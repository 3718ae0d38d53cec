"""The answer without Flask: the same as Flask's own, and fresh on every web process."""

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from redis import Redis
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from common.http_answer import BUSY
from dev.stack import Stack
from quoteapp import create_app
from quoteapp.config import Settings
from quoteapp.extensions import db
from quoteapp.models import Provider
from quoteapp.services import calls
from quoteapp.states import CallStatus, Outcome
from tests.call_backend import FakeCallBackend
from tests.closing import close
from tests.conftest import WEBHOOK_SECRET
from tests.factories import make_provider, make_searched_job
from tests.processes.journey import running_stack
from tests.quoteapp.api.answers import error_of
from tests.quoteapp.api.door import DoorClient, opened, told
from tests.rows import every
from tests.statements import counted

PAGE = "https://app.example.com"
OTHER = "https://other.example.com"
CONNECTIONS = 24  # so many that every one of two processes accepts some
SEEN_SECONDS = 2.0  # generous: the promise is 0.1


@contextmanager
def running(app: Flask) -> Iterator[Flask]:
    """The app with its context pushed; its connections are closed at the end."""
    with app.app_context():
        yield app
    close(app)


@pytest.fixture
def url(app: Flask) -> str:
    """The route of a job with one finished call and one found provider."""
    job = make_searched_job(providers=1)
    make_provider(
        job.id,
        estimated_price=Decimal("150.00"),
        negotiated_price=Decimal("135.00"),
        call_status=CallStatus.COMPLETED,
        outcome=Outcome.AGREED,
        call_transcript="Agent: Hello\nProvider: “150”",
    )
    return f"/api/providers/{job.id}/status"


@pytest.fixture
def app_of_one_page(app: Flask, settings: Settings) -> Iterator[Flask]:
    """An app that only one page may call, on the tables of `app`."""
    with running(create_app(replace(settings, cors_origins=(PAGE,)))) as app:
        yield app


ORIGINS = (None, PAGE, OTHER, "null", "", PAGE.upper(), f"{PAGE}.evil.example")
# What is in If-None-Match, and the status of the answer.
KNOWN = {
    None: 200,
    "": 200,
    "{}": 304,
    "W/{}": 304,
    '"other"': 200,
    'W/"other"': 200,
    '"other", {}': 304,
    'W/"other",W/{}': 304,
    '"other", "another"': 200,
    "*": 304,
    'W/""': 200,
}
IDS = (None, "from-the-page-1", "not good", "")


def asked(**said: str | None) -> dict[str, str]:
    """The headers of a request, those that are there."""
    return {name.replace("_", "-"): text for name, text in said.items() if text is not None}


ASKED = [
    (asked(Origin=origin, If_None_Match=known, X_Request_ID=id_), status)
    for origin in ORIGINS
    for known, status in KNOWN.items()
    for id_ in IDS
]
PLAIN = [row for row in ASKED if not {",", "*"} & set(row[0].get("If-None-Match", ""))]


def with_etag(headers: dict[str, str], etag: str) -> dict[str, str]:
    """The headers with the ETag where they have a place for it."""
    return {name: text.replace("{}", etag) for name, text in headers.items()}


def id_of(response: Response) -> str | None:
    """The id that an answer names; "made" where it is none that was given."""
    id_ = response.headers.get("X-Request-ID")
    return "made" if id_ and len(id_) == 32 else id_


@pytest.fixture
def door(app: Flask) -> Iterator[DoorClient]:
    with opened(app) as door:
        yield door


@pytest.fixture
def door_of_one_page(app_of_one_page: Flask) -> Iterator[DoorClient]:
    with opened(app_of_one_page) as door:
        yield door


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read once counts as fresh all through the test."""
    monkeypatch.setattr("quoteapp.services.polling.status.FRESH_SECONDS", 60)


@every(("headers", "status"), ASKED)
def test_the_door_tells_what_flask_tells(
    door: DoorClient, client: FlaskClient, url: str, headers: dict[str, str], status: int
) -> None:
    headers = with_etag(headers, client.get(url).headers["ETag"])

    answer, flask = door.get(url, headers), client.get(url, headers=headers)

    assert told(answer) == told(flask)
    assert answer.status_code == status
    assert id_of(answer) == id_of(flask)


@every(("headers", "status"), PLAIN)
def test_what_is_answered_at_once_is_what_flask_tells(
    door: DoorClient,
    client: FlaskClient,
    url: str,
    still: None,
    headers: dict[str, str],
    status: int,
) -> None:
    headers = with_etag(headers, client.get(url).headers["ETag"])
    door.get(url, headers)

    answer, flask = door.at_once(url, headers), client.get(url, headers=headers)

    assert answer is not None
    assert told(answer) == told(flask)
    assert answer.status_code == status
    assert id_of(answer) == id_of(flask)


@every("origin", ORIGINS)
def test_health_is_what_flask_tells(
    door: DoorClient, client: FlaskClient, origin: str | None
) -> None:
    url, headers = "/api/health", asked(Origin=origin, X_Request_ID="from-the-page-1")

    flask = client.get(url, headers=headers)
    answers = [door.get(url, headers), door.at_once(url, headers)]

    for answer in answers:
        assert answer is not None
        assert told(answer) == told(flask)
        assert id_of(answer) == "from-the-page-1"


@every(("origin", "known"), [(origin, known) for origin in ORIGINS for known in (None, "{}")])
def test_cors_is_the_same_where_only_one_page_may_call(
    door_of_one_page: DoorClient,
    app_of_one_page: Flask,
    url: str,
    origin: str | None,
    known: str | None,
) -> None:
    client = app_of_one_page.test_client()
    etag = client.get(url).headers["ETag"]
    headers = with_etag(asked(Origin=origin, If_None_Match=known), etag)

    answer = door_of_one_page.get(url, headers)

    assert told(answer) == told(client.get(url, headers=headers))


def test_an_origin_learns_nothing_of_another_ones_headers(
    door_of_one_page: DoorClient, url: str
) -> None:
    for origin in (PAGE, OTHER, PAGE, OTHER):
        door_of_one_page.get(url, {"Origin": origin})

    allowed = door_of_one_page.get(url, {"Origin": PAGE}).headers
    refused = door_of_one_page.get(url, {"Origin": OTHER}).headers

    assert allowed["Access-Control-Allow-Origin"] == PAGE
    assert "Access-Control-Allow-Origin" not in refused


def test_more_origins_than_are_kept_still_get_their_answer(
    door: DoorClient, client: FlaskClient, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quoteapp.api.examples.KEPT_ORIGINS", 2)
    origins = [f"https://{number}.example" for number in range(5)] * 2

    answers = [told(door.get(url, {"Origin": origin})) for origin in origins]

    assert answers == [told(client.get(url, headers={"Origin": one})) for one in origins]


def test_what_a_hook_adds_to_flasks_answers_stands_in_all_others(
    fresh_app: Flask, url: str, still: None
) -> None:
    def add(response: Response) -> Response:
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    fresh_app.after_request(add)
    with opened(fresh_app) as door:
        door.door.start()
        answers = [door.get(url), door.at_once(url), door.at_once("/api/health")]
        refused = door.door.refuse(BUSY)

    assert {answer and answer.headers["X-Content-Type-Options"] for answer in answers} == {
        "nosniff"
    }
    assert (b"x-content-type-options", b"nosniff") in refused.headers


def test_an_answer_that_went_wrong_is_no_example(
    fresh_app: Flask, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    over = threading.Event()

    def refuse() -> tuple[str, int] | None:
        return None if over.is_set() else ("", 500)

    fresh_app.before_request(refuse)
    with opened(fresh_app) as door:
        door.door.start()
        before = [door.get("/api/health").status_code, door.get(url).status_code]
        over.set()
        after = [door.get("/api/health").status_code, door.get(url).status_code]

    assert (before, after) == ([500, 500], [200, 200])
    assert {record.message for record in caplog.records} == {"nothing learned of an origin"}


@every("method", ["HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_another_method_is_flasks(
    door: DoorClient, client: FlaskClient, url: str, method: str
) -> None:
    client.get(url)

    assert told(door.open(url, method)) == told(client.open(url, method=method))


@every("query", ["?", "?_=1", "?job_id=x"])
def test_a_query_string_changes_nothing(door: DoorClient, url: str, query: str) -> None:
    assert told(door.get(url + query)) == told(door.get(url))


@every("path", ["{}/", "{}%2F", "/{}", "{}/status", "/api/providers//status"])
def test_a_path_beside_the_route_is_flasks(
    door: DoorClient, client: FlaskClient, url: str, path: str
) -> None:
    beside = path.format(url)

    assert told(door.get(beside)) == told(client.get(beside))


def test_a_header_that_stands_there_twice_is_for_flask(
    door: DoorClient, url: str, still: None
) -> None:
    door.get(url)
    twice = [(b"x-a", b"1"), (b"x-a", b"2")]

    assert door.at_once(url) is not None
    assert door.door.at_once(url.encode(), twice) is None


def test_a_poll_needs_no_redis(app_without_redis: Flask, url: str) -> None:
    with opened(app_without_redis) as door:
        answers = [door.get(url) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]


def test_a_database_that_is_away_is_an_error_like_any_other(app_without_database: Flask) -> None:
    with opened(app_without_database) as door:
        answers = [door.get("/api/providers/abc123/status") for _ in range(2)]

    for answer in answers:
        error_of(answer, 503)
    assert answers[0].headers.get("Access-Control-Allow-Origin") == "*"


def test_a_database_that_goes_away_later_is_an_error_too(
    door: DoorClient, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("SELECT", {}, Exception("the server closed the connection"))

    door.get(url, {"Origin": PAGE})
    monkeypatch.setattr("quoteapp.services.polling.status.FRESH_SECONDS", 0)
    monkeypatch.setattr("quoteapp.services.polling.versions.Versions.read", away)

    answer = door.get(url, {"Origin": PAGE})

    error_of(answer, 503)
    assert "Access-Control-Allow-Origin" in answer.headers


def test_a_poll_that_the_server_gives_up_is_told_so(
    door: DoorClient, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered, gate = threading.Event(), threading.Event()

    def wait(*_: object) -> None:
        entered.set()
        gate.wait(10)
        raise OperationalError("SELECT", {}, Exception("away"))

    monkeypatch.setattr("quoteapp.services.polling.versions.Versions.read", wait)
    answer = door.cancelled(url, entered)
    gate.set()

    error_of(answer, 503)


def test_a_mistake_of_the_doors_is_answered_by_flask(
    door: DoorClient, url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def crash(*_: object) -> None:
        raise LookupError

    monkeypatch.setattr("quoteapp.services.polling.rounds.Rounds.get", crash)

    assert door.get(url).status_code == 200
    assert "a request crashed" in [record.message for record in caplog.records]


def test_a_page_that_polls_costs_no_statement_while_the_answer_is_fresh(
    door: DoorClient, url: str, still: None
) -> None:
    door.get(url)

    with counted(db.engine) as statements:
        answer = door.at_once(url)

    assert answer is not None
    assert statements == []


def test_what_flask_is_left_to_answer_is_not_read_again(
    door: DoorClient, url: str, still: None
) -> None:
    door.get(url)

    with counted(db.engine) as statements:
        answer = door.get(url, {"If-None-Match": '"one", "another"'})

    assert answer.status_code == 200
    assert len(statements) == 1


class Poller:
    """A page with a kept-alive connection of its own."""

    def __init__(self, stack: Stack, path: str) -> None:
        self.connection = http.client.HTTPConnection(
            "127.0.0.1", int(stack.environment["PORT"]), timeout=10
        )
        self.connection.connect()
        self.path = path

    def poll(self) -> bytes:
        self.connection.request("GET", self.path)
        return self.connection.getresponse().read()

    def sees(self, word: bytes) -> bool:
        deadline = time.monotonic() + SEEN_SECONDS
        while time.monotonic() < deadline:
            if word in self.poll():
                return True
            time.sleep(0.01)
        return False


@pytest.fixture(scope="module")
def called() -> Iterator[FakeCallBackend]:
    """The call backend of the stack."""
    with FakeCallBackend() as backend:
        yield backend


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory, called: FakeCallBackend) -> Iterator[Stack]:
    """The real web with two processes, on files of its own."""
    environ = {"CALL_BACKEND_URL": called.url, "CALL_WEBHOOK_SECRET": WEBHOOK_SECRET}
    directory = tmp_path_factory.mktemp("stack")
    with running_stack(directory, ("web",), WEB_CONCURRENCY="2", **environ) as stack:
        yield stack


@pytest.fixture
def app_of_the_stack(stack: Stack) -> Iterator[Flask]:
    """An app in this process on the stack's database and Redis, as its worker has one."""
    with running(create_app(Settings.from_environ(stack.environment))) as app:
        yield app


@pytest.fixture
def watched(app_of_the_stack: Flask) -> Provider:
    """A pending provider in the stack's database."""
    return make_provider(call_status=CallStatus.PENDING)


@pytest.fixture
def pollers(stack: Stack, watched: Provider) -> Iterator[list[Poller]]:
    """So many pages that poll the provider's job that every process serves some."""
    path = f"/api/providers/{watched.job_id}/status"
    opened = [Poller(stack, path) for _ in range(CONNECTIONS)]
    yield opened
    for poller in opened:
        poller.connection.close()


def test_every_process_shows_a_change(
    called: FakeCallBackend, watched: Provider, pollers: list[Poller]
) -> None:
    pending = [poller.sees(b'"pending"') for poller in pollers]
    calls.place(watched.id)
    in_progress = [poller.sees(b'"in_progress"') for poller in pollers]
    db.session.refresh(watched)
    called.agree(str(watched.call_id))
    calls.settle(watched.id)
    completed = [poller.sees(b'"completed"') for poller in pollers]

    assert all(pending + in_progress + completed)


def test_every_process_shows_a_change_after_redis_was_flushed(
    stack: Stack, watched: Provider, pollers: list[Poller]
) -> None:
    pending = [poller.sees(b'"pending"') for poller in pollers]
    with Redis.from_url(stack.environment["REDIS_URL"]) as redis:
        redis.flushall()

    calls.cancel(watched.job_id)

    assert all(pending + [poller.sees(b'"cancelled"') for poller in pollers])
