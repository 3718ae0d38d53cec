"""The lines of a text file whose encoding nobody names: UTF-8, Windows-1252 or UTF-16.

UTF-16 shows in the first bytes. Of the other two each line is what it can be: lists that were put
together from several hold both, and no file has to be read twice, or whole.
"""

import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Notice = Callable[[int, str], None]
"""Takes the number of a line, and what is to be said of it."""

LONGEST_LINE = 200_000  # Characters; more of them than one field may have.
BYTE_ORDER_MARK = "\ufeff"  # Excel begins a UTF-8 file with it.
LINE_ENDS = "\r\n"
LOST = "\ufffd"  # Stands for what could not be read.
UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx, .ods and .xls


class NotTextError(ValueError):
    """The file is no text; `str()` says what to do."""


def lines_of(stream: BinaryIO, notice: Notice) -> Iterator[str]:
    """The lines with their ends, `LOST` for each character that cannot be read.

    Of a line of more than LONGEST_LINE characters the rest is left out. `notice` hears of the first
    line that is not UTF-8. Raises `NotTextError`.
    """
    head = stream.read(4)
    if head in WORKBOOKS:
        raise NotTextError("a workbook, not a text; save it as “CSV UTF-8”")
    whole = io.BufferedReader(_Rejoined(head, stream))
    encoding = _utf_16(head)
    if encoding:
        yield from _bounded(io.TextIOWrapper(whole, encoding, errors="replace", newline=""))
        return
    has_told = False
    # In latin-1 each byte is a character of its own, so that lines can be told apart.
    lines = _bounded(io.TextIOWrapper(whole, "latin-1", newline=""))
    for number, spelled in enumerate(lines, start=1):
        line = spelled.encode("latin-1")
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError:
            if not has_told:
                notice(number, "not UTF-8: such lines are read as Windows-1252")
                has_told = True
            yield line.decode("windows-1252", errors="replace")


def _bounded(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(LONGEST_LINE):
        yield line
        while len(line) == LONGEST_LINE and line[-1] not in LINE_ENDS:
            line = text.readline(LONGEST_LINE)


def _utf_16(head: bytes) -> str | None:
    """Which UTF-16 begins so; without a mark it shows by the zeros of plain letters."""
    if head[:2] in UTF_16:
        return UTF_16[head[:2]]
    zeros = [byte == 0 for byte in head]
    if zeros == [False, True, False, True]:
        return "utf-16-le"
    return "utf-16-be" if zeros == [True, False, True, False] else None


class _Rejoined(io.RawIOBase):
    """A stream again as it was before its first bytes were read; a pipe cannot go back."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """The next bytes; how many they are."""
        view = memoryview(buffer).cast("B")
        data = self._head[: len(view)] or self._rest.read(len(view))
        self._head = self._head[len(view) :]
        view[: len(data)] = data
        return len(data)
