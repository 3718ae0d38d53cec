from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import insert

from quoteapp.extensions import db
from quoteapp.models import Provider
from quoteapp.models.providers import Source
from quoteapp.services.finding.providers import providers_of
from quoteapp.services.polling import status
from quoteapp.states import CallStatus, Outcome
from tests import imports
from tests.factories import make_provider, make_searched_job
from tests.quoteapp.api.answers import assert_refuses, error_of

FIELDS = [
    "id",
    "job_id",
    "name",
    "phone",
    "estimated_price",
    "negotiated_price",
    "call_status",
    "outcome",
    "last_offer",
    "notes",
    "source",
    "distance_miles",
    "can_retry",
]
NOTE = {"kind": "visit", "text": "The visit is $55.", "price": 55.0, "turn": 3}


def make_quoted_provider(**changes):
    return make_provider(
        estimated_price=Decimal("150.5"),
        negotiated_price=Decimal("135.00"),
        call_status=CallStatus.COMPLETED,
        outcome=Outcome.AGREED,
        call_transcript="Agent: Hello\nProvider: 150",
        **changes,
    )


@pytest.fixture
def always_fresh(monkeypatch):
    """No answer is kept, not even for the blink that a poll may be old."""
    monkeypatch.setattr(status, "FRESH_SECONDS", 0)


@pytest.mark.parametrize(
    ("route", "fields"),
    [
        ("/api/providers", FIELDS),
        ("/api/providers/{}", FIELDS),
        ("/api/providers/{}/status", [*FIELDS, "call_transcript"]),
    ],
)
def test_a_provider_has_the_fields_of_the_contract_in_their_order(client, route, fields):
    provider = make_quoted_provider()

    (shown,) = client.get(route.format(provider.job_id)).get_json()

    assert list(shown) == fields


def test_complete_job_shows_providers_with_the_same_fields(client):
    job = make_searched_job()

    answer = client.post("/api/complete-job", json={"job_id": job.id, "answers": {"q2": "yes"}})

    assert [list(provider) for provider in answer.get_json()["providers"]] == [FIELDS] * 5


@pytest.mark.parametrize("route", ["/api/providers/{}", "/api/providers/{}/status"])
def test_a_provider_shows_what_its_call_brought_and_where_it_was_found(client, route):
    brought = {"last_offer": Decimal(1050), "notes": [NOTE], "distance_miles": 7.3}
    provider = make_quoted_provider(source=Source.IMPORT, **brought)

    (shown,) = client.get(route.format(provider.job_id)).get_json()

    assert (shown["last_offer"], shown["notes"]) == (1050.0, [NOTE])
    assert list(shown["notes"][0]) == ["kind", "text", "price", "turn"]
    assert (shown["source"], shown["distance_miles"]) == ("import", 7.3)


def test_a_search_keeps_where_each_provider_was_found_and_how_far_away_it_is(client):
    job = make_searched_job(providers=0)
    imports.load("Joe,(408) 867-5309,plumber,95014")

    answer = client.post("/api/complete-job", json={"job_id": job.id, "answers": {"q2": "yes"}})

    own, *samples = answer.get_json()["providers"]
    assert (own["name"], own["source"], own["distance_miles"]) == ("Joe", "import", 7.1)
    assert {(one["source"], one["distance_miles"]) for one in samples} == {("sample", None)}


@pytest.mark.parametrize("route", ["/api/providers/{}", "/api/providers/{}/status"])
def test_of_a_provider_that_nobody_has_rung_nothing_of_it_is_known(client, route):
    provider = make_provider()

    (shown,) = client.get(route.format(provider.job_id)).get_json()

    assert (shown["last_offer"], shown["notes"], shown["distance_miles"]) == (None, None, None)
    assert shown["source"] == "sample"


def test_prices_are_numbers_with_a_point(client):
    provider = make_quoted_provider()

    text = client.get(f"/api/providers/{provider.job_id}").get_data(as_text=True)

    assert '"estimated_price":150.5,' in text.replace(": ", ":")
    assert '"negotiated_price":135.0,' in text.replace(": ", ":")


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("+14085550101", "(408) 555-0101"), (None, None)],
)
def test_a_phone_is_shown_as_people_write_it(client, phone, shown):
    provider = make_provider(phone=phone)

    (answer,) = client.get(f"/api/providers/{provider.job_id}").get_json()

    assert answer["phone"] == shown


