"""Every road to an error ends in `{"detail": "<one sentence>", "code": "<a word>"}`."""

import re
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from callbackend import errors
from callbackend.errors import HTTP_CODES, CallBackendError
from tests.callbackend.factories import start
from tests.rows import every


def refusals(base: type[CallBackendError] = CallBackendError) -> list[type[CallBackendError]]:
    return [base, *(found for sub in base.__subclasses__() for found in refusals(sub))]


CODES = {kind.code for kind in refusals()} | set(HTTP_CODES.values())


def test_every_refusal_stands_in_the_one_table_with_its_status_and_code() -> None:
    table = re.findall(r"(\w+) +(\d{3}) +([a-z_]+)", errors.__doc__ or "")
    raised = [kind for kind in refusals() if not kind.__subclasses__() or kind.code == "not_found"]

    assert sorted(table) == sorted(
        (kind.__name__, str(int(kind.status)), kind.code) for kind in raised
    )


@every(
    ("method", "path", "body", "status"),
    [
        ("GET", "/nowhere", None, 404),
        ("GET", "/start-job/x", None, 405),
        ("PUT", "/calls/x", None, 405),
        ("POST", "/calls/lookup", b"{", 400),
        ("POST", "/calls/lookup", b"\xff\xfe", 400),
        ("POST", "/calls/lookup", b"[]", 422),
        ("POST", "/calls/lookup", b"null", 422),
        ("POST", "/calls/lookup", b'{"call_ids": "x"}', 422),
        ("POST", "/calls/lookup", b'{"call_ids": [1]}', 422),
        ("POST", "/calls/lookup", b" " * 65537, 413),
        ("POST", f"/start-job/{'x' * 101}", b"{}", 422),
    ],
)
def test_an_error_has_a_detail_and_a_code_and_nothing_else(
    client: FlaskClient, method: str, path: str, body: bytes | None, status: int
) -> None:
    headers = {"Idempotency-Key": "k"}

    response = client.open(
        path, method=method, data=body, content_type="application/json", headers=headers
    )

    assert response.status_code == status
    assert response.get_json().keys() == {"detail", "code"}
    assert isinstance(response.get_json()["detail"], str)
    assert response.get_json()["code"] in CODES


def test_another_content_type_is_refused(client: FlaskClient) -> None:
    response = client.post("/calls/lookup", data="call_ids=1")

    assert response.status_code == 415
    assert response.get_json()["code"] == "unsupported_media_type"


def test_the_headers_of_an_http_error_are_kept(client: FlaskClient) -> None:
    response = client.get("/calls/lookup/x/y", headers={})
    wrong_method = client.delete("/health")

    assert response.status_code == 404
    assert "GET" in wrong_method.headers["Allow"]


def test_a_crash_is_a_500_with_a_detail(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("a phone number: +14085550101")

    monkeypatch.setattr(app.extensions["callbackend"], "show", crash)

    response = app.test_client().get(f"/calls/{uuid4()}")

    assert response.status_code == 500
    assert "+1408" not in response.get_json()["detail"]


def test_nothing_is_accepted_while_nothing_is_dialled(app: Flask) -> None:
    service = app.extensions["callbackend"]
    service.switchboard.stop()

    answer = start(app.test_client())

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert app.test_client().get("/health").status_code == 503
