"""Schemathesis asks the call backend for what its document says, and for what it does not.

Nothing may be a 5xx, and every answer must be one of the document's. The tool lives in an
environment of its own: `FUZZ_PYTHON` names its interpreter, else `.venv-fuzz` is looked for.
`FUZZ_EXAMPLES` is how many cases each operation gets at least, `FUZZ_SEED` where they begin.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest

from dev.environment import ROOT
from tests.callbackend.calls.test_processes import Backend

TOKEN = "the-token-of-a-long-fuzz-run"
PYTHON = Path(os.environ.get("FUZZ_PYTHON") or ROOT / ".venv-fuzz" / "bin" / "python")
EXAMPLES = os.environ.get("FUZZ_EXAMPLES", "40")
SEED = os.environ.get("FUZZ_SEED", "7")
# One worker: with more, CPython 3.11 itself now and then fails to parse what the tool gives it.
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance,ignored_auth"
)
LONGEST_SECONDS = 3600

pytestmark = [pytest.mark.fuzz, pytest.mark.processes, pytest.mark.timeout(LONGEST_SECONDS)]


@pytest.mark.skipif(not PYTHON.exists(), reason=f"NO SCHEMATHESIS: {PYTHON} is not there")
def test_no_request_is_a_server_error_and_every_answer_is_in_the_document(tmp_path: Path) -> None:
    backend = Backend(
        tmp_path,
        CALL_BACKEND_TOKEN=TOKEN,
        CALL_ADMIN_TOKEN=TOKEN,
        CALLBACK_ORIGINS="http://127.0.0.1:9",
        SIMULATED_CALL_SECONDS="1",
    )
    backend.start()
    try:
        ran = subprocess.run(
            [
                *(PYTHON, "-m", "schemathesis.cli", "run", f"{backend.url}/openapi.json"),
                *("--header", f"Authorization: Bearer {TOKEN}", "--checks", CHECKS),
                *("--seed", SEED, "--max-examples", EXAMPLES, "--continue-on-failure"),
                *("--phases", "examples,coverage,fuzzing,stateful", "--workers", "1", "--no-color"),
            ],
            cwd=tmp_path,
            env=os.environ
            | {
                "SCHEMATHESIS_HOOKS": "hooks",
                "FUZZ_COUNTS": str(tmp_path / "counts.json"),
                "FUZZ_SEED": SEED,
                "PYTHONPATH": str(Path(__file__).parent),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        is_healthy = backend.get("/health") == {"status": "healthy"}
    finally:
        backend.stop()

    report = ran.stdout[-20_000:] + ran.stderr[-5_000:]
    assert ran.returncode == 0, report
    assert is_healthy
    counts = json.loads((tmp_path / "counts.json").read_text())
    print(f"{sum(counts.values())} requests: {counts}")
    assert not [status for status in counts if status >= "500"]
    # Every kind of answer was met, so that nothing was only refused.
    assert {"200", "202", "400", "404", "410", "422"} <= counts.keys()
    assert "Traceback" not in backend.log