@pytest.mark.parametrize("call_status", [None, *CallStatus])
def test_every_call_status_is_shown_by_its_word(client, call_status):
    provider = make_provider(call_status=call_status)

    (answer,) = client.get(f"/api/providers/{provider.job_id}/status").get_json()

    assert answer["call_status"] == call_status


@pytest.mark.parametrize("outcome", [None, *Outcome])
def test_every_outcome_is_shown_by_its_word(client, outcome):
    provider = make_provider(outcome=outcome)

    (answer,) = client.get(f"/api/providers/{provider.job_id}/status").get_json()

    assert answer["outcome"] == outcome


@pytest.mark.parametrize("route", ["/api/providers/{}", "/api/providers/{}/status"])
@pytest.mark.parametrize("job_id", ["abc123", "%ED%A0%80", "x" * 3000, "%20"])
def test_an_unknown_job_has_no_providers(client, route, job_id):
    make_provider()

    response = client.get(route.format(job_id))

    assert response.status_code == 200
    assert response.get_json() == []


def test_a_job_shows_its_own_providers_only_in_the_order_found(client):
    job, other = make_searched_job(), make_searched_job()

    shown = client.get(f"/api/providers/{job.id}").get_json()

    assert [it["id"] for it in shown] == [it.id for it in providers_of(job.id)]
    assert {it["job_id"] for it in shown} == {job.id} != {other.id}


def test_polling_gets_304_until_something_changes(client, always_fresh):
    provider = make_provider()
    url = f"/api/providers/{provider.job_id}/status"
    etag = client.get(url).headers["ETag"]

    same = client.get(url, headers={"If-None-Match": etag})
    provider.call_status = CallStatus.PENDING
    db.session.commit()
    changed = client.get(url, headers={"If-None-Match": etag})

    assert (same.status_code, same.get_data(), same.headers["ETag"]) == (304, b"", etag)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != etag


@pytest.mark.parametrize("known", ["W/{}", '"other", {}', "*"])
def test_polling_gets_304_however_the_etag_is_sent(client, known):
    url = "/api/providers/abc123/status"
    etag = client.get(url).headers["ETag"]

    response = client.get(url, headers={"If-None-Match": known.format(etag)})

    assert response.status_code == 304


def test_polling_shows_what_the_list_shows(client):
    provider = make_quoted_provider()
    make_provider(provider.job_id, phone=None)
    make_provider(provider.job_id, phone="+442083661177", name="Café “Ñ” 🚽")
    url = f"/api/providers/{provider.job_id}"

    polls = [client.get(f"{url}/status").get_json() for _ in range(2)]

    transcripts = [provider.call_transcript, None, None]
    listed = client.get(url).get_json()
    merged = [it | {"call_transcript": text} for it, text in zip(listed, transcripts, strict=True)]
    assert polls == [merged, merged]


def test_polling_shows_a_new_search_at_once(client, always_fresh):
    job = make_searched_job()
    url = f"/api/providers/{job.id}/status"
    etag = client.get(url).headers["ETag"]

    client.post("/api/complete-job", json={"job_id": job.id, "answers": {"q2": "other"}})
    response = client.get(url, headers={"If-None-Match": etag})

    assert response.status_code == 200
    assert [it["id"] for it in response.get_json()] == [it.id for it in providers_of(job.id)]


def test_polling_must_ask_every_time(client):
    response = client.get("/api/providers/abc123/status")

    assert response.headers["Cache-Control"] == "private, no-cache"


def test_all_providers_are_listed_in_the_order_of_their_ids(client):
    older, newer = make_provider(), make_provider()

    response = client.get("/api/providers")

    assert [it["id"] for it in response.get_json()] == [older.id, newer.id]
    assert response.headers["X-Total-Count"] == "2"


