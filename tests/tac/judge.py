"""Runs in `.venv-tac`: says of each line on standard input whether the stranger's code takes it.

A line is `{"frame": {…}}`, or a signed request `{"url", "form", "signature", "token"}`. Only this
file's `PYTHON` is used elsewhere.
"""

import json
import sys
from pathlib import Path
from urllib.parse import urlsplit

PYTHON = Path(__file__).parents[2] / ".venv-tac/bin/python"


def main() -> None:
    """Judge every line."""
    for line in sys.stdin:
        case = json.loads(line)
        taken = takes_frame(case["frame"]) if "frame" in case else takes_request(case)
        print(json.dumps(taken), flush=True)


def takes_frame(frame: dict) -> bool:
    """Whether its models read all that the frame says."""
    from pydantic import ValidationError
    from tac.models import voice

    kinds = {
        "setup": voice.SetupMessage,
        "prompt": voice.PromptMessage,
        "interrupt": voice.InterruptMessage,
    }
    try:
        read = kinds[frame["type"]](**frame).model_dump(by_alias=True, exclude_none=True)
    except (KeyError, ValidationError):
        return False
    return set(frame) <= set(read)


def takes_request(case: dict) -> bool:
    """Whether its validator takes the signature."""
    from starlette.requests import Request
    from tac.server.signature_validation import validate_twilio_webhook

    url = urlsplit(case["url"])
    scope = {
        "type": "http",
        "method": "POST",
        "scheme": url.scheme,
        "server": (url.hostname, 443),
        "path": url.path,
        "query_string": url.query.encode(),
        "headers": [
            (b"host", str(url.hostname).encode()),
            (b"x-twilio-signature", case["signature"].encode()),
        ],
    }
    return bool(validate_twilio_webhook(Request(scope), case["token"], case["form"]))


if __name__ == "__main__":
    main()
