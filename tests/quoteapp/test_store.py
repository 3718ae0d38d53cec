import random
import threading
import time
import zlib
from bisect import bisect_left
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import orjson
import pytest
from redis.client import NEVER_DECODE

from dev.redis_server import free_port
from quoteapp import store
from quoteapp.errors import JobIsBusy, JobNotFound, JobStoreUnavailable, JobTooLarge
from quoteapp.extensions import connect_redis
from quoteapp.models.asked import Question
from quoteapp.states import JobStatus
from tests.factories import make_job

pytestmark = pytest.mark.usefixtures("app")
ONE_DAY = timedelta(days=1).total_seconds()
THIRTY_DAYS = timedelta(days=30).total_seconds()


def key_of(job):
    return f"quoteapp:job:{job.id}"


def bytes_of(redis, job):
    return redis.execute_command("GET", key_of(job), **{NEVER_DECODE: True})


def hostile(length):
    """So many characters of which none can be guessed, each of four bytes."""
    drawn = random.Random(16)
    return "".join(chr(drawn.randrange(0x20000, 0x2A000)) for _ in range(length))


def largest_job():
    """A job whose document is as large as may be."""
    job = make_job()

    def with_answer(length):
        return replace(job, clarifications={"q1": hostile(length)})

    def is_too_large(length):
        with suppress(JobTooLarge):
            store.refuse_too_large(with_answer(length))
            return False
        return True

    return with_answer(bisect_left(range(10_000), True, key=is_too_large) - 1)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"price_limit": "no_limit"},
        {"price_limit": Decimal("0.10")},
        {"price_limit": Decimal("1000000")},
        {"original_query": "mi baño “gotea” 🚽\n\u2028"},
        {"notice": "Leave the house first.", "asked": ()},
        {"clarifications": {"q1": "sí"}, "status": JobStatus.SEARCHED},
        {"asked": (Question("q1", "¿Qué?"),), "status": JobStatus.READY_FOR_SEARCH},
    ],
    ids=str,
)
def test_get_gives_back_the_job_that_was_saved(changes):
    job = make_job(**changes)

    kept = store.get(job.id)

    assert kept == job
    assert type(kept.price_limit) is type(job.price_limit)
    assert isinstance(kept.status, JobStatus)


def test_save_replaces_what_was_there():
    job = make_job()

    store.save(replace(job, task="electrician"))

    assert store.get(job.id).task == "electrician"


def test_a_job_is_one_json_document_compressed(redis):
    job = make_job(price_limit=Decimal("10.50"))

    document = orjson.loads(zlib.decompress(bytes_of(redis, job)))

    assert document["zip_code"] == "95126"
    assert document["price_limit"] == "10.50"
    assert document["date_needed"] == "2025-12-10"


def test_a_document_that_was_kept_before_they_were_compressed_is_read(redis):
    job = make_job(clarifications={"q1": "sí 🚽"})
    redis.set(key_of(job), orjson.dumps(job.to_document()))

    assert store.get(job.id) == job


def test_a_document_that_was_too_large_when_it_was_kept_is_read(redis):
    job = make_job()
    larger = replace(job, clarifications={"q1": hostile(10_000)})
    redis.set(key_of(job), orjson.dumps(larger.to_document()))

    assert store.get(job.id) == larger


def test_no_document_is_larger_than_16_kb_as_it_lies_in_redis(redis):
    job = store.save(largest_job())

    assert 16 * 1024 - 8 <= len(bytes_of(redis, job)) <= 16 * 1024


def test_what_would_be_too_large_is_refused_and_changes_nothing(redis):
    job = make_job()
    larger = replace(job, clarifications={"q1": hostile(8_000)})

    for act in (store.save, store.refuse_too_large):
        with pytest.raises(JobTooLarge) as refusal:
            act(larger)
        assert list(refusal.value.errors) == ["answers"]

    assert store.get(job.id) == job


def test_five_hundred_of_the_largest_documents_leave_most_of_redis_free(redis):
    job = largest_job()
    before = redis.info("memory")["used_memory"]

    for number in range(500):
        store.save(replace(job, id=f"hostile-{number}"))

    # Redis rounds the room for each up to 20 KB. Its smallest plan at Heroku has 25 MB.
    assert redis.info("memory")["used_memory"] - before < 11 * 1024**2


def test_a_job_lives_for_a_day_until_it_is_completed(redis):
    job = make_job()

    assert ONE_DAY - 5 <= redis.ttl(key_of(job)) <= ONE_DAY


