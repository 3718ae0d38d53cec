from dataclasses import replace

import pytest
from sqlalchemy import select

from quoteapp.extensions import db
from quoteapp.models import Business
from quoteapp.services.businesses import importing
from tests.imports import GOOD, HEADER, load, load_lines, rows

pytestmark = pytest.mark.usefixtures("app")


def test_import_adds_a_business_with_its_place():
    imported = load(GOOD)

    business = db.session.scalars(select(Business)).one()
    assert imported.did == (1, 0, 0, 0)
    assert rows() == [("Reliable Plumbing", "+14085551234", "plumber", "95126")]
    assert (business.latitude, business.longitude) == (37.3249, -121.9153)


def test_import_twice_changes_nothing():
    load(GOOD)
    before = rows()

    imported = load(GOOD)

    assert imported.did == (0, 0, 1, 0)
    assert rows() == before


@pytest.mark.parametrize(
    "changed",
    [
        "Reliable Pipes,(408) 555-1234,plumber,95126",
        "Reliable Plumbing,(408) 555-1234,plumber,10001",
        "Reliable Plumbing,(408) 555-1234,plumber,09001",
    ],
    ids=["name", "zip", "zip without coordinates"],
)
def test_import_updates_what_changed_under_the_same_phone_and_trade(changed):
    load(GOOD)

    imported = load(changed)

    name, _, _, zip_code = changed.split(",")
    assert imported.did == (0, 1, 0, 0)
    assert rows() == [(name, "+14085551234", "plumber", zip_code)]


def test_import_keeps_the_ids_of_what_it_updates():
    load(GOOD)
    before = db.session.scalars(select(Business.id)).one()

    load("Other,(408) 555-1234,plumber,95126")

    assert db.session.scalars(select(Business.id)).one() == before


def test_import_keeps_what_the_file_does_not_name():
    load(GOOD)

    load("Another,(408) 555-9999,roofer,95126")

    assert len(rows()) == 2


def test_a_business_with_two_trades_is_two_rows():
    imported = load(GOOD, "Reliable Plumbing,(408) 555-1234,handyman,95126")

    assert imported.counts.added == 2


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("ZIP,Trade,PHONE,Name", "95126,plumber,(408) 555-1234,Reliable Plumbing"),
        ("\ufeffname,phone,trade,zip", GOOD),
        ('\ufeff"name","phone","trade","zip"', GOOD),
        (" name , phone , trade , zip ", " Reliable  Plumbing , 4085551234 , Plumber , 95126 "),
        ("name,notes,phone,trade,zip", 'Reliable Plumbing,"a, b",408.555.1234,PLUMBING,95126-1234'),
        (HEADER + ",rating", GOOD + ",5,and,more"),
        (HEADER + "\r", '"Reliable Plumbing","408-555-1234","plumber","95126"\r'),
        ("\n" + HEADER, GOOD),
    ],
    ids=["order", "mark", "quoted mark", "blanks", "extra", "longer", "crlf", "blank line first"],
)
def test_import_reads_what_spreadsheets_write(header, line):
    imported = load(line, "", ",,,", header=header)

    assert imported.problems == []
    assert rows() == [("Reliable Plumbing", "+14085551234", "plumber", "95126")]


