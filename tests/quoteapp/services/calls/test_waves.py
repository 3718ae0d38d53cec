"""Some are rung first; the others hear the best price, or are spared."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from quoteapp.config import Settings
from quoteapp.errors import ConfirmationNeeded, InvalidInput
from quoteapp.extensions import db, now
from quoteapp.models import Brief, Provider
from quoteapp.services import calls, erasing
from quoteapp.services.calls import stopping, waves
from quoteapp.services.finding.providers import providers_of
from quoteapp.states import CallStatus, Outcome
from tests.call_backend import FakeCallBackend
from tests.factories import make_provider, make_searched_job
from tests.tasks_in_line import run_queued_tasks

WAVE = timedelta(seconds=180)


@pytest.fixture(autouse=True)
def _two_at_first(app: Flask, settings: Settings) -> Iterator[None]:
    app.extensions["settings"] = replace(settings, first_wave=2)
    yield


def job_of(providers: int = 5) -> str:
    return make_searched_job(providers).id


def rows_of(job_id: str) -> list[Provider]:
    db.session.expire_all()
    return providers_of(job_id)


def statuses(job_id: str) -> list[CallStatus | None]:
    return [row.call_status for row in rows_of(job_id)]


def asked_of(backend: FakeCallBackend) -> list[Any]:
    """The best quote that each call was told, in the order of dialling."""
    return [body["brief"]["best_quote"] for body, _ in backend.by_key.values()]


def agree(backend: FakeCallBackend, row: Provider, **prices: float) -> None:
    """The call of a row ends with a price, and is settled."""
    db.session.refresh(row)
    backend.agree(str(row.call_id), **prices)
    calls.settle(row.id)


def test_two_are_rung_at_first_and_the_others_wait(call_backend: FakeCallBackend) -> None:
    job_id = job_of()

    asked = calls.start(job_id)
    run_queued_tasks()

    assert asked == (5, True)
    assert statuses(job_id) == [CallStatus.IN_PROGRESS] * 2 + [CallStatus.PENDING] * 3
    rows = rows_of(job_id)
    assert [row.wave for row in rows] == [1, 1, 2, 2, 2]
    for row in rows[2:]:
        assert row.asked_at is not None and row.opens_at is not None and row.deadline is not None
        assert row.opens_at == row.look_at == row.asked_at + WAVE
        assert row.deadline == row.opens_at + timedelta(seconds=900)


def test_all_at_once_rings_all_at_once(call_backend: FakeCallBackend) -> None:
    job_id = job_of()

    calls.start(job_id, calls.Asking(strategy=waves.ALL_AT_ONCE))
    run_queued_tasks()

    assert len(call_backend.dialled) == 5
    assert {row.wave for row in rows_of(job_id)} == {None}


def test_a_stray_task_opens_no_later_wave(call_backend: FakeCallBackend) -> None:
    job_id = job_of()
    calls.start(job_id)

    for row in rows_of(job_id):
        calls.place(row.id)

    assert len(call_backend.dialled) == 2


def test_the_later_wave_opens_once_the_first_is_over_and_hears_the_best_price(
    call_backend: FakeCallBackend,
) -> None:
    job_id, other = job_of(), job_of(1)
    calls.start(other)
    calls.start(job_id)
    run_queued_tasks()
    agree(call_backend, rows_of(other)[0], first=90, agreed=80)
    first, second, *later = rows_of(job_id)

    agree(call_backend, first, first=150, agreed=135)
    run_queued_tasks()
    assert len(call_backend.dialled) == 3
    agree(call_backend, second, first=160, agreed=140)
    run_queued_tasks()

    assert len(call_backend.dialled) == 6
    assert asked_of(call_backend)[3:] == [135, 135, 135]
    assert statuses(job_id)[2:] == [CallStatus.IN_PROGRESS] * len(later)


def test_the_sweep_opens_the_later_wave_where_whoever_settled_the_first_has_died(
    call_backend: FakeCallBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = job_of()
    calls.start(job_id)
    run_queued_tasks()
    with monkeypatch.context() as dying:
        dying.setattr(waves, "somebody_waits", lambda _: False)
        for row in rows_of(job_id)[:2]:
            agree(call_backend, row)

    calls.sweep()
    calls.sweep()
    run_queued_tasks()

    assert len(call_backend.dialled) == 5


def test_the_later_wave_opens_by_itself_when_the_first_goes_on_for_too_long(
    call_backend: FakeCallBackend,
) -> None:
    job_id = job_of()
    calls.start(job_id)
    run_queued_tasks()

    past = (
        update(Provider).where(Provider.wave == waves.LATER).values(opens_at=now(), look_at=now())
    )
    db.session.execute(past)
    db.session.commit()
    calls.sweep()
    run_queued_tasks()

    assert len(call_backend.dialled) == 5


def test_a_row_that_the_call_backend_puts_off_is_not_opened_again_and_again(
    call_backend: FakeCallBackend,
) -> None:
    job_id = job_of(3)
    calls.start(job_id)
    run_queued_tasks()
    rows = rows_of(job_id)
    hour = now() + timedelta(hours=1)
    values = {"wave": None, "opens_at": hour, "look_at": hour, "deadline": hour + WAVE}
    db.session.execute(update(Provider).where(Provider.id == rows[2].id).values(**values))
    db.session.commit()

    for row in rows[:2]:
        agree(call_backend, row)
    calls.sweep()

    assert rows_of(job_id)[2].opens_at == hour


def test_a_cancelled_or_erased_job_opens_no_wave(call_backend: FakeCallBackend) -> None:
    cancelled, erased = job_of(), job_of()
    for job_id in (cancelled, erased):
        calls.start(job_id)
    run_queued_tasks()

    calls.cancel(cancelled)
    erasing.erase(erased)
    run_queued_tasks()
    calls.sweep()
    run_queued_tasks()

    assert len(call_backend.dialled) == 4
    assert statuses(cancelled) == [CallStatus.FAILED] * 5


def test_who_is_rung_again_is_of_no_wave(call_backend: FakeCallBackend) -> None:
    job_id = job_of(3)
    calls.start(job_id)
    run_queued_tasks()
    for call in list(call_backend.calls):
        call_backend.end(call, "busy")
    for row in rows_of(job_id)[:2]:
        calls.settle(row.id)
    run_queued_tasks()
    call_backend.end(list(call_backend.calls)[-1], "busy")
    calls.settle(rows_of(job_id)[2].id)

    calls.start(job_id, calls.Asking(retry_failed=True))

    assert [row.wave for row in rows_of(job_id)] == [None, None, None]
    assert len(run_queued_tasks()) == 3


STOPS = [
    ({"price_at_most": Decimal(135)}, {"first": 150, "agreed": 135}, True),
    ({"price_at_most": Decimal("134.99")}, {"first": 150, "agreed": 135}, False),
    ({"agreed": 1}, {"first": 150, "agreed": 135}, True),
    ({"agreed": 2}, {"first": 150, "agreed": 135}, False),
    ({"price_at_most": Decimal(10), "agreed": 1}, {"first": 150, "agreed": 135}, True),
]


@pytest.mark.parametrize(("rule", "prices", "is_enough"), STOPS)
def test_a_rule_that_is_met_ends_what_waits_and_lets_who_talks_finish(
    call_backend: FakeCallBackend, rule: dict[str, Any], prices: dict[str, float], is_enough: bool
) -> None:
    job_id = job_of()
    calls.start(job_id, calls.Asking(stop_when=rule))
    run_queued_tasks()

    agree(call_backend, rows_of(job_id)[0], **prices)
    run_queued_tasks()

    waiting = CallStatus.FAILED if is_enough else CallStatus.PENDING
    assert statuses(job_id)[1:] == [CallStatus.IN_PROGRESS] + [waiting] * 3
    if is_enough:
        ended = rows_of(job_id)[2:]
        assert {(row.outcome, row.reason) for row in ended} == {
            (Outcome.CANCELLED, stopping.REASON)
        }


def test_nobody_is_rung_once_the_rule_is_met_whoever_died_meanwhile(
    call_backend: FakeCallBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = job_of()
    calls.start(job_id, calls.Asking(stop_when={"agreed": 1}))
    run_queued_tasks()
    with monkeypatch.context() as dying:
        dying.setattr(waves, "somebody_waits", lambda _: False)
        for row in rows_of(job_id)[:2]:
            agree(call_backend, row)
    waves.open_later()

    run_queued_tasks()

    assert len(call_backend.dialled) == 2
    assert statuses(job_id)[2:] == [CallStatus.FAILED] * 3


def test_the_sweep_ends_what_waits_when_the_rule_is_met(
    call_backend: FakeCallBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = job_of()
    calls.start(job_id, calls.Asking(stop_when={"agreed": 1}))
    run_queued_tasks()
    with monkeypatch.context() as dying:
        dying.setattr(waves, "somebody_waits", lambda _: False)
        agree(call_backend, rows_of(job_id)[0])

    calls.sweep()

    assert statuses(job_id)[2:] == [CallStatus.FAILED] * 3


def test_a_request_that_asks_for_something_new_replaces_the_rule(
    call_backend: FakeCallBackend,
) -> None:
    job_id = job_of(4)
    ids = [row.id for row in rows_of(job_id)]
    calls.start(job_id, calls.Asking(provider_ids=tuple(ids[:2]), stop_when={"agreed": 1}))
    run_queued_tasks()
    agree(call_backend, rows_of(job_id)[0])

    calls.start(job_id, calls.Asking(provider_ids=tuple(ids[2:]), stop_when={"agreed": 1}))
    run_queued_tasks()

    assert len(call_backend.dialled) == 4  # What was agreed before does not count.


def test_a_request_that_asks_for_nothing_new_changes_no_rule() -> None:
    job_id = job_of()
    calls.start(job_id, calls.Asking(stop_when={"agreed": 2}))
    before = db.session.scalar(select(Brief.stop_when))
    db.session.rollback()

    calls.start(job_id, calls.Asking(stop_when={"agreed": 1}))

    assert db.session.scalar(select(Brief.stop_when)) == before


def test_a_rule_that_was_replaced_ends_nobody_who_was_asked_for_after_it(
    call_backend: FakeCallBackend,
) -> None:
    job_id = job_of(1)
    calls.start(job_id, calls.Asking(stop_when={"agreed": 1}))
    run_queued_tasks()
    agree(call_backend, rows_of(job_id)[0])
    late = make_provider(job_id, call_status=CallStatus.PENDING, asked_at=now())

    stopping.apply(job_id)

    db.session.refresh(late)
    assert late.call_status is CallStatus.PENDING


def test_those_alone_are_rung_who_are_named(call_backend: FakeCallBackend) -> None:
    job_id = job_of()
    one, two, *_ = (row.id for row in rows_of(job_id))

    first = calls.start(job_id, calls.Asking(provider_ids=(two,)))
    again = calls.start(job_id, calls.Asking(provider_ids=(one, two)))
    same = calls.start(job_id, calls.Asking(provider_ids=(one,)))

    assert (first, again, same) == ((1, True), (2, True), (1, False))
    assert statuses(job_id) == [CallStatus.PENDING] * 2 + [None] * 3


def test_ids_of_another_job_are_refused_and_change_nothing(call_backend: FakeCallBackend) -> None:
    job_id, other = job_of(), job_of()
    stranger = rows_of(other)[0].id

    for act in (
        lambda: calls.start(job_id, calls.Asking(provider_ids=(rows_of(job_id)[0].id, stranger))),
        lambda: calls.cancel(job_id, [stranger]),
    ):
        with pytest.raises(InvalidInput, match="provider_ids"):
            act()

    assert statuses(job_id) == [None] * 5


def test_those_alone_are_called_off_who_are_named(call_backend: FakeCallBackend) -> None:
    job_id = job_of()
    calls.start(job_id)
    run_queued_tasks()
    rows = rows_of(job_id)

    count = calls.cancel(job_id, [rows[1].id, rows[4].id])
    run_queued_tasks()

    assert count == 2
    assert [row.outcome for row in rows_of(job_id)] == [
        *(None, Outcome.CANCELLED, None, None, Outcome.CANCELLED)
    ]


def test_a_real_phone_rings_only_after_the_customer_has_confirmed(
    call_backend: FakeCallBackend,
) -> None:
    job_id = job_of(1)
    call_backend.line = "twilio"

    with pytest.raises(ConfirmationNeeded):
        calls.start(job_id)

    assert statuses(job_id) == [None]
    calls.start(job_id, calls.Asking(confirmed=True))
    brief = db.session.scalars(select(Brief).where(Brief.job_id == job_id)).one()
    assert (brief.line, brief.confirmed_at is not None) == ("twilio", True)


def test_the_simulated_line_asks_for_no_confirmation(call_backend: FakeCallBackend) -> None:
    job_id = job_of(1)

    calls.start(job_id)

    brief = db.session.scalars(select(Brief).where(Brief.job_id == job_id)).one()
    assert (brief.line, brief.confirmed_at) == ("simulated", None)
