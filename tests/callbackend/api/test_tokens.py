"""Nobody asks for a call, or lists who must not be called, without a token."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from callbackend.config import BadSetting, Settings
from tests.callbackend.factories import make_request

OLD = "the-token-that-is-replaced"
NEW = "the-token-that-replaces-it"
ADMIN = "the-token-of-the-operators"
CONTRACT = [
    ("POST", "/start-job/job-1"),
    ("GET", "/calls/x"),
    ("DELETE", "/calls/x"),
    ("DELETE", "/calls/by-key/x"),
    ("POST", "/calls/lookup"),
    ("POST", "/calls/x/cancel"),
    ("GET", "/openapi.json"),
    ("GET", "/nowhere"),
    ("POST", "/health"),
    ("GET", "//health"),
]
OPERATORS = [
    ("GET", "/do-not-call"),
    ("GET", "/do-not-call/+14085550101"),
    ("POST", "/do-not-call/+14085550101"),
    ("DELETE", "/do-not-call/+14085550101"),
]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, bind="0.0.0.0", tokens=(NEW, OLD), admin_tokens=(ADMIN,))


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def is_refused(answer: Any) -> bool:
    return (
        answer.status_code == 401
        and answer.get_json().keys() == {"detail", "code"}
        and answer.get_json()["code"] == "unauthorized"
        and answer.headers["WWW-Authenticate"] == "Bearer"
    )


@pytest.mark.parametrize(("method", "path"), CONTRACT)
def test_the_routes_of_the_contract_want_their_token(
    client: FlaskClient, method: str, path: str
) -> None:
    refused = [client.open(path, method=method, headers=h) for h in ({}, bearer(ADMIN))]
    taken = [client.open(path, method=method, headers=bearer(token)) for token in (OLD, NEW)]

    assert all(is_refused(answer) for answer in refused)
    assert 401 not in {answer.status_code for answer in taken}


@pytest.mark.parametrize(("method", "path"), OPERATORS)
def test_the_routes_of_operators_want_theirs(client: FlaskClient, method: str, path: str) -> None:
    refused = [client.open(path, method=method, headers=h) for h in ({}, bearer(NEW))]

    assert all(is_refused(answer) for answer in refused)
    assert client.open(path, method=method, headers=bearer(ADMIN)).status_code in (200, 404)


@pytest.mark.parametrize("path", ["//do-not-call", "/x/../do-not-call", "/./do-not-call"])
def test_another_spelling_of_an_operators_route_leads_nowhere(
    client: FlaskClient, path: str
) -> None:
    assert client.get(path, headers=bearer(NEW)).status_code == 404


def test_health_is_open(client: FlaskClient) -> None:
    assert client.get("/health").status_code == 200
    assert client.head("/health").status_code == 200


def test_the_token_is_looked_at_before_the_body(client: FlaskClient) -> None:
    class Untouchable:
        def read(self, *_: object) -> bytes:
            raise AssertionError("the body was read")

        readline = readlines = read

    answer = client.post(
        "/start-job/job-1",
        environ_overrides={"wsgi.input": Untouchable()},
        headers={"Content-Length": "10", "Content-Type": "application/json"},
    )

    assert is_refused(answer)


def test_without_a_token_a_loopback_address_takes_anybody(
    run_app: Callable[..., Flask], database_url: str
) -> None:
    client = run_app(Settings(database_url=database_url)).test_client()

    answer = client.post("/start-job/x", json=make_request(), headers={"Idempotency-Key": "k"})

    assert answer.status_code != 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "127.0.0.1:6000"}, 200),
        ({"Host": "calls.example"}, 401),
        ({"X-Forwarded-For": "127.0.0.1"}, 401),
    ],
)
def test_without_a_token_operators_are_those_on_this_machine(
    run_app: Callable[..., Flask], database_url: str, headers: dict[str, str], status: int
) -> None:
    client = run_app(Settings(database_url=database_url, tokens=(NEW,))).test_client()

    assert client.get("/do-not-call", headers=headers).status_code == status


def test_without_a_token_nobody_is_an_operator_of_an_address_that_all_reach(
    run_app: Callable[..., Flask], database_url: str
) -> None:
    settings = Settings(database_url=database_url, bind="0.0.0.0", tokens=(NEW,))

    assert is_refused(run_app(settings).test_client().get("/do-not-call"))


@pytest.mark.parametrize(
    ("environ", "bind"),
    [
        ({}, "127.0.0.1"),
        ({"PORT": "6000", "CALL_BACKEND_TOKEN": NEW}, "0.0.0.0"),
        ({"PORT": "6000", "BIND": "127.0.0.1"}, "127.0.0.1"),
        ({"BIND": "::", "CALL_BACKEND_TOKEN": NEW}, "::"),
    ],
)
def test_bind_wins_then_the_platform(environ: dict[str, str], bind: str) -> None:
    assert Settings.from_environ(environ).bind == bind


@pytest.mark.parametrize("environ", [{"PORT": "6000"}, {"BIND": "0.0.0.0"}, {"BIND": "10.0.0.7"}])
def test_without_a_token_it_does_not_start_where_strangers_reach_it(
    environ: dict[str, str],
) -> None:
    with pytest.raises(BadSetting, match=r"^The setting CALL_BACKEND_TOKEN .*BIND must be a"):
        Settings.from_environ(environ)
