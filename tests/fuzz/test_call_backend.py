"""Schemathesis asks the call backend for what its document says, and for what it does not.

Nothing may be a 5xx, and every answer must be one of the document's.
"""

from pathlib import Path

from tests.callbackend.calls.test_processes import Backend
from tests.fuzz.running import MARKS, fuzz

TOKEN = "the-token-of-a-long-fuzz-run"

pytestmark = MARKS


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
        answers = fuzz(f"{backend.url}/openapi.json", "of_call_backend", TOKEN, tmp_path)
        is_healthy = backend.get("/health") == {"status": "healthy"}
    finally:
        backend.stop()

    assert is_healthy
    # Every kind of answer was met, so that nothing was only refused.
    assert {"200", "202", "400", "404", "410", "422"} <= answers.statuses.keys()
    assert answers.never_good == set()
    assert "Traceback" not in backend.log
