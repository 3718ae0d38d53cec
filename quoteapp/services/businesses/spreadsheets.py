"""Reading a CSV file that people made: a broken line must not take the others with it."""

import csv
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from quoteapp.services.businesses.decoding import BYTE_ORDER_MARK, LONGEST_LINE

# How many lines a quoted field may span; a quote that is still open after them was a slip.
MOST_LINES = 20
DELIMITERS = (",", ";", "\t", "|")
# Excel's way to name the delimiter, on a line before all others; the others it may add by itself.
NAMED = re.compile(r'"?sep=([^\w\s"]|\t)"?[,;\t|]*\s*', re.IGNORECASE)

Record = list[str] | csv.Error
"""What stands in the fields, or why there are none."""

Score = Callable[[Sequence[str]], int]
"""How many of the cells of a header are known."""


def records(lines: Iterable[str], score: Score) -> Iterator[tuple[int, Record]]:
    """Each record with the number of the file's line that it starts on, or why it is none.

    The delimiter is what the first line says (`sep=;`), else what makes most of the header.
    Records without any content are skipped, and so is a byte order mark. Reads at most
    `MOST_LINES` ahead.
    """
    source = iter(lines)
    window = deque(line.removeprefix(BYTE_ORDER_MARK) for line in islice(source, 1))
    window.extend(islice(source, MOST_LINES - 1))
    number, delimiter = 1, ""
    while window:
        if not delimiter and window[0].strip():
            named = NAMED.fullmatch(window[0])
            delimiter = named[1] if named else _best(window, score)
            if named:
                window[0] = ""  # It has been said, and is no record.
        record, used = _first_record(window, delimiter or DELIMITERS[0])
        if isinstance(record, csv.Error) or any(cell.strip() for cell in record):
            yield number, record
        for _ in range(used):
            window.popleft()
        window.extend(islice(source, used))
        number += used


def _best(window: Sequence[str], score: Score) -> str:
    """The delimiter that divides the header into most known names; commas where none does."""
    return max(DELIMITERS, key=lambda delimiter: _known(window, delimiter, score))


def _known(window: Sequence[str], delimiter: str, score: Score) -> int:
    record, _ = _first_record(window, delimiter)
    return 0 if isinstance(record, csv.Error) else score(record)


def _first_record(window: Sequence[str], delimiter: str) -> tuple[Record, int]:
    """The first record, and how many lines it takes; a broken one takes one line only."""
    if len(window[0]) >= LONGEST_LINE:
        return csv.Error(f"a line of {LONGEST_LINE:,} characters or more"), 1
    # A blank before a quote is a slip of whoever writes by hand.
    reader = csv.reader(window, delimiter=delimiter, strict=True, skipinitialspace=True)
    try:
        return next(reader), reader.line_num
    except csv.Error as error:
        return error, 1
