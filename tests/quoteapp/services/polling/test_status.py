"""The read model of the poll: true after every road that changes a row, and cheap."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import orjson
import pytest
from flask import Flask, current_app
from redis import Redis

from quoteapp.errors import TryAgain
from quoteapp.extensions import db, now
from quoteapp.models import Provider
from quoteapp.models.providers import Source
from quoteapp.schemas.providers import ProviderStatusSchema
from quoteapp.services import calls, jobs
from quoteapp.services.finding.providers import providers_of
from quoteapp.services.polling import status
from quoteapp.services.polling.status import Statuses
from quoteapp.states import CallStatus, Outcome
from tests import imports
from tests.call_backend import FakeCallBackend
from tests.factories import make_provider, make_searched_job
from tests.statements import counted

PAST = timedelta(seconds=-1)
Road = Callable[[FakeCallBackend], Iterator[str]]


@pytest.fixture(autouse=True)
def _app(app: Flask) -> None:
    """Every test here needs the app."""


@pytest.fixture
def always_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer is kept, not even for the blink that a poll may be old."""
    monkeypatch.setattr(status, "FRESH_SECONDS", 0)


class Clock:
    """Stands in for `time.monotonic`, and stands still."""

    def __init__(self) -> None:
        self.moment = 1_000.0

    def monotonic(self) -> float:
        return self.moment


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(status, "time", clock)
    return clock


def as_the_schema_dumps_it(job_id: str) -> bytes:
    """The answer that Marshmallow makes of the rows as they are now."""
    db.session.expire_all()
    return orjson.dumps(ProviderStatusSchema(many=True).dump(providers_of(job_id)))


def pending(**changes: Any) -> Provider:
    return make_provider(call_status=CallStatus.PENDING, **changes)


def placed(**changes: Any) -> Provider:
    provider = pending(**changes)
    calls.place(provider.id)
    db.session.refresh(provider)
    return provider


# Each road yields the job when it stands before the change, and changes it when it goes on.


def start(_: FakeCallBackend) -> Iterator[str]:
    job = make_searched_job()
    yield job.id
    calls.start(job.id)


def claim_without_an_answer(call_backend: FakeCallBackend) -> Iterator[str]:
    provider = pending()
    call_backend.answer_lost = True
    yield provider.job_id
    calls.place(provider.id)


def place(_: FakeCallBackend) -> Iterator[str]:
    provider = pending()
    yield provider.job_id
    calls.place(provider.id)


def refuse(call_backend: FakeCallBackend) -> Iterator[str]:
    provider = pending()
    call_backend.fault = lambda _method, _path: (422, {"detail": "No such number"})
    yield provider.job_id
    calls.place(provider.id)


def give_up(_: FakeCallBackend) -> Iterator[str]:
    provider = pending()
    yield provider.job_id
    calls.give_up(provider.id, "tried for too long")


def settle(call_backend: FakeCallBackend) -> Iterator[str]:
    provider = placed()
    call_backend.agree(str(provider.call_id))
    yield provider.job_id
    calls.settle(provider.id)


def settle_without_a_price(call_backend: FakeCallBackend) -> Iterator[str]:
    provider = placed()
    call_backend.end(str(provider.call_id), "voicemail")
    yield provider.job_id
    calls.settle(provider.id)


def sweep_what_ended_unheard(call_backend: FakeCallBackend) -> Iterator[str]:
    provider = placed()
    call_backend.agree(str(provider.call_id))
    yield provider.job_id
    calls.sweep()


def sweep_what_is_overdue(_: FakeCallBackend) -> Iterator[str]:
    provider = placed(deadline=now() + PAST)
    yield provider.job_id
    calls.sweep()


def sweep_what_was_called_off(_: FakeCallBackend) -> Iterator[str]:
    provider = pending(cancel_asked=True)
    yield provider.job_id
    calls.sweep()


def cancel(_: FakeCallBackend) -> Iterator[str]:
    provider = pending()
    yield provider.job_id
    calls.cancel(provider.job_id)


def hang_up(_: FakeCallBackend) -> Iterator[str]:
    provider = placed()
    yield provider.job_id
    calls.hang_up(provider.id)


def retry_failed(_: FakeCallBackend) -> Iterator[str]:
    job = make_searched_job(providers=0)
    talked = {"outcome": Outcome.NO_AGREEMENT, "call_transcript": "Provider: It depends."}
    make_provider(job.id, call_status=CallStatus.FAILED, **talked)
    yield job.id
    calls.start(job.id, calls.Asking(retry_failed=True))


