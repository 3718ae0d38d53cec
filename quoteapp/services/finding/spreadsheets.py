"""Reading a CSV file that people made: a broken line must not take the others with it."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

# How many lines a quoted field may span; a quote that is still open after them was a slip.
MOST_LINES = 20
BYTE_ORDER_MARK = "\ufeff"  # Excel begins a UTF-8 file with it.

Record = list[str] | csv.Error


def records(lines: Iterable[str]) -> Iterator[tuple[int, Record]]:
    """Each record with the number of the file's line that it starts on, or why it is none.

    Records without any content are skipped, and so is a byte order mark. Reads at most
    `MOST_LINES` ahead.
    """
    source = iter(lines)
    window = deque(line.removeprefix(BYTE_ORDER_MARK) for line in islice(source, 1))
    window.extend(islice(source, MOST_LINES - 1))
    number = 1
    while window:
        record, used = _first_record(window)
        if isinstance(record, csv.Error) or any(cell.strip() for cell in record):
            yield number, record
        for _ in range(used):
            window.popleft()
        window.extend(islice(source, used))
        number += used


def _first_record(window: Iterable[str]) -> tuple[Record, int]:
    """The first record, and how many lines it takes; a broken one takes one line only."""
    reader = csv.reader(window, strict=True)
    try:
        return next(reader), reader.line_num
    except csv.Error as error:
        return error, 1
