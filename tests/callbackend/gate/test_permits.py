"""The gate on a real database: what is counted, who may pass at a cap, and what is recorded."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from callbackend.gate import audit
from callbackend.gate.permits import Permits
from callbackend.lines.base import Answered, Ended, EndReason, Heard, Placed, Ringing
from callbackend.records.database import Database
from callbackend.records.line_models import LineCall, LineDay, LineJob
from callbackend.records.permission import Answering, CallEnd, Denial, DialRequest, Placing
from tests.callbackend.conftest import make_settings
from tests.callbackend.factories import show, start, wait_for, wait_for_end
from tests.callbackend.fake_line import FakeLine

# Every hour and day, so that the tests do not depend on when they run.
ALWAYS: dict[str, Any] = {"call_hours": (0, 24), "call_days": frozenset(range(7))}
ROOMY: dict[str, Any] = {
    "call_only": ("*",),
    "calls_per_second": 1e6,
    "calls_at_once": 10**6,
    "calls_per_day": 10**6,
    "calls_per_job": 10**6,
    "budget_cents_job": 10**8,
    "budget_cents_day": 10**8,
}
IMPORT = {"kind": "import", "url": None}


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    database.migrate()
    yield database
    database.close()


def permits(database_url: str, *, is_real: bool = True, **changes: Any) -> Permits:
    return Permits(make_settings(database_url, **ALWAYS | ROOMY | changes), is_real=is_real)


def request(number: int, **changes: Any) -> DialRequest:
    usual = DialRequest(
        f"call-{number}", "job-1", phone(number), "95126", None, "import", None, time.time()
    )
    return replace(usual, **changes)


def phone(number: int) -> str:
    return f"+1408971{number:04}"


def decide(database: Database, gate: Permits, *requests: DialRequest) -> dict[str, Denial]:
    with database.writing() as connection:
        return dict(gate.decide(connection, requests))


def end(database: Database, gate: Permits, call_id: str, **changes: Any) -> None:
    usual = {"was_placed": False, "is_unsure": False, "outcome": "error", "at": time.time()}
    with database.writing() as connection:
        gate.note_endings(connection, [CallEnd(call_id, **usual | changes)])


def settle(database: Database, gate: Permits, call_id: str, seconds: int) -> None:
    with database.writing() as connection:
        gate.settle(connection, call_id, seconds, time.time())


def sums(database: Database, table: Any = LineDay) -> tuple[int, int, int]:
    with database.reading() as connection:
        row = connection.execute(
            select(
                func.coalesce(func.sum(table.dialled), 0),
                func.coalesce(func.sum(table.reserved_cents), 0),
                func.coalesce(func.sum(table.spent_cents), 0),
            )
        ).one()
    return int(row[0]), int(row[1]), int(row[2])


def kinds(database: Database, call_id: str) -> list[str]:
    with database.reading() as connection:
        return [one["kind"] for one in audit.of_call(connection, call_id)]


CAPS = [
    ({"calls_per_job": 3}, {}),
    ({"calls_per_day": 3}, {}),
    ({"calls_at_once": 3}, {}),
    ({"budget_cents_job": 3 * 46 + 45}, {}),
    ({"budget_cents_day": 3 * 46 + 45}, {}),
]


@pytest.mark.parametrize(("cap", "same"), CAPS, ids=[next(iter(cap)) for cap, _ in CAPS])
def test_two_that_race_at_a_cap_do_not_pass_it_together(
    database: Database, database_url: str, cap: dict[str, Any], same: dict[str, Any]
) -> None:
    gates = [permits(database_url, **cap) for _ in range(2)]
    databases = [database, Database(database_url)]
    passed: list[str] = []
    ready = threading.Barrier(2)

    def race(which: int) -> None:
        ready.wait()
        for number in range(which, 12, 2):
            wanted = request(number, **same)
            if not decide(databases[which], gates[which], wanted):
                passed.append(wanted.call_id)

    racers = [threading.Thread(target=race, args=(which,)) for which in range(2)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    databases[1].close()

    assert len(passed) == 3
    assert sums(database)[0] == 3


def test_two_that_race_for_one_number_do_not_both_ring_it(
    database: Database, database_url: str
) -> None:
    gate, other = permits(database_url), Database(database_url)
    results: list[dict[str, Denial]] = []
    ready = threading.Barrier(2)

    def race(at: Database, number: int) -> None:
        ready.wait()
        results.append(decide(at, gate, request(number, phone=phone(1), job_id=f"job-{number}")))

    racers = [threading.Thread(target=race, args=(at, n)) for n, at in enumerate([database, other])]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    other.close()

    assert sorted(map(len, results)) == [0, 1]


def test_many_of_one_transaction_count_each_other(database: Database, database_url: str) -> None:
    gate = permits(database_url, calls_per_day=3)
    same_number = request(9, phone=phone(0))

    denied = decide(database, gate, *(request(n) for n in range(3)), same_number, request(4))

    assert set(denied) == {"call-9", "call-4"}


def test_one_a_second_is_dialled(database: Database, database_url: str) -> None:
    gate, now = permits(database_url, calls_per_second=1), time.time()

    first = decide(database, gate, request(1, at=now), request(2, at=now))
    soon = decide(database, gate, request(3, at=now + 0.5))
    later = decide(database, gate, request(4, at=now + 1.01))

    assert first["call-2"].code == soon["call-3"].code == "too_many"
    assert 0 < (first["call-2"].retry_after or 0) <= 1
    assert later == {}


def test_an_answered_number_rests_for_a_day_and_any_after_three_rings_for_a_week(
    database: Database, database_url: str
) -> None:
    gate, now = permits(database_url), time.time()
    day = 86_400.0

    def ring(number: int, at: float, who: int) -> dict[str, Denial]:
        denied = decide(database, gate, request(number, phone=phone(who), at=at))
        settle(database, gate, f"call-{number}", 0)
        return denied

    assert ring(1, now, 1) == {}
    with database.writing() as connection:
        gate.note_answers(connection, [Answering("call-1", phone(1), now)])
    assert ring(2, now + 60, 1)["call-2"].code == "unavailable"
    assert ring(3, now + day, 1) == {}

    assert [ring(10 + n, now + day + 60 + n * 60, 2) for n in range(3)] == [{}, {}, {}]
    assert ring(20, now + 2 * day, 2)["call-20"].code == "unavailable"
    assert ring(21, now + 9 * day, 2) == {}


def test_a_call_that_nobody_is_sure_of_lets_its_number_rest(
    database: Database, database_url: str
) -> None:
    gate, now = permits(database_url), time.time()
    decide(database, gate, request(1, at=now))

    end(database, gate, "call-1", is_unsure=True, at=now)

    assert decide(database, gate, request(2, phone=phone(1), at=now + 60)) != {}
    assert decide(database, gate, request(3, phone=phone(1), at=now + 1801)) == {}
    # It may have rung, and cost what it costs at most, until the carrier tells.
    assert sums(database) == (2, 92, 0)
    settle(database, gate, "call-1", 61)
    assert sums(database) == (2, 46, 19)


@pytest.mark.parametrize(
    ("seconds", "cents"), [(-1, 0), (0, 1), (1, 10), (60, 10), (61, 19), (300, 46), (301, 46)]
)
def test_a_call_costs_its_dial_and_every_minute_that_has_begun(
    database: Database, database_url: str, seconds: int, cents: int
) -> None:
    gate = permits(database_url)
    decide(database, gate, request(1))

    for _ in range(2):  # As a callback that comes twice.
        settle(database, gate, "call-1", seconds)

    assert sums(database) == sums(database, LineJob) == (1, 0, cents)
    assert kinds(database, "call-1") == ["dialled", "cost"]


def test_what_certainly_did_not_ring_costs_nothing(database: Database, database_url: str) -> None:
    gate = permits(database_url)
    decide(database, gate, request(1))

    end(database, gate, "call-1")
    settle(database, gate, "call-1", 60)

    assert sums(database) == (1, 0, 0)


def test_whatever_happens_no_job_and_no_day_costs_more_than_its_budget(
    database: Database, database_url: str
) -> None:
    dice = random.Random(7)
    caps = {"budget_cents_job": 200, "budget_cents_day": 1500}
    gate = permits(database_url, **caps, calls_per_number_week=10**6, calls_per_number_day=10**6)
    open_calls: list[str] = []
    now = time.time()

    for number in range(300):
        wanted = request(number, job_id=f"job-{dice.randrange(12)}", at=now)
        if not decide(database, gate, wanted):
            open_calls.append(wanted.call_id)
        while open_calls and dice.random() < 0.6:
            call_id = dice.choice(open_calls)
            match dice.randrange(4):
                case 0:
                    end(database, gate, call_id, is_unsure=dice.random() < 0.5)
                case 1:
                    end(database, gate, call_id, was_placed=True)
                    continue
                case _:
                    settle(database, gate, call_id, dice.randrange(300))
            settle(database, gate, call_id, dice.randrange(300))
            open_calls.remove(call_id)

    with database.reading() as connection:
        jobs = list(connection.execute(select(LineJob.reserved_cents, LineJob.spent_cents)))
        calls = list(
            connection.execute(
                select(LineCall.is_open, LineCall.reserved_cents, LineCall.cost_cents)
            )
        )
    _, reserved, spent = sums(database)
    assert max(reserved + spent for reserved, spent in jobs) <= 200
    assert reserved + spent <= 1500
    assert reserved == sum(held for _, held, cost in calls if cost is None)
    assert spent == sum(cost for _, _, cost in calls if cost is not None)
    assert spent > 0


def test_a_simulated_line_looks_at_all_rules_and_refuses_by_two(
    database: Database, database_url: str
) -> None:
    gate = permits(database_url, is_real=False, call_only=(), calls_per_job=1, calls_at_once=1)
    sample = {"phone": "+14085550101", "source_kind": "sample"}

    denied = decide(database, gate, *(request(n, **sample) for n in range(3)))

    assert denied == {}
    with database.reading() as connection:
        looked_at = audit.of_call(connection, "call-2")[0]
    refusing = [one["rule"] for one in looked_at["rules"] if not one["passes"]]
    assert looked_at["kind"] == "dialled"
    assert {"allow_list", "fiction", "source", "open_call", "job_calls", "at_once"} <= set(refusing)


def test_what_was_simulated_does_not_count_on_a_real_line(
    database: Database, database_url: str
) -> None:
    simulated = permits(database_url, is_real=False)
    decide(database, simulated, *(request(n, phone=phone(1)) for n in range(5)))

    real = permits(database_url, calls_per_job=1, calls_per_day=1, calls_at_once=1)

    assert decide(database, real, request(9, phone=phone(1))) == {}


def test_a_number_outlives_the_erasing_of_its_call(database: Database, database_url: str) -> None:
    gate = permits(database_url)
    decide(database, gate, request(1))
    with database.writing() as connection:
        gate.note_placings(connection, [Placing("call-1", "CA1", time.time())])

    assert kinds(database, "call-1") == ["dialled", "placed"]
    assert decide(database, gate, request(2, phone=phone(1)))["call-2"].code == "unavailable"


# --- in the service --------------------------------------------------------------------------


@pytest.fixture
def real(run_app: Callable[..., Flask], database_url: str) -> Callable[..., tuple[Flask, FakeLine]]:
    def run(**changes: Any) -> tuple[Flask, FakeLine]:
        line = FakeLine(is_real=True, waits=True)
        return run_app(make_settings(database_url, **ALWAYS | ROOMY | changes), line), line

    return run


def audit_of(app: Flask, call_id: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = app.test_client().get(f"/calls/{call_id}/audit").get_json()
    return entries


def test_the_audit_tells_the_whole_of_a_call(real: Callable[..., tuple[Flask, FakeLine]]) -> None:
    app, line = real()
    client = app.test_client()
    call_id = start(client, phone=phone(1), source=IMPORT).get_json()["call_id"]
    wait_for(lambda: line.dialled)
    line.plays(call_id, Placed("CA1"), Ringing(), Answered(), Heard("Stop calling me."))
    wait_for(lambda: line.last_words)
    line.plays(call_id, Ended(EndReason.HUNG_UP))
    wait_for_end(client, call_id)

    app.extensions["callbackend"].desk.settle(call_id, 12)
    client.delete(f"/calls/{call_id}")

    entries = audit_of(app, call_id)
    told = [one["kind"] for one in entries]
    assert told == ["dialled", "placed", "answered", "opted_out", "opted_out", "ended", "cost"]
    assert entries[-1]["cents"] == 10
    assert "toilet" not in repr(entries)
    assert "4089710001" not in repr(entries)


def test_a_call_shows_what_it_has_cost(real: Callable[..., tuple[Flask, FakeLine]]) -> None:
    app, line = real()
    client = app.test_client()
    call_id = start(client, phone=phone(1), source=IMPORT).get_json()["call_id"]
    wait_for(lambda: line.dialled)
    assert show(client, call_id)["cost"] is None

    app.extensions["callbackend"].desk.settle(call_id, 61)

    assert show(client, call_id)["cost"] == 0.19


@pytest.mark.parametrize(
    ("settings", "changes", "status", "code"),
    [
        ({"call_line_stopped": True}, {}, 503, "unavailable"),
        ({"call_only": ("+14089719999",)}, {}, 422, "never_dial"),
        ({}, {"source": {"kind": "sample"}}, 422, "never_dial"),
        ({}, {"source": None}, 422, "never_dial"),
        ({}, {"phone": "+14085550101"}, 422, "never_dial"),
        ({}, {"phone": "911"}, 422, "number_refused"),
        ({"calls_at_once": 0}, {}, 429, "too_many"),
        ({"budget_cents_job": 1}, {}, 422, "never_dial"),
        ({"budget_cents_day": 1}, {}, 503, "unavailable"),
    ],
)
def test_a_call_is_refused_at_the_door(
    real: Callable[..., tuple[Flask, FakeLine]],
    settings: dict[str, Any],
    changes: dict[str, Any],
    status: int,
    code: str,
) -> None:
    app, line = real(**settings)
    asked = {"phone": phone(1), "source": IMPORT} | changes

    refused = start(app.test_client(), **asked)

    assert (refused.status_code, refused.get_json()["code"]) == (status, code)
    assert ("Retry-After" in refused.headers) is (status in (429, 503))
    assert line.dialled == []


def test_what_may_pass_later_waits_in_the_queue_and_is_dialled_then(
    real: Callable[..., tuple[Flask, FakeLine]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("callbackend.calls.steps.LOOK_AGAIN_SECONDS", 0.2)
    app, line = real(calls_at_once=1)
    client = app.test_client()
    monkeypatch.setattr(app.extensions["callbackend"], "_ask_gate", lambda _: None)
    first, second = (
        start(client, phone=phone(n), source=IMPORT).get_json()["call_id"] for n in (1, 2)
    )
    wait_for(lambda: len(line.dialled) == 1)
    wait_for(lambda: show(client, second)["seq"] > 0)
    assert [one["kind"] for one in audit_of(app, second)] == ["held"]
    assert show(client, second)["status"] == "queued"

    line.plays(first, Ended(EndReason.BUSY))

    wait_for(lambda: len(line.dialled) == 2)
    assert line.dialled == [phone(1), phone(2)]


def test_who_opts_out_ends_what_other_jobs_have_waiting(
    real: Callable[..., tuple[Flask, FakeLine]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("callbackend.calls.steps.LOOK_AGAIN_SECONDS", 0.2)
    app, line = real(calls_per_number_day=9, calls_per_number_week=9)
    client = app.test_client()
    first = start(client, phone=phone(1), source=IMPORT).get_json()["call_id"]
    wait_for(lambda: line.dialled)
    monkeypatch.setattr(app.extensions["callbackend"], "_ask_gate", lambda _: None)
    second = start(client, phone=phone(1), source=IMPORT).get_json()["call_id"]

    line.plays(first, Answered(), Heard("Take us off your list."))

    assert wait_for_end(client, second)["outcome"] == "opted_out"
    assert line.dialled == [phone(1)]


@pytest.mark.parametrize("way", ["cancelled", "erased"])
def test_a_call_that_is_ended_before_the_carrier_has_told_of_it_may_have_rung(
    real: Callable[..., tuple[Flask, FakeLine]], way: str
) -> None:
    app, line = real()
    client = app.test_client()
    call_id = start(client, phone=phone(1), source=IMPORT).get_json()["call_id"]
    wait_for(lambda: line.dialled)

    if way == "cancelled":
        client.post(f"/calls/{call_id}/cancel")
    else:
        client.delete(f"/calls/{call_id}")

    again = start(client, phone=phone(1), source=IMPORT)
    assert (again.status_code, again.get_json()["code"]) == (503, "unavailable")
    assert line.dialled == [phone(1)]
