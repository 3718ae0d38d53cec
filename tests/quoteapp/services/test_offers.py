"""What came back, ranked, with reasons; and the one that is taken."""

from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quoteapp.models import Provider
from quoteapp.models.providers import Source
from quoteapp.services import erasing, offers
from quoteapp.services.offers.evidence import lines_of
from quoteapp.states import CallStatus, Outcome
from tests.factories import make_job, make_provider, make_searched_job
from tests.rows import every

LIMIT = Decimal(250)
TRANSCRIPT = (
    "Agent: Hello.\nProvider: That is 150.\nAgent: So that is $135 for everything?\nProvider: Yes."
)
MOVES = [
    {"by": "provider", "kind": "first", "price": 150.0, "turn": 1},
    {"by": "provider", "kind": "agreed", "price": 135.0, "turn": 3},
]


def provider(id_: int, first: float | None, **changes: Any) -> Provider:
    """One who named a price; not in the database."""
    priced = None if first is None else Decimal(str(first))
    values: dict[str, Any] = {
        "id": id_,
        "job_id": "job",
        "name": f"Business {id_}",
        "phone": "+14085550101",
        "source": Source.SAMPLE,
        "call_status": CallStatus.COMPLETED,
        "outcome": Outcome.QUOTED,
        "estimated_price": priced,
        "last_offer": priced,
    }
    for name in ("last_offer", "negotiated_price"):
        if name in changes:
            changes[name] = Decimal(str(changes[name]))
    return Provider(**values | changes)


ORDERS = [
    ("price", [provider(1, 200), provider(2, 180)], [2, 1]),
    ("limit before price", [provider(1, 260), provider(2, 250)], [2, 1]),
    ("agreed first", [provider(1, 180), provider(2, 200, negotiated_price=180)], [2, 1]),
    (
        "nearer first",
        [provider(1, 180, distance_miles=9.0), provider(2, 180, distance_miles=2.0)],
        [2, 1],
    ),
    ("an unknown distance is far", [provider(1, 180), provider(2, 180, distance_miles=40)], [2, 1]),
    ("what stands counts", [provider(1, 300, last_offer=150), provider(2, 180)], [1, 2]),
    (
        "no price, no offer",
        [provider(1, None), provider(2, 180), provider(3, 90, call_status=CallStatus.FAILED)],
        [2],
    ),
]


@every(("case", "providers", "order"), ORDERS)
def test_offers_are_in_the_order_of_the_contract(case, providers, order):
    ranked = offers.rank(providers, LIMIT)

    assert [offer.provider_id for offer in ranked] == order
    assert [offer.rank for offer in ranked] == list(range(1, len(order) + 1))


KINDS = [
    (provider(1, 150, negotiated_price=135), ("agreed", "135", "15", True)),
    (provider(1, 300, last_offer=260), ("last_offer", "260", "40", False)),
    (provider(1, 150), ("quoted", "150", "0", True)),
    (provider(1, 150, last_offer=160), ("last_offer", "160", "0", True)),
]


@every(("of", "expected"), KINDS)
def test_an_offer_says_how_firm_it_is_and_what_was_saved(of, expected):
    (offer,) = offers.rank([of], LIMIT)

    told = (offer.kind, f"{offer.price:g}", f"{offer.saved:g}", offer.within_limit)
    assert told == expected


def test_reasons_are_sentences_that_say_why() -> None:
    best = provider(1, 150, negotiated_price="135.50", distance_miles=3.21)
    dear = provider(2, 300, last_offer=260)

    first, second = offers.rank([dear, best], LIMIT)

    assert first.reasons == (
        "It is the lowest price.",
        "They agreed to it in words.",
        "They came down by $14.50.",
        "It is $114.50 under your limit.",
        "They are 3.2 miles away.",
    )
    assert second.reasons == (
        "It is the last price that they named; nothing is agreed yet.",
        "They came down by $40.",
        "It is $10 above your limit.",
    )


def test_without_a_limit_nothing_is_said_of_it() -> None:
    (offer,) = offers.rank([provider(1, 9000)], None)

    assert offer.within_limit
    assert offer.reasons == ("They named it; nothing is agreed yet.",)


def test_evidence_is_where_the_price_was_named_and_where_both_agreed() -> None:
    of = provider(1, 150, negotiated_price=135, call_transcript=TRANSCRIPT, moves=MOVES)

    (offer,) = offers.rank([of], LIMIT)

    assert [(line["turn"], line["role"], line["text"]) for line in offer.evidence] == [
        (1, "provider", "That is 150."),
        (2, "agent", "So that is $135 for everything?"),
        (3, "provider", "Yes."),
    ]


