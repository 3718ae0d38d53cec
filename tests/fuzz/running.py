"""Runs schemathesis against a service, as often as it takes for so many requests.

The tool lives in an environment of its own: `FUZZ_PYTHON` names its interpreter, else `.venv-fuzz`
is looked for. `FUZZ_SEED` is where the cases begin, `FUZZ_EXAMPLES` how many each operation gets at
least in a round. Rounds follow, each with the next seed, until `FUZZ_REQUESTS` were made.
"""

import json
import os
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from dev.environment import ROOT

PYTHON = Path(os.environ.get("FUZZ_PYTHON") or ROOT / ".venv-fuzz" / "bin" / "python")
EXAMPLES = os.environ.get("FUZZ_EXAMPLES", "40")
SEED = int(os.environ.get("FUZZ_SEED", "7"))
REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "1"))
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance,ignored_auth,unsupported_method,negative_data_rejection,"
    "use_after_free,ensure_resource_availability"
)
LONGEST_SECONDS = 3600

# They start processes of their own, and keep to one worker of pytest-xdist.
MARKS = [
    pytest.mark.fuzz,
    pytest.mark.processes,
    pytest.mark.timeout(LONGEST_SECONDS),
    pytest.mark.skipif(not PYTHON.exists(), reason=f"NO SCHEMATHESIS: {PYTHON} is not there"),
]


@dataclass(frozen=True)
class Answers:
    """What was answered, as `POST /start-job/{job_id} 202`, and how often."""

    counts: Counter[str]

    @property
    def statuses(self) -> Counter[str]:
        """How often each status was answered, by whatever operation."""
        statuses: Counter[str] = Counter()
        for answer, times in self.counts.items():
            statuses[answer.rpartition(" ")[2]] += times
        return statuses

    @property
    def never_good(self) -> set[str]:
        """The operations that did nothing but refuse."""
        parts = [answer.rpartition(" ") for answer in self.counts]
        asked = {operation for operation, _, _ in parts}
        return asked - {operation for operation, _, status in parts if status < "300"}


def fuzz(document: str, hooks: str, token: str, folder: Path) -> Answers:
    """Ask for everything in the document at this URL. Fails on an answer that is not in it.

    `hooks` is the module in `hooks/` that knows what cannot be guessed.
    """
    counts: Counter[str] = Counter()
    seed = SEED
    while counts.total() < REQUESTS:
        counts += _round(document, hooks, token, folder, seed)
        seed += 1
    answers = Answers(counts)
    print(f"{counts.total()} requests: {dict(answers.statuses)}")
    assert not [answer for answer in counts if answer.rpartition(" ")[2] >= "500"]
    return answers


def _round(document: str, hooks: str, token: str, folder: Path, seed: int) -> Counter[str]:
    counted = folder / f"counts-{seed}.json"
    ran = subprocess.run(
        [
            *(PYTHON, "-m", "schemathesis.cli", "run", document),
            *("--header", f"Authorization: Bearer {token}", "--checks", CHECKS),
            *("--seed", str(seed), "--max-examples", EXAMPLES, "--continue-on-failure"),
            # One worker: with more, CPython 3.11 itself now and then fails to parse its cases.
            *("--phases", "examples,coverage,fuzzing,stateful", "--workers", "1", "--no-color"),
        ],
        cwd=folder,
        env=os.environ
        | {
            "SCHEMATHESIS_HOOKS": hooks,
            "FUZZ_COUNTS": str(counted),
            "FUZZ_SEED": str(seed),
            "PYTHONPATH": str(Path(__file__).parent / "hooks"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-20_000:] + ran.stderr[-5_000:]
    return Counter(json.loads(counted.read_text()))
