from dataclasses import replace

import pytest

from quoteapp import create_app
from quoteapp.config import Settings

PAGE = "https://app.example.com"
OTHER = "https://app.example.com.evil.example"
ROUTES = [
    ("/api/health", "GET"),
    ("/api/start-job", "POST"),
    ("/api/complete-job", "POST"),
    ("/api/start-calls/abc123", "POST"),
    ("/api/providers/abc123/status", "GET"),
]


@pytest.fixture
def client_for_one_page(settings: Settings):
    app = create_app(replace(settings, cors_origins=(PAGE, "http://localhost:5173")))
    return app.test_client()


@pytest.mark.parametrize(("route", "method"), ROUTES)
def test_a_browser_is_told_that_any_page_may_call(client, route, method):
    asked = {
        "Origin": PAGE,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "content-type, if-none-match",
    }

    response = client.options(route, headers=asked)

    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] in ("*", PAGE)
    assert method in response.headers["Access-Control-Allow-Methods"]
    assert response.headers["Access-Control-Allow-Headers"] == "content-type, if-none-match"
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.fixture
def client_that_strangers_reach(settings: Settings):
    return create_app(replace(settings, bind="0.0.0.0")).test_client()


@pytest.mark.parametrize("route", ["/api/health", "/api/nothing", "/api/providers/abc123/status"])
def test_no_page_may_call_where_strangers_reach_us_and_none_is_named(
    client_that_strangers_reach, route
):
    response = client_that_strangers_reach.get(route, headers={"Origin": PAGE})

    assert not [name for name, _ in response.headers if name.startswith("Access-Control-")]


def test_a_page_may_read_the_headers_that_it_needs(client):
    response = client.get("/api/providers/abc123/status", headers={"Origin": PAGE})

    shown = response.headers["Access-Control-Expose-Headers"].split(", ")
    assert {"ETag", "X-Total-Count", "Retry-After"} <= set(shown)


def test_a_304_can_be_read_by_the_page_too(client):
    url = "/api/providers/abc123/status"
    etag = client.get(url).headers["ETag"]

    response = client.get(url, headers={"Origin": PAGE, "If-None-Match": etag})

    assert response.status_code == 304
    assert response.headers["Access-Control-Allow-Origin"] in ("*", PAGE)


@pytest.mark.parametrize("origin", [PAGE, "http://localhost:5173"])
@pytest.mark.parametrize("route", ["/api/health", "/api/nothing", "/api/start-job"])
def test_a_named_page_may_call(client_for_one_page, origin, route):
    response = client_for_one_page.get(route, headers={"Origin": origin})

    assert response.headers["Access-Control-Allow-Origin"] == origin
    assert "Origin" in response.headers["Vary"]


@pytest.mark.parametrize("origin", [OTHER, "https://appxexample.com", "http://localhost", "null"])
@pytest.mark.parametrize("route", ["/api/health", "/api/nothing"])
def test_another_page_may_not(client_for_one_page, origin, route):
    response = client_for_one_page.get(route, headers={"Origin": origin})

    assert "Access-Control-Allow-Origin" not in response.headers
