import pytest

from quoteapp.services.businesses.cells import LostDigitsError, digits, guarded, tidy, unguarded
from tests.rows import every


@every(
    ("cell", "expected"),
    [
        ("95126", "95126"),
        ("95126.0", "95126"),
        ("95126,00", "95126"),
        ("'95126", "95126"),
        ("95,126", "95126"),
        ("9.5126E+04", "95126"),
        ("4085551234.0", "4085551234"),
        ("4,085,551,234", "4085551234"),
        ("4.085551234E+09", "4085551234"),
        ("4.085551234e9", "4085551234"),
        ("4,085551234E+09", "4085551234"),
        ("1.4085551234E+10", "14085551234"),
        ("4.0855512340E+09", "4085551234"),
        ("+14085551234", "+14085551234"),
        ("(408) 555-1234", "(408) 555-1234"),
        ("408.555.1234", "408.555.1234"),
        ("95126-1234", "95126-1234"),
        ("4.0855512345E+09", "4.0855512345E+09"),
        ("", ""),
    ],
)
def test_a_number_is_what_was_typed_before_a_spreadsheet_had_it(cell, expected):
    assert digits(cell) == expected


@every("cell", ["4.08555E+09", "4.08555123E+09", "4E+09", "1.40856E+10", "4,08555E9"])
def test_digits_that_a_spreadsheet_has_lost_are_not_made_up(cell):
    with pytest.raises(LostDigitsError):
        digits(cell)


@every(
    ("cell", "expected"),
    [
        (" a\u00a0 b\t", "a b"),
        ("\ufeffa\u200bb\u2060\u00ad", "ab"),
        ("a\nb", "a b"),
        ('="02139"', "02139"),
        ("'a", "'a"),
    ],
)
def test_a_cell_is_without_what_nobody_sees(cell, expected):
    assert tidy(cell) == expected


@every("name", ["=SUM(A1)", "+1 Plumbing", "-", "@home", "'Ohana", "Ann", "O'Hara", "a=b"])
def test_a_guarded_name_is_no_formula_and_comes_back(name):
    assert guarded(name)[0] not in "=+-@"
    assert unguarded(guarded(name)) == name
