"""Twenty-three kinds of callee, rung at the same time: each call ends rightly, and rang once."""

import pytest

from tests.callbackend.factories import wait_for
from tests.marks import ON_THEIR_OWN
from tests.twilio.callees import KINDS
from tests.twilio.stage import CALLER, Stage

pytestmark = [pytest.mark.processes, ON_THEIR_OWN]


def test_every_kind_of_callee_ends_rightly(stage: Stage) -> None:
    asked = {kind.name: stage.ring(kind) for kind in KINDS}

    calls = stage.wait_for_ends([call_id for call_id, _ in asked.values()], 90)

    assert stage.carrier.wrong == []
    wrong = []
    for kind in KINDS:
        call_id, phone = asked[kind.name]
        call, rung = calls[call_id], stage.carrier.rings(phone)
        price = call["negotiated_price"] or call["last_offer"]
        if call["outcome"] not in kind.outcomes:
            wrong.append(f"{kind.name}: {call['outcome']}")
        if kind.price is not None and price != kind.price:
            wrong.append(f"{kind.name}: {price}")
        if len(rung) != 1:
            wrong.append(f"{kind.name}: rang {len(rung)} times")
        if kind.keys and tuple(rung[0].pressed) != kind.keys:
            wrong.append(f"{kind.name}: pressed {rung[0].pressed}")
        spoken = rung[0].spoken
        if not kind.is_spoken_to and spoken:
            wrong.append(f"{kind.name}: was told {spoken}")
        if kind.is_spoken_to and (
            "automat" not in spoken[0] or CALLER not in spoken[0] or "transcribe" not in spoken[0]
        ):
            wrong.append(f"{kind.name}: was not told who calls: {spoken[:1]}")
    assert wrong == [], "\n".join(wrong)
    stage.assert_quiet_logs()


def test_what_is_over_here_is_over_at_the_carrier_and_has_its_cost(stage: Stage) -> None:
    ids = [stage.ring(kind)[0] for kind in KINDS]
    stage.wait_for_ends(ids, 90)

    def all_have_costs() -> bool:
        return all(call["cost"] is not None for call in stage.look_up(ids).values())

    wait_for(all_have_costs, 30)
    wait_for(lambda: all(call.is_over for call in stage.carrier.calls), 10)
