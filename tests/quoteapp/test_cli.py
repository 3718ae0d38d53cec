import re
import subprocess
import sys
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from quoteapp.extensions import db
from quoteapp.language import NONE, TRADES
from quoteapp.models import Business
from quoteapp.services.finding.blocked_numbers import blocked_numbers

HEADER = "name,phone,trade,zip\n"
GOOD = "Reliable Plumbing,(408) 555-1234,plumber,95126\n"
BAD = "Ann,123,plumber,95126\n"


@pytest.fixture
def command(app):
    return app.test_cli_runner().invoke


def loaded() -> int:
    return db.session.scalar(select(func.count()).select_from(Business))


def test_infer_trades_prints_the_trade_of_each_query(command):
    result = command(args=["infer-trades"], input="fix my toilet\nmi baño gotea\n")

    assert result.exit_code == 0
    assert result.output == "plumber\tfix my toilet\nplumber\tmi baño gotea\n"


def test_infer_trades_prints_one_line_per_query_that_says_something(command):
    result = command(args=["infer-trades"], input="\n  \nasdf\n\t\n? ? ?\nno newline at the end")

    lines = result.output.splitlines()
    assert [line.split("\t")[1] for line in lines] == ["asdf", "? ? ?", "no newline at the end"]
    assert {line.split("\t")[0] for line in lines} <= {*TRADES, NONE}


def test_infer_trades_reads_bytes_that_are_no_utf_8(command):
    result = command(args=["infer-trades"], input=b"my toilet \xff leaks\n")

    assert result.exit_code == 0
    assert result.output == "plumber\tmy toilet � leaks\n"


def test_infer_trades_answers_while_the_input_is_still_open():
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "infer-trades"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdin.write("mi baño\n".encode())
        process.stdin.flush()

        assert process.stdout.readline().decode() == "plumber\tmi baño\n"
        process.stdin.close()
        assert process.wait(timeout=30) == 0


def test_import_businesses_says_what_it_did(command, tmp_path):
    file = tmp_path / "own.csv"
    file.write_text(HEADER + GOOD, encoding="utf-8")

    result = command(args=["import-businesses", str(file)])

    assert result.exit_code == 0
    assert result.stdout == "1 added, 0 updated, 0 unchanged, 0 left out\n"
    assert loaded() == 1


def test_import_businesses_names_bad_lines_and_loads_the_rest(command, tmp_path):
    file = tmp_path / "own.csv"
    file.write_text(HEADER + BAD + GOOD, encoding="utf-8")

    result = command(args=["import-businesses", str(file)])

    assert result.exit_code == 0
    assert result.stdout == "1 added, 0 updated, 0 unchanged, 1 left out\n"
    assert result.stderr == "line 2: not a US phone number: '123'\n"


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_import_businesses_reads_standard_input(command, mark):
    result = command(args=["import-businesses", "-"], input=(mark + HEADER + GOOD).encode())

    assert result.exit_code == 0
    assert loaded() == 1


def test_import_businesses_succeeds_when_there_is_nothing_to_load(command):
    result = command(args=["import-businesses", "-"], input=HEADER)

    assert result.exit_code == 0


@pytest.mark.parametrize("text", [HEADER + BAD, "", "name,phone\n"])
def test_import_businesses_fails_when_nothing_is_of_use(command, text):
    result = command(args=["import-businesses", "-"], input=text)

    assert result.exit_code == 1
    assert result.stderr.startswith("line ")


def test_import_businesses_fails_when_there_is_no_file(command, tmp_path):
    result = command(args=["import-businesses", str(tmp_path / "none.csv")])

    assert result.exit_code == 1
    assert "No such file" in result.stderr


def test_import_businesses_fails_when_the_file_is_no_utf_8(command, tmp_path):
    file = tmp_path / "own.csv"
    file.write_bytes((HEADER + GOOD).encode() + b"Caf\xe9,4085559999,plumber,95126\n")

    result = command(args=["import-businesses", str(file)])

    assert result.exit_code == 1
    assert "not UTF-8" in result.stderr
    assert loaded() == 0


