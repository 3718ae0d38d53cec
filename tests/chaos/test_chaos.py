"""A short run of the harness: `python -m tests.chaos` for long ones."""

import os
import subprocess
import sys

import pytest

from dev.environment import ROOT
from tests.marks import ON_THEIR_OWN

SHORT = ("--seconds", "8", "--seed", "7", "--deadline", "22", "--longest-gap", "1.5")


@ON_THEIR_OWN
@pytest.mark.processes
def test_invariants_hold_while_processes_are_killed() -> None:
    database = ("--database-url", os.environ.get("TEST_DATABASE_URL", ""))

    run = subprocess.run(
        [sys.executable, "-m", "tests.chaos", *SHORT, *database],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert run.returncode == 0, run.stdout + run.stderr
