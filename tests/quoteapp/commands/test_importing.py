from itertools import count

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from quoteapp.extensions import db
from quoteapp.models import Business
from quoteapp.services.businesses import importing
from tests import imports

HEADER = imports.HEADER + "\n"
GOOD = imports.GOOD + "\n"
BAD = "Ann,123,plumber,95126\n"


def loaded() -> int:
    return db.session.scalar(select(func.count()).select_from(Business))


def names() -> list[str]:
    return [name for name, *_ in imports.rows()]


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


def test_import_businesses_reads_windows_1252_and_says_so(command, tmp_path):
    file = tmp_path / "own.csv"
    file.write_bytes((HEADER + GOOD).encode() + b"Caf\xe9,4085559999,plumber,95126\n")

    result = command(args=["import-businesses", str(file)])

    assert result.exit_code == 0
    assert "line 3: warning: not UTF-8" in result.stderr
    assert names() == ["Reliable Plumbing", "Café"]


def test_import_businesses_says_what_to_do_with_a_workbook(command, tmp_path):
    file = tmp_path / "own.xlsx"
    file.write_bytes(b"PK\x03\x04 and so on")

    result = command(args=["import-businesses", str(file)])

    assert result.exit_code == 1
    assert "a workbook, not a text; save it as “CSV UTF-8”" in result.stderr


def test_import_businesses_says_how_far_a_long_file_is(command, monkeypatch):
    monkeypatch.setattr("quoteapp.services.businesses.importing.CHUNK", 2)
    monkeypatch.setattr("quoteapp.commands.importing.LINES_BETWEEN", 5)
    lines = [GOOD.replace("1234", str(number)) for number in range(2000, 2010)]

    result = command(args=["businesses", "import", "-"], input=HEADER + "".join(lines))

    assert result.stderr == "5 lines …\n11 lines …\n"
    assert result.stdout == "10 added, 0 updated, 0 unchanged, 0 left out\n"


def test_import_businesses_repeats_no_warning_without_end(command):
    lines = [f"Plumbing {n},408555{n},plumber,2139\n" for n in range(2000, 2030)]

    result = command(args=["import-businesses", "-"], input=HEADER + "".join(lines))

    *warnings, last = result.stderr.splitlines()
    assert len(warnings) == 20
    assert warnings[0] == (
        "line 2: warning: the ZIP code '2139' is read as 02139, with the 0 that it lost"
    )
    assert last == "and 10 more warnings"


def test_import_businesses_says_how_far_it_came_when_it_breaks_off(command, monkeypatch):
    monkeypatch.setattr(importing, "CHUNK", 1)
    write, calls = importing._write, count()

    def write_once(outcome):
        if next(calls):
            raise OperationalError("INSERT", {}, Exception("the disk is full"))
        write(outcome)

    monkeypatch.setattr(importing, "_write", write_once)
    lines = GOOD + GOOD.replace("1234", "9999")

    result = command(args=["import-businesses", "-"], input=HEADER + lines)

    assert result.exit_code == 1
    assert result.stderr.startswith("up to line 2 the file is loaded; it can be imported again\n")
    assert "the disk is full" in result.stderr
    assert loaded() == 1


@pytest.mark.usefixtures("fresh_app")
def test_import_businesses_says_what_to_do_when_there_are_no_tables(command):
    db.drop_all()

    result = command(args=["import-businesses", "-"], input=HEADER + GOOD)

    assert result.exit_code == 1
    assert "db upgrade" in result.stderr
