"""The command with a key: two readers, or the embedded one alone."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.aimock.server import KEY

ROOT = Path(__file__).parents[3]
TRANSCRIPT = "Agent: How much?\nProvider: $150.\nAgent: Could you do 135?\nProvider: Sure."


def run(
    url: str, *options: str, key: str = KEY, **environ: str
) -> tuple[list[dict[str, Any]], str]:
    command = [sys.executable, "-m", "callbackend.read_quotes", *options]
    finished = subprocess.run(
        command,
        input=json.dumps({"id": "a", "transcript": TRANSCRIPT}),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"OPENAI_API_KEY": key, "OPENAI_BASE_URL": url} | environ,
        timeout=60,
    )
    return [json.loads(line) for line in finished.stdout.splitlines()], finished.stderr


NO_DEAL = {
    "estimated_price": 150,
    "estimated_evidence": [{"line": 1, "quote": "$150."}],
    "negotiated_price": None,
    "negotiated_evidence": [],
}


def test_command_asks_the_model_where_there_is_a_key(scripted):
    scripted.says(NO_DEAL)

    answers, _ = run(scripted.url)

    assert answers == [
        {
            "id": "a",
            "estimated_price": 150.0,
            "negotiated_price": None,
            "evidence": ["Provider: $150."],
        }
    ]


@pytest.mark.parametrize(("options", "key"), [(["--embedded"], KEY), ([], "")])
def test_command_is_embedded_without_a_key_or_on_demand(scripted, options, key):
    answers, errors = run(scripted.url, *options, key=key)

    assert answers[0]["negotiated_price"] == 135.0
    assert scripted.bodies == []
    assert errors == ""


def test_command_is_embedded_and_says_so_when_the_model_fails(scripted):
    scripted.status = 500

    answers, errors = run(scripted.url)

    assert answers[0]["negotiated_price"] == 135.0
    (warning,) = errors.splitlines()
    assert json.loads(warning)["reason"] == "HTTP 500"


def test_command_explains_a_setting_that_it_cannot_use(scripted):
    answers, errors = run(scripted.url, OPENAI_PRICE_SECONDS="soon")

    assert answers == []
    assert errors.startswith("The setting OPENAI_PRICE_SECONDS cannot be used: ")
