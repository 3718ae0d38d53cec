import csv

import pytest

from quoteapp.services.finding.spreadsheets import MOST_LINES, records
from tests.rows import every


def read(text: str) -> list[tuple[int, list[str] | None]]:
    """The records of a text; `None` stands for one that is broken."""
    found = records(text.splitlines(keepends=True))
    return [(line, None if isinstance(one, csv.Error) else one) for line, one in found]


@every(
    ("text", "expected"),
    [
        ("", []),
        ("a,b", [(1, ["a", "b"])]),
        ("a,b\r\nc,d\r\n", [(1, ["a", "b"]), (2, ["c", "d"])]),
        ('\ufeff"a",b\n', [(1, ["a", "b"])]),
        ("a\n\n  \n,,\nb\n", [(1, ["a"]), (5, ["b"])]),
        ('"a, ""b""",c\n', [(1, ['a, "b"', "c"])]),
        ('"a\nb",c\nd\n', [(1, ["a\nb", "c"]), (3, ["d"])]),
        ('6" pipe,c\n', [(1, ['6" pipe', "c"])]),
    ],
)
def test_records_have_the_line_that_they_start_on(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    "broken", ['"a,b', '"a" b,c', 'a,"b'], ids=["open", "text behind", "open at the end"]
)
def test_a_broken_line_takes_no_other_with_it(broken):
    text = f"first,1\n{broken}\nthird,3\n" + "more,4\n" * 3 * MOST_LINES

    found = read(text)

    assert found[:3] == [(1, ["first", "1"]), (2, None), (3, ["third", "3"])]
    assert len(found) == 3 + 3 * MOST_LINES


def test_a_field_of_a_megabyte_is_broken_and_the_next_line_is_read():
    found = read("x" * 1_000_000 + "\nnext\n")

    assert found == [(1, None), (2, ["next"])]


def test_records_come_before_the_whole_file_is_read():
    def lines():
        yield from ["a\n"] * MOST_LINES
        raise AssertionError("read too far")

    assert next(records(lines())) == (1, ["a"])