@pytest.mark.usefixtures("fresh_app")
def test_import_businesses_says_what_to_do_when_there_are_no_tables(command):
    db.drop_all()

    result = command(args=["import-businesses", "-"], input=HEADER + GOOD)

    assert result.exit_code == 1
    assert "db upgrade" in result.stderr


def test_block_number_blocks_here_and_at_the_call_backend(command, call_backend):
    result = command(args=["block-number", "add", "(408) 555-0101"])

    assert result.exit_code == 0
    assert result.output == "+14085550101 is blocked, here and at the call backend.\n"
    assert [one.phone for one in blocked_numbers()] == ["+14085550101"]
    assert call_backend.blocked == {"+14085550101"}


def test_block_number_says_what_was_done_when_the_call_backend_is_away(command, call_backend):
    call_backend.stop()

    result = command(args=["block-number", "add", "4085550101"])

    assert result.exit_code == 1
    assert result.output == (
        "Error: +14085550101 is blocked here; not at the call backend, which may dial it "
        "(Connection refused)\n"
    )
    assert [one.phone for one in blocked_numbers()] == ["+14085550101"]


def test_block_number_twice_is_content(command, call_backend):
    results = [command(args=["block-number", "add", "4085550101"]) for _ in range(2)]

    assert [result.exit_code for result in results] == [0, 0]
    assert len(blocked_numbers()) == 1


def test_block_number_is_let_in_with_the_operators_token_alone(
    app, settings, command, call_backend
):
    call_backend.token, call_backend.admin_token = "t" * 24, "a" * 24
    tokens = {"call_backend_token": ("t" * 24,)}
    app.extensions["settings"] = replace(settings, **tokens)
    refused = command(args=["block-number", "add", "4085550101"])
    app.extensions.pop("call_backend").close()
    app.extensions["settings"] = replace(settings, **tokens, call_admin_token=("a" * 24,))
    taken = command(args=["block-number", "add", "4085550101"])

    assert (refused.exit_code, taken.exit_code) == (1, 0)
    assert "it refuses our token" in refused.output


def test_block_number_remove_takes_it_off_both_lists(command, call_backend):
    command(args=["block-number", "add", "4085550101"])

    results = [command(args=["block-number", "remove", "408-555-0101"]) for _ in range(2)]

    assert [result.output for result in results] == [
        "+14085550101 is no longer blocked, nor at the call backend.\n",
        "+14085550101 was not blocked here, and is not, nor at the call backend.\n",
    ]
    assert (blocked_numbers(), call_backend.blocked) == ([], set())


def test_block_number_remove_changes_nothing_when_the_call_backend_is_away(command, call_backend):
    command(args=["block-number", "add", "4085550101"])
    call_backend.stop()

    result = command(args=["block-number", "remove", "4085550101"])

    assert result.exit_code == 1
    assert result.output == (
        "Error: +14085550101: nothing was changed, here or at the call backend "
        "(Connection refused)\n"
    )
    assert [one.phone for one in blocked_numbers()] == ["+14085550101"]


def test_block_number_list_prints_the_latest_first(command):
    for number in ("4085550101", "4085550102"):
        command(args=["block-number", "add", number])

    result = command(args=["block-number", "list"])

    lines = [line.split("\t") for line in result.output.splitlines()]
    assert [(phone, why) for phone, _, why in lines] == [
        ("+14085550102", "by an operator"),
        ("+14085550101", "by an operator"),
    ]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", since) for _, since, _ in lines)


@pytest.mark.parametrize("action", ["add", "remove"])
@pytest.mark.parametrize("number", ["911", "12", "nobody", "", "+1 408 555 01"])
def test_block_number_refuses_what_is_no_number(command, call_backend, action, number):
    result = command(args=["block-number", action, number])

    assert (result.exit_code, result.output) == (1, f"Error: not a phone number: {number!r}\n")
    assert (blocked_numbers(), call_backend.requests) == ([], [])


@pytest.mark.usefixtures("fresh_app")
@pytest.mark.parametrize("arguments", [["add", "4085550101"], ["list"]])
def test_block_number_says_so_when_the_tables_are_missing(command, arguments):
    db.drop_all()

    result = command(args=["block-number", *arguments])

    assert result.exit_code == 1
    assert "flask --app wsgi db upgrade" in result.output
