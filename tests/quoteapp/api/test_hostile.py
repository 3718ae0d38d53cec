"""Whatever is sent, the answer is a sentence of ours: never 500 or 503 for somebody's mistake."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quoteapp.api import LARGEST_BODY
from tests.factories import make_searched_job
from tests.quoteapp.api.answers import nothing_is_kept
from tests.quoteapp.api.callbacks import signed
from tests.quoteapp.api.test_jobs import GOOD
from tests.rows import every

DEEP = 60_000
ROUTES = ("/api/start-job", "/api/complete-job", "/api/start-calls/{}")
EVENTS = "/api/call-events"
# JSON literals that a body, or one field of it, consists of.
VALUES = {
    "brackets": "[" * DEEP,
    "closed brackets": "[" * (DEEP // 2) + "]" * (DEEP // 2),
    "braces": '{"a":' * (DEEP // 5),
    "some brackets": "[" * 900 + "]" * 900,
    "half a surrogate": r'"\ud800"',
    "the other half": r'"\udfff and more"',
    "NUL": r'"\u0000"',
    "NUL inside": r'"a\u0000b"',
    "NaN": "NaN",
    "infinity": "Infinity",
    "minus infinity": "-Infinity",
    "a huge number": "9" * 4_000,
    "a number too huge for Python": "9" * 5_000,
    "a huge exponent": "1e400",
    "a tiny exponent": "1e-400",
    "minus zero": "-0.0",
    "a fraction of a cent": "1.005",
    "another": "0.001",
    "full-width digits": '"９５１２６"',
    "Arabic digits": '"٩٥١٢٦"',
    "a full-width date": '"２０２５-１２-１０"',
    "a line feed behind it": r'"95126\n"',
    "an object": '{"a": {"b": []}}',
    "a list": "[1, [2]]",
    "true": "true",
    "null": "null",
    "a key twice": r'{"q1": "x", "q1": "\ud800", "q1": []}',
    "a surrogate as a key": r'{"\ud800": "x", "\u0000": "y"}',
}
FIELDS = (*GOOD, "job_id", "answers", "retry_failed", "call_id", "status", "provider_ids")
# Path segments as they stand in a URL.
SEGMENTS = (
    *("%00", "a%00b", "%ff%fe", "%ed%a0%80", "%c0%af", "%f0%9f%98%80", "%EF%BC%91%EF%BC%92"),
    *("%2e%2e", "%0d%0aX-Evil:1", "%25", "'%20OR%20''='", "%5C", "x" * 3_000, "9" * 3_000),
    *("%2F", "a%2Fb", "..%2F..", "%2e%2e%2fetc", "%252F", "abc123%2Fstatus", "x" * 60_000),
    *("-1", "0", "1e9", "NaN", "null", quote("\N{LATIN SMALL LETTER E WITH ACUTE}"), "*"),
)
PLACES = (
    *("GET /api/jobs/{}", "GET /api/providers/{}", "GET /api/providers/{}/status"),
    *("POST /api/start-calls/{}", "POST /api/cancel-calls/{}", "GET /api/{}", "GET /{}"),
)
METHODS = (
    *("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "QUERY"),
    *("get", "X" * 100, "MÉTHODE"),
)
QUERIES = (
    *("%00", "%ff", "%ed%a0%80", "%EF%BC%91", "%D9%A1", "9" * 5_000),
    *("1_0", "+1", "%2B1", "1e2", "1%0a", "NaN"),
)
HEADERS: dict[str, str] = {
    "Authorization": "Bearer \xff\xfe",
    "If-None-Match": '"\xff", *, W/"',
    "X-Request-ID": "\xe9" * 500,
    "Origin": "null\xff",
    "Content-Type": "application/json; charset=\xff",
    "webhook-id": "\xff",
    "webhook-timestamp": "٣",
    "webhook-signature": "v1,\xff",
    "Accept": "text/\xff;q=NaN",
}


def is_sane(response: TestResponse) -> bool:
    """Whether it is an answer, or an error of the client's in the one shape."""
    if response.status_code < 400:
        return True
    body = response.get_json(silent=True)
    is_ours = isinstance(body, dict) and isinstance(body.get("detail"), str) and body["detail"]
    return response.status_code < 500 and bool(is_ours)


