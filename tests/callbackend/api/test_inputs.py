"""Whatever a stranger sends is answered with a sentence, and never with a 5xx."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.callbackend.factories import make_brief_json, make_request, start, wait_for_end

NUL, HALF = "\x00", "\ud800"
TEMPLATE = json.dumps(make_request(brief={"problem": "PROBLEM"}))
BODIES = {
    "nothing": b"",
    "a brace": b"{",
    "brackets": b"[" * 60_000,
    "braces": b'{"a":' * 10_000,
    "deep and closed": b"[" * 30_000 + b"]" * 30_000,
    "no UTF-8": b'{"call_ids": ["\xff"]}',
    "UTF-16": '{"call_ids": []}'.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf{}",
    "NaN": b'{"call_ids": NaN}',
    "Infinity": b'{"call_ids": [-Infinity]}',
    "thousands of digits": b'{"call_ids": ' + b"9" * 5_000 + b"}",
    "half a pair": b'{"call_ids": ["\\ud800"]}',
    "half a pair in a key": b'{"\\udc00": 1, "call_ids": []}',
    "half a pair as bytes": b'{"call_ids": ["\xed\xa0\x80"]}',
    "a key twice": b'{"call_ids": [], "call_ids": ["x"]}',
    "a key twice, deep": b'{"call_ids": [], "x": [{"a": 1, "a": 1}]}',
    "a tail": b'{"call_ids": []} x',
    "a NUL outside": b'{"call_ids": []}\x00',
    "a tab in a text": b'{"call_ids": ["\t"]}',
}


def is_refused(answer: Any, *statuses: int) -> bool:
    body = answer.get_json()
    return answer.status_code in statuses and body.keys() == {"detail", "code"} and body["detail"]


@pytest.mark.parametrize("path", ["/calls/lookup", "/start-job/job-1", "/do-not-call/+14085550101"])
@pytest.mark.parametrize("name", [name for name in BODIES if name != "nothing"])
def test_a_body_that_is_no_good_json_is_a_400(client: FlaskClient, path: str, name: str) -> None:
    answer = client.post(
        path,
        data=BODIES[name],
        content_type="application/json",
        headers={"Idempotency-Key": "k"},
    )

    assert is_refused(answer, 400)
    assert answer.get_json()["code"] == "bad_request"


@pytest.mark.parametrize("path", ["/calls/lookup", "/start-job/job-1"])
def test_no_body_is_a_400(client: FlaskClient, path: str) -> None:
    answer = client.post(path, content_type="application/json", headers={"Idempotency-Key": "k"})

    assert is_refused(answer, 400)


@pytest.mark.parametrize(
    "kind",
    [None, "", "text/plain", "application/x-www-form-urlencoded", "json", "multipart/x", "\xff"],
)
def test_another_content_type_is_a_415(client: FlaskClient, kind: str | None) -> None:
    headers = {"Idempotency-Key": "k"} | ({} if kind is None else {"Content-Type": kind})

    answer = client.post("/start-job/job-1", data=json.dumps(make_request()), headers=headers)

    assert is_refused(answer, 415)


@pytest.mark.parametrize("coding", ["gzip", "br", "identity, gzip"])
def test_a_compressed_body_is_a_415(client: FlaskClient, coding: str) -> None:
    headers = {"Idempotency-Key": "k", "Content-Encoding": coding}

    answer = client.post("/start-job/job-1", json=make_request(), headers=headers)

    assert is_refused(answer, 415)
    assert "compressed" in answer.get_json()["detail"]


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "application/vnd.x+json"])
def test_other_names_of_json_are_taken(client: FlaskClient, kind: str) -> None:
    answer = client.post("/calls/lookup", data=b'{"call_ids": []}', content_type=kind)

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"name": NUL},
        {"name": "a" * 301},
        {"phone": NUL},
        {"phone": "+１４０８５５５０１０１"},
        {"phone": "٤٠٨٥٥٥٠١٠١"},
        {"phone": "+1 408 555 0101\u200b"},
        {"callback_url": "http://127.0.0.1:9/\x00"},
        {"provider_id": 10**30},
        {"provider_id": -(10**30)},
        {"provider_id": 1.5},
        {"provider_id": 1e300},
        {"source": "web"},
        {"source": {}},
        {"source": {"kind": "guess"}},
        {"source": {"kind": "web", "url": NUL}},
        {"source": {"kind": "web", "url": 1}},
    ],
)
def test_a_request_with_such_a_field_is_a_422(client: FlaskClient, changes: dict[str, Any]) -> None:
    assert is_refused(start(client, **changes), 422)


@pytest.mark.parametrize(
    "changes",
    [
        {"task": NUL},
        {"problem": f"a{NUL}"},
        {"answers": [{"question": NUL, "answer": ""}]},
        {"answers": [{"question": "q", "answer": NUL}]},
        {"answers": [{"question": "q", "answer": "a"}] * 21},
        {"zip_code": "９５１２６"},
        {"zip_code": "95126-１２３４"},
        {"zip_code": "95126\n"},
        {"date_needed": "２０２５-12-10"},
        {"date_needed": "2025-1-1"},
        {"date_needed": "2025-12-32"},
        {"date_needed": "2025-12-10T00:00:00"},
        {"date_needed": 20251210},
        {"price_limit": 135.005},
        {"price_limit": 0.001},
        {"price_limit": 1e-300},
        {"price_limit": 10**4000},
        {"price_limit": 1_000_000.01},
        {"price_limit": "１００"},
        {"best_quote": 99.999},
        {"best_quote": 0},
    ],
)
def test_a_brief_with_such_a_field_is_a_422(client: FlaskClient, changes: dict[str, Any]) -> None:
    answer = start(client, brief=changes)

    assert is_refused(answer, 422)
    assert answer.get_json()["detail"].startswith(f"brief.{next(iter(changes))}")


@pytest.mark.parametrize("price", [0.01, 135, 135.5, 135.55, 1_000_000, 1_000_000.0, "no_limit"])
def test_a_price_of_whole_cents_is_taken(client: FlaskClient, price: object) -> None:
    assert start(client, brief={"price_limit": price}).status_code == 202


@pytest.mark.parametrize("source", [None, {"kind": "sample"}, {"kind": "sample", "url": None}])
def test_a_source_is_taken_and_need_not_be_there(client: FlaskClient, source: object) -> None:
    assert start(client, source=source).status_code == 202
    assert start(client, source={"kind": "web", "url": "https://a.example/"}).status_code == 202


def test_a_text_of_every_other_character_is_kept(client: FlaskClient) -> None:
    odd = "ünï \U0001f6bd \u2028 \x01 \x7f \ufffe \ufdd0"

    call_id = start(client, brief={"problem": odd}, name=odd).get_json()["call_id"]

    assert wait_for_end(client, call_id)["status"] == "ended"


BYTES = ["%00", "%01", "%0a", "%7f%00", "%ff", "%ed%a0%80", "%c3%28", "%e2%80%a8", "%2e%2e"]


@pytest.mark.parametrize("id_", BYTES)
def test_ids_of_any_bytes_are_unknown_calls(client: FlaskClient, id_: str) -> None:
    shown = client.get(f"/calls/{id_}")
    cancelled = client.post(f"/calls/{id_}/cancel")

    assert is_refused(shown, 404)
    assert is_refused(cancelled, 404)


@pytest.mark.parametrize("id_", [*BYTES[:-1], quote("é\n")])
def test_a_job_id_that_cannot_be_printed_is_refused(client: FlaskClient, id_: str) -> None:
    answer = client.post(f"/start-job/{id_}", json=make_request(), headers={"Idempotency-Key": "k"})

    assert is_refused(answer, 422)
    assert answer.get_json()["detail"].startswith("job_id")


@pytest.mark.parametrize("id_", ["job-1", "%C3%A9", "a%20b", "x" * 100])
def test_other_job_ids_are_their_owners_business(client: FlaskClient, id_: str) -> None:
    answer = client.post(f"/start-job/{id_}", json=make_request(), headers={"Idempotency-Key": "k"})

    assert answer.status_code == 202


def test_ids_of_any_bytes_are_left_out_of_a_lookup(client: FlaskClient) -> None:
    known = start(client).get_json()["call_id"]
    strange = [NUL, "\n", "é", "x" * 100, "", "' OR 1=1", known.upper(), f" {known}"]

    answer = client.post("/calls/lookup", json={"call_ids": [*strange, known, known]})

    assert [call["call_id"] for call in answer.get_json()["calls"]] == [known]


@pytest.mark.parametrize("ids", [[1], [None], [True], [["x"]], [{}], ["x" * 101], "x", None, {}])
def test_what_are_no_ids_are_refused(client: FlaskClient, ids: object) -> None:
    assert is_refused(client.post("/calls/lookup", json={"call_ids": ids}), 422)


def test_an_unknown_field_is_ignored_whatever_it_holds(client: FlaskClient) -> None:
    body = make_request(brief=make_brief_json(more=NUL)) | {"x": [[[[10**300]]], NUL, {"": None}]}

    answer = client.post("/start-job/j", json=body, headers={"Idempotency-Key": "k"})

    assert answer.status_code == 202