@pytest.mark.parametrize("status", [JobStatus.READY_FOR_SEARCH, JobStatus.SEARCHED])
def test_a_job_that_was_completed_lives_for_thirty_days(redis, status):
    job = make_job(status=status)

    assert THIRTY_DAYS - 5 <= redis.ttl(key_of(job)) <= THIRTY_DAYS


@pytest.mark.parametrize("status", JobStatus)
def test_a_job_lives_for_as_long_as_the_setting_says(app, settings, redis, status):
    app.extensions["settings"] = replace(settings, job_ttl_days=0.5)

    job = make_job(status=status)

    assert redis.ttl(key_of(job)) == pytest.approx(12 * 60 * 60, abs=5)


def test_saving_a_job_again_starts_its_life_anew(redis):
    job = make_job()
    redis.expire(key_of(job), 10)

    store.save(job)

    assert redis.ttl(key_of(job)) > ONE_DAY - 5


def test_a_job_whose_life_is_over_is_not_found(redis):
    job = make_job()
    redis.pexpire(key_of(job), 1)
    time.sleep(0.01)

    assert not store.exists(job.id)
    with pytest.raises(JobNotFound, match=job.id):
        store.get(job.id)


@pytest.mark.parametrize("job_id", ["abc123", "", "*", "a b", "ñ🚽", "x" * 5000])
def test_an_unknown_job_is_not_found(job_id):
    make_job()

    assert not store.exists(job_id)
    with pytest.raises(JobNotFound):
        store.get(job_id)


def test_the_lock_of_a_job_is_not_a_job():
    job = make_job()

    with store.changing(job.id):
        found = store.exists(f"{job.id}:lock")

    assert not found


def test_check_returns_when_redis_answers():
    assert store.check() is None


def change(job_id):
    with store.changing(job_id):
        raise AssertionError("Redis is away")


@pytest.mark.parametrize(
    "act",
    [
        lambda job: store.save(job),
        lambda job: store.get(job.id),
        lambda job: store.exists(job.id),
        lambda job: store.check(),
        lambda job: change(job.id),
    ],
    ids=["save", "get", "exists", "check", "changing"],
)
def test_everything_says_so_when_redis_is_away(app, settings, act):
    job = make_job()
    app.extensions["redis"].close()
    away = replace(settings, redis_url=f"redis://127.0.0.1:{free_port()}/0")
    app.extensions["redis"] = connect_redis(away)

    with pytest.raises(JobStoreUnavailable):
        act(job)


def test_a_second_one_waits_until_the_first_has_changed_the_job(app):
    job = make_job()
    order = []

    def second():
        with app.app_context(), store.changing(job.id):
            order.append("second")

    with store.changing(job.id):
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(0.15)
        order.append("first")
    thread.join()

    assert order == ["first", "second"]


def test_a_second_one_gives_up_when_the_first_takes_too_long(monkeypatch):
    monkeypatch.setattr(store, "LOCK_WAIT_SECONDS", 0.05)
    job = make_job()

    with store.changing(job.id), pytest.raises(JobIsBusy, match=job.id):
        change(job.id)


def test_another_job_need_not_wait(monkeypatch):
    monkeypatch.setattr(store, "LOCK_WAIT_SECONDS", 0.05)

    with store.changing(make_job().id), store.changing(make_job().id):
        pass


def test_the_job_is_free_again_when_changing_it_failed(monkeypatch):
    monkeypatch.setattr(store, "LOCK_WAIT_SECONDS", 0.05)
    job = make_job()
    with pytest.raises(ZeroDivisionError), store.changing(job.id):
        raise ZeroDivisionError

    with store.changing(job.id):
        pass


def test_the_job_is_free_again_when_its_holder_was_killed(monkeypatch):
    monkeypatch.setattr(store, "LOCK_SECONDS", 0.1)
    job = make_job()
    store.changing(job.id).__enter__()

    with store.changing(job.id):
        pass


def test_a_lock_that_redis_forgot_is_no_error(redis):
    job = make_job()

    with store.changing(job.id):
        redis.flushall()


def test_who_comes_back_late_does_not_free_the_lock_of_the_next(monkeypatch):
    monkeypatch.setattr(store, "LOCK_SECONDS", 0.05)
    job = make_job()
    late = store.changing(job.id)
    late.__enter__()
    time.sleep(0.06)
    monkeypatch.setattr(store, "LOCK_SECONDS", 30)
    monkeypatch.setattr(store, "LOCK_WAIT_SECONDS", 0.05)

    with store.changing(job.id):
        late.__exit__(None, None, None)
        with pytest.raises(JobIsBusy):
            change(job.id)