def insane(answers: Iterator[tuple[str, TestResponse]]) -> list[tuple[str, int, str]]:
    """What was sent, and how it was answered, where the answer is none."""
    return [
        (sent, response.status_code, response.get_data(as_text=True)[:200])
        for sent, response in answers
        if not is_sane(response)
    ]


def bodies(literal: str) -> Iterator[str]:
    """The value as the body, as each field of it, and deeper."""
    yield literal
    yield f'{{"job_id": "abc123", "answers": {{"q1": {literal}}}}}'
    for name in FIELDS:
        rest = ", ".join(f'"{key}": "{value}"' for key, value in GOOD.items() if key != name)
        yield f'{{{rest}, "{name}": {literal}}}'


@pytest.mark.parametrize("route", ROUTES)
def test_no_body_crashes_a_route(client: FlaskClient, route: str) -> None:
    answers = [
        (
            f"{name}: {body[:80]}",
            client.post(route.format("abc123"), data=body, content_type="application/json"),
        )
        for name, literal in VALUES.items()
        for body in bodies(literal)
    ]

    assert insane(iter(answers)) == []
    assert {response.status_code for _, response in answers} <= {400, 404, 422}
    assert nothing_is_kept()


def test_no_signed_body_crashes_the_callbacks(client: FlaskClient) -> None:
    answers = [
        (f"{name}: {body[:80]}", client.post(EVENTS, data=body, headers=signed(body)))
        for name, literal in VALUES.items()
        for body in bodies(literal)
        if len(body) < LARGEST_BODY
    ]

    assert insane(iter(answers)) == []


@pytest.mark.parametrize("place", PLACES)
def test_no_url_crashes_a_route(client: FlaskClient, place: str) -> None:
    method, _, path = place.partition(" ")
    make_searched_job()

    answers = ((it, client.open(path.format(it), method=method)) for it in SEGMENTS)

    assert insane(answers) == []


@pytest.mark.parametrize("place", ["GET /api/jobs/{}", "POST /api/start-calls/{}"])
def test_no_segment_is_a_job(client: FlaskClient, place: str) -> None:
    method, _, path = place.partition(" ")

    answers = [client.open(path.format(it), method=method).status_code for it in SEGMENTS]

    assert set(answers) <= {400, 404}


@every("method", METHODS)
def test_no_method_crashes_a_route(client: FlaskClient, app: Flask, method: str) -> None:
    urls = {re.sub("<.*?>", "abc123", rule.rule) for rule in app.url_map.iter_rules()}

    answers = [(url, client.open(url, method=method, buffered=True)) for url in sorted(urls)]

    assert insane(iter(answers if method != "HEAD" else [])) == []
    assert {answer.status_code for _, answer in answers} <= {200, 308, 400, 401, 404, 405, 422}
    assert all("Allow" in answer.headers for _, answer in answers if answer.status_code == 405)
    if method == "HEAD":
        assert all(answer.get_data() == b"" for _, answer in answers)


@pytest.mark.parametrize("parameter", ["limit", "offset"])
def test_only_plain_digits_are_a_part_of_a_list(client: FlaskClient, parameter: str) -> None:
    answers = [(it, client.get(f"/api/providers?{parameter}={it}")) for it in QUERIES]

    assert insane(iter(answers)) == []
    assert {response.status_code for _, response in answers} == {422}


@pytest.mark.parametrize("place", ["GET /api/providers", *PLACES, "POST /api/call-events"])
def test_no_header_crashes_a_route(client: FlaskClient, place: str) -> None:
    method, _, path = place.partition(" ")

    answers = (
        (name, client.open(path.format("abc123"), method=method, headers={name: value}))
        for name, value in HEADERS.items()
    )

    assert insane(answers) == []
