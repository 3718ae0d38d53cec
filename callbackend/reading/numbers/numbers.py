"""Finding the numbers in an utterance, however they were spoken or transcribed.

`one fifty` is 150 here whatever it stands for; `money` decides what a number means.
"""

from dataclasses import dataclass
from decimal import Decimal

from callbackend.reading.numbers.pieces import (
    BEGINNING,
    BEGINNINGS,
    DIGITS,
    FRACTIONS,
    LARGEST,
    NumberPiece,
    Pieces,
)
from callbackend.reading.numbers.vocabulary import (
    ARTICLES,
    CENT_WORDS,
    HUNDREDS,
    MISHEARD,
    MONEY_HEADS,
    MONEY_WORDS,
    THOUSANDS,
)

# "1, 250" is one number, "85, 335" are two.
LARGEST_CUT = 20
ROUNDINGS = frozenset({"even", "cool", "round", "solid"})  # "an even grand"


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it stands; `marked` when a dollar sign or word makes it money."""

    value: Decimal
    start: int
    end: int
    marked: bool = False


def find_numbers(text: str) -> list[Number]:
    """Every number in plain text, in order, without overlaps."""
    return _Scanner(text).numbers() if BEGINNING.search(text) else []


class _Scanner(Pieces):
    def numbers(self) -> list[Number]:
        found: list[Number] = []
        index = 0
        while index < len(self.words):
            word = self.words[index]
            if word not in BEGINNINGS and not word[-1].isdigit() and word not in MISHEARD:
                index += 1
                continue
            part = self.number(index)
            if part is None or part.value > LARGEST:
                index += 1
                continue
            start, end = self.spans[index][0], self.spans[part.after - 1][1]
            found.append(Number(part.value, start, end, part.marked))
            index = part.after
        return found

    def number(self, index: int) -> NumberPiece | None:
        """The longest number that begins at this token."""
        part = self.buck(index) or self.spelled(index) or self.cardinal(index)
        return None if part is None else self.currency(part)

    def cardinal(self, index: int) -> NumberPiece | None:
        start = index
        if self.word(index) in {"couple", "half"}:
            return self.vague(index)
        if self.word(index) in ARTICLES:
            start += 2 if self.word(index + 1) in ROUNDINGS else 1
            if self.word(start) not in HUNDREDS | THOUSANDS:
                return None
        head = self.thousand_alone(start) or self.below_thousand(start) or self.digits(start)
        if head is None or (start > index and head.value < 100):
            return None
        head = self.decimals(head)
        head = self.fraction(head) or head
        scaled = self.thousands(head)
        if scaled is not None:
            return scaled
        return self.pair(head) or self.grouped(head) or head

    def vague(self, index: int) -> NumberPiece | None:
        """`couple hundred` is 200, `half a grand` 500."""
        after = index + 1
        if self.word(after) in ARTICLES | {"of"}:
            after += 1
        factor = Decimal("0.5") if self.word(index) == "half" else Decimal(2)
        if self.word(after) in THOUSANDS:
            return NumberPiece(factor * 1000, after + 1, self.word(after) in MONEY_HEADS)
        if self.word(after) in HUNDREDS:
            return NumberPiece(factor * 100, after + 1, self.word(after) in MONEY_HEADS)
        return None

    def thousand_alone(self, index: int) -> NumberPiece | None:
        """`mil doscientos`, and `thousand` or `grand` after an article."""
        word = self.word(index)
        if word not in THOUSANDS or word == "k":
            return None
        if index and word != "mil" and self.word(index - 1) not in ARTICLES | ROUNDINGS:
            return None
        head = NumberPiece(Decimal(1000), index + 1, word in MONEY_HEADS)
        if self.word(index + 1) == "and" and self.word(index + 3) in FRACTIONS:
            bonus = FRACTIONS[self.word(index + 3)] * 1000
            return NumberPiece(head.value + bonus, index + 4, head.marked)
        return self.rest_below_thousand(head)

    def decimals(self, head: NumberPiece) -> NumberPiece:
        """`two point five`."""
        if self.word(head.after) != "point":
            return head
        tail = self.below_hundred(head.after + 1)
        if tail is None:
            return head
        value = Decimal(f"{head.value}.{tail.value}") if head.value % 1 == 0 else head.value
        return NumberPiece(value, tail.after, head.marked)

    def fraction(self, head: NumberPiece) -> NumberPiece | None:
        """`two and a half grand` is 2500; `two and a quarter` alone is 225."""
        after = head.after
        if self.word(after) != "and" or self.word(after + 1) not in ARTICLES:
            return None
        share = FRACTIONS.get(self.word(after + 2))
        if share is None or head.value > 99:
            return None
        whole = NumberPiece(head.value + share, after + 3, head.marked)
        if self.word(after + 3) in THOUSANDS:
            return whole
        if self.word(after + 3) in HUNDREDS:
            return NumberPiece(whole.value * 100, after + 4, head.marked)
        if head.value > 9 or self.word(after + 3) in {"hour", "hours", "hrs", "inch", "inches"}:
            return whole
        return NumberPiece(whole.value * 100, after + 3, head.marked)

    def thousands(self, head: NumberPiece) -> NumberPiece | None:
        after = self.skip(head.after)
        if self.word(after) not in THOUSANDS:
            return None
        marked = head.marked or self.word(after) in MONEY_HEADS
        return self.rest_below_thousand(NumberPiece(head.value * 1000, after + 1, marked))

    def rest_below_thousand(self, head: NumberPiece) -> NumberPiece:
        after = self.skip(head.after)
        if self.word(after) == "and":
            after += 1
        rest = self.below_thousand(after)
        if rest is None or rest.marked:
            return head
        rest = self.pair(rest) or rest
        if rest.value >= 1000 or rest.value % 1 or self.word(rest.after) in THOUSANDS:
            return head  # `eight thousand and ten thousand` is two numbers.
        return NumberPiece(head.value + rest.value, rest.after, head.marked)

    def pair(self, head: NumberPiece) -> NumberPiece | None:
        """`one fifty`, `eighteen fifty`, `1 50`, `one oh five`, `one forty nine ninety nine`."""
        if not 1 <= head.value <= 99 or head.value % 1:
            return None
        after = self.skip(head.after)
        tail = self.two_digits(after)
        if tail is None or (head.value > 19 and after > head.after + 1):
            return None  # "ninety-five, eh, ninety" is two numbers.
        if head.value >= 29 and head.value % 10 == 9 and tail.value in {95, 99}:
            return NumberPiece(head.value + tail.value / 100, tail.after, head.marked)
        whole = NumberPiece(head.value * 100 + tail.value, tail.after, head.marked)
        cents = self.two_digits(self.skip(whole.after)) if head.value < 10 else None
        if cents is None or self.word(cents.after) in {"off", "less", "percent"}:
            return whole
        return NumberPiece(whole.value + cents.value / 100, cents.after, head.marked)

    def grouped(self, head: NumberPiece) -> NumberPiece | None:
        """`1, 250` and `2 000` are groups cut in two; `2, 250` is two hundred to two fifty."""
        if not DIGITS.fullmatch(self.word(head.after - 1)):
            return None
        has_comma = self.word(head.after) == ","
        after = head.after + 1 if has_comma else head.after
        tail = self.word(after)
        if (
            head.value > (LARGEST_CUT if has_comma else 99)
            or len(tail) != 3
            or not tail.isdecimal()
        ):
            return None
        is_whole = tail.endswith("00") and not has_comma
        if not head.marked and tail[0] == str(head.value)[0] and not is_whole:
            return None
        return NumberPiece(head.value * 1000 + Decimal(tail), after + 1, head.marked)

    def currency(self, part: NumberPiece) -> NumberPiece:
        """Takes in `dollars`, `bucks` and `dollars and fifty cents`."""
        if self.word(part.after) not in MONEY_WORDS:
            return part
        after = part.after + 1
        cents = self.below_hundred(after + 1 if self.word(after) == "and" else after)
        if cents is not None and self.word(cents.after) in CENT_WORDS:
            return NumberPiece(part.value + cents.value / 100, cents.after + 1, True)
        return NumberPiece(part.value, after, True)
