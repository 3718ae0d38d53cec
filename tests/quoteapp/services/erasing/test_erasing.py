"""A customer takes a job back: what goes, what stays, and where a process may die."""

import threading
from typing import Any

import pytest
from flask import Flask
from redis import Redis
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from quoteapp import store
from quoteapp.errors import JobNotFound, JobStoreUnavailable, NoProvidersFound
from quoteapp.extensions import db, now
from quoteapp.models import Brief, Erasure, Provider
from quoteapp.models.providers import Source
from quoteapp.services import calls, erasing, jobs
from quoteapp.services.calls import asking
from quoteapp.services.erasing import elsewhere, tombstones
from quoteapp.services.finding import search
from quoteapp.services.finding.blocked_numbers import block, blocked_numbers
from quoteapp.services.finding.providers import providers_of
from quoteapp.services.finding.search import Found
from quoteapp.services.jobs import completing
from quoteapp.services.polling import status
from quoteapp.states import CallStatus
from tests.call_backend import FakeCallBackend
from tests.factories import make_job, make_provider, make_searched_job
from tests.quoteapp.services.erasing.left import (
    EMPTY,
    called_job,
    provider_ids,
    waiting,
    words_left,
)
from tests.tasks_in_line import run_queued_tasks


@pytest.fixture(autouse=True)
def _app(app: Flask) -> None:
    """Every test here needs the app."""


def is_gone(job_id: str) -> bool:
    """Whether every door says so."""
    for act in (jobs.get, calls.start, calls.cancel, lambda id_: jobs.complete(id_, {"q1": "x"})):
        with pytest.raises(JobNotFound):
            act(job_id)  # type: ignore[operator]
    return providers_of(job_id) == [] and status.get(job_id).body == b"[]"


def test_of_an_erased_job_an_empty_tombstone_is_left(call_backend: FakeCallBackend) -> None:
    job_id, keys = called_job()
    calls.start(job_id)
    run_queued_tasks()

    erasing.erase(job_id)

    assert words_left(job_id) == [EMPTY]
    assert waiting(job_id) == set()
    assert call_backend.erased == set(keys)
    assert call_backend.calls == {}
    assert is_gone(job_id)


def test_a_finished_call_is_erased_with_its_transcript(call_backend: FakeCallBackend) -> None:
    job_id, keys = called_job()
    calls.start(job_id)
    run_queued_tasks()
    for call_id in list(call_backend.calls):
        call_backend.agree(call_id)
    calls.sweep()
    assert b"That would be 150 dollars." in status.get(job_id).body

    erasing.erase(job_id)

    assert is_gone(job_id)
    assert (call_backend.erased, call_backend.calls) == (set(keys), {})


def test_every_attempt_is_erased_not_the_last_alone(call_backend: FakeCallBackend) -> None:
    job_id, keys = called_job()
    calls.start(job_id)
    run_queued_tasks()
    for call_id in list(call_backend.calls):
        call_backend.end(call_id, "busy")
    calls.sweep()
    calls.start(job_id, calls.Asking(retry_failed=True))
    run_queued_tasks()

    erasing.erase(job_id)

    assert call_backend.erased == {*keys, *(key[:-1] + "2" for key in keys)}
    assert call_backend.calls == {}


def test_a_job_that_was_never_completed_is_erased() -> None:
    job = make_job()

    erasing.erase(job.id)

    assert words_left(job.id) == [EMPTY]
    assert is_gone(job.id)


def test_a_job_whose_document_has_expired_is_erased() -> None:
    job_id, _ = called_job()
    store.erase(job_id)

    erasing.erase(job_id)

    assert words_left(job_id) == [EMPTY]


def test_a_provider_that_was_never_called_has_no_key_to_shut(call_backend: FakeCallBackend) -> None:
    job_id, _ = called_job()

    erasing.erase(job_id)

    assert call_backend.requests == []


def test_other_jobs_are_left_alone(call_backend: FakeCallBackend) -> None:
    job_id, _ = called_job()
    other, other_keys = called_job()
    calls.start(other)
    run_queued_tasks()

    erasing.erase(job_id)

    assert jobs.get(other).id == other
    assert [one.id for one in providers_of(other)] == provider_ids(other_keys)
    assert len(call_backend.calls) == 3


def test_a_number_that_asked_not_to_be_called_stays(call_backend: FakeCallBackend) -> None:
    job_id, _ = called_job()
    calls.start(job_id)
    run_queued_tasks()
    for call_id in list(call_backend.calls):
        call_backend.end(call_id, "opted_out")
    calls.sweep()

    erasing.erase(job_id)

    assert {one.phone for one in blocked_numbers()} == set(call_backend.dialled)


