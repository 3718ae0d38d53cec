"""Every example of the user's own specification, as printed there."""

import json
from dataclasses import replace
from decimal import Decimal
from itertools import count

import pytest
from sqlalchemy import select

from quoteapp.config import Settings
from quoteapp.extensions import db
from quoteapp.models import Business, Provider
from quoteapp.models.asked import Question
from quoteapp.queue import TaskName, celery
from quoteapp.services.jobs import starting
from quoteapp.states import CallStatus, JobStatus, Outcome
from tests.factories import make_brief, make_job, make_provider, make_searched_job
from tests.quoteapp.api.callbacks import signed
from tests.tasks_in_line import run_queued_tasks

JOB_ID = "550e8400-e29b-41d4-a716-446655440000"
MOST_POLLS = 50

START_JOB_REQUEST = """{
"query" : "fix my toilet" ,
"house_address" : "123 Main St, San Jose, CA 95126" ,
"zip_code" : "95126" ,
"price_limit" : 250 ,
"date_needed" : "2025-12-10"
}"""
START_JOB_RESPONSE = """{
"job_id" : "550e8400-e29b-41d4-a716-446655440000" ,
"task" : "plumber" ,
"questions" : [
{ "id" : "q1" , "question" : "What is the specific issue with your toilet?" },
{ "id" : "q2" , "question" : "Is your toilet running constantly or leaking?" },
{ "id" : "q3" , "question" : "How old is your toilet?" },
{ "id" : "q4" , "question" : "Have you noticed any water damage around the toilet?" },
{ "id" : "q5" , "question" : "Is this an emergency or can it wait a day?" }
]
}"""
COMPLETE_JOB_REQUEST = """{
"job_id" : "abc123" ,
"answers" : {
"q1" : "The toilet is constantly running" ,
"q2" : "Standard toilet, not smart" ,
"q3" : "First floor bathroom"
}
}"""
COMPLETE_JOB_RESPONSE = """{
"job" : {
"id" : "550e8400-e29b-41d4-a716-446655440000" ,
"original_query" : "fix my toilet" ,
"task" : "plumber" ,
"house_address" : "123 Main St, San Jose, CA 95126" ,
"zip_code" : "95126" ,
"date_needed" : "2025-12-10" ,
"price_limit" : 250 ,
"clarifications" : {
"q1" : "The toilet is constantly running" ,
"q2" : "Standard toilet, about 10 years old"
},
"questions" : [],
"status" : "searched"
},
"providers" : [
{
"id" : 1 ,
"job_id" : "550e8400-e29b-41d4-a716-446655440000" ,
"name" : "Mike's Plumbing Services" ,
"phone" : "(408) 555-1234" ,
"estimated_price" : null ,
"negotiated_price" : null ,
"call_status" : null
},
{
"id" : 2 ,
"job_id" : "550e8400-e29b-41d4-a716-446655440000" ,
"name" : "Bay Area Plumbers" ,
"phone" : "(408) 555-5678" ,
"estimated_price" : null ,
"negotiated_price" : null ,
"call_status" : null
}
]
}"""
ALL_PROVIDERS = """[
  {
    "id": 1,
    "job_id": "550e8400-e29b-41d4-a716-446655440000",
    "name": "Mike's Plumbing Services",
    "phone": "(408) 555-1234"
  },
  {
    "id": 2,
    "job_id": "550e8400-e29b-41d4-a716-446655440000",
    "name": "Bay Area Plumbers",
    "phone": "(408) 555-5678"
  }
]"""
PROVIDERS_OF_JOB = """[
  {
    "id": 1,
    "job_id": "550e8400-e29b-41d4-a716-446655440000",
    "name": "Reliable Plumbing Services",
    "phone": "(408) 555-0101",
    "estimated_price": 150.0,
    "negotiated_price": 135.0,
    "call_status": "completed"
  },
  {
    "id": 2,
    "job_id": "550e8400-e29b-41d4-a716-446655440000",
    "name": "Bay Area Plumbers",
    "phone": "(408) 555-5678",
    "estimated_price": 200.0,
    "negotiated_price": null,
    "call_status": "pending"
  }
]"""
PROVIDER_STATUS = r"""[
  {
    "id": 1,
    "job_id": "550e8400-e29b-41d4-a716-446655440000",
    "name": "Reliable Plumbing Services",
    "phone": "(408) 555-0101",
    "estimated_price": 150.0,
    "negotiated_price": 135.0,
    "call_status": "completed",
    "call_transcript": "Agent: Hello, this is regarding a plumbing job...\nProvider: Yes, I can help with that...\n..."
  },
  {
    "id": 2,
    "job_id": "550e8400-e29b-41d4-a716-446655440000",
    "name": "Bay Area Plumbers",
    "phone": "(408) 555-5678",
    "estimated_price": 200.0,
    "negotiated_price": null,
    "call_status": "in_progress",
    "call_transcript": null
  }
]"""  # noqa: E501  # as printed
START_CALLS_RESPONSE = """{
  "status": "started",
  "message": "Started calls for 3 providers",
  "provider_count": 3
}"""
JOB_NOT_FOUND = """{
  "detail": "Job not found: 550e8400-e29b-41d4-a716-446655440000"
}"""
NO_PROVIDERS_FOUND = """{
  "detail": "No providers found for job: 550e8400-e29b-41d4-a716-446655440000"
}"""
CALL_BACKEND_UNAVAILABLE = """{
  "detail": "Call backend service unavailable: Connection refused"
}"""


