"""The command that reads transcripts from standard input."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def run(*lines: str) -> list[dict]:
    finished = subprocess.run(
        [sys.executable, "-m", "callbackend.read_quotes"],
        input="\n".join(lines).encode(),
        capture_output=True,
        check=True,
        cwd=ROOT,
        timeout=60,
    )
    assert finished.stderr == b""
    return [json.loads(line) for line in finished.stdout.decode().splitlines()]


def test_command_answers_with_prices_and_the_lines_that_show_them():
    transcript = "Agent: How much?\nProvider: $150.\nAgent: Could you do 135?\nProvider: Sure."

    answers = run(json.dumps({"id": "a", "transcript": transcript}))

    assert answers == [
        {
            "id": "a",
            "estimated_price": 150.0,
            "negotiated_price": 135.0,
            "evidence": ["Provider: $150.", "Agent: Could you do 135?", "Provider: Sure."],
        }
    ]


def test_command_accepts_a_list_of_lines():
    spoken = [
        {"role": "agent", "text": "¿Cuánto cobra?"},
        {"role": "system", "text": "connected"},
        {"role": "Provider", "text": "Ciento cincuenta."},
    ]

    answers = run(json.dumps({"id": 7, "transcript": spoken}, ensure_ascii=False))

    assert answers[0]["estimated_price"] == 150.0
    assert answers[0]["evidence"] == ["Provider: Ciento cincuenta."]


def test_command_goes_on_after_lines_that_it_cannot_read():
    answers = run(
        "no json",
        "[1, 2]",
        '{"id": "b"}',
        '{"id": "c", "transcript": [{"role": "agent"}]}',
        "",
        '{"id": "d", "transcript": ""}',
    )

    assert [answer["id"] for answer in answers] == [None, None, "b", "c", "d"]
    assert all(isinstance(answer["error"], str) for answer in answers[:4])
    assert answers[4] == {
        "id": "d",
        "estimated_price": None,
        "negotiated_price": None,
        "evidence": [],
    }