def test_an_unknown_job_is_not_found_and_leaves_no_tombstone() -> None:
    with pytest.raises(JobNotFound, match="nope"):
        erasing.erase("nope")

    assert db.session.get(Brief, "nope") is None


def test_a_second_time_there_is_nothing_left(call_backend: FakeCallBackend) -> None:
    job_id, _ = called_job()
    erasing.erase(job_id)

    with pytest.raises(JobNotFound, match=job_id):
        erasing.erase(job_id)


def test_while_something_is_left_a_second_time_tries_again(call_backend: FakeCallBackend) -> None:
    job_id, keys = called_job()
    calls.start(job_id)
    call_backend.fault = lambda *_: (500, {})
    erasing.erase(job_id)
    assert waiting(job_id) == set(keys)

    call_backend.fault = None
    erasing.erase(job_id)

    assert waiting(job_id) == set()
    assert call_backend.erased == set(keys)
    with pytest.raises(JobNotFound):
        erasing.erase(job_id)


def test_a_tombstone_keeps_its_age_when_it_is_erased_again(call_backend: FakeCallBackend) -> None:
    job_id, _ = called_job()
    calls.start(job_id)
    call_backend.fault = lambda *_: (500, {})
    erasing.erase(job_id)
    before = db.session.scalar(select(Brief.erased_at))
    db.session.rollback()

    erasing.erase(job_id)

    assert db.session.scalar(select(Brief.erased_at)) == before


def test_a_document_that_a_power_cut_brought_back_is_erased_again() -> None:
    job = make_job()
    erasing.erase(job.id)
    store.save(job)

    with pytest.raises(JobNotFound):
        jobs.get(job.id)
    erasing.erase(job.id)

    assert words_left(job.id) == [EMPTY]


def test_no_connection_is_held_while_others_are_talked_to(
    app: Flask, call_backend: FakeCallBackend
) -> None:
    job_id, _ = called_job()
    calls.start(job_id)
    held: list[int] = []
    engine: Any = db.engine

    def look(*_: str) -> None:
        held.append(engine.pool.checkedout())

    call_backend.fault = look

    erasing.erase(job_id)

    assert held == [0, 0, 0]


# Who is away.


def test_without_redis_a_job_that_the_database_knows_is_erased(
    app_without_redis: Flask, call_backend: FakeCallBackend
) -> None:
    job_id, keys = called_job()
    calls.start(job_id)

    with app_without_redis.app_context():
        erasing.erase(job_id)

    assert waiting(job_id) == {""}
    assert call_backend.erased == set(keys)
    assert is_gone(job_id)
    assert store.exists(job_id)


def test_without_redis_a_job_that_redis_alone_could_know_is_left(app_without_redis: Flask) -> None:
    job = make_job()

    with app_without_redis.app_context(), pytest.raises(JobStoreUnavailable):
        erasing.erase(job.id)

    assert db.session.get(Brief, job.id) is None
    assert jobs.get(job.id) == job


def test_a_call_backend_that_is_away_keeps_nobody_waiting(call_backend: FakeCallBackend) -> None:
    job_id, keys = called_job()
    calls.start(job_id)
    call_backend.stop()

    erasing.erase(job_id)

    assert waiting(job_id) == set(keys)
    assert is_gone_without_calls(job_id)


def is_gone_without_calls(job_id: str) -> bool:
    with pytest.raises(JobNotFound):
        jobs.get(job_id)
    return words_left(job_id) == [EMPTY]


