"""The command that looks whether a real phone could ring."""

import subprocess
import sys

import pytest

from dev.environment import ROOT
from tests.marks import ON_THEIR_OWN
from tests.twilio.stage import Stage

pytestmark = [pytest.mark.processes, ON_THEIR_OWN]


def examine(stage: Stage, **changes: str) -> tuple[int, str]:
    process = stage.processes[0]
    run = subprocess.run(
        [sys.executable, "-m", "callbackend.doctor", "--at", process.url],
        cwd=ROOT,
        env=process.environ() | changes,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.stderr == ""
    return run.returncode, run.stdout


def test_where_all_is_there_it_says_so(stage: Stage) -> None:
    status, told = examine(stage)

    assert (status, told.count("MISSING")) == (0, 0), told
    for what in ("keys", "number", "clock", "public URL", "sockets", "signatures", "switch"):
        assert f"ok       {what}: " in told


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"CALLER_NAME": ""}, "settings: not set: CALLER_NAME"),
        ({"CALL_ONLY": ""}, "allow-list"),
        ({"TWILIO_ACCOUNT_SID": "AC" + "1" * 32}, "keys"),
        ({"TWILIO_FROM_NUMBER": "+14085550001"}, "number"),
        ({"TWILIO_AUTH_TOKEN": "another"}, "sockets"),
        ({"BUDGET_CENTS_JOB": "10"}, "budget"),
        ({"CALL_LINE_STOPPED": "on"}, "switch"),
        ({"TWILIO_API_URL": "http://127.0.0.1:9"}, "clock"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_what_is_missing_is_named(stage: Stage, changes: dict[str, str], what: str) -> None:
    status, told = examine(stage, **changes)

    assert status == 1
    assert f"MISSING  {what}" in told


def test_it_tells_no_number_and_no_key(stage: Stage) -> None:
    number = "+14089715003"

    _, told = examine(stage, CALL_ONLY=number)

    assert "number 1 of the list" in told
    for secret in (number[2:], stage.processes[0].environ()["TWILIO_AUTH_TOKEN"]):
        assert secret not in told
