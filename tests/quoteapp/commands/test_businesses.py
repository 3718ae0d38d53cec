import csv
import io

import pytest

from quoteapp.extensions import db
from quoteapp.phones import to_e164
from quoteapp.services.finding.blocked_numbers import blocked_numbers
from tests.imports import load, load_file, rows
from tests.rows import every

HEADER = "name,phone,trade,zip,external_id"
NAMES = [
    *(
        "Plomería López",
        '"Ray ""The Key"" Lee, Inc"',
        "=SUM(A1:A9)",
        "+1 Movers",
        "@home",
        "'Ohana",
    ),
    *("-Minus", "Ann's", "café ☕", "a|b;c"),
]


@pytest.fixture
def three(app):
    """Two plumbers and a roofer, one of each kind of id."""
    load("Joe,4085552001,plumber,95126,7", "Ann,4085552002,roofer,95014,", header=HEADER)
    load("Joe & Sons,8885552003,plumber,95126")


def listed(result) -> list[list[str]]:
    return [line.split("\t") for line in result.stdout.splitlines()]


def test_list_shows_each_business_by_name_and_who_is_blocked(command, three, call_backend):
    command(args=["businesses", "block", "--external-id", "7"])

    result = command(args=["businesses", "list"])

    assert listed(result) == [
        ["2", "Ann", "(408) 555-2002", "roofer", "95014", "", ""],
        ["1", "Joe", "(408) 555-2001", "plumber", "95126", "7", "blocked"],
        ["3", "Joe & Sons", "(888) 555-2003", "plumber", "95126", "", ""],
    ]
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["--name", "JOÉ"], ["Joe", "Joe & Sons"]),
        (["--name", "%"], []),
        (["--trade", "Plumbing"], ["Joe", "Joe & Sons"]),
        (["--zip", "95014"], ["Ann"]),
        (["--phone", "888.555.2003"], ["Joe & Sons"]),
        (["--external-id", "7"], ["Joe"]),
        (["--id", "2"], ["Ann"]),
        (["--trade", "roofer", "--zip", "95126"], []),
        (["--limit", "1"], ["Ann"]),
    ],
)
def test_list_shows_those_that_are_all_that_is_said(command, three, options, names):
    result = command(args=["businesses", "list", *options])

    assert [name for _, name, *_ in listed(result)] == names


def test_list_says_how_many_it_leaves_out(command, three):
    result = command(args=["businesses", "list", "--limit", "2"])

    assert result.stderr == "1 more: --limit 3 shows them all\n"


def test_an_unknown_trade_is_an_error_with_those_that_are_near(command, three):
    result = command(args=["businesses", "list", "--trade", "plumer"])

    assert result.exit_code == 1
    assert result.stderr == "Error: unknown trade: 'plumer'; choose plumber\n"


def many() -> None:
    lines = [f"{name},{4085552100 + n},plumber,0{2139 - n % 2}" for n, name in enumerate(NAMES)]
    load(*(f"{line},0{n}" for n, line in enumerate(lines)), header=HEADER)
    load("One id less,8005552200,roofer,95126", "Base,4085552201,plumber,09001")


def test_what_is_exported_can_be_imported_here_and_elsewhere(command, tmp_path, monkeypatch):
    monkeypatch.setattr("quoteapp.services.businesses.managing.ROWS_AT_ONCE", 5)
    many()
    before, file = everything(), tmp_path / "all.csv"

    assert command(args=["businesses", "export", str(file)]).stderr == "12 written\n"
    here = load_file(file.read_bytes())
    command(args=["businesses", "remove", "--all", "--yes"])
    emptied = rows()
    elsewhere = load_file(file.read_bytes())

    assert (here.did, here.notices) == ((0, 0, 12, 0), [])
    assert emptied == []
    assert (elsewhere.did, everything()) == ((12, 0, 0, 0), before)


def everything() -> list[tuple[object, ...]]:
    """All columns but the ids, in the order of these."""
    table = db.metadata.tables["businesses"]
    columns = [column for column in table.columns if column.name != "id"]
    return [tuple(row) for row in db.session.execute(db.select(*columns).order_by(table.c.id))]


def test_no_cell_of_an_export_is_a_formula(command):
    many()

    result = command(args=["businesses", "export"])

    cells = [cell for row in csv.reader(io.StringIO(result.stdout)) for cell in row]
    assert len(cells) == 5 * 13
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@")]


def test_an_export_holds_those_that_are_meant_and_none_where_there_are_none(command, three):
    result = command(args=["businesses", "export", "--trade", "painter"])

    assert (result.exit_code, result.stdout) == (0, HEADER + "\n")


def test_remove_takes_out_those_alone_and_asks_before(command, three):
    refused = command(args=["businesses", "remove", "--name", "joe"], input="n\n")
    still_there = len(rows())
    taken = command(args=["businesses", "remove", "--name", "joe"], input="y\n")

    assert (refused.exit_code, still_there) == (1, 3)
    assert (taken.exit_code, taken.stdout) == (0, "2 removed\n")
    assert [name for name, *_ in rows()] == ["Ann"]


@every("action", ["remove", "block", "unblock"])
def test_nothing_happens_to_all_by_mistake(command, three, action):
    result = command(args=["businesses", action], input="y\n")

    assert result.exit_code == 2
    assert "Say which businesses" in result.stderr
    assert (len(rows()), blocked_numbers()) == (3, [])


def test_all_and_some_is_a_mistake(command, three):
    result = command(args=["businesses", "remove", "--all", "--trade", "roofer", "--yes"])

    assert (result.exit_code, len(rows())) == (2, 3)


def test_block_and_unblock_are_for_the_numbers_of_those_that_are_meant(
    command, three, call_backend
):
    blocked = command(args=["businesses", "block", "--trade", "plumber"])
    on_the_lists = {one.phone for one in blocked_numbers()}, set(call_backend.blocked)
    command(args=["businesses", "unblock", "--phone", "4085552001"])

    numbers = {to_e164("4085552001"), to_e164("8885552003")}
    assert blocked.exit_code == 0
    assert on_the_lists == (numbers, numbers)
    assert call_backend.blocked == {to_e164("8885552003")}
    assert len(rows()) == 3


def test_block_says_so_when_there_is_no_such_business(command, three, call_backend):
    result = command(args=["businesses", "block", "--name", "nobody"])

    assert (result.exit_code, result.stderr) == (1, "Error: no such business\n")
    assert call_backend.requests == []


@pytest.mark.usefixtures("fresh_app")
@every("action", ["list", "export", "remove", "block"])
def test_every_command_says_so_when_the_tables_are_missing(command, action):
    db.drop_all()

    options = ["--id", "1"] if action in ("remove", "block") else []
    result = command(args=["businesses", action, *options])

    assert result.exit_code == 1
    assert "flask --app wsgi db upgrade" in result.stderr
