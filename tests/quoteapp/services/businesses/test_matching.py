"""Who is who: a business that has changed its name or its number is not a second one."""

import pytest
from sqlalchemy import select

from quoteapp.extensions import db
from quoteapp.models import Business
from quoteapp.services.businesses import importing
from tests.imports import Loaded, load, rows
from tests.rows import for_every

pytestmark = pytest.mark.usefixtures("app")

WITH_ID = "name,phone,trade,zip,external_id"
JOE = "Joe's Plumbing,408-555-2001,plumber,95126"


def load_with_ids(*lines: str) -> Loaded:
    return load(*lines, header=WITH_ID)


def known() -> list[tuple[str, str, str | None]]:
    """Name, the end of the phone, and external id of all there are."""
    found = db.session.scalars(select(Business).order_by(Business.id))
    return [(row.name, row.phone[-4:], row.external_id) for row in found]


def forget() -> None:
    db.session.execute(Business.__table__.delete())
    db.session.commit()


def test_a_business_is_known_again():
    """Each row: what is there, what comes, what it does (added, updated, unchanged), what is there.

    A line is name, phone, trade, ZIP code and, maybe, external id.
    """

    def body(there, comes, did, then):
        forget()
        load_with_ids(*there)

        first, second = load_with_ids(*comes), load_with_ids(*comes)

        assert first.problems == second.problems == []
        assert first.did[:3] == did
        assert second.did == (0, 0, len(comes), 0)
        assert known() == then

    joe, ann = "Joe,4085552001,plumber,95126", "Ann,4085552002,plumber,95126"
    table = [
        # by its id: both its name and its number have changed
        ([joe + ",7"], ["Jo,4085552009,plumber,95126,7"], (0, 1, 0), [("Jo", "2009", "7")]),
        # by its number, and the id is new; or is not told
        ([joe], [joe + ",7"], (0, 1, 0), [("Joe", "2001", "7")]),
        ([joe + ",7"], [joe], (0, 0, 1), [("Joe", "2001", "7")]),
        # by name and ZIP code, in other letters
        ([joe], ["JOE,4085552009,plumber,95126"], (0, 1, 0), [("JOE", "2009", None)]),
        (["Peña,4085552001,plumber,95126"], ["PENA,4085552009,plumber,95126"], (0, 1, 0),
         [("PENA", "2009", None)]),
        ([joe + ",7"], ["Joe,4085552009,plumber,95126"], (0, 1, 0), [("Joe", "2009", "7")]),
        ([joe], ["Joe,4085552009,plumber,95126,7"], (0, 1, 0), [("Joe", "2009", "7")]),
        # two: another id, another ZIP code, another trade, another name
        ([joe + ",7"], ["Joe,4085552009,plumber,95126,8"], (1, 0, 0),
         [("Joe", "2001", "7"), ("Joe", "2009", "8")]),
        ([joe], ["Joe,4085552009,plumber,95014"], (1, 0, 0),
         [("Joe", "2001", None), ("Joe", "2009", None)]),
        ([joe], ["Joe,4085552009,roofer,95126"], (1, 0, 0),
         [("Joe", "2001", None), ("Joe", "2009", None)]),
        ([joe], [ann], (1, 0, 0), [("Joe", "2001", None), ("Ann", "2002", None)]),
        # two of one name in a file are two, in whatever order they come
        ([], [joe, joe.replace("2001", "2009")], (2, 0, 0),
         [("Joe", "2001", None), ("Joe", "2009", None)]),
        ([joe], [joe.replace("2001", "2009"), joe], (1, 1, 0),
         [("Joe", "2009", None), ("Joe", "2001", None)]),
        ([joe, joe.replace("2001", "2009")], [joe, joe.replace("2001", "2009"),
         joe.replace("2001", "2008")], (1, 0, 2),
         [("Joe", "2001", None), ("Joe", "2009", None), ("Joe", "2008", None)]),
        # one takes the number that another gives up
        ([joe + ",7", ann + ",8"],
         ["Joe,4085552009,plumber,95126,7", "Ann,4085552001,plumber,95126,8"], (0, 2, 0),
         [("Joe", "2009", "7"), ("Ann", "2001", "8")]),
    ]  # fmt: skip
    for_every(("there", "comes", "did", "then"), table, body)


def test_what_could_be_two_is_left_out_and_changes_nothing():
    joe, ann = "Joe,4085552001,plumber,95126", "Ann,4085552002,plumber,95126"
    taken = (
        "its phone is that of another business, {}: remove one of the two, or import again once "
        "the other has its new number"
    )

    def body(there, comes, why):
        forget()
        load_with_ids(*there)
        before = known()

        loaded = load_with_ids(comes)

        assert loaded.problems == [(2, why)]
        assert known() == before

    table = [
        ([joe + ",7", ann + ",8"], "Joe,4085552002,plumber,95126,7",
         taken.format("external_id '8'")),
        ([joe + ",7", ann], "Joe,4085552002,plumber,95126,7", taken.format("'Ann'")),
        ([joe + ",7"], joe + ",8", taken.format("external_id '7'")),
        ([joe, joe.replace("2001", "2009")], joe.replace("2001", "2008"),
         "a new number, and 2 businesses have this name, trade and ZIP code: "
         "give each an external_id"),
    ]  # fmt: skip
    for_every(("there", "comes", "why"), table, body)


@pytest.mark.parametrize("chunk", [1, 2, 1000])
def test_the_same_business_twice_in_a_file_is_named_in_whatever_chunk(monkeypatch, chunk):
    monkeypatch.setattr(importing, "CHUNK", chunk)

    loaded = load_with_ids(
        JOE, "Ann,4085552002,plumber,95126,7", JOE, "Bo,4085552003,plumber,95126,7"
    )

    assert loaded.problems == [
        (4, "the same phone and trade as on line 2"),
        (5, "the same external_id and trade as on line 3"),
    ]
    assert len(rows()) == 2


def test_a_new_number_is_told_without_the_number():
    load(JOE)

    loaded = load(JOE.replace("2001", "2009"))

    assert loaded.notices == [(2, 'a new number for "Joe\'s Plumbing"')]


def test_each_trade_of_a_line_is_a_business_and_one_that_cannot_be_leaves_out_all():
    line = 'Joe,4085552001,"Plumbing, Roofing; Saunas",95126,7'
    load_with_ids(line)
    load_with_ids("Ann,4085552002,roofer,95126,8")

    loaded = load_with_ids(line.replace("2001", "2002"))

    assert [trade for _, _, trade, _ in rows()] == ["plumber", "roofer", "roofer"]
    assert [number for number, _ in loaded.problems] == [2]
    assert [phone for _, phone, *_ in rows()][:2] == ["+14085552001"] * 2


def test_another_import_at_the_same_moment_is_no_failure(monkeypatch):
    rows_like, others = importing.rows_like, [JOE]

    def look_and_be_overtaken(entries):
        found = rows_like(entries)
        if others:
            load(others.pop())
        return found

    monkeypatch.setattr(importing, "rows_like", look_and_be_overtaken)

    loaded = load(JOE.replace("Joe's", "Jo's"), "Ann,4085552002,plumber,95126")

    assert loaded.did == (1, 1, 0, 0)
    assert [name for name, *_ in rows()] == ["Jo's Plumbing", "Ann"]
