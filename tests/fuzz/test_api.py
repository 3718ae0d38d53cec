"""Schemathesis asks the API for what its document says, and for what it does not.

Nothing may be a 5xx, for no dependency is away, and every answer must be one of the document's.
"""

from pathlib import Path

import requests

from tests.fuzz.running import MARKS, fuzz
from tests.processes.journey import running_stack

TOKEN = "the-token-of-a-long-fuzz-run"
CHANGES = {"ADMIN_TOKEN": TOKEN, "RATE_LIMITS": "off", "SIMULATED_CALL_SECONDS": "1"}

pytestmark = MARKS


def test_no_request_is_a_server_error_and_every_answer_is_in_the_document(tmp_path: Path) -> None:
    with running_stack(tmp_path, **CHANGES) as stack:
        answers = fuzz(f"{stack.url}/api/openapi.json", "of_api", TOKEN, tmp_path)
        is_ready = requests.get(f"{stack.url}/api/ready", timeout=5).ok

    assert is_ready
    # Every kind of answer was met, so that nothing was only refused.
    assert {"200", "400", "404", "409", "422"} <= answers.statuses.keys()
    assert not answers.never_good
    for log in tmp_path.glob("*.log"):
        assert "Traceback" not in log.read_text(), log.name
