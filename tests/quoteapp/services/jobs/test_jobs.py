import threading
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from quoteapp import store
from quoteapp.errors import CallsAlreadyStarted, InvalidInput, JobIsBusy, JobNotFound
from quoteapp.extensions import db
from quoteapp.models import Brief, Provider
from quoteapp.models.providers import Source
from quoteapp.services import calls, jobs
from quoteapp.services.finding import search
from quoteapp.services.finding.providers import providers_of
from quoteapp.services.finding.search import Found
from quoteapp.services.jobs.completing import canonical
from quoteapp.states import CallStatus, JobStatus
from tests.factories import make_job, make_searched_job

pytestmark = pytest.mark.usefixtures("app")
RACERS = 6
YES = {"q1": "yes"}
NO = {"q1": "no"}


class Searches:
    """Stands in for the search: every one finds other businesses, and `meanwhile` happens."""

    def __init__(self) -> None:
        self.count = 0
        self.meanwhile: Callable[[], Any] = lambda: None

    def __call__(self, trade: str, zip_code: str, limit: int, seconds: float) -> list[Found]:
        self.count += 1
        name = f"Plumber of search {self.count}"
        meanwhile, self.meanwhile = self.meanwhile, lambda: None
        meanwhile()
        return [Found(name, f"+1408555010{n}", Source.SAMPLE) for n in range(3)]


@pytest.fixture
def searches(monkeypatch) -> Searches:
    stand_in = Searches()
    monkeypatch.setattr(search, "search", stand_in)
    return stand_in


def start(**changes):
    request = {
        "query": "fix my toilet",
        "house_address": "123 Main St, San Jose, CA 95126",
        "zip_code": "95126",
        "price_limit": Decimal(250),
        "date_needed": date(2025, 12, 10),
    }
    return jobs.start(**request | changes)


def ids_of(job_id):
    db.session.expire_all()
    return [provider.id for provider in providers_of(job_id)]


def count_of(model):
    return db.session.scalar(select(func.count()).select_from(model))


def race(app, acts):
    """Run all acts at once, each in a context of its own; what each returned or raised."""
    barrier = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(place, act):
        with app.app_context():
            barrier.wait()
            try:
                results[place] = act()
            except Exception as error:
                results[place] = error

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def complete_in_another_request(app, job_id, answers):
    """The same as `jobs.complete`, in a thread; the ids of the providers or the error."""

    def act():
        return [provider.id for provider in jobs.complete(job_id, answers)[1]]

    return race(app, [act])[0]


def test_start_keeps_the_job():
    job = start()

    assert store.get(job.id) == job
    assert job.status is JobStatus.COLLECTING_INFO
    assert job.task == "plumber"


def test_start_gives_every_job_an_id_of_its_own():
    assert start().id != start().id


@pytest.mark.parametrize("zip_code", ["00000", "99999", "00000-1234"])
def test_start_refuses_a_zip_that_does_not_exist(redis, zip_code):
    with pytest.raises(InvalidInput) as refusal:
        start(zip_code=zip_code)

    assert list(refusal.value.errors) == ["zip_code"]
    assert redis.keys("quoteapp:*") == []


def test_complete_searches_once_and_keeps_what_it_found(searches):
    job = make_job()

    done, providers = jobs.complete(job.id, YES)

    assert done.status is JobStatus.SEARCHED
    assert done.clarifications == YES
    assert store.get(job.id) == done
    assert [it.name for it in providers] == ["Plumber of search 1"] * 3
    brief = db.session.get(Brief, job.id)
    assert brief.answers == canonical(YES)
    assert brief.body == done.brief()
    assert brief.calls_started_at is None


def test_complete_tells_the_agent_neither_address_nor_name():
    job = make_job(house_address="1600 Pennsylvania Ave")

    jobs.complete(job.id, YES)

    assert "Pennsylvania" not in str(db.session.get(Brief, job.id).body)


@pytest.mark.parametrize(
    "again",
    [YES, {"q1": " yes "}, {"q1": "yes", "q2": ""}, {"q3": " \n", "q1": "yes", "q2": "\t"}],
)
def test_complete_again_with_the_same_answers_finds_nobody_new(searches, again):
    job = make_job()
    first, _ = jobs.complete(job.id, YES)
    ids = ids_of(job.id)

    second, providers = jobs.complete(job.id, again)

    assert second == first
    assert [it.id for it in providers] == ids == ids_of(job.id)
    assert searches.count == 1


def test_complete_again_without_any_answer_finds_nobody_new(searches):
    job = make_job()
    jobs.complete(job.id, {})
    ids = ids_of(job.id)

    jobs.complete(job.id, {"q1": "", "q2": "  "})

    assert ids_of(job.id) == ids


