import csv

import pytest

from quoteapp.services.businesses import columns
from quoteapp.services.businesses.decoding import LONGEST_LINE
from quoteapp.services.businesses.spreadsheets import MOST_LINES, records
from tests.rows import every


def read(text: str) -> list[tuple[int, list[str] | None]]:
    """The records of a text; `None` stands for one that is broken."""
    found = records(text.splitlines(keepends=True), columns.known)
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

    assert next(records(lines(), columns.known)) == (1, ["a"])


@every(
    ("text", "expected"),
    [
        ("name;phone;zip\na,b;1;2\n", [(1, ["name", "phone", "zip"]), (2, ["a,b", "1", "2"])]),
        ("name\tphone\na\t1\n", [(1, ["name", "phone"]), (2, ["a", "1"])]),
        ("name|phone\na|1\n", [(1, ["name", "phone"]), (2, ["a", "1"])]),
        # More commas, but they divide nothing that is known.
        ("name;phone;a,b,c,d\nx;1;y\n", [(1, ["name", "phone", "a,b,c,d"]), (2, ["x", "1", "y"])]),
        ("sep=;\nx;y\n", [(2, ["x", "y"])]),
        ('\ufeff"sep=;"\r\nx;y\r\n', [(2, ["x", "y"])]),
        ("\nSEP=\t\nx\ty\n", [(3, ["x", "y"])]),
        ("sep=^\nx^y\n", [(2, ["x", "y"])]),
        ("sep=;,,,\nx;y\n", [(2, ["x", "y"])]),
        # No letter divides, and once the header is there, nothing does but what divided it.
        ("sep=a\nx,y\n", [(1, ["sep=a"]), (2, ["x", "y"])]),
        ("name,phone\nsep=;,1\n", [(1, ["name", "phone"]), (2, ["sep=;", "1"])]),
    ],
)
def test_the_delimiter_is_what_the_file_says_or_what_divides_its_header(text, expected):
    assert read(text) == expected


def test_a_line_of_endless_fields_is_broken_and_the_next_line_is_read():
    found = read("x," * LONGEST_LINE + "\nnext\n")

    assert found == [(1, None), (2, ["next"])]
