"""Every answer to a create, with and without callbacks: at most one ring, and all of them end."""

from collections.abc import Callable

import pytest

from tests.callbackend.factories import wait_for
from tests.marks import ON_THEIR_OWN
from tests.twilio.callees import KINDS
from tests.twilio.carrier import Manners
from tests.twilio.stage import Stage

pytestmark = [pytest.mark.processes, pytest.mark.long, ON_THEIR_OWN]

FIRM = next(kind for kind in KINDS if kind.name == "firm")
NOBODY = next(kind for kind in KINDS if kind.name == "no answer")
# What the create says, and how the call may end: where it was made, as if nothing had happened.
MADE = {"agreed"}
CREATES = {
    "made": MADE,
    "429_once": MADE,
    "made_500": MADE,
    "made_empty": MADE,
    "made_reset": MADE,
    "made_silent": MADE,
    "400_21211": {"invalid_number"},
    "400_21216": {"invalid_number"},
    "400_20001": {"error"},
    "401": {"error"},
    "429": {"error"},
    "500": {"error"},
    "reset": {"error"},
    "silent": {"error"},
}
CALLBACKS = ("sent", "lost", "late", "doubled")


def test_whatever_a_create_answers_a_phone_rings_once_at_most(stage: Stage) -> None:
    asked = {
        (create, callbacks): stage.ring(FIRM, Manners(create, callbacks))
        for create in CREATES
        for callbacks in CALLBACKS
    }

    calls = stage.wait_for_ends([call_id for call_id, _ in asked.values()], 120)

    wrong = []
    for (create, callbacks), (call_id, phone) in asked.items():
        outcome, rung = calls[call_id]["outcome"], stage.carrier.rings(phone)
        if outcome not in CREATES[create]:
            wrong.append(f"{create}, callbacks {callbacks}: {outcome}")
        if len(rung) != (CREATES[create] is MADE):
            wrong.append(f"{create}, callbacks {callbacks}: rang {len(rung)} times")
        most = 4 if create == "429" else 2 if create == "429_once" else 1
        if stage.carrier.creates.count(phone) > most:
            wrong.append(f"{create}, callbacks {callbacks}: created too often")
    assert wrong == [], "\n".join(wrong)
    wait_for(lambda: all(call.is_over for call in stage.carrier.calls), 30)
    wait_for(lambda: stage.processes[0].ask("GET", "/line", token=stage.admin)["open"] == 0, 60)
    stage.assert_quiet_logs()


def test_a_list_that_is_ten_seconds_late_is_waited_for(stage: Stage) -> None:
    asked = [
        stage.ring(NOBODY, Manners(create, "lost", list_after=10))
        for create in ("made_500", "made_silent", "made_empty", "made_reset")
    ]

    calls = stage.wait_for_ends([call_id for call_id, _ in asked], 90)

    assert [len(stage.carrier.rings(phone)) for _, phone in asked] == [1, 1, 1, 1]
    assert {call["outcome"] for call in calls.values()} == {"no_answer"}


def test_a_call_whose_callbacks_are_all_lost_is_asked_about(stage: Stage) -> None:
    call_id, _ = stage.ring(NOBODY, Manners(callbacks="lost"))

    assert stage.wait_for_ends([call_id], 70)[call_id]["outcome"] == "no_answer"


def test_an_unsure_number_rests_and_is_not_rung_again(stage: Stage) -> None:
    call_id, phone = stage.ring(FIRM, Manners("silent", "lost"))
    call = stage.wait_for_ends([call_id], 90)[call_id]

    refused = stage.ask_for(phone)

    assert call["outcome"] == "error"
    assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
    assert int(refused.headers["Retry-After"]) > 1500


def test_a_carrier_that_cannot_be_reached_rings_nobody(
    stage_with: Callable[..., Stage],
) -> None:
    stage = stage_with(TWILIO_API_URL="http://127.0.0.1:9")

    call_id, phone = stage.ring(FIRM)

    assert stage.wait_for_ends([call_id], 60)[call_id]["outcome"] == "error"
    assert stage.carrier.creates == []
    assert stage.ask_for(phone).status_code == 202  # Certainly nothing rang: no rest.


def test_forged_stale_and_repeated_callbacks_change_nothing(stage: Stage) -> None:
    stage.carrier.forges = True
    asked = {kind.name: stage.ring(kind, Manners(callbacks="doubled")) for kind in KINDS}

    calls = stage.wait_for_ends([call_id for call_id, _ in asked.values()], 120)

    assert 403 in stage.carrier.refused_callbacks
    for kind in KINDS:
        call_id, phone = asked[kind.name]
        assert calls[call_id]["outcome"] in kind.outcomes, kind.name
        assert len(stage.carrier.rings(phone)) == 1
    stage.assert_quiet_logs()
