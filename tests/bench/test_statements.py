"""What each hot route costs in SQL statements, so that an N+1 cannot come back."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quoteapp.extensions import db
from quoteapp.services import calls
from quoteapp.services.polling import status
from quoteapp.states import CallStatus, Outcome
from tests.call_backend import FakeCallBackend
from tests.factories import make_job, make_provider, make_searched_job
from tests.statements import counted

FEW, MANY = 2, 12  # providers of the job, or rows of the table
SWEEP = 11  # of a sweep that finds nothing to do; the last asks what of erased jobs is left


@pytest.fixture(autouse=True)
def _app(app: Flask) -> None:
    """Every test here needs the app."""


def cost(act: Callable[[], object]) -> int:
    """How many statements an act executes, as the first one of its session."""
    db.session.rollback()
    with counted(db.engine) as statements:
        act()
    return len(statements)


def placed() -> tuple[int, str]:
    """A call that goes on: the ids of its row and of itself."""
    provider = make_provider(call_status=CallStatus.PENDING)
    calls.place(provider.id)
    db.session.refresh(provider)
    return provider.id, str(provider.call_id)


@pytest.mark.parametrize("providers", [FEW, MANY])
def test_start_calls_needs_three(client: FlaskClient, providers: int) -> None:
    job = make_searched_job(providers)

    assert cost(lambda: client.post(f"/api/start-calls/{job.id}")) == 3


@pytest.mark.parametrize("providers", [FEW, MANY])
def test_a_second_click_on_start_calls_needs_one(client: FlaskClient, providers: int) -> None:
    job = make_searched_job(providers)
    client.post(f"/api/start-calls/{job.id}")

    assert cost(lambda: client.post(f"/api/start-calls/{job.id}")) == 1


@pytest.mark.parametrize("providers", [FEW, MANY])
def test_cancel_calls_needs_three(client: FlaskClient, providers: int) -> None:
    job = make_searched_job(providers)
    client.post(f"/api/start-calls/{job.id}")

    assert cost(lambda: client.post(f"/api/cancel-calls/{job.id}")) == 3


@pytest.mark.parametrize("providers", [FEW, MANY])
def test_a_poll_needs_two_at_first_and_none_while_it_is_fresh(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, providers: int
) -> None:
    monkeypatch.setattr(status, "FRESH_SECONDS", 60)
    job = make_searched_job(providers)
    url = f"/api/providers/{job.id}/status"

    assert [cost(lambda: client.get(url)) for _ in range(2)] == [2, 0]


@pytest.mark.parametrize("providers", [FEW, MANY])
def test_the_list_of_a_job_needs_one(client: FlaskClient, providers: int) -> None:
    job = make_searched_job(providers)

    assert cost(lambda: client.get(f"/api/providers/{job.id}")) == 1


@pytest.mark.parametrize("providers", [FEW, MANY])
def test_complete_job_needs_at_most_nine(app: Flask, client: FlaskClient, providers: int) -> None:
    job = make_job()
    body = {"job_id": job.id, "answers": {"q1": "It runs constantly"}}
    make_searched_job(providers)

    assert cost(lambda: client.post("/api/complete-job", json=body)) <= 9


@pytest.mark.parametrize("providers", [FEW, MANY])
def test_complete_job_with_the_same_answers_needs_two(client: FlaskClient, providers: int) -> None:
    job = make_searched_job(providers)
    body = {"job_id": job.id, "answers": job.clarifications}

    assert cost(lambda: client.post("/api/complete-job", json=body)) == 2


@pytest.mark.parametrize("siblings", [FEW, MANY])
def test_place_needs_five(siblings: int) -> None:
    provider = make_provider(call_status=CallStatus.PENDING)
    for _ in range(siblings):
        make_provider(provider.job_id)
    id_ = provider.id

    assert cost(lambda: calls.place(id_)) == 5


def test_settle_needs_three(call_backend: FakeCallBackend) -> None:
    id_, call_id = placed()
    call_backend.agree(call_id)

    assert cost(lambda: calls.settle(id_)) == 3


def test_settle_needs_one_while_the_call_goes_on() -> None:
    id_, _ = placed()

    assert cost(lambda: calls.settle(id_)) == 1


def test_a_callback_needs_one() -> None:
    _, call_id = placed()

    assert cost(lambda: calls.hear(call_id, "ended")) == 1


@pytest.mark.parametrize("finished", [0, FEW, MANY])
def test_a_sweep_needs_the_same_however_many_rows_are_finished(finished: int) -> None:
    for _ in range(finished):
        make_provider(call_status=CallStatus.COMPLETED, outcome=Outcome.AGREED)

    assert cost(calls.sweep) == SWEEP


@pytest.mark.parametrize("live", [0, FEW, MANY])
def test_a_sweep_needs_the_same_however_many_calls_go_on(live: int) -> None:
    for _ in range(live):
        placed()

    assert cost(calls.sweep) == SWEEP


@pytest.mark.parametrize("ended", [FEW, MANY])
def test_a_sweep_needs_one_more_for_each_call_that_ended_unheard(
    call_backend: FakeCallBackend, ended: int
) -> None:
    for _ in range(ended):
        call_backend.agree(placed()[1])

    assert cost(calls.sweep) == SWEEP + ended