def complete_job_anew(_: FakeCallBackend) -> Iterator[str]:
    job = make_searched_job()
    yield job.id
    jobs.complete(job.id, {"q2": "Another answer"})


ROADS: list[Road] = [
    start,
    claim_without_an_answer,
    place,
    refuse,
    give_up,
    settle,
    settle_without_a_price,
    sweep_what_ended_unheard,
    sweep_what_is_overdue,
    sweep_what_was_called_off,
    cancel,
    hang_up,
    retry_failed,
    complete_job_anew,
]


@pytest.mark.parametrize("road", ROADS)
def test_the_next_look_shows_what_a_road_changed(
    road: Road, call_backend: FakeCallBackend, always_fresh: None
) -> None:
    steps = road(call_backend)
    job_id = next(steps)
    before = status.get(job_id)

    next(steps, None)

    after = status.get(job_id)
    assert after.body == as_the_schema_dumps_it(job_id) != before.body
    assert after.etag != before.etag


@pytest.mark.parametrize("road", ROADS)
def test_a_kept_answer_is_as_the_schema_dumps_it_before_the_road_too(
    road: Road, call_backend: FakeCallBackend
) -> None:
    steps = road(call_backend)
    job_id = next(steps)

    looks = [status.get(job_id) for _ in range(2)]

    assert {look.body for look in looks} == {as_the_schema_dumps_it(job_id)}


def test_a_released_row_shows_pending_again(
    call_backend: FakeCallBackend, always_fresh: None
) -> None:
    provider = pending()
    call_backend.fault = lambda _method, _path: (503, {}, {"Retry-After": "1"})
    status.get(provider.job_id)

    with pytest.raises(TryAgain):
        calls.place(provider.id)

    (shown,) = orjson.loads(status.get(provider.job_id).body)
    assert shown["call_status"] == "pending"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Ñandú “Rohre” 🚽"),
        ("phone", None),
        ("phone", "+442083661177"),
        ("phone", "+14155550123"),
        ("estimated_price", Decimal("1234.50")),
        ("estimated_price", Decimal("0.10")),
        ("negotiated_price", Decimal("99999999.99")),
        ("last_offer", Decimal("140.05")),
        ("notes", []),
        ("notes", [{"kind": "option", "text": "“Ñ” 🚽\u2028", "price": 520.5, "turn": 3}]),
        ("notes", [{"kind": "visit", "text": "Tuesday", "price": None, "turn": 0}] * 2),
        ("source", Source.WEB),
        ("distance_miles", 0.0),
        ("distance_miles", 12.3),
        ("call_transcript", "Agent: Hi\nProvider: “150”\u2028\x07\\"),
        ("call_transcript", ""),
        *(("call_status", word) for word in CallStatus),
        *(("outcome", word) for word in Outcome),
    ],
)
def test_every_field_is_shown_as_soon_as_it_changes(
    field: str, value: object, always_fresh: None
) -> None:
    provider = make_provider()
    before = status.get(provider.job_id)

    setattr(provider, field, value)
    db.session.commit()

    after = status.get(provider.job_id)
    assert after.body == as_the_schema_dumps_it(provider.job_id) != before.body


def test_an_import_of_businesses_changes_no_answer(always_fresh: None) -> None:
    job = make_searched_job()
    before = status.get(job.id)

    imports.load("Joe,(408) 867-5309,plumber,95126")

    assert status.get(job.id) is before


def test_the_road_of_another_job_changes_no_answer(
    call_backend: FakeCallBackend, always_fresh: None
) -> None:
    job = make_searched_job()
    before = status.get(job.id)

    placed()
    calls.sweep()

    assert status.get(job.id) is before


def test_a_flushed_redis_changes_no_answer_and_hides_no_change(
    redis: Redis, always_fresh: None
) -> None:
    provider = pending()
    before = status.get(provider.job_id)

    redis.flushall()
    flushed = status.get(provider.job_id)
    calls.cancel(provider.job_id)

    assert flushed is before
    assert b'"cancelled"' in status.get(provider.job_id).body


def test_an_unknown_job_has_an_empty_answer() -> None:
    found = status.get("abc123")

    assert (found.body, found.etag) == (b"[]", '"0-0"')


