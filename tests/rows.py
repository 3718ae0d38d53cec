"""A table is one test: it looks at every row, and names all that are wrong.

    @every(("said", "price"), [("one fifty", 150), ("two", 200)])
    def test_a_price_is_read(said, price):
        assert read(said) == price

reads as `parametrize` does, and its rows are written the same way. It fails once, with each wrong
row, what was expected of it and what came. A row marked `xfail` is known to be wrong, and has to
be: one that is right by now is named as well.
"""

import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial, wraps
from inspect import signature
from typing import Any

import pytest

Test = Callable[..., None]
# What is made at some cost is made by a function, when the test runs.
Rows = Iterable[Any] | Callable[[], Iterable[Any]]

LONGEST_NAME = 300
MOST_LINES = 30
LONGEST_LINE = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """The arguments of one row, its name, and whether it is known to be wrong."""

    arguments: dict[str, Any]
    name: str
    is_known: bool

    @classmethod
    def of(cls, names: tuple[str, ...], written: Any) -> "Row":
        """The row as it is written for `parametrize`."""
        name, is_known, values = None, False, written if len(names) > 1 else (written,)
        if hasattr(written, "marks"):  # what `pytest.param` makes
            is_known = any(mark.name == "xfail" for mark in written.marks)
            name, values = written.id, written.values
        arguments = dict(zip(names, values, strict=True))
        return cls(arguments, name or _spelt(arguments), is_known)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong about a row."""

    row: Row
    why: str
    error: BaseException | None = None

    def __str__(self) -> str:
        return "\n    ".join([self.row.name, *self.why.splitlines()])


def every(names: str | tuple[str, ...], rows: Rows) -> Callable[[Test], Test]:
    """Makes a test that runs its body on every row; what else it takes are fixtures, made once."""
    of_a_row = (names,) if isinstance(names, str) else names
    written = tuple(rows) if isinstance(rows, Iterable) else rows

    def decorate(test: Test) -> Test:
        taken = signature(test)
        fixtures = [one for name, one in taken.parameters.items() if name not in of_a_row]
        assert len(fixtures) + len(of_a_row) == len(taken.parameters), "a name is no parameter"

        @wraps(test)
        def look_at_every_row(**made: Any) -> None:
            __tracebackhide__ = True
            table = written() if callable(written) else written
            for_every(of_a_row, table, partial(test, **made))

        # This is what pytest reads: the parameters that are left are the names of fixtures.
        look_at_every_row.__signature__ = taken.replace(parameters=fixtures)  # type: ignore[attr-defined]
        return look_at_every_row

    return decorate


def for_every(names: tuple[str, ...], rows: Iterable[Any], body: Test) -> None:
    """The same inside of a test."""
    __tracebackhide__ = True
    table = [Row.of(names, written) for written in rows]
    assert table, "a table without rows shows nothing"
    wrong = [found for row in table if (found := _wrong(row, body))]
    if wrong:
        raise AssertionError(_told(wrong, len(table))) from wrong[0].error


def _wrong(row: Row, body: Test) -> Wrong | None:
    try:
        body(**row.arguments)
    except AssertionError as error:
        return None if row.is_known else Wrong(row, _shortened(str(error) or "assert False"), error)
    except (Exception, pytest.fail.Exception) as error:
        if "pytest-timeout" in str(error):
            raise  # The time is up for the whole table.
        return Wrong(row, _shortened(_crash(error)), error)
    return Wrong(row, "is known to be wrong, and right by now") if row.is_known else None


def _told(wrong: list[Wrong], count: int) -> str:
    return "\n".join([f"{len(wrong)} wrong of {count}:", *map(str, wrong)])


def _spelt(arguments: dict[str, Any]) -> str:
    spelt = ", ".join(f"{name}={value!r}" for name, value in arguments.items())
    return spelt if len(spelt) <= LONGEST_NAME else f"{spelt[:LONGEST_NAME]}…"


def _crash(error: BaseException) -> str:
    places = traceback.extract_tb(error.__traceback__)
    ours = [place for place in places if "site-packages" not in place.filename][-1]
    return f"{type(error).__name__}: {error}\nat {ours.filename}:{ours.lineno}"


def _shortened(why: str) -> str:
    """Without the middle of what is very long: what came stands at the end."""
    lines = [line[:LONGEST_LINE] for line in why.splitlines()]
    half = MOST_LINES // 2
    return "\n".join(lines if len(lines) <= MOST_LINES else [*lines[:half], "…", *lines[-half:]])
