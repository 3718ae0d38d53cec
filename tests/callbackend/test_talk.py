"""Talking with the agent from a terminal, and from another program."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from callbackend import talk
from callbackend.talk import Talk, answers
from tests.callbackend.factories import make_brief_json
from tests.rows import every

ROOT = Path(__file__).parents[2]
TODAY = date(2025, 12, 1)
KEYS = {
    *("say", "done", "outcome", "estimated_price", "negotiated_price", "last_offer"),
    *("press", "move"),
}
BEGIN = {"name": "Reliable Plumbing", "brief": make_brief_json()}


def run(*events: object) -> list[dict]:
    return list(answers([json.dumps(event) for event in events], TODAY))


def test_the_command_answers_each_line_by_one():
    spoken = [BEGIN, {"heard": "It's $150, all in."}]
    finished = subprocess.run(
        [sys.executable, "-m", "callbackend.talk", "--jsonl"],
        input="\n".join(map(json.dumps, spoken)).encode(),
        capture_output=True,
        check=True,
        cwd=ROOT,
        timeout=60,
    )

    told = [json.loads(line) for line in finished.stdout.decode().splitlines()]

    assert finished.stderr == b""
    assert [set(one) for one in told] == [KEYS, KEYS]
    assert "automated assistant" in told[0]["say"]
    assert told[1]["estimated_price"] == told[1]["last_offer"] == 150.0


def test_another_brief_begins_another_conversation():
    first, _, again = run(BEGIN, {"heard": "It's $150, all in."}, BEGIN)

    assert again == first


@every(
    "line",
    [
        "{",
        "[]",
        "{}",
        '{"heard": 3}',
        '{"heard": null}',
        '{"pressed": "77"}',
        '{"pressed": 9}',
        '{"name": 3, "brief": {}}',
        '{"name": "A", "brief": {"task": "plumber"}}',
        '{"name": "A", "brief": 7}',
        "[" * 100_000,
    ],
)
def test_a_bad_line_is_told_and_changes_nothing(line):
    heard = json.dumps({"heard": "It's $150, all in."})
    begin = json.dumps(BEGIN)

    told = list(answers([begin, line, heard], TODAY))

    assert set(told[1]) == {"error"}
    assert told[1]["error"]
    assert [told[0], told[2]] == list(answers([begin, heard], TODAY))


def test_nothing_is_heard_before_there_is_a_brief():
    assert set(run({"heard": "Hello?"})[0]) == {"error"}


def test_nothing_is_heard_after_the_end():
    told = run(BEGIN, {"heard": "Take us off your list."}, {"heard": "Hello?"})

    assert (told[1]["done"], told[1]["outcome"]) == (True, "opted_out")
    assert set(told[2]) == {"error"}


def test_key_nine_is_an_opt_out():
    told = run(BEGIN, {"pressed": "9"})[-1]

    assert (told["done"], told["outcome"]) == (True, "opted_out")


def test_silence_is_an_event():
    told = run(BEGIN, {"heard": ""})[-1]

    assert told["say"]


def test_the_terminal_asks_for_the_job_and_holds_the_conversation(monkeypatch, capsys):
    typed = iter(["", "", "", "", "200", "", "", "#9"])
    monkeypatch.setattr("builtins.input", lambda _prompt: next(typed))
    talk._in_the_terminal(None, TODAY)

    shown = capsys.readouterr().out

    assert "automated assistant" in shown
    assert "opted_out" in shown


def test_the_terminal_takes_a_brief_from_a_file_until_there_is_no_more(
    monkeypatch, capsys, tmp_path
):
    path = tmp_path / "brief.json"
    path.write_text(json.dumps(BEGIN))

    def nothing(_prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", nothing)
    talk._in_the_terminal(path, TODAY)

    assert "automated assistant" in capsys.readouterr().out


def test_a_file_without_a_brief_is_told():
    with pytest.raises(SystemExit, match="no brief"):
        talk._in_the_terminal(Path("/nowhere"), TODAY)


def test_events_are_told_apart():
    with pytest.raises(ValueError, match="Begin"):
        Talk(TODAY).take({"heard": ""})
