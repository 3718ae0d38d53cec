"""The operators' routes, and the command that does the same without the service."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from callbackend import do_not_call
from callbackend import line as line_command
from callbackend.calls import switchboard
from dev.environment import ROOT, base_environment
from tests.callbackend.conftest import make_settings
from tests.callbackend.factories import show, start, wait_for, wait_for_end
from tests.callbackend.fake_line import FakeLine

PHONE = "+14085550101"


@pytest.mark.parametrize("spelled", [PHONE, "(408) 555-0101", "408.555.0101", "%2B1 408 555 0101"])
def test_a_number_is_barred_however_it_is_spelled(client: FlaskClient, spelled: str) -> None:
    entry = client.post(f"/do-not-call/{spelled}").get_json()

    assert entry.keys() == {"phone", "since", "why", "call_id"}
    assert (entry["phone"], entry["why"], entry["call_id"]) == (PHONE, "operator", None)
    assert client.get(f"/do-not-call/{spelled}").get_json() == entry
    assert start(client).get_json()["code"] == "do_not_call"


def test_a_reason_is_kept_and_the_first_entry_stays(client: FlaskClient) -> None:
    first = client.post(f"/do-not-call/{PHONE}", json={"why": "a letter"}).get_json()

    again = client.post(f"/do-not-call/{PHONE}", json={"why": "another letter"}).get_json()

    assert first["why"] == "a letter"
    assert again == first


def test_a_foreign_number_may_be_barred_too(client: FlaskClient) -> None:
    assert client.post("/do-not-call/+442079460958").get_json()["phone"] == "+442079460958"


def test_a_number_that_is_taken_off_may_be_called(client: FlaskClient) -> None:
    client.post(f"/do-not-call/{PHONE}")

    removed = [client.delete(f"/do-not-call/{PHONE}") for _ in range(2)]

    assert [(one.status_code, one.get_json()) for one in removed] == [
        (200, {"status": "removed"})
    ] * 2
    missing = client.get(f"/do-not-call/{PHONE}")
    assert (missing.status_code, missing.get_json()["code"]) == (404, "not_found")
    assert start(client).status_code == 202


def test_the_list_comes_in_pages_the_newest_first(client: FlaskClient) -> None:
    phones = [f"+140855501{number:02}" for number in range(5)]
    for phone in phones:
        client.post(f"/do-not-call/{phone}")

    pages = [client.get(f"/do-not-call?limit=2&offset={offset}") for offset in (0, 2, 4, 6)]

    listed = [entry["phone"] for page in pages for entry in page.get_json()]
    assert listed == phones[::-1]
    assert {page.headers["X-Total-Count"] for page in pages} == {"5"}
    assert [entry["phone"] for entry in client.get("/do-not-call").get_json()] == phones[::-1]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/do-not-call?limit=0", None),
        ("GET", "/do-not-call?limit=1001", None),
        ("GET", "/do-not-call?limit=x", None),
        ("GET", "/do-not-call?offset=-1", None),
        ("GET", f"/do-not-call?offset={'9' * 30}", None),
        ("GET", "/do-not-call/hello", None),
        ("POST", "/do-not-call/12", None),
        ("POST", "/do-not-call/%00", None),
        ("DELETE", "/do-not-call/%ff", None),
        ("POST", f"/do-not-call/{PHONE}", {"why": ""}),
        ("POST", f"/do-not-call/{PHONE}", {"why": "x" * 201}),
        ("POST", f"/do-not-call/{PHONE}", {"why": "\x00"}),
        ("POST", f"/do-not-call/{PHONE}", []),
    ],
)
def test_what_is_no_number_reason_or_page_is_refused(
    client: FlaskClient, method: str, path: str, body: object
) -> None:
    answer = client.open(path, method=method, **({} if body is None else {"json": body}))

    assert answer.status_code == 422
    assert answer.get_json()["code"] in ("bad_request", "number_refused")


Command = Callable[..., int]


@pytest.fixture
def command(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("CALL_DATABASE_URL", database_url)
    return lambda *arguments: do_not_call.main(list(arguments))


def test_the_command_adds_lists_and_removes_beside_a_running_service(
    client: FlaskClient, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("add", "--why", "a letter", "(408) 555-0101", "+14085550102") == 0
    refused = start(client)
    assert command("list") == 0
    assert command("list", PHONE, "+14085550103") == 0
    assert command("remove", PHONE, "+14085550103") == 0
    accepted = start(client)

    output = capsys.readouterr().out.splitlines()
    lines = [line for line in output if not line.startswith("{")]  # Our log is beside them.
    assert [line.split(" ")[0] for line in lines[:3]] == [PHONE, "+14085550102", "+14085550102"]
    assert lines[0].endswith("UTC: a letter")
    assert lines[4].startswith(f"{PHONE} since ")
    assert lines[5:] == [f"{PHONE} removed", "+14085550103 was not barred"]
    assert (refused.status_code, accepted.status_code) == (422, 202)


@pytest.mark.parametrize("arguments", [("add", PHONE, "hello"), ("remove", ""), ("list", "１")])
def test_the_command_does_nothing_unless_all_are_numbers(
    client: FlaskClient,
    command: Command,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
) -> None:
    assert command(*arguments) == 1

    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)
    assert client.get("/do-not-call").get_json() == []


@pytest.mark.parametrize("arguments", [(), ("add",), ("add", "--why", "", PHONE), ("forget", "1")])
def test_the_command_says_how_it_is_used(
    command: Command, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit) as ended:
        command(*arguments)

    assert ended.value.code == 2
    assert "usage: python -m callbackend.do_not_call" in capsys.readouterr().err


@pytest.mark.database
def test_the_command_makes_no_table(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "callbackend.do_not_call", "add", PHONE],
        cwd=ROOT,
        env=base_environment(DATA_DIR=str(tmp_path), CALL_DATABASE_URL="", PORT=""),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == "the call database cannot be used: no such table: do_not_call\n"
    with sqlite3.connect(tmp_path / "calls.db") as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []
    connection.close()


# --- the line --------------------------------------------------------------------------------


def test_the_line_tells_how_it_stands(client: FlaskClient) -> None:
    state = client.get("/line").get_json()

    assert (state["line"], state["on"], state["why"]) == ("simulated", True, None)
    assert state["today"]["budget"] == 20.0
    assert "phone" not in state


def test_a_line_that_is_stopped_ends_every_call_and_dials_no_more(
    run_app: Callable[..., Flask], database_url: str
) -> None:
    line = FakeLine(is_real=True)
    settings = make_settings(
        database_url,
        call_only=("*",),
        call_hours=(0, 24),
        call_days=frozenset(range(7)),
        calls_per_second=1000,
    )
    client = run_app(settings, line).test_client()
    source = {"kind": "import"}
    ids = [
        start(client, phone=f"+1408971500{n}", source=source).get_json()["call_id"]
        for n in range(5)
    ]
    wait_for(lambda: len(line.dialled) == 5)

    stopped = client.post("/line/stop", json={"why": "a complaint"})
    refused = start(client, phone="+14089715009", source=source)

    assert stopped.get_json() == {"status": "stopped", "ended": 5}
    assert {show(client, one)["outcome"] for one in ids} == {"cancelled"}
    wait_for(lambda: set(line.hung_up) == set(ids))
    assert (refused.status_code, refused.get_json()["code"]) == (503, "unavailable")
    state = client.get("/line").get_json()
    assert (state["on"], state["why"]) == (False, "a complaint")
    client.post("/line/start")
    assert start(client, phone="+14089715009", source=source).status_code == 202


def test_a_stop_by_the_command_hangs_up_what_a_running_service_carries(
    run_app: Callable[..., Flask], database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(switchboard, "SWEEP_SECONDS", 0.1)
    line = FakeLine(is_real=True)
    settings = make_settings(
        database_url, call_only=("*",), call_hours=(0, 24), call_days=frozenset(range(7))
    )
    client = run_app(settings, line).test_client()
    asked = start(client, phone="+14089715001", source={"kind": "import"})
    wait_for(lambda: line.dialled)
    monkeypatch.setenv("CALL_DATABASE_URL", database_url)

    assert line_command.main(["stop", "--why", "a drill"]) == 0

    assert wait_for_end(client, asked.get_json()["call_id"])["outcome"] == "cancelled"


def test_the_command_says_how_the_switch_stands(
    client: FlaskClient,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CALL_DATABASE_URL", database_url)
    call_id = start(client).get_json()["call_id"]
    wait_for_end(client, call_id)
    capsys.readouterr()

    for words in (["status"], ["stop"], ["start"], ["audit", call_id]):
        assert line_command.main(words) == 0

    told = capsys.readouterr().out
    assert told.startswith("on\noff since ")
    assert ": operator\non\n" in told
    assert "dialled" in told
    assert "ended" in told


def test_the_audit_of_nothing_is_not_found(client: FlaskClient) -> None:
    response = client.get(f"/calls/{uuid4()}/audit")

    assert (response.status_code, response.get_json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("why", ["", "x" * 201, 5, None])
def test_a_reason_that_cannot_be_kept_changes_nothing(client: FlaskClient, why: object) -> None:
    response = client.post("/line/stop", json={"why": why})

    assert response.status_code == 422
    assert client.get("/line").get_json()["on"] is True
