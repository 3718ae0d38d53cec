"""A table as one test: what it names, and what it does not let pass."""

from pathlib import Path

import pytest

from tests.rows import every


def of_numbers(rows, names="number"):
    """A test that wants even numbers, and crashes at 0."""

    @every(names, rows)
    def test(number):
        assert 8 % number >= 0
        assert number % 2 == 0, "odd"

    return test


def told_by(test, **fixtures) -> str:
    with pytest.raises(AssertionError) as raised:
        test(**fixtures)
    return str(raised.value)


def test_every_wrong_row_is_named_and_no_other():
    told = told_by(of_numbers([1, 2, 3, 4]))

    assert told.startswith("2 wrong of 4:\nnumber=1\n    odd\n    assert (1 % 2) == 0")
    assert "\nnumber=3\n    odd" in told
    assert "number=2" not in told
    assert "number=4" not in told


def test_a_table_passes_when_every_row_is_right():
    of_numbers([2, 4])()


def test_a_row_that_crashes_is_named_and_the_next_is_looked_at():
    told = told_by(of_numbers([0, 3]))

    assert "number=0\n    ZeroDivisionError: " in told
    assert Path(__file__).name in told
    assert "number=3" in told


def test_a_row_that_does_not_raise_what_it_should_is_named():
    @every("text", ["1", "x"])
    def test(text):
        with pytest.raises(ValueError, match="invalid literal"):
            int(text)

    told = told_by(test)

    assert told.startswith("1 wrong of 2:\ntext='1'\n    Failed: DID NOT RAISE ValueError\n    at ")
    assert Path(__file__).name in told


def test_a_table_ends_when_its_time_is_up():
    looked_at = []

    @every("number", [1, 2])
    def test(number):
        looked_at.append(number)
        pytest.fail("Timeout (>1.0s) from pytest-timeout.")

    with pytest.raises(pytest.fail.Exception):
        test()
    assert looked_at == [1]


def test_a_row_is_called_by_its_own_name():
    assert "\nthe first\n" in told_by(of_numbers([pytest.param(1, id="the first"), 2]))


KNOWN = pytest.mark.xfail(reason="odd")


def test_a_known_row_has_to_be_wrong():
    of_numbers([pytest.param(1, marks=KNOWN), 2])()

    told = told_by(of_numbers([pytest.param(2, marks=KNOWN)]))

    assert told == "1 wrong of 1:\nnumber=2\n    is known to be wrong, and right by now"


def test_a_known_row_must_not_crash():
    assert "ZeroDivisionError" in told_by(of_numbers([pytest.param(0, marks=KNOWN)]))


def test_a_table_without_rows_shows_nothing():
    assert told_by(of_numbers([])) == "a table without rows shows nothing"


def test_a_name_that_is_no_parameter_is_refused():
    with pytest.raises(AssertionError, match="a name is no parameter"):
        of_numbers([2], names="amount")


def test_rows_are_made_when_the_test_runs():
    numbers = []
    test = of_numbers(lambda: numbers)
    numbers.append(1)

    assert "number=1" in told_by(test)


@every(("number", "half"), [(2, 1), (4, 2)])
def test_a_row_of_several_values_comes_with_fixtures(number, half, tmp_path):
    assert number == 2 * half
    assert tmp_path.is_dir()
