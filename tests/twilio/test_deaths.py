"""`kill -9` while a call is at each stage, one process and two: it goes on, and rings once."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.callbackend.factories import wait_for
from tests.marks import ON_THEIR_OWN
from tests.twilio.callees import KINDS, Callee
from tests.twilio.carrier import Manners
from tests.twilio.stage import Stage

pytestmark = [pytest.mark.processes, pytest.mark.long, ON_THEIR_OWN]

KIND = {kind.name: kind for kind in KINDS}
FIRM = KIND["firm"]
CALLS = 12
# Seconds after the calls were asked for: while creates are under way, ringing, talking, closing.
MOMENTS = (0.05, 0.3, 0.8, 1.6)


def slow(callee: Callee) -> Callee:
    """The same, who takes some time before each answer: so that a kill finds a talk under way."""

    def script(said, turn):  # type: ignore[no-untyped-def]
        time.sleep(0.4)
        yield from callee.script(said, turn)

    return replace(callee, script=script)


def assert_all_rang_once(stage: Stage, phones: list[str]) -> None:
    assert [len(stage.carrier.rings(phone)) for phone in phones] == [1] * len(phones)
    assert max(stage.carrier.creates.count(phone) for phone in phones) == 1


def test_a_process_that_is_killed_again_and_again_loses_no_talk(stage: Stage) -> None:
    asked = [stage.ring(slow(FIRM)) for _ in range(CALLS)]

    for moment in MOMENTS:
        time.sleep(moment)
        stage.processes[0].kill()
        stage.processes[0].start()

    calls = stage.wait_for_ends([call_id for call_id, _ in asked], 120)
    assert_all_rang_once(stage, [phone for _, phone in asked])
    assert {call["outcome"] for call in calls.values()} == {"agreed"}
    wait_for(lambda: all(call.is_over for call in stage.carrier.calls), 60)
    stage.assert_quiet_logs()


def test_when_one_of_two_is_killed_its_talks_go_on_at_the_other(
    stage_with: Callable[..., Stage],
) -> None:
    stage = stage_with(processes=2)
    asked = [stage.ring(slow(FIRM), at=n % 2) for n in range(CALLS)]
    wait_for(lambda: sum(len(call.spoken) for call in stage.carrier.calls) >= CALLS)

    stage.processes[0].kill()
    stage.carrier.places = [stage.processes[1].url]

    calls = stage.wait_for_ends([call_id for call_id, _ in asked], 120, at=1)
    assert_all_rang_once(stage, [phone for _, phone in asked])
    assert {call["outcome"] for call in calls.values()} == {"agreed"}


def test_a_process_that_dies_before_a_create_is_answered_never_rings_twice(stage: Stage) -> None:
    kinds = ("made_silent", "silent", "made_reset")
    asked = [stage.ring(FIRM, Manners(create)) for create in kinds]
    wait_for(lambda: len(stage.carrier.creates) == len(kinds))

    stage.processes[0].kill()
    stage.processes[0].start()

    calls = stage.wait_for_ends([call_id for call_id, _ in asked], 120)
    outcomes = [calls[call_id]["outcome"] for call_id, _ in asked]
    assert outcomes == ["agreed", "error", "agreed"]
    assert [len(stage.carrier.rings(phone)) for _, phone in asked] == [1, 0, 1]
    assert max(stage.carrier.creates.count(phone) for _, phone in asked) == 1


def test_sigterm_closes_the_sockets_at_once_and_the_talks_go_on_elsewhere(
    stage_with: Callable[..., Stage],
) -> None:
    stage = stage_with(processes=2)
    stage.carrier.places = [stage.processes[0].url]
    asked = [stage.ring(slow(FIRM)) for _ in range(CALLS)]
    wait_for(lambda: sum(len(call.spoken) for call in stage.carrier.calls) >= CALLS)
    stage.carrier.places = [stage.processes[1].url]

    seconds = stage.processes[0].terminate()

    calls = stage.wait_for_ends([call_id for call_id, _ in asked], 60, at=1)
    assert seconds < 10
    assert_all_rang_once(stage, [phone for _, phone in asked])
    assert {call["outcome"] for call in calls.values()} == {"agreed"}


def test_what_was_ended_while_nobody_was_there_is_hung_up_at_the_next_start(
    stage_with: Callable[..., Stage],
) -> None:
    stage = stage_with(processes=2)
    call_id, _ = stage.ring(KIND["silent"])
    wait_for(lambda: stage.look_up([call_id])[call_id]["status"] == "in_progress")
    stage.processes[0].kill()

    ended = stage.processes[1].ask("POST", f"/calls/{call_id}/cancel")

    assert ended["outcome"] == "cancelled"
    wait_for(lambda: stage.carrier.calls[0].is_over, 30)


def test_stopping_the_line_hangs_everybody_up_within_five_seconds(
    stage_with: Callable[..., Stage],
) -> None:
    stage = stage_with(processes=2)
    ids = [stage.ring(KIND["silent"], at=n % 2)[0] for n in range(CALLS)]
    wait_for(lambda: all(c["status"] == "in_progress" for c in stage.look_up(ids).values()))

    began = time.monotonic()
    stopped = stage.processes[0].ask("POST", "/line/stop", token=stage.admin)
    wait_for(lambda: all(call.is_over for call in stage.carrier.calls))
    seconds = time.monotonic() - began

    assert stopped["ended"] == CALLS
    assert seconds < 5
    assert {call["outcome"] for call in stage.look_up(ids).values()} == {"cancelled"}