def assert_says(answer, example):
    """Every field and value of the example stands in the answer; the answer may say more."""
    if isinstance(example, dict):
        assert example.keys() <= answer.keys()
        for name, value in example.items():
            assert_says(answer[name], value)
    elif isinstance(example, list):
        assert len(answer) == len(example)
        for part, wanted in zip(answer, example, strict=True):
            assert_says(part, wanted)
    else:
        assert (answer, type(answer)) == (example, type(example))


def make_example_job(**changes):
    """The job of the examples."""
    questions = json.loads(START_JOB_RESPONSE)["questions"]
    asked = tuple(Question(**question) for question in questions)
    return make_job(**{"id": JOB_ID, "asked": asked} | changes)


def make_called_providers(second: CallStatus, transcript: str | None = None) -> None:
    """The two providers whose calls the examples show."""
    make_brief(make_example_job(status=JobStatus.SEARCHED))
    make_provider(
        JOB_ID,
        name="Reliable Plumbing Services",
        phone="+14085550101",
        estimated_price=Decimal(150),
        negotiated_price=Decimal(135),
        call_status=CallStatus.COMPLETED,
        outcome=Outcome.AGREED,
        call_transcript=transcript,
    )
    make_provider(
        JOB_ID,
        name="Bay Area Plumbers",
        phone="+14085555678",
        estimated_price=Decimal(200),
        call_status=second,
    )


@pytest.fixture
def listed_businesses(app, settings):
    """The two businesses of the examples, and no room for a third."""
    app.extensions["settings"] = replace(settings, max_providers=2)
    here = {"trade": "plumber", "zip_code": "95126", "latitude": 37.33, "longitude": -121.92}
    for name, phone in (
        ("Mike's Plumbing Services", "+14085551234"),
        ("Bay Area Plumbers", "+14085555678"),
    ):
        db.session.add(Business(name=name, phone=phone, **here))
    db.session.commit()


def test_start_job_takes_the_example_request(client):
    response = client.post(
        "/api/start-job", data=START_JOB_REQUEST, content_type="application/json"
    )

    assert response.status_code == 200
    answer = response.get_json()
    job = client.get(f"/api/jobs/{answer['job_id']}").get_json()
    request = json.loads(START_JOB_REQUEST)
    assert_says(job, {"original_query": request.pop("query"), **request})