@pytest.mark.parametrize(
    ("query", "start", "stop"),
    [
        ("", 0, 4),
        ("?limit=1", 0, 1),
        ("?limit=1000", 0, 4),
        ("?offset=1", 1, 4),
        ("?limit=2&offset=1", 1, 3),
        ("?offset=4", 4, 4),
        ("?offset=2147483648", 4, 4),
        ("?offset=0&page=7", 0, 4),
    ],
)
def test_limit_and_offset_choose_a_part(client, query, start, stop):
    ids = [make_provider().id for _ in range(4)]

    response = client.get(f"/api/providers{query}")

    assert [it["id"] for it in response.get_json()] == ids[start:stop]
    assert response.headers["X-Total-Count"] == "4"


def test_without_a_limit_a_thousand_are_listed(client):
    job = make_searched_job(providers=1)
    names = {"name": "One of many", "source": Source.SAMPLE}
    db.session.execute(insert(Provider), [{"job_id": job.id} | names for _ in range(1000)])
    db.session.commit()

    response = client.get("/api/providers")

    assert len(response.get_json()) == 1000
    assert response.headers["X-Total-Count"] == "1001"


RETRIES = [
    ({"call_status": None, "attempt": 0}, False),
    ({"call_status": CallStatus.PENDING}, False),
    ({"call_status": CallStatus.COMPLETED, "outcome": Outcome.QUOTED, "attempt": 1}, False),
    ({"call_status": CallStatus.FAILED, "outcome": Outcome.BUSY, "attempt": 2}, True),
    ({"call_status": CallStatus.FAILED, "outcome": Outcome.BUSY, "attempt": 3}, False),
    ({"call_status": CallStatus.FAILED, "outcome": Outcome.DECLINED, "attempt": 1}, False),
    ({"call_status": CallStatus.FAILED, "outcome": Outcome.VISIT_ONLY, "attempt": 1}, False),
    (
        {
            "call_status": CallStatus.FAILED,
            "outcome": Outcome.ERROR,
            "attempt": 1,
            "refusal": "never_dial",
        },
        False,
    ),
]


@pytest.mark.parametrize(("changes", "may_retry"), RETRIES, ids=str)
@pytest.mark.parametrize("route", ["/api/providers/{}", "/api/providers/{}/status"])
def test_a_provider_says_whether_it_can_be_retried(client, route, changes, may_retry):
    provider = make_provider(**changes)

    (shown,) = client.get(route.format(provider.job_id)).get_json()

    assert shown["can_retry"] is may_retry


@pytest.mark.parametrize("value", ["0", "-1", "1001", "ten", "1.5", "", "null", "9" * 400, "1,2"])
def test_a_limit_is_refused_when_it_is_none(client, value):
    response = client.get("/api/providers", query_string={"limit": value})

    assert_refuses(response, "limit")


@pytest.mark.parametrize("value", ["-1", "2147483649", "ten", "1.5", "", "null", "9" * 400])
def test_an_offset_is_refused_when_it_is_none(client, value):
    response = client.get("/api/providers", query_string={"offset": value})

    assert_refuses(response, "offset")


@pytest.fixture
def admin_token(app, settings):
    app.extensions["settings"] = replace(settings, admin_token="correct horse")
    return "correct horse"


def test_the_admin_sees_all_providers(client, admin_token):
    provider = make_provider()

    response = client.get("/api/providers", headers={"Authorization": f"Bearer {admin_token}"})

    assert [it["id"] for it in response.get_json()] == [provider.id]


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        "Bearer correct hors",
        "Bearer CORRECT HORSE",
        "correct horse",
        "Basic correct horse",
        "Basic Y29ycmVjdDpob3JzZQ==",
        "Bearer caf\u00e9",
    ],
)
def test_nobody_else_does(client, admin_token, authorization):
    make_provider()
    headers = {} if authorization is None else {"Authorization": authorization}

    response = client.get("/api/providers?limit=0", headers=headers)

    error_of(response, 401)
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert "X-Total-Count" not in response.headers


@pytest.mark.parametrize("route", ["/api/providers/{}", "/api/providers/{}/status"])
def test_a_customer_needs_no_admin_token(client, admin_token, route):
    provider = make_provider()

    response = client.get(route.format(provider.job_id))

    assert response.status_code == 200