def test_a_call_backend_that_does_not_answer_is_asked_once(
    call_backend: FakeCallBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quoteapp.clients.call_backend.ERASE_TIMEOUT", (0.2, 0.2))
    job_id, keys = called_job()
    calls.start(job_id)
    silent, asked = threading.Event(), []

    def say_nothing(method: str, *_: Any) -> None:
        asked.append(method)
        silent.wait(5)

    monkeypatch.setattr(call_backend, "answer", say_nothing)

    erasing.erase(job_id)
    silent.set()

    assert asked == ["DELETE"]
    assert waiting(job_id) == set(keys)


def test_a_customer_waits_no_longer_than_a_round_may_last(
    call_backend: FakeCallBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elsewhere, "LONGEST_ROUND", 0.0)
    job_id, keys = called_job()
    calls.start(job_id)

    erasing.erase(job_id)

    assert waiting(job_id) == {"", *keys}
    assert is_gone(job_id)


# Where a process dies.


class Death(BaseException):
    """A process that is gone runs no handler of ours."""


def dies(monkeypatch: pytest.MonkeyPatch, room: Any, name: str) -> None:
    def die(*_: Any, **__: Any) -> None:
        raise Death

    monkeypatch.setattr(room, name, die)


def test_who_dies_before_the_commit_has_changed_nothing(
    call_backend: FakeCallBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id, keys = called_job()
    calls.start(job_id)
    with monkeypatch.context() as patch:
        dies(patch, db.session, "commit")
        with pytest.raises(Death):
            erasing.erase(job_id)
    db.session.rollback()

    assert jobs.get(job_id).id == job_id
    assert [one.id for one in providers_of(job_id)] == provider_ids(keys)
    assert waiting(job_id) == set()


def test_who_dies_after_the_commit_leaves_the_rest_to_the_sweep(
    call_backend: FakeCallBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id, keys = called_job()
    calls.start(job_id)
    run_queued_tasks()
    with monkeypatch.context() as patch:
        dies(patch, elsewhere, "finish_job")
        with pytest.raises(Death):
            erasing.erase(job_id)
    assert store.exists(job_id)
    assert len(call_backend.calls) == 3
    assert is_gone(job_id)

    let_time_pass()
    calls.sweep()

    assert waiting(job_id) == set()
    assert words_left(job_id) == [EMPTY]
    assert (call_backend.erased, call_backend.calls) == (set(keys), {})


def test_who_dies_before_the_rows_are_removed_has_it_erased_once_more(
    call_backend: FakeCallBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id, keys = called_job()
    calls.start(job_id)
    with monkeypatch.context() as patch:
        dies(patch, elsewhere, "_remove")
        with pytest.raises(Death):
            erasing.erase(job_id)
    assert waiting(job_id) == {"", *keys}

    let_time_pass()
    calls.sweep()

    assert waiting(job_id) == set()
    erasures = [path for method, path in call_backend.requests if method == "DELETE"]
    assert len(erasures) == 6


def test_a_database_that_goes_away_after_the_commit_does_not_spoil_the_answer(
    call_backend: FakeCallBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id, keys = called_job()
    calls.start(job_id)
    with monkeypatch.context() as patch:

        def away(*_: Any) -> None:
            raise OperationalError("DELETE", {}, Exception("gone"))

        patch.setattr(elsewhere, "_remove", away)
        erasing.erase(job_id)

    assert waiting(job_id) == {"", *keys}
    assert is_gone(job_id)


def let_time_pass() -> None:
    """All that waits is due."""
    for one in db.session.scalars(select(Erasure)):
        one.look_at = now()
    db.session.commit()


# Who comes too late.


def test_a_task_for_a_row_that_is_gone_does_nothing(call_backend: FakeCallBackend) -> None:
    job_id, keys = called_job()
    calls.start(job_id)
    erasing.erase(job_id)
    call_backend.requests.clear()

    run_queued_tasks()
    for id_ in provider_ids(keys):
        calls.place(id_)
        calls.settle(id_)
        calls.hang_up(id_)
        calls.give_up(id_, "too late")
    calls.hear("a-call-that-is-gone", "ended")

    assert run_queued_tasks() == []
    assert call_backend.requests == []
    assert call_backend.dialled == []


def test_a_claim_that_is_posted_after_the_erasing_dials_nothing(
    call_backend: FakeCallBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The claim is committed, then the job is erased, then the post is sent."""
    job_id, keys = called_job()
    calls.start(job_id)
    post = call_backend_client().start
    erased: list[str] = []

    def erase_then_post(*arguments: Any) -> str:
        if not erased:
            erased.append(job_id)
            erasing.erase(job_id)
        return post(*arguments)

    monkeypatch.setattr(call_backend_client(), "start", erase_then_post)

    run_queued_tasks()

    assert erased == [job_id]
    assert call_backend.keys == keys[:1]  # The two others found no row to claim.
    assert call_backend.dialled == []
    assert words_left(job_id) == [EMPTY]


def test_a_claim_whose_answer_comes_after_the_erasing_is_hung_up(
    call_backend: FakeCallBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The post has dialled; its answer is on the way while the job is erased."""
    job_id, keys = called_job()
    calls.start(job_id)
    post = call_backend_client().start

    def post_then_erase(*arguments: Any) -> str:
        call_id = post(*arguments)
        erasing.erase(job_id)
        return call_id

    monkeypatch.setattr(call_backend_client(), "start", post_then_erase)

    run_queued_tasks()

    assert len(call_backend.dialled) == 1
    assert call_backend.calls == {}
    assert call_backend.erased == set(keys)
    assert words_left(job_id) == [EMPTY]


def test_an_unanswered_claim_is_never_posted_again(call_backend: FakeCallBackend) -> None:
    job_id, keys = called_job()
    calls.start(job_id)
    call_backend.answer_lost = True
    run_queued_tasks()
    assert len(call_backend.dialled) == 3

    erasing.erase(job_id)
    calls.sweep()
    run_queued_tasks()

    assert len(call_backend.keys) == 3
    assert (call_backend.erased, call_backend.calls) == (set(keys), {})


def test_what_a_call_brought_is_not_written_when_its_job_is_erased_meanwhile(
    call_backend: FakeCallBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The call is read, then its job is erased, then its end is written down."""
    job_id, keys = called_job()
    calls.start(job_id)
    run_queued_tasks()
    for call_id in list(call_backend.calls):
        call_backend.end(call_id, "opted_out")
    ended = call_backend_client().ended

    def read_then_erase(call_id: str) -> Any:
        end = ended(call_id)
        erasing.erase(job_id)
        return end

    monkeypatch.setattr(call_backend_client(), "ended", read_then_erase)

    calls.settle(provider_ids(keys)[0])

    assert words_left(job_id) == [EMPTY]


def test_start_calls_that_has_looked_before_the_erasing_asks_for_nothing(
    call_backend: FakeCallBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It finds providers, asks whether the call backend answers, and the job is erased then."""
    job_id, _ = called_job()
    monkeypatch.setattr(asking, "_line", lambda: (erasing.erase(job_id), "simulated")[1])  # type: ignore[func-returns-value]

    with pytest.raises(JobNotFound):
        calls.start(job_id)

    assert run_queued_tasks() == []
    assert words_left(job_id) == [EMPTY]


def found_while(meanwhile: Any) -> Any:
    """A search during which something happens."""

    def search_slowly(*_: Any) -> list[Found]:
        meanwhile()
        return [Found("Reliable Plumbing", "+14085550101", Source.SAMPLE)]

    return search_slowly


def test_a_job_that_is_erased_during_its_search_gets_no_providers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    job = make_job()
    monkeypatch.setattr(search, "search", found_while(lambda: erasing.erase(job.id)))

    with pytest.raises(JobNotFound):
        jobs.complete(job.id, {"q1": "yes"})

    assert words_left(job.id) == [EMPTY]


def test_a_job_that_is_erased_when_its_providers_are_written_does_not_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The providers are committed, then the job is erased, then its document is saved."""
    job = make_job()
    monkeypatch.setattr(search, "search", found_while(lambda: None))
    record = completing.record

    def record_then_erase(*arguments: Any) -> None:
        record(*arguments)
        erasing.erase(job.id)

    monkeypatch.setattr(completing, "record", record_then_erase)

    with pytest.raises(JobNotFound):
        jobs.complete(job.id, {"q1": "yes"})

    assert words_left(job.id) == [EMPTY]


def test_a_document_that_is_kept_again_at_the_moment_of_erasing_is_gone_in_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Erased between the look into Redis and the second write: that one looks for the tombstone."""
    job = make_job()
    update = store.update

    def erase_then_update(one: Any) -> bool:
        if not tombstones.is_erased(job.id):
            erasing.erase(job.id)
        return update(one)

    monkeypatch.setattr(store, "update", erase_then_update)

    with pytest.raises(JobNotFound):
        jobs.complete(job.id, {"q1": "yes"})

    assert words_left(job.id) == [EMPTY]


def test_an_erased_job_is_not_searched_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its document still lies there: who erased it died after the commit."""
    job = make_job()
    erasing.erase(job.id)
    store.save(job)
    searched: list[str] = []
    monkeypatch.setattr(search, "search", found_while(lambda: searched.append(job.id)))

    with pytest.raises(JobNotFound):
        jobs.complete(job.id, {"q1": "yes"})

    assert searched == []


def test_a_job_without_providers_that_is_not_erased_says_so() -> None:
    with pytest.raises(NoProvidersFound):
        calls.start(make_searched_job(providers=0).id)


def test_a_flush_of_redis_changes_nothing(redis: Redis, call_backend: FakeCallBackend) -> None:
    job_id, keys = called_job()
    calls.start(job_id)
    redis.flushall()

    erasing.erase(job_id)
    redis.flushall()
    calls.sweep()

    assert run_queued_tasks() == []
    assert call_backend.erased == set(keys)
    assert words_left(job_id) == [EMPTY]


def test_a_number_that_an_operator_has_blocked_stays() -> None:
    provider = make_provider(call_status=CallStatus.PENDING)
    phone, job_id = str(provider.phone), provider.job_id
    block(phone)

    erasing.erase(job_id)

    assert [one.phone for one in blocked_numbers()] == [phone]
    assert db.session.scalar(select(Provider.id)) is None


def call_backend_client() -> Any:
    """The app's client, to be spoiled."""
    from quoteapp.clients.call_backend import call_backend

    call_backend.check()
    return call_backend._get_current_object()  # type: ignore[attr-defined]


def test_a_tombstone_is_no_brief_for_code_from_before_there_were_any() -> None:
    job_id, _ = called_job()

    erasing.erase(job_id)

    assert db.session.scalar(select(Brief.calls_started_at)) is not None
    assert tombstones.is_erased(job_id)
