"""Requests are compared as sent; those of calls that older code stored, as it understood them."""

import json
from typing import Any

import pytest

from callbackend.api.bodies import parse
from callbackend.api.schemas import start_call_in
from callbackend.calls import fingerprints
from tests.callbackend.factories import make_request
from tests.callbackend.records.older_database import FINGERPRINT


def lean_request() -> dict[str, Any]:
    body = make_request(name="Café", brief={"price_limit": "no_limit"})
    del body["brief"]["answers"], body["brief"]["best_quote"]
    return body


def prints_of(body: dict[str, Any]) -> fingerprints.Fingerprints:
    return fingerprints.of(
        "job-1", start_call_in.load(body), parse(json.dumps(body).encode()).canonical
    )


@pytest.mark.parametrize(
    ("body", "stored"),
    [
        (make_request(), FINGERPRINT),
        (
            make_request(phone="(408) 555-0101", brief={"price_limit": 99.5, "best_quote": 80}),
            "10a0e83ef633a628d893e3686beb14546b0f5a4c3258516e70746c47f8046f0d",
        ),
        (lean_request(), "5b326928bce8c17d656aadcbb2b139d9645faac165367aeb72c0a59157f229ed"),
        # The API names a source now; the call that it asks for again is the same.
        (make_request(source={"kind": "sample", "url": None}), FINGERPRINT),
    ],
)
def test_a_fingerprint_of_older_code_is_still_made(body: dict[str, Any], stored: str) -> None:
    assert prints_of(body).match(stored)


def test_another_request_has_neither_fingerprint() -> None:
    assert not prints_of(make_request(provider_id=2)).match(FINGERPRINT)
    assert not prints_of(make_request(provider_id=2)).match(prints_of(make_request()).as_sent)


def test_the_two_fingerprints_are_never_the_same() -> None:
    made = prints_of(make_request())

    assert made.as_sent != made.as_understood