def test_complete_compares_answers_whatever_their_order(searches):
    job = make_job()
    jobs.complete(job.id, {"q1": "yes", "q2": "no"})

    jobs.complete(job.id, {"q2": "no", "q1": "yes"})

    assert searches.count == 1


def test_complete_with_other_answers_replaces_the_providers(searches):
    job = make_job()
    jobs.complete(job.id, YES)
    before = ids_of(job.id)

    done, providers = jobs.complete(job.id, NO)

    assert done.clarifications == NO
    assert [it.name for it in providers] == ["Plumber of search 2"] * 3
    assert set(before).isdisjoint(ids_of(job.id))
    assert count_of(Provider) == 3
    assert db.session.get(Brief, job.id).body["answers"][0]["answer"] == "no"


def test_complete_leaves_other_jobs_alone(searches):
    other = make_searched_job(providers=2)
    job = make_job()
    jobs.complete(job.id, YES)

    jobs.complete(job.id, NO)

    assert len(ids_of(other.id)) == 2


def test_complete_searches_again_when_the_first_search_found_nobody(monkeypatch, searches):
    job = make_searched_job(providers=0)

    jobs.complete(job.id, {"q1": "It runs constantly"})

    assert searches.count == 1


def test_complete_with_the_same_answers_still_answers_after_calls_have_started(searches):
    job = make_job()
    jobs.complete(job.id, YES)
    ids = ids_of(job.id)
    calls.start(job.id)

    _, providers = jobs.complete(job.id, YES)

    assert [it.id for it in providers] == ids
    assert {it.call_status for it in providers} == {CallStatus.PENDING}


def test_complete_refuses_other_answers_after_calls_have_started_and_does_not_search(searches):
    job = make_job()
    done, _ = jobs.complete(job.id, YES)
    ids = ids_of(job.id)
    calls.start(job.id)

    with pytest.raises(CallsAlreadyStarted, match=job.id):
        jobs.complete(job.id, NO)

    assert searches.count == 1
    assert store.get(job.id) == done
    assert ids_of(job.id) == ids


def test_complete_refuses_other_answers_when_calls_start_during_its_search(app, searches):
    job = make_job()
    jobs.complete(job.id, YES)
    ids = ids_of(job.id)
    searches.meanwhile = lambda: race(app, [lambda: calls.start(job.id)])

    with pytest.raises(CallsAlreadyStarted):
        jobs.complete(job.id, NO)

    assert ids_of(job.id) == ids
    assert db.session.get(Brief, job.id).answers == canonical(YES)


def test_the_job_still_shows_the_answers_that_stand_when_calls_start_during_a_search(app, searches):
    job = make_job()
    done, _ = jobs.complete(job.id, YES)
    searches.meanwhile = lambda: race(app, [lambda: calls.start(job.id)])

    with pytest.raises(CallsAlreadyStarted):
        jobs.complete(job.id, NO)

    assert store.get(job.id) == done


@pytest.mark.parametrize("answers", [{"q9": "yes"}, {"q1": "yes", "q0": ""}, {"": "yes"}])
def test_complete_refuses_an_answer_to_a_question_never_asked(searches, answers):
    job = make_job()

    with pytest.raises(InvalidInput) as refusal:
        jobs.complete(job.id, answers)

    assert list(refusal.value.errors) == ["answers"]
    assert store.get(job.id) == job
    assert searches.count == 0


def test_complete_refuses_an_unknown_job(searches):
    with pytest.raises(JobNotFound, match="abc123"):
        jobs.complete("abc123", {})

    assert searches.count == 0


def test_complete_leaves_the_job_open_when_the_search_fails(searches):
    job = make_job()

    def fail():
        raise ZeroDivisionError

    searches.meanwhile = fail
    with pytest.raises(ZeroDivisionError):
        jobs.complete(job.id, YES)

    _, providers = jobs.complete(job.id, YES)

    assert len(providers) == 3


@pytest.mark.parametrize("lock", ["with the lock", "without it"])
def test_racing_requests_with_the_same_answers_get_the_same_providers(
    app, searches, monkeypatch, lock
):
    if lock == "without it":
        monkeypatch.setattr(store, "changing", nullcontext)
    job = make_job()

    def act():
        done, providers = jobs.complete(job.id, YES)
        return done.status, [provider.id for provider in providers]

    results = race(app, [act] * RACERS)

    assert results == [(JobStatus.SEARCHED, ids_of(job.id))] * RACERS
    assert count_of(Provider) == 3
    assert count_of(Brief) == 1
    if lock == "with the lock":
        assert searches.count == 1