def test_import_makes_one_line_of_a_name_on_two():
    load('"Reliable\nPlumbing",(408) 555-1234,plumber,95126', GOOD.replace("1234", "9999"))

    assert [name for name, *_ in rows()] == ["Reliable Plumbing"] * 2


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (",(408) 555-1234,plumber,95126", "the name is missing"),
        ("N" * 201 + ",(408) 555-1234,plumber,95126", "the name is longer than 200 characters"),
        ("A\ue000B,4085551234,plumber,95126", "the name has characters that cannot be printed"),
        (
            "Caf\ufffd,4085551234,plumber,95126",
            "the name has a character that is lost: save the file as “CSV UTF-8”",
        ),
        (
            "Ann,4.08555E+09,plumber,95126",
            "no phone: a spreadsheet has rounded it to 4.08555E+09, its last 4 digits are lost",
        ),
        (
            "Ann,4.08555123E+09,plumber,95126",
            "no phone: a spreadsheet has rounded it to 4.08555123E+09, its last digit is lost",
        ),
        (
            "Ann,4085551234,plumber,9.5E+04",
            "no ZIP code: a spreadsheet has rounded it to 9.5E+04, its last 3 digits are lost",
        ),
        ("Ann,,plumber,95126", "not a US phone number: ''"),
        ("Ann,123,plumber,95126", "not a US phone number: '123'"),
        (
            "Ann,+44 20 7946 0958,plumber,95126",
            "a number of GB, which is not among DIAL_COUNTRIES: '+44 20 7946 0958'",
        ),
        (
            "Ann,(876) 555-2345,plumber,95126",
            "a number of JM, which is not among DIAL_COUNTRIES: '(876) 555-2345'",
        ),
        (
            "Ann,1-900-555-2345,plumber,95126",
            "a number that costs more than a call, or leads anywhere: '1-900-555-2345'",
        ),
        ("Ann,４０８５５５１２３４,plumber,95126", "not a US phone number: '４０８５５５１２３４'"),
        ("Ann,4085551234,plumber,９５１２６", "no such ZIP code: '９５１２６'"),
        ("Ann," + "4" * 99 + ",plumber,95126", f"not a US phone number: '{'4' * 39}…'"),
        (
            "Ann,(408) 555-0101,plumber,95126",
            "555-0100 to 555-0199 are reserved for samples: '(408) 555-0101'",
        ),
        ("Ann,4085551234,plumer,95126", "unknown trade: 'plumer'; choose plumber"),
        ("Ann,4085551234,plumber,00000", "no such ZIP code: '00000'"),
        ("Ann,4085551234,plumber,9512X", "no such ZIP code: '9512X'"),
        ("Ann,4085551234,plumber,0000", "no such ZIP code: '0000'"),
        ("Ann,4085551234,plumber", "no such ZIP code: ''"),
        (
            '"Ann,4085551234,plumber,95126',
            "not readable as CSV, is there a quote too many? (unexpected end of data)",
        ),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_loaded(line, why):
    imported = load(GOOD, line, GOOD.replace("1234", "9999"))

    assert imported.counts.added == 2
    assert imported.problems == [(3, why)]


def test_an_unknown_trade_is_offered_all_when_none_is_near():
    imported = load("Ann,4085551234,xyzzy,95126")

    assert "plumber or electrician or" in imported.problems[0][1]


def test_a_repeated_line_is_named_and_the_first_one_stands():
    imported = load(GOOD, GOOD.replace("Reliable", "Other"))

    assert imported.counts.added == 1
    assert imported.problems == [(3, "the same phone and trade as on line 2")]
    assert rows()[0][0] == "Reliable Plumbing"


def test_line_numbers_are_those_of_the_file():
    imported = load("", '"Two\nLines",(408) 555-1234,plumber,95126', "bad", "", "bad")

    assert [line for line, _ in imported.problems] == [5, 7]


@pytest.mark.parametrize(
    ("header", "lacking"),
    [
        ("name,phone", "trade, zip"),
        ("", "name, phone, trade, zip"),
        (GOOD, "name, phone, trade, zip"),
    ],
)
def test_a_missing_column_is_one_clear_problem(header, lacking):
    imported = load(*([GOOD] * 3), header=header) if header else load_lines([])

    (problem,) = imported.problems
    assert problem == (
        1,
        f"the first line must name the columns name, phone, trade, zip; it lacks {lacking}",
    )
    assert imported.counts.loaded == 0


def test_a_broken_header_is_one_clear_problem():
    imported = load(GOOD, header='"name,phone,trade,zip')

    assert len(imported.problems) == 1
    assert rows() == []


def test_import_of_many_goes_in_batches(monkeypatch):
    monkeypatch.setattr(importing, "CHUNK", 3)
    lines = [f"Plumber {n},(408) 555-{n:04},plumber,95126" for n in range(2000, 2010)]
    load(*lines[:5])

    imported = load(*lines, lines[0].replace("plumber", "roofer"))

    assert (imported.counts.added, imported.counts.unchanged) == (6, 5)
    assert len(rows()) == 11


def test_import_takes_numbers_of_the_countries_that_the_setting_names(app, settings):
    canadian = "Ann,(416) 555-2001,plumber,95126"
    app.extensions["settings"] = replace(settings, dial_countries=frozenset({"CA"}))

    assert load(canadian).counts.added == 1
    assert load(GOOD).counts.added == 0
