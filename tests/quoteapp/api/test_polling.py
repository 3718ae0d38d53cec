"""The answer before Flask: the same as Flask's own, and fresh on every web process."""

import http.client
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from redis import Redis
from sqlalchemy.exc import OperationalError
from werkzeug.test import Client, TestResponse

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
from tests.statements import counted

PAGE = "https://app.example.com"
OTHER = "https://other.example.com"
CONNECTIONS = 24  # so many that every one of two processes accepts some
SEEN_SECONDS = 2.0  # generous: the promise is 0.1


def flask_alone(app: Flask) -> Client:
    """The same app without the layer before it."""
    return Client(partial(Flask.wsgi_app, app))


def told(response: TestResponse) -> tuple[int, bytes, dict[str, str]]:
    """All that a page sees of an answer, but for the time of day and the id of an error."""
    headers = dict(response.headers)
    headers.pop("Date", None)
    headers.pop("X-Request-ID", None)
    return response.status_code, response.get_data(), headers


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


@pytest.mark.parametrize("origin", [None, PAGE, OTHER, "null", ""])
@pytest.mark.parametrize(
    ("known", "status"),
    [
        (None, 200),
        ("", 200),
        ("{}", 304),
        ("W/{}", 304),
        ('"other"', 200),
        ('W/"other"', 200),
        ('"other", {}', 304),
        ('W/"other",W/{}', 304),
        ('"other", "another"', 200),
        ("*", 304),
        ('W/""', 200),
    ],
)
def test_the_layer_tells_what_flask_tells(
    app: Flask, client: FlaskClient, url: str, origin: str | None, known: str | None, status: int
) -> None:
    asked = {} if origin is None else {"Origin": origin}
    etag = client.get(url, headers=asked).headers["ETag"]
    if known is not None:
        asked["If-None-Match"] = known.format(etag)

    before = client.get(url, headers=asked)
    flask = flask_alone(app).get(url, headers=asked)

    assert told(before) == told(flask)
    assert before.status_code == status


@pytest.mark.parametrize(
    "origin", [None, PAGE, OTHER, "null", PAGE.upper(), f"{PAGE}.evil.example"]
)
@pytest.mark.parametrize("known", [None, "{}"])
def test_cors_is_the_same_where_only_one_page_may_call(
    app_of_one_page: Flask, url: str, origin: str | None, known: str | None
) -> None:
    client = app_of_one_page.test_client()
    asked = {} if origin is None else {"Origin": origin}
    etag = client.get(url, headers=asked).headers["ETag"]
    if known is not None:
        asked["If-None-Match"] = known.format(etag)

    before = client.get(url, headers=asked)

    assert told(before) == told(flask_alone(app_of_one_page).get(url, headers=asked))


def test_an_origin_learns_nothing_of_another_ones_headers(app_of_one_page: Flask, url: str) -> None:
    client = app_of_one_page.test_client()
    for origin in (PAGE, OTHER, PAGE, OTHER):
        client.get(url, headers={"Origin": origin})

    allowed = client.get(url, headers={"Origin": PAGE}).headers
    refused = client.get(url, headers={"Origin": OTHER}).headers

    assert allowed["Access-Control-Allow-Origin"] == PAGE
    assert "Access-Control-Allow-Origin" not in refused


def test_more_origins_than_are_kept_still_get_their_answer(
    app: Flask, client: FlaskClient, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quoteapp.api.polling.KEPT_ORIGINS", 2)
    origins = [f"https://{number}.example" for number in range(5)]

    answers = [told(client.get(url, headers={"Origin": origin})) for origin in origins * 2]

    flask = flask_alone(app)
    assert answers == [told(flask.get(url, headers={"Origin": one})) for one in origins * 2]


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_another_method_is_flasks(app: Flask, client: FlaskClient, url: str, method: str) -> None:
    client.get(url)

    answer = client.open(url, method=method)

    assert told(answer) == told(flask_alone(app).open(url, method=method))


@pytest.mark.parametrize("query", ["?", "?_=1", "?job_id=x"])
def test_a_query_string_changes_nothing(client: FlaskClient, url: str, query: str) -> None:
    plain = client.get(url)

    assert told(client.get(url + query)) == told(plain)


@pytest.mark.parametrize("path", ["{}/", "{}%2F", "/{}", "{}/status"])
def test_a_path_beside_the_route_is_flasks(
    app: Flask, client: FlaskClient, url: str, path: str
) -> None:
    client.get(url)

    answer = client.get(path.format(url))

    assert told(answer) == told(flask_alone(app).get(path.format(url)))


def test_a_poll_needs_no_redis(app_without_redis: Flask, url: str) -> None:
    client = app_without_redis.test_client()

    answers = [client.get(url) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]


def test_a_database_that_is_away_is_an_error_like_any_other(app_without_database: Flask) -> None:
    client = app_without_database.test_client()

    answers = [client.get("/api/providers/abc123/status") for _ in range(2)]

    for answer in answers:
        error_of(answer, 503)
    assert answers[0].headers.get("Access-Control-Allow-Origin") == "*"


def test_a_database_that_goes_away_later_is_an_error_too(
    app: Flask, client: FlaskClient, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("SELECT", {}, Exception("the server closed the connection"))

    client.get(url, headers={"Origin": PAGE})
    monkeypatch.setattr("quoteapp.services.polling.status.FRESH_SECONDS", 0)
    monkeypatch.setattr("quoteapp.services.polling.versions.Versions.read", away)

    answer = client.get(url, headers={"Origin": PAGE})

    error_of(answer, 503)
    assert "Access-Control-Allow-Origin" in answer.headers


def test_a_page_that_polls_costs_no_statement_while_the_answer_is_fresh(
    client: FlaskClient, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quoteapp.services.polling.status.FRESH_SECONDS", 60)
    client.get(url)

    with counted(db.engine) as statements:
        client.get(url)

    assert statements == []


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