@pytest.mark.parametrize("lock", ["with the lock", "without it"])
def test_racing_requests_with_other_answers_leave_one_set_of_providers(
    app, searches, monkeypatch, lock
):
    if lock == "without it":
        monkeypatch.setattr(store, "changing", nullcontext)
    job = make_job()
    acts = [lambda n=n: jobs.complete(job.id, {"q1": f"answer {n}"})[0] for n in range(RACERS)]

    results = race(app, acts)

    assert {done.status for done in results} == {JobStatus.SEARCHED}
    assert len(ids_of(job.id)) == 3
    assert count_of(Brief) == 1
    if lock == "with the lock":
        assert db.session.get(Brief, job.id).answers == canonical(store.get(job.id).clarifications)


def test_a_second_request_waits_for_no_longer_than_it_may(app, searches, monkeypatch):
    monkeypatch.setattr(store, "LOCK_WAIT_SECONDS", 0.05)
    job = make_job()
    others = []
    searches.meanwhile = lambda: others.append(complete_in_another_request(app, job.id, YES))

    jobs.complete(job.id, YES)

    assert isinstance(others[0], JobIsBusy)


@pytest.mark.parametrize("kept", ["the job is back", "the job is gone"])
def test_a_redis_flushed_during_a_search_makes_no_second_set(app, redis, searches, kept):
    job = make_job()
    others = []

    def flush():
        redis.flushall()
        if kept == "the job is back":
            store.save(job)
        others.append(complete_in_another_request(app, job.id, YES))

    searches.meanwhile = flush
    _, providers = jobs.complete(job.id, YES)

    ids = [provider.id for provider in providers]
    assert ids == ids_of(job.id)
    assert count_of(Provider) == 3
    if kept == "the job is back":
        assert others == [ids]
    else:
        assert isinstance(others[0], JobNotFound)


def test_a_redis_flushed_between_two_requests_makes_no_second_set(redis, searches):
    job = make_job()
    jobs.complete(job.id, YES)
    ids = ids_of(job.id)
    redis.flushall()
    store.save(job)  # As a copy of an hour ago would bring it back: not yet searched.

    done, providers = jobs.complete(job.id, YES)

    assert [it.id for it in providers] == ids == ids_of(job.id)
    assert done.status is JobStatus.SEARCHED


def test_http_racers_get_one_set_of_providers(app, searches):
    job = make_job()
    body = {"job_id": job.id, "answers": YES}

    def act():
        return app.test_client().post("/api/complete-job", json=body).get_json()

    first, *rest = race(app, [act] * RACERS)

    assert len(first["providers"]) == 3
    assert rest == [first] * (RACERS - 1)
    assert searches.count == 1


def test_canonical_answers_are_the_same_text_whatever_their_order():
    assert canonical({"q2": "b", "q1": "ñ"}) == canonical({"q1": "ñ", "q2": "b"})
    assert canonical({"q1": "a"}) != canonical({"q2": "a"})


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("It runs constantly", "It runs constantly"),
        ("It drips. The key is under the mat.", "It drips."),
        ("The key is under the mat", None),
        ("I lost my key", "I lost my key"),
        ("It holds 250 gallons. It is loud.", "It is loud."),
        ("It holds 1250 gallons", "It holds 1250 gallons"),
        ("up to $200", None),
    ],
)
def test_the_brief_tells_what_may_be_said_of_an_answer(searches, answer, told):
    job = make_job(price_limit=Decimal(250))

    done, _ = jobs.complete(job.id, {"q1": answer})

    assert done.clarifications == {"q1": answer}
    told_of = [] if told is None else [{"question": "Question 1?", "answer": told}]
    assert done.brief()["answers"] == told_of
    assert db.session.get(Brief, job.id).body["answers"] == told_of
    assert done.answered[0].spoken is (answer == told)


@pytest.mark.parametrize(
    ("limit", "figure"), [("99.50", "99.50"), ("1200", "1,200"), ("1200", "1200"), ("0.50", "0.50")]
)
def test_the_brief_never_tells_the_figure_of_the_limit(limit, figure):
    job = make_job(price_limit=Decimal(limit), clarifications={"q1": f"the tag says {figure}"})

    assert job.brief()["answers"] == []


def test_without_a_limit_any_figure_is_told():
    job = make_job(price_limit="no_limit", clarifications={"q1": "the tag says 250"})

    assert job.answered[0].said == "the tag says 250"


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("fix my fucking toilet", "your toilet needs to be fixed"),
        ("my toilet leaks, the key is under the mat", "your toilet leaks"),
        ("the back door is never locked", "you need your locks rekeyed or changed"),
        ("fix my toilet", "your toilet needs to be fixed"),
    ],
)
def test_the_problem_of_a_job_is_one_that_a_stranger_may_hear(query, problem):
    job = jobs.start(query, "123 Main St", "95126", "no_limit", date(2025, 12, 10))

    assert job.problem == problem
    assert job.original_query == query
