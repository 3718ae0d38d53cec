"""What is no body for us, on every route that takes one."""

import gzip
from io import BytesIO

import pytest

from quoteapp.api import LARGEST_BODY
from tests.factories import make_searched_job
from tests.quoteapp.api.answers import error_of, nothing_is_kept, what_is_kept
from tests.quoteapp.api.callbacks import signed
from tests.quoteapp.api.test_jobs import GOOD
from tests.rows import every

ROUTES = ["/api/start-job", "/api/complete-job", "/api/start-calls/abc123"]
NOT_JSON = [
    b"toilet",
    b"{",
    b'{"query": "fix my toilet",}',
    b"{'query': 'fix my toilet'}",
    b'{"query": "fix my toilet"} and more',
    b'{"query": "\xff\xfe"}',
    b"\xff\xfe\x00",
    b"query=fix+my+toilet",
    b"[" * 60_000,
    b'{"query":' * 7_000,
    b'{"query": "' + b"x" * 100,
]
NO_OBJECT = [b"[]", b'["query"]', b'"query"', b"7", b"true", b"null", b"[{}]", b"NaN"]
NO_BODY = [b"", b"  \n", b"{}"]
POSTS = [*ROUTES, "/api/cancel-calls/abc123", "/api/call-events"]


@pytest.mark.parametrize("route", ROUTES)
@every("body", NOT_JSON)
def test_a_body_is_refused_when_it_is_not_json(client, route, body):
    before = what_is_kept()

    response = client.post(route, data=body, content_type="application/json")

    assert "JSON" in error_of(response, 400)["detail"]
    assert what_is_kept() == before


@pytest.mark.parametrize("route", ROUTES)
@every("body", NO_OBJECT)
def test_a_body_is_refused_when_it_is_no_object(client, route, body):
    before = what_is_kept()

    response = client.post(route, data=body, content_type="application/json")

    error = error_of(response, 422)
    assert list(error["errors"]) == ["body"]
    assert "_schema" not in error["detail"]
    assert what_is_kept() == before


@pytest.mark.parametrize("body", NO_BODY)
@pytest.mark.parametrize("route", ROUTES[:2])
def test_no_body_lacks_every_field(client, route, body):
    response = client.post(route, data=body, content_type="application/json")

    assert len(error_of(response, 422)["errors"]) >= 2


def post_whole(client, route, body):
    return client.post(route, data=body, headers=signed(body.decode()))


def post_chunked(client, route, body):
    return client.post(
        route,
        input_stream=BytesIO(body),
        headers={"Transfer-Encoding": "chunked"} | signed(body.decode()),
        environ_overrides={"wsgi.input_terminated": True},
    )


KINDS = {"whole": post_whole, "chunked": post_chunked}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("route", POSTS)
def test_a_body_is_refused_when_it_is_larger_than_64_kib(client, route, kind):
    body = b"{}".ljust(LARGEST_BODY + 1)

    response = KINDS[kind](client, route, body)

    assert "64 KiB" in error_of(response, 413)["detail"]
    assert nothing_is_kept()


@pytest.mark.parametrize("kind", ["whole", "chunked"])
def test_a_body_of_64_kib_is_read(client, kind):
    job = make_searched_job()

    response = KINDS[kind](client, f"/api/start-calls/{job.id}", b"{}".ljust(LARGEST_BODY))

    assert response.status_code == 200


@every(
    "content_type",
    [
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/json; charset=latin-1",
        "application/json;charset=utf-8",
        "application/vnd.api+json",
    ],
)
def test_json_is_read_where_it_is_declared(client, app, content_type):
    body = app.json.dumps(GOOD)

    response = client.post("/api/start-job", data=body, content_type=content_type)

    assert response.status_code == 200


UNDECLARED = [
    None,
    "",
    "text/plain",
    "text/plain; application/json",
    "text/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
    "+json",
    "nonsense",
    "\xff",
]


@pytest.mark.parametrize("route", [route for route in POSTS if "events" not in route])
@every("content_type", UNDECLARED)
def test_a_body_that_is_not_declared_json_is_a_415(client, app, route, content_type):
    response = client.post(route, data=app.json.dumps(GOOD), content_type=content_type)

    assert "application/json" in error_of(response, 415)["detail"]
    assert response.headers["Accept"] == "application/json"
    assert nothing_is_kept()


@pytest.mark.parametrize("route", POSTS)
@every("coding", ["gzip", "deflate", "br", "zstd", "identity, gzip", "GZIP", "nonsense"])
def test_a_body_that_is_compressed_is_a_415(client, app, route, coding):
    body = gzip.compress(app.json.dumps(GOOD).encode())
    headers = {"Content-Encoding": coding, "Content-Type": "application/json"}

    response = client.post(route, data=body, headers=headers)

    assert "compressed" in error_of(response, 415)["detail"]
    assert response.headers["Accept-Encoding"] == "identity"
    assert nothing_is_kept()


@every("coding", ["identity", "Identity", "", "identity, identity"])
def test_a_body_may_say_that_it_is_not_compressed(client, coding):
    response = client.post("/api/start-job", json=GOOD, headers={"Content-Encoding": coding})

    assert response.status_code == 200


@every("body", [b"", b" \n"])
def test_an_empty_body_needs_no_declaration(client, body):
    job = make_searched_job()
    headers = {"Content-Type": "text/plain", "Content-Encoding": "gzip"}

    response = client.post(f"/api/start-calls/{job.id}", data=body, headers=headers)

    assert response.status_code == 200


def test_that_there_is_no_such_route_is_told_first(client):
    error_of(client.post("/api/nothing", data=b"{}"), 404)
    error_of(client.put("/api/start-job", data=b"{}"), 405)


def test_json_is_read_with_a_byte_order_mark_and_depth_in_fields_we_ignore(client, app):
    body = app.json.dumps(GOOD | {"extra": [[[[[{}]]]]]})

    response = client.post(
        "/api/start-job", data=b"\xef\xbb\xbf" + body.encode(), content_type="application/json"
    )

    assert response.status_code == 200
