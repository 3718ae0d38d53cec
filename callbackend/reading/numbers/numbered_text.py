"""The text of an utterance with its numbers, cut into sentences."""

from decimal import Decimal

from callbackend.reading.numbers.numbers import Number
from callbackend.reading.text import SENTENCE_END

# Words farther away say nothing about a number; unpunctuated talk has no end otherwise.
REACH = 400  # characters


class NumberedText:
    """Plain text and the numbers found in it.

    `reference` is the figure on the table, by whose scale a short number is read.
    """

    __slots__ = ("_ends", "numbers", "reference", "text")

    def __init__(self, text: str, numbers: list[Number], reference: Decimal | None) -> None:
        self.text = text
        self.numbers = numbers
        self.reference = reference
        self._ends = [match.start() for match in SENTENCE_END.finditer(text)]

    def bounds(self, position: int) -> tuple[int, int]:
        """Where the sentence around this position begins and ends, within reach of it."""
        start, end = 0, len(self.text)
        for stop in self._ends:
            if stop < position:
                start = stop + 1
            else:
                end = stop
                break
        return max(start, position - REACH), min(end, position + REACH)

    def around(self, number: Number) -> tuple[str, str]:
        """What its sentence says before and after a number."""
        start, end = self.bounds(number.start)
        return self.text[start : number.start], self.text[number.end : end]

    def raw(self, number: Number) -> str:
        """The number as it stands in the text."""
        return self.text[number.start : number.end]

    def between(self, number: Number, following: Number) -> str:
        """What stands between two numbers."""
        return self.text[number.end : following.start]
