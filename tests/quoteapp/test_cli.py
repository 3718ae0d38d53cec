import subprocess
import sys

import pytest
from sqlalchemy import func, select

from quoteapp.extensions import db
from quoteapp.language import TRADES
from quoteapp.models import Business

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
    assert {line.split("\t")[0] for line in lines} <= set(TRADES)


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
