"""Amounts that a transcriber wrote in two pieces, half in words and half in digits.

"Two hundred $25" is 225, "a thousand $200" 1,200, "$100 50" 150, "30-$5" 35. Where the pieces do
not fit together, neither of them is a number: the tail of a figure is never the price.
"""

import re
from decimal import Decimal

from callbackend.reading.numbers.pieces import LARGEST, NumberPiece, Pieces
from callbackend.reading.numbers.vocabulary import (
    AFTER_A_PRICE,
    CENT_WORDS,
    MONEY_WORDS,
)

# Nothing is read out of pieces that do not fit: a number above the largest is passed over.
UNREADABLE = LARGEST + 1
SMALLEST_AMOUNT = 20
# "Option one $50" is a price of its own.
NAMES_A_NUMBER = frozenset("option number plan package tier unit phase room line step".split())
# "Two hundred $25 trip fee" is two amounts.
NAMES_AN_AMOUNT = re.compile(
    r"(?:trip|visit|service|\w*fee|off|discount|deposit|down|extra|more|each|apiece|per|an?|every|"
    r"less|charge|coupon|diagnostic|tip|to|or|labou?r|parts|materials)"
)
PIECE_AFTER_A_SIGN = 1000  # "$1,000 200"


class Splits(Pieces):
    """What belongs together although a dollar sign, or nothing but a space, parts it."""

    def ends_here(self, index: int) -> bool:
        """Whether an amount may end before this token: no noun follows that it counts."""
        word = self.word(index)
        return not word.isalpha() or word in AFTER_A_PRICE or word in MONEY_WORDS

    def split_at_sign(self, head: NumberPiece, start: int) -> NumberPiece | None:
        """The amount whose tail has the dollar sign; `None` where there is no such tail."""
        after = head.after
        tight = self.word(after) == "-" and self.is_tight(after)
        tail = self.digits(after + 1 if tight else after)
        if tail is None or not tail.marked or head.marked or self.word(start - 1) in NAMES_A_NUMBER:
            return None
        if NAMES_AN_AMOUNT.fullmatch(self.word(tail.after)):
            return None
        in_words = tight and self.word(start).isalpha()
        whole = _joined(head.value, tail.value, tight=tight and not in_words)
        if whole is not None:
            return NumberPiece(whole, tail.after, True)
        if tight or head.value < SMALLEST_AMOUNT or self.word(start - 1) in {"-", "$"}:
            return None
        return NumberPiece(UNREADABLE, tail.after, True)

    def split_after_sign(self, head: NumberPiece) -> NumberPiece:
        """`$100 50` and `$1,000 200`, where no noun follows that the tail counts."""
        if not self.word(head.after - 1)[-3:].endswith("00") or head.value < 100:
            return head
        tail = self.digits(head.after)
        if tail is None or tail.marked or tail.value % 1 or not self.ends_here(tail.after):
            return head
        size = 1000 if head.value % PIECE_AFTER_A_SIGN == 0 else 100
        if not size / 10 <= tail.value < size:
            return head
        return NumberPiece(head.value + tail.value, tail.after, True)

    def cents(self, index: int) -> NumberPiece | None:
        """`and ninety two cents`, `y 4 1 centavos`, from the joint on."""
        start = index + 1 if self.word(index) in {"and", "y", "con", "with"} else index
        cents = self.below_hundred(start)
        if cents is None:
            return None
        second = self.one_digit(cents.after)
        if second is not None and cents.value < 10 and self.word(cents.after + 1) in CENT_WORDS:
            cents = NumberPiece(cents.value * 10 + int(second), cents.after + 1)
        if self.word(cents.after) not in CENT_WORDS:
            return None
        return NumberPiece(cents.value / 100, cents.after + 1)


def _joined(head: Decimal, tail: Decimal, *, tight: bool) -> Decimal | None:
    """One amount of two pieces, the second below the first one's size."""
    if 20 <= head < 100 and head % 10 == 0 and tail < 10:
        return head + tail
    if tight:
        return None
    if head == tail:
        return head  # said twice, once in words
    for size in (1000, 100):
        if head >= size and head % size == 0 and tail < size:
            return head + tail
    if 1 <= head < 100 and head % 1 == 0 and 10 <= tail < 100:
        return head * 100 + tail
    return None