def test_a_first_look_needs_two_statements() -> None:
    job = make_searched_job(providers=5)

    with counted(db.engine) as statements:
        status.get(job.id)

    assert len(statements) == 2


def test_another_look_needs_none_while_it_is_fresh(clock: Clock) -> None:
    job = make_searched_job(providers=5)
    status.get(job.id)
    clock.moment += status.FRESH_SECONDS * 0.9

    with counted(db.engine) as statements:
        status.get(job.id)

    assert statements == []


def test_a_later_look_needs_one_statement_while_nothing_changed(clock: Clock) -> None:
    job = make_searched_job(providers=5)
    status.get(job.id)
    clock.moment += status.FRESH_SECONDS * 1.1

    with counted(db.engine) as statements:
        status.get(job.id)

    assert len(statements) == 1


def test_an_answer_is_never_older_than_it_may_be(clock: Clock) -> None:
    provider = pending()
    before = status.get(provider.job_id)
    calls.give_up(provider.id, "tried for too long")

    clock.moment += status.FRESH_SECONDS * 0.9
    soon = status.get(provider.job_id)
    clock.moment += status.FRESH_SECONDS * 0.2
    later = status.get(provider.job_id)

    assert soon is before
    assert b'"failed"' in later.body


def test_an_answer_may_be_a_tenth_of_a_second_old_at_most() -> None:
    assert status.FRESH_SECONDS <= 0.1


def test_only_so_many_jobs_are_kept(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    monkeypatch.setattr(status, "KEPT_JOBS", 2)
    ids = [make_searched_job().id for _ in range(3)]
    for job_id in ids:
        status.get(job_id)

    with counted(db.engine) as statements:
        for job_id in reversed(ids):
            status.get(job_id)

    assert len(statements) == 2


def test_a_job_that_nobody_asks_for_is_forgotten(app: Flask, clock: Clock) -> None:
    statuses = status.statuses_of(app)
    asked, forgotten = make_searched_job().id, make_searched_job().id
    statuses.read([asked, forgotten])
    clock.moment += status.KEPT_SECONDS * 0.9
    assert statuses.kept(asked) is not None
    clock.moment += status.KEPT_SECONDS * 0.2

    statuses.clear()

    assert list(statuses._kept) == [asked]


def test_what_is_kept_is_looked_through_by_itself(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status, "KEPT_SECONDS", 0)
    monkeypatch.setattr(status, "CLEARING_SECONDS", 0.01)
    statuses = status.statuses_of(app)
    cleared = threading.Event()
    monkeypatch.setattr(statuses, "clear", lambda: (Statuses.clear(statuses), cleared.set()))

    statuses.get(make_searched_job().id)

    assert cleared.wait(10)
    assert statuses._kept == {}


def test_nothing_of_a_job_without_providers_is_kept(app: Flask, always_fresh: None) -> None:
    provider = pending(call_transcript="Agent: Hello")
    job_id = provider.job_id
    before = status.get(job_id).body
    db.session.delete(provider)
    db.session.commit()

    status.get(job_id)

    (kept,) = status.statuses_of(app)._kept.values()
    assert b"Hello" in before
    assert kept.body == b"[]"


def test_one_read_of_many_jobs_needs_two_statements() -> None:
    ids = [make_searched_job(providers=2).id for _ in range(5)]

    with counted(db.engine) as statements:
        found = status.statuses_of(current_app).read([*ids, "abc123"])

    assert len(statements) == 2
    assert [found[id_].body for id_ in ids] == [as_the_schema_dumps_it(id_) for id_ in ids]
    assert found["abc123"].body == b"[]"


def test_pollers_all_see_the_last_change_when_they_race_with_it(
    app: Flask, always_fresh: None
) -> None:
    provider = pending()
    job_id = provider.job_id
    over = threading.Event()
    etags: list[list[str]] = [[] for _ in range(4)]

    def poll(seen: list[str]) -> None:
        with app.app_context():
            while not over.is_set():
                seen.append(status.get(job_id).etag)

    pollers = [threading.Thread(target=poll, args=(seen,)) for seen in etags]
    for poller in pollers:
        poller.start()
    for step in range(20):
        provider.name = f"Name {step}"
        db.session.commit()
    over.set()
    for poller in pollers:
        poller.join()

    assert b"Name 19" in status.get(job_id).body
    assert all(etags)
