"""The carrier of the tests sends what a stranger's server takes, signed as it checks it."""

import json
import os
import subprocess
from typing import Any

import pytest

from callbackend.lines.twilio.signatures import signature as ours
from tests.tac.judge import PYTHON
from tests.twilio.carrier import signature as theirs

TOKEN = "the-carrier-s-token"
URL = "https://calls.example.com/twilio/11111111-2222-4333-8444-555555555555/status"
FORM = {"CallSid": "CA1", "To": "+14089715003", "CallStatus": "completed", "CallDuration": "61"}

pytestmark = pytest.mark.skipif(not PYTHON.exists(), reason="needs .venv-tac: see make test-all")


def judged(*cases: dict[str, Any]) -> list[bool]:
    run = subprocess.run(
        [str(PYTHON), "-m", "tests.tac.judge"],
        input="".join(f"{json.dumps(case)}\n" for case in cases),
        env=os.environ | {"TAC_ANALYTICS_DISABLED": "true"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return [json.loads(line) for line in run.stdout.splitlines()]


def request(signature: str, **changes: Any) -> dict[str, Any]:
    return {"url": URL, "form": FORM, "token": TOKEN, "signature": signature} | changes


def test_its_frames_are_taken_and_wrong_ones_are_not() -> None:
    taken = judged(
        {"frame": {"type": "setup", "sessionId": "VX1", "callSid": "CA1"}},
        {"frame": {"type": "prompt", "voicePrompt": "Hello?", "lang": "en-US", "last": True}},
        {"frame": {"type": "prompt", "voicePrompt": "He", "lang": "en-US", "last": False}},
        {
            "frame": {
                "type": "interrupt",
                "utteranceUntilInterrupt": "Could you",
                "durationUntilInterruptMs": "460",
            }
        },
        {"frame": {"type": "prompt", "voicePrompt": 7}},
        {"frame": {"type": "prompt", "text": "Hello?"}},
    )

    assert taken == [True, True, True, True, False, False]


@pytest.mark.parametrize("sign", [ours, theirs], ids=["ours", "the carrier's"])
def test_its_signatures_are_taken_and_forged_ones_are_not(sign: Any) -> None:
    values: Any = FORM if sign is theirs else {name: [value] for name, value in FORM.items()}
    good, other = sign(TOKEN, URL, values), sign("another", URL, values)

    taken = judged(
        request(good),
        request(other),
        request(good, form=FORM | {"CallStatus": "busy"}),
        request(good, url=URL + "x"),
    )

    assert taken == [True, False, False, False]
