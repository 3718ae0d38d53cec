"""Who asked not to be called is never dialled again, by any job, whatever became of that call."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from callbackend.calls.service import Service
from callbackend.config import Settings
from callbackend.lines.base import Answered, Ended, EndReason, Heard, Speaking
from callbackend.lines.simulated.line import NOTICE
from tests.callbackend.factories import show, start, wait_for, wait_for_end
from tests.callbackend.fake_line import FakeLine

PHONE = "+14085550101"
GO_AWAY = "Take me off your list and never call here again."


@pytest.fixture
def line() -> FakeLine:
    return FakeLine()


@pytest.fixture
def app(run_app: Callable[..., Flask], settings: Settings, line: FakeLine) -> Flask:
    return run_app(settings, line)


def service_of(app: Flask) -> Service:
    service: Service = app.extensions["callbackend"]
    return service


def hear_go_away(client: FlaskClient, line: FakeLine) -> str:
    """A call on which somebody just asked not to be called, and the agent has said goodbye."""
    call_id: str = start(client).get_json()["call_id"]
    wait_for(lambda: line.dialled)
    line.plays(call_id, Answered())
    wait_for(lambda: line.said)
    line.plays(call_id, Heard(GO_AWAY))
    wait_for(lambda: line.last_words)
    return call_id


def leave_queued(app: Flask, **changes: Any) -> tuple[str, Callable[[], None]]:
    """A call that is accepted and not yet dialled; the function lets that happen."""
    switchboard = service_of(app).switchboard
    taken: list[Any] = []
    take = switchboard.take
    switchboard.take = taken.append  # type: ignore[method-assign]
    call_id: str = start(app.test_client(), **changes).get_json()["call_id"]
    switchboard.take = take  # type: ignore[method-assign]
    return call_id, lambda: take(taken[0])


def test_an_opt_out_ends_the_call_and_is_kept(client: FlaskClient, line: FakeLine) -> None:
    call_id = hear_go_away(client, line)
    line.plays(call_id, Ended(EndReason.HUNG_UP))

    call = wait_for_end(client, call_id)

    assert call["outcome"] == "opted_out"
    entry = client.get(f"/do-not-call/{PHONE}").get_json()
    assert (entry["phone"], entry["why"], entry["call_id"]) == (PHONE, "said", call_id)
    times = [call["answered_at"], entry["since"], call["ended_at"]]
    assert sorted(times, key=datetime.fromisoformat) == times


def test_the_agent_says_so_only_once_it_is_true(app: Flask, line: FakeLine) -> None:
    seen: list[int] = []
    say = line.say

    def look_then_say(call_id: str, text: str, last: bool, how: Speaking) -> None:
        seen.append(service_of(app).opt_outs(10, 0)[1])
        say(call_id, text, last, how)

    line.say = look_then_say  # type: ignore[method-assign]

    hear_go_away(app.test_client(), line)

    assert seen == [0, 1]
    assert "called again" in line.last_words[0] or "taken off" in line.last_words[0]


def test_the_next_job_is_refused(client: FlaskClient, line: FakeLine) -> None:
    hear_go_away(client, line)

    refused = start(client, phone="(408) 555-0101", provider_id=7)

    assert refused.status_code == 422
    assert refused.get_json()["code"] == "do_not_call"
    assert start(client, phone="+14085550102").status_code == 202


@pytest.mark.parametrize("way", ["cancelled", "erased"])
def test_it_counts_also_where_the_call_ends_otherwise(
    client: FlaskClient, line: FakeLine, way: str
) -> None:
    call_id = hear_go_away(client, line)

    if way == "cancelled":
        client.post(f"/calls/{call_id}/cancel")
    else:
        client.delete(f"/calls/{call_id}")

    assert start(client).get_json()["code"] == "do_not_call"


def test_it_counts_after_a_restart_in_the_middle_of_goodbye(
    run_app: Callable[..., Flask], settings: Settings, line: FakeLine
) -> None:
    first = run_app(settings, line)
    call_id = hear_go_away(first.test_client(), line)
    service_of(first).stop()

    client = run_app(settings, FakeLine()).test_client()

    assert wait_for_end(client, call_id)["outcome"] == "opted_out"
    assert start(client).get_json()["code"] == "do_not_call"


def test_a_call_that_waits_is_not_dialled_any_more(app: Flask, line: FakeLine) -> None:
    client = app.test_client()
    queued, let_it_be_dialled = leave_queued(app)
    other, let_the_other_be_dialled = leave_queued(app, phone="+14085550102")
    client.post(f"/do-not-call/{PHONE}")

    let_it_be_dialled()
    let_the_other_be_dialled()
    call = wait_for_end(client, queued)
    wait_for(lambda: line.dialled)

    assert call["outcome"] == "opted_out"
    assert (call["dialled_at"], call["answered_at"], call["seq"]) == (None, None, 1)
    assert call["ended_at"]
    assert line.dialled == ["+14085550102"]
    assert show(client, other)["status"] == "dialing"
    wait_for(lambda: service_of(app).switchboard.live_count == 1)


def test_what_was_barred_says_that_no_phone_was_rung(
    run_app: Callable[..., Flask], settings: Settings
) -> None:
    app = run_app(settings)
    queued, let_it_be_dialled = leave_queued(app)
    app.test_client().post(f"/do-not-call/{PHONE}")

    let_it_be_dialled()

    transcript = wait_for_end(app.test_client(), queued)["transcript"]
    assert [entry["text"] for entry in transcript] == [
        f"{NOTICE} The number asked not to be called."
    ]


def test_who_is_called_at_that_moment_by_another_job_is_not_called_after_it(
    app: Flask, line: FakeLine
) -> None:
    client = app.test_client()
    queued, let_it_be_dialled = leave_queued(app, provider_id=2)
    hear_go_away(client, line)

    let_it_be_dialled()

    assert wait_for_end(client, queued)["outcome"] == "opted_out"
    assert line.dialled == [PHONE]


def test_a_number_that_an_operator_takes_off_is_called_again(
    client: FlaskClient, line: FakeLine
) -> None:
    hear_go_away(client, line)

    client.delete(f"/do-not-call/{PHONE}")

    assert start(client).status_code == 202


@pytest.mark.parametrize("others", [0, 1])
def test_who_asks_not_to_be_called_is_heard_though_the_call_is_erased_in_that_moment(
    app: Flask, line: FakeLine, others: int
) -> None:
    """The step that heard it finds its row gone, alone or among steps of other calls."""
    client, service = app.test_client(), service_of(app)
    ids = [start(client, phone=f"+1408555010{n}").get_json()["call_id"] for n in range(1 + others)]
    wait_for(lambda: len(line.dialled) == len(ids))
    for call_id in ids:
        line.plays(call_id, Answered())
    wait_for(lambda: len(line.said) == len(ids))
    change = service.store.change

    def erase_then_change(moves: Any) -> Any:
        if any(move.opts_out for move in moves):
            service.store.erase(ids[0])
        return change(moves)

    service.store.change = erase_then_change  # type: ignore[method-assign]
    for call_id in ids[1:]:
        line.plays(call_id, Heard("That would be 150 dollars."))
    line.plays(ids[0], Heard(GO_AWAY))

    [entry] = wait_for(lambda: service.opt_outs(10, 0)[0])
    assert (entry.phone, entry.call_id) == ("+14085550100", None)
    assert start(client, phone="+14085550100").get_json()["code"] == "do_not_call"