def test_start_job_answers_with_the_example_response(client, monkeypatch):
    monkeypatch.setattr(starting, "uuid4", lambda: JOB_ID)

    response = client.post(
        "/api/start-job", data=START_JOB_REQUEST, content_type="application/json"
    )

    answer = response.get_json()
    assert [list(question) for question in answer["questions"]] == [
        ["id", "question", "suggestions"]
    ] * len(answer["questions"])
    for question in answer["questions"]:
        del question["suggestions"]  # Ours, after the seed's fields.
    assert answer == json.loads(START_JOB_RESPONSE)


def test_complete_job_takes_the_example_request(client):
    make_example_job(id="abc123")

    response = client.post(
        "/api/complete-job", data=COMPLETE_JOB_REQUEST, content_type="application/json"
    )

    assert response.status_code == 200
    job = response.get_json()["job"]
    assert job["clarifications"] == json.loads(COMPLETE_JOB_REQUEST)["answers"]


def test_complete_job_answers_with_the_example_response(client, listed_businesses):
    example = json.loads(COMPLETE_JOB_RESPONSE)
    make_example_job()
    body = {"job_id": JOB_ID, "answers": example["job"]["clarifications"]}

    response = client.post("/api/complete-job", json=body)

    assert_says(response.get_json(), example)
    job = response.get_json()["job"]
    ours = ("asked", "notice", "line", "created_at", "expires_at")
    assert list(job) == [*example["job"], *ours, "chosen_provider_id", "confirmed_at"]
    assert {name: job[name] for name in example["job"]} == example["job"]


def test_all_providers_answer_with_the_example_response(client, listed_businesses):
    make_example_job()
    client.post("/api/complete-job", json={"job_id": JOB_ID, "answers": {}})

    response = client.get("/api/providers")

    # The example shows what an element looks like; that the newest comes first is the contract's.
    assert_says(response.get_json(), json.loads(ALL_PROVIDERS))


def test_providers_of_a_job_answer_with_the_example_response(client):
    make_called_providers(CallStatus.PENDING)

    response = client.get(f"/api/providers/{JOB_ID}")

    assert_says(response.get_json(), json.loads(PROVIDERS_OF_JOB))


def test_provider_status_answers_with_the_example_response(client):
    example = json.loads(PROVIDER_STATUS)
    make_called_providers(CallStatus.IN_PROGRESS, example[0]["call_transcript"])

    response = client.get(f"/api/providers/{JOB_ID}/status")

    assert_says(response.get_json(), example)


def test_start_calls_answers_with_the_example_response_to_a_bare_post(client):
    make_searched_job(id=JOB_ID, providers=3)

    # As `curl -X POST` sends it: neither a body nor a Content-Type.
    response = client.post(f"/api/start-calls/{JOB_ID}", headers={"Accept": "*/*"})

    assert response.status_code == 200
    assert response.get_json() == json.loads(START_CALLS_RESPONSE)


@pytest.mark.parametrize(
    ("flag", "body"), [("-d ''", b""), ("--json ''", b""), ("--json '{}'", b"{}")]
)
def test_start_calls_takes_what_curl_sends_with_data(client, flag, body):
    make_searched_job(id=JOB_ID, providers=3)
    kind = "application/json" if "json" in flag else "application/x-www-form-urlencoded"

    response = client.post(f"/api/start-calls/{JOB_ID}", data=body, content_type=kind)

    assert response.get_json() == json.loads(START_CALLS_RESPONSE)


def test_start_calls_says_as_printed_that_there_is_no_such_job(client):
    response = client.post(f"/api/start-calls/{JOB_ID}")

    assert response.status_code == 404
    assert response.get_json() == json.loads(JOB_NOT_FOUND)


def test_start_calls_says_as_printed_that_there_are_no_providers(client):
    make_example_job()

    response = client.post(f"/api/start-calls/{JOB_ID}")

    assert response.status_code == 404
    assert response.get_json() == json.loads(NO_PROVIDERS_FOUND)


def test_start_calls_says_as_printed_that_nobody_listens_and_leaves_nothing_pending(
    client, call_backend
):
    make_searched_job(id=JOB_ID, providers=3)
    call_backend.stop()

    response = client.post(f"/api/start-calls/{JOB_ID}")

    assert response.status_code == 503
    assert response.get_json() == json.loads(CALL_BACKEND_UNAVAILABLE)
    assert db.session.scalars(select(Provider.call_status)).all() == [None] * 3
    assert run_queued_tasks() == []


