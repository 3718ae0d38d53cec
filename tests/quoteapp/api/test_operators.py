"""Routes for operators: one guard, and nothing for pages on other origins."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quoteapp.api.operators import PATHS
from quoteapp.config import Settings
from tests.quoteapp.api.answers import error_of
from tests.rows import every

TOKEN = "correct horse"
PAGE = {"Origin": "https://app.example.com"}
PREFLIGHT = PAGE | {"Access-Control-Request-Method": "GET"}
METHODS = ("GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS")

Reconfigure = Callable[..., None]


@pytest.fixture
def configure(app: Flask, settings: Settings) -> Reconfigure:
    """Change settings of the app."""

    def change(**changes: str) -> None:
        app.extensions["settings"] = replace(settings, **changes)

    return change


@every(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:8000"}, 200),
        ({"Host": "127.0.0.1:8000"}, 200),
        ({"Host": "[::1]:8000"}, 200),
        (PAGE, 200),
        ({"Authorization": "Bearer anything"}, 200),
        ({"Host": "quoteapp.example.com"}, 401),
        ({"Host": "localhost.example.com"}, 401),
        ({"Host": "localhost, quoteapp.example.com"}, 401),
        ({"X-Forwarded-For": "127.0.0.1"}, 401),
        ({"X-Forwarded-Host": "localhost"}, 401),
        ({"X-Forwarded-Proto": "http"}, 401),
        ({"Forwarded": "for=127.0.0.1"}, 401),
    ],
)
def test_without_a_token_operators_are_those_on_this_machine(
    client: FlaskClient, headers: dict[str, str], status: int
) -> None:
    assert client.get("/api/providers", headers=headers).status_code == status


@pytest.mark.parametrize("bind", ["0.0.0.0", "::", "10.0.0.7"])
def test_without_a_token_nobody_is_an_operator_where_strangers_reach_us(
    client: FlaskClient, configure: Reconfigure, bind: str
) -> None:
    configure(bind=bind)

    error_of(client.get("/api/providers"), 401)


def test_with_a_token_operators_may_come_from_anywhere(
    client: FlaskClient, configure: Reconfigure
) -> None:
    configure(bind="0.0.0.0", admin_token=TOKEN)
    headers = {"Host": "quoteapp.example.com", "X-Forwarded-For": "192.0.2.7"}

    response = client.get("/api/providers", headers=headers | {"Authorization": f"Bearer {TOKEN}"})

    assert response.status_code == 200


@pytest.mark.parametrize("path", PATHS)
@every("method", METHODS)
def test_the_guard_stands_before_every_method_of_every_route(
    client: FlaskClient, configure: Reconfigure, path: str, method: str
) -> None:
    configure(admin_token=TOKEN)

    response = client.open(path, method=method)

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("path", ["/api//providers", "/./api/providers", "/api/%70roviders"])
def test_another_spelling_of_a_route_is_no_way_around_the_guard(
    client: FlaskClient, configure: Reconfigure, path: str
) -> None:
    configure(admin_token=TOKEN)

    assert client.get(path, follow_redirects=True).status_code in (401, 404)


@pytest.mark.parametrize("token", ["", TOKEN])
@pytest.mark.parametrize("path", [*PATHS, "/api/providers?limit=0"])
@every("method", METHODS)
def test_no_page_hears_anything_of_them(
    client: FlaskClient, configure: Reconfigure, token: str, path: str, method: str
) -> None:
    configure(admin_token=token)

    answers = [
        client.open(path, method=method, headers=PREFLIGHT),
        client.open(path, method=method, headers=PAGE | {"Authorization": f"Bearer {TOKEN}"}),
    ]

    told = [name for it in answers for name, _ in it.headers if name.startswith("Access-Control-")]
    assert told == []
