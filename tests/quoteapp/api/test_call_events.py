import json
from dataclasses import replace
from datetime import timedelta

import pytest

from quoteapp.extensions import db
from quoteapp.states import CallStatus, Outcome
from tests.factories import make_provider
from tests.quoteapp.api.answers import assert_refuses, error_of
from tests.quoteapp.api.callbacks import signed
from tests.tasks_in_line import run_queued_tasks

URL = "/api/call-events"
OTHER_SECRET = "whsec_YW5vdGhlciBzZWNyZXQgdGhhdCBpcyBub3Qgb3Vycw=="


@pytest.fixture
def live(client, call_backend):
    """A provider whose call has ended at the call backend; the row does not know it yet."""
    provider = make_provider()
    client.post(f"/api/start-calls/{provider.job_id}")
    run_queued_tasks()
    db.session.refresh(provider)
    call_backend.agree(provider.call_id)
    return provider


def event_of(provider, **changes):
    """The callback's body: the call object of the contract."""
    call = {"call_id": provider.call_id, "status": "ended", "outcome": "agreed", "seq": 2}
    return json.dumps(call | changes)


def test_an_event_has_the_call_settled(client, live):
    body = event_of(live)

    response = client.post(URL, data=body, headers=signed(body))

    assert (response.status_code, response.get_json()) == (200, {"status": "received"})
    assert run_queued_tasks() == [("calls.settle", (live.id,))]
    db.session.refresh(live)
    assert (live.call_status, live.outcome) == (CallStatus.COMPLETED, Outcome.AGREED)


def test_an_event_is_not_believed_but_asked_about(client, live):
    body = event_of(live, outcome="declined", negotiated_price=1)

    client.post(URL, data=body, headers=signed(body))
    run_queued_tasks()

    db.session.refresh(live)
    assert (live.outcome, live.negotiated_price) == (Outcome.AGREED, 135)


def test_a_repeated_event_has_no_effect(client, live):
    body = event_of(live)
    client.post(URL, data=body, headers=signed(body))
    run_queued_tasks()

    response = client.post(URL, data=body, headers=signed(body))

    assert response.status_code == 200
    assert run_queued_tasks() == []


@pytest.mark.parametrize("status", ["queued", "dialing", "ringing", "in_progress", "unheard-of"])
def test_an_event_of_a_call_that_goes_on_has_no_effect(client, live, status):
    body = event_of(live, status=status, outcome=None)

    response = client.post(URL, data=body, headers=signed(body))

    assert response.status_code == 200
    assert run_queued_tasks() == []


def test_an_event_of_an_unknown_call_has_no_effect(client, live):
    body = event_of(live, call_id="someone-elses")

    response = client.post(URL, data=body, headers=signed(body))

    assert response.status_code == 200
    assert run_queued_tasks() == []


@pytest.mark.parametrize("late", [timedelta(minutes=4), timedelta(minutes=-4)])
def test_clocks_may_differ_by_less_than_five_minutes(client, live, late):
    body = event_of(live)

    response = client.post(URL, data=body, headers=signed(body, late=late))

    assert response.status_code == 200
    assert run_queued_tasks() == [("calls.settle", (live.id,))]


def test_one_good_signature_among_several_is_enough(client, live):
    body = event_of(live)
    headers = signed(body)
    headers["webhook-signature"] = f"v1a,other v1,d3Jvbmc= {headers['webhook-signature']}"

    response = client.post(URL, data=body, headers=headers)

    assert response.status_code == 200


SIGNATURES = {
    "none": {"webhook-signature": None},
    "empty": {"webhook-signature": ""},
    "no version": {"webhook-signature": "d3Jvbmc="},
    "no base64": {"webhook-signature": "v1,$$$"},
    "no base64 length": {"webhook-signature": "v1,abcde"},
    "not ascii": {"webhook-signature": "v1,caf\u00e9"},
    "wrong": {"webhook-signature": "v1,d3Jvbmc="},
    "too many commas": {"webhook-signature": "v1,a,b"},
    "another version": {"webhook-signature": "v2,d3Jvbmc="},
    "no id": {"webhook-id": None},
    "another id": {"webhook-id": "msg_2"},
    "no timestamp": {"webhook-timestamp": None},
    "no number as timestamp": {"webhook-timestamp": "yesterday"},
    "NaN as timestamp": {"webhook-timestamp": "nan"},
    "endless timestamp": {"webhook-timestamp": "inf"},
    "negative timestamp": {"webhook-timestamp": "-1"},
    "huge timestamp": {"webhook-timestamp": "9" * 40},
}


def assert_is_refused(response, provider):
    error_of(response, 401)
    assert run_queued_tasks() == []
    db.session.refresh(provider)
    assert provider.call_status is CallStatus.IN_PROGRESS


@pytest.mark.parametrize("changes", SIGNATURES.values(), ids=SIGNATURES)
def test_an_event_is_refused_when_its_signature_is_missing_or_garbled(client, live, changes):
    body = event_of(live)
    headers = {name: value for name, value in (signed(body) | changes).items() if value is not None}

    response = client.post(URL, data=body, headers=headers)

    assert_is_refused(response, live)


@pytest.mark.parametrize("late", [timedelta(minutes=6), timedelta(minutes=-6), timedelta(days=1)])
def test_an_event_is_refused_when_its_signature_is_stale_or_of_the_future(client, live, late):
    body = event_of(live)

    response = client.post(URL, data=body, headers=signed(body, late=late))

    assert_is_refused(response, live)


@pytest.mark.parametrize("sent", ["{}", "not json", "\u00e9", ""])
def test_an_event_is_refused_when_another_body_was_signed(client, live, sent):
    headers = signed(event_of(live))

    response = client.post(URL, data=sent.encode("latin-1"), headers=headers)

    assert_is_refused(response, live)


def test_an_event_is_refused_when_somebody_else_signed_it(client, live):
    body = event_of(live)

    response = client.post(URL, data=body, headers=signed(body, OTHER_SECRET))

    assert_is_refused(response, live)


def test_every_event_is_refused_when_no_secret_is_set(client, app, settings, live):
    app.extensions["settings"] = replace(settings, call_webhook_secret=())
    body = event_of(live)

    response = client.post(URL, data=body, headers=signed(body))

    assert_is_refused(response, live)


@pytest.mark.parametrize(
    ("field", "literal"),
    [
        *[("call_id", literal) for literal in ("null", "7", '""', '" "', "[]", '"\\u0000"')],
        ("call_id", json.dumps("x" * 101)),
        *[("status", literal) for literal in ("null", "7", '""', "{}", json.dumps("x" * 21))],
    ],
)
def test_a_signed_event_is_refused_when_a_field_is_not_what_it_must_be(
    client, live, field, literal
):
    body = event_of(live, **{field: "@"}).replace('"@"', literal)

    response = client.post(URL, data=body, headers=signed(body))

    assert_refuses(response, field)
    assert run_queued_tasks() == []


@pytest.mark.parametrize("field", ["call_id", "status"])
def test_a_signed_event_is_refused_when_a_field_is_missing(client, live, field):
    call = json.loads(event_of(live))
    call.pop(field)
    body = json.dumps(call)

    response = client.post(URL, data=body, headers=signed(body))

    assert_refuses(response, field)