def test_start_calls_posts_to_start_job_of_the_call_backend(client, call_backend):
    make_searched_job(id=JOB_ID, providers=3)

    client.post(f"/api/start-calls/{JOB_ID}")
    run_queued_tasks()

    posts = [path for method, path in call_backend.requests if method == "POST"]
    assert posts == ["/calls/lookup", *[f"/start-job/{JOB_ID}"] * 3]  # The first asks for nothing.


def test_the_call_backend_is_at_port_6000_by_default():
    assert Settings.from_environ({}).call_backend_url == "http://localhost:6000"


def test_the_call_backend_is_where_the_environment_says():
    environ = {"CALL_BACKEND_URL": "http://localhost:6001"}

    assert Settings.from_environ(environ).call_backend_url == "http://localhost:6001"


def test_a_job_has_the_statuses_of_the_table():
    assert [*JobStatus] == ["collecting_info", "ready_for_search", "searched"]


def poll_status(client, job_id, sleep):
    """The snippet, ported: `sleep` stands for its `setTimeout`. How many polls it took."""
    for polls in count(1):
        providers = client.get(f"/api/providers/{job_id}/status").get_json()
        all_complete = all(
            provider["call_status"] in ("completed", "failed") for provider in providers
        )
        if all_complete:
            return polls
        assert polls < MOST_POLLS, "the page would poll for ever"
        sleep()
    raise AssertionError


def end_next_call(call_backend) -> dict | None:
    """Let one live call end, each in another way; `None` once all are over."""
    live = [call for call in call_backend.calls.values() if call["status"] != "ended"]
    if not live:
        return None
    outcome = ("agreed", "no_answer", "voicemail")[len(live) % 3]
    if outcome == "agreed":
        return call_backend.agree(live[0]["call_id"])
    return call_backend.end(live[0]["call_id"], outcome)


def run_sweep():
    """What beat sends, and the worker does."""
    celery.send_task(TaskName.SWEEP_CALLS)
    assert (TaskName.SWEEP_CALLS, ()) in run_queued_tasks()


@pytest.mark.parametrize("told_by", ["callback", "sweep"])
def test_the_polling_snippet_ends_when_the_calls_have_ended(client, call_backend, told_by):
    start = client.post(
        "/api/start-job", data=START_JOB_REQUEST, content_type="application/json"
    ).get_json()
    body = {"job_id": start["job_id"], "answers": {"q1": "The toilet is constantly running"}}
    providers = client.post("/api/complete-job", json=body).get_json()["providers"]
    client.post(f"/api/start-calls/{start['job_id']}")

    def five_seconds_pass():
        run_queued_tasks()
        ended = end_next_call(call_backend)
        if told_by == "callback" and ended:
            event = json.dumps(ended)
            client.post("/api/call-events", data=event, headers=signed(event))
        if told_by == "sweep":
            run_sweep()

    polls = poll_status(client, start["job_id"], five_seconds_pass)

    assert polls > len(providers)
    ends = client.get(f"/api/providers/{start['job_id']}/status").get_json()
    assert {it["call_status"] for it in ends} == {"completed", "failed"}
    assert all(it["call_transcript"] for it in ends if it["call_status"] == "completed")


def test_the_polling_snippet_ends_when_every_call_expires(client, app, settings, redis):
    app.extensions["settings"] = replace(settings, call_deadline_seconds=0.01)
    job = make_searched_job(providers=3)
    client.post(f"/api/start-calls/{job.id}")
    redis.flushall()  # The queue is lost, so nobody places a call.

    poll_status(client, job.id, run_sweep)

    outcomes = db.session.scalars(select(Provider.outcome)).all()
    assert outcomes == [Outcome.EXPIRED] * 3


def test_the_polling_snippet_ends_at_once_when_the_job_is_unknown(client):
    assert poll_status(client, "abc123", sleep=lambda: None) == 1
