import logging
from unittest.mock import patch

import pytest
from celery.exceptions import Retry
from flask import Flask

from quoteapp.errors import TryAgain
from quoteapp.extensions import db
from quoteapp.states import CallStatus, Outcome
from tasks.base import LONGEST_BACKOFF_SECONDS, backoff
from tasks.calls import hang_up_call, place_call, settle_call
from tasks.sweeps import sweep_calls
from tests.call_backend import FakeCallBackend
from tests.factories import make_provider


@pytest.fixture(autouse=True)
def _app(app: Flask) -> None:
    """Every test here needs the app."""


def test_the_tasks_carry_a_call_from_pending_to_completed(call_backend: FakeCallBackend) -> None:
    provider = make_provider(call_status=CallStatus.PENDING)

    place_call.run(provider.id)
    db.session.refresh(provider)
    call_backend.agree(str(provider.call_id))
    settle_call.run(provider.id)

    db.session.refresh(provider)
    assert provider.outcome is Outcome.AGREED


def test_hang_up_ends_the_call(call_backend: FakeCallBackend) -> None:
    provider = make_provider(call_status=CallStatus.PENDING)
    place_call.run(provider.id)

    hang_up_call.run(provider.id)

    db.session.refresh(provider)
    assert provider.outcome is Outcome.CANCELLED


def test_sweep_runs() -> None:
    sweep_calls.run()


def test_a_task_is_retried_later_when_the_call_backend_is_away(
    call_backend: FakeCallBackend,
) -> None:
    provider = make_provider(call_status=CallStatus.PENDING)
    call_backend.stop()

    with patch.object(place_call, "retry", side_effect=Retry()) as retry, pytest.raises(Retry):
        place_call(provider.id)

    assert 0 < retry.call_args.kwargs["countdown"] <= 1
    assert isinstance(retry.call_args.kwargs["exc"], TryAgain)


def test_a_task_waits_as_long_as_the_call_backend_asks(call_backend: FakeCallBackend) -> None:
    provider = make_provider(call_status=CallStatus.PENDING)
    call_backend.fault = lambda *_: (429, {"detail": "later"}, {"Retry-After": "17"})

    with patch.object(place_call, "retry", side_effect=Retry()) as retry, pytest.raises(Retry):
        place_call(provider.id)

    assert retry.call_args.kwargs["countdown"] == 17


def test_a_task_that_is_given_up_fails_its_row_with_a_reason(
    call_backend: FakeCallBackend,
) -> None:
    provider = make_provider(call_status=CallStatus.PENDING)
    call_backend.stop()
    place_call.push_request(retries=place_call.max_retries)

    try:
        with pytest.raises(TryAgain):
            place_call(provider.id)
    finally:
        place_call.pop_request()

    db.session.refresh(provider)
    assert (provider.call_status, provider.outcome) == (CallStatus.FAILED, Outcome.ERROR)
    assert provider.reason == "given up after 11 tries: Connection refused"


@pytest.mark.parametrize("retries", [0, 1, 3, 10, 500])
def test_backoff_doubles_with_jitter_up_to_its_bound(retries: int) -> None:
    waits = {backoff(retries) for _ in range(50)}

    longest = min(LONGEST_BACKOFF_SECONDS, 2**retries)
    assert all(longest / 2 <= wait <= longest for wait in waits)
    assert len(waits) > 1


def test_logs_name_no_phone_and_no_address(
    call_backend: FakeCallBackend, caplog: pytest.LogCaptureFixture
) -> None:
    provider = make_provider(call_status=CallStatus.PENDING)
    caplog.set_level(logging.DEBUG)

    place_call(provider.id)
    db.session.refresh(provider)
    call_backend.agree(str(provider.call_id))
    settle_call(provider.id)

    said = " ".join(str(record.__dict__) for record in caplog.records)
    assert "call placed" in said
    assert str(provider.phone) not in said
    assert "Main St" not in said
    assert "150 dollars" not in said