@pytest.mark.parametrize("turn", [-1, 99])
def test_evidence_that_no_line_has_is_left_out(turn: int) -> None:
    moves = [{"by": "provider", "kind": "first", "price": 150.0, "turn": turn}]

    (offer,) = offers.rank([provider(1, 150, call_transcript=TRANSCRIPT, moves=moves)], LIMIT)

    assert offer.evidence == ()


def test_a_line_of_the_transcript_may_go_on() -> None:
    assert [line["text"] for line in lines_of("Agent: One\ntwo\nProvider: Three")] == [
        "One\ntwo",
        "Three",
    ]


def priced(job_id: str, price: int, **changes: Any) -> Provider:
    return make_provider(
        job_id,
        call_status=CallStatus.COMPLETED,
        outcome=Outcome.QUOTED,
        estimated_price=Decimal(price),
        last_offer=Decimal(price),
        **changes,
    )


def test_offers_are_told_over_http_and_not_again_while_nothing_changes(
    client: FlaskClient,
) -> None:
    job = make_searched_job(providers=1)
    priced(job.id, 180)
    cheap = priced(job.id, 150, call_transcript=TRANSCRIPT, moves=MOVES[:1])
    url = f"/api/jobs/{job.id}/offers"

    answer = client.get(url)
    again = client.get(url, headers={"If-None-Match": answer.headers["ETag"]})
    priced(job.id, 120)
    changed = client.get(url, headers={"If-None-Match": answer.headers["ETag"]})

    assert [(one["rank"], one["price"]) for one in answer.get_json()] == [(1, 150.0), (2, 180.0)]
    assert list(answer.get_json()[0]) == [
        *("rank", "provider_id", "name", "phone", "price", "kind", "first_price", "saved"),
        *("within_limit", "distance_miles", "notes", "reasons", "evidence"),
    ]
    assert answer.get_json()[0]["provider_id"] == cheap.id
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert (again.status_code, again.get_data()) == (304, b"")
    assert changed.status_code == 200


def test_a_job_that_nobody_was_found_for_yet_has_no_offers(client: FlaskClient) -> None:
    assert client.get(f"/api/jobs/{make_job().id}/offers").get_json() == []


def test_offers_outlive_the_document_and_not_the_erasing(client: FlaskClient, redis: Any) -> None:
    kept, erased = make_searched_job(providers=0), make_searched_job(providers=0)
    for job in (kept, erased):
        priced(job.id, 180)
    redis.flushall()
    erasing.erase(erased.id)

    assert len(client.get(f"/api/jobs/{kept.id}/offers").get_json()) == 1
    assert client.get(f"/api/jobs/{erased.id}/offers").status_code == 404
    assert client.get("/api/jobs/nobody/offers").status_code == 404


def test_an_offer_is_taken_and_taken_back(client: FlaskClient) -> None:
    job = make_searched_job(providers=0)
    offered = priced(job.id, 180)
    url = f"/api/jobs/{job.id}/choice"

    told = []
    for choice in (offered.id, offered.id, None):
        told.append(client.post(url, json={"provider_id": choice}).get_json())
        told.append(client.get(f"/api/jobs/{job.id}").get_json()["chosen_provider_id"])

    first = {"chosen_provider_id": offered.id}
    none = {"chosen_provider_id": None}
    assert told == [first, offered.id, first, offered.id, none, None]


REFUSED = [
    ({"provider_id": 10**6}, 404, "provider_not_found"),
    ({}, 422, "invalid_input"),
    ({"provider_id": "1"}, 422, "invalid_input"),
    ({"provider_id": True}, 422, "invalid_input"),
    ({"provider_id": 1.5}, 422, "invalid_input"),
]


@pytest.mark.parametrize(("body", "status", "code"), REFUSED)
def test_what_cannot_be_taken_is_refused_and_changes_nothing(
    client: FlaskClient, body: dict[str, Any], status: int, code: str
) -> None:
    job = make_searched_job(providers=0)
    offers.choose(job.id, priced(job.id, 180).id)
    before = client.get(f"/api/jobs/{job.id}").get_json()

    answer = client.post(f"/api/jobs/{job.id}/choice", json=body)

    assert (answer.status_code, answer.headers["Error-Code"]) == (status, code)
    assert client.get(f"/api/jobs/{job.id}").get_json() == before


def test_who_named_no_price_cannot_be_taken(client: FlaskClient, app: Flask) -> None:
    job = make_searched_job(providers=0)
    silent = make_provider(job.id, call_status=CallStatus.FAILED, outcome=Outcome.BUSY)

    answer = client.post(f"/api/jobs/{job.id}/choice", json={"provider_id": silent.id})

    assert (answer.status_code, answer.headers["Error-Code"]) == (409, "nothing_to_choose")
