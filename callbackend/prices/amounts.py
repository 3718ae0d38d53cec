"""Which of the numbers in an utterance are amounts of money, and which two are one range."""

from dataclasses import dataclass
from decimal import Decimal

from callbackend.prices import amount_words as words
from callbackend.prices.numbers import Number, find_numbers
from callbackend.prices.text import without_identifiers

SMALLEST_PLAIN_PRICE = 20  # Below it an unmarked number needs a reason to be money.
YEARS = range(1950, 2036)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money and the words around it, up to its neighbours and its sentence's ends.

    `low` is the lower end of a range whose upper end is `value`. `sentence` is all that the
    sentence says before the amount; `follows` when that holds another number.
    """

    value: Decimal
    start: int
    end: int
    before: str
    after: str
    sentence: str
    asked: bool
    marked: bool
    follows: bool
    low: Decimal | None = None


def find_amounts(text: str, reference: Decimal | None = None) -> list[Amount]:
    """The amounts in plain text, in order.

    `reference` is the figure on the table, by which `could you do two?` is 2000 or 200.
    """
    text = without_identifiers(text)
    numbers = find_numbers(text)
    if not numbers:
        return []
    return _Sieve(text, numbers, reference).amounts()


def scaled(value: Decimal, reference: Decimal | None) -> Decimal:
    """A short figure at the scale of the reference: `two` beside 250 is 200."""
    if reference is None or value * 5 >= reference:
        return value
    for factor in (100, 1000):
        if reference * Decimal("0.4") <= value * factor <= reference * Decimal("1.7"):
            return value * factor
    return value


@dataclass(frozen=True, slots=True)
class _Piece:
    """One number, or the two of a range, found to be money."""

    first: Number
    last: Number
    value: Decimal
    low: Decimal | None


class _Sieve:
    def __init__(self, text: str, numbers: list[Number], reference: Decimal | None) -> None:
        self.text = text
        self.numbers = numbers
        self.reference = reference
        self.ends = [match.start() for match in words.SENTENCE_END.finditer(text)]

    def amounts(self) -> list[Amount]:
        money = self.money()
        edges = [0, *(piece.last.end for piece in money)]
        starts = [*(piece.first.start for piece in money[1:]), len(self.text)]
        return [
            self.amount(piece, left, right)
            for piece, left, right in zip(money, edges, starts, strict=False)
        ]

    def money(self) -> list[_Piece]:
        found: list[_Piece] = []
        index = 0
        while index < len(self.numbers):
            piece = self.range_at(index) or self.single_at(index)
            if piece is not None:
                found.append(piece)
            index += 2 if piece is not None and piece.low is not None else 1
        return found

    def single_at(self, index: int) -> _Piece | None:
        number, value = self.numbers[index], self.money_value(index)
        return None if not value else _Piece(number, number, value, None)

    def bounds(self, position: int) -> tuple[int, int]:
        """Where the sentence around this position begins and ends."""
        start, end = 0, len(self.text)
        for stop in self.ends:
            if stop < position:
                start = stop + 1
            else:
                end = stop
                break
        return start, end

    def amount(self, piece: _Piece, left: int, right: int) -> Amount:
        """The amount with its words, which reach from `left` to `right` at most."""
        head, tail = piece.first, piece.last
        start, end = self.bounds(head.start)
        end = max(end, self.bounds(tail.end)[1])
        left, right = max(start, left), min(end, right)
        return Amount(
            piece.value,
            head.start,
            tail.end,
            self.before(left, head.start, follows=left > start),
            self.text[tail.end : right],
            self.text[start : head.start],
            self.text[end : end + 1] == "?",
            head.marked or tail.marked,
            left > start,
            piece.low,
        )

    def before(self, left: int, right: int, *, follows: bool) -> str:
        """The words before an amount; after another amount, those past the joint between them."""
        text = self.text[left:right]
        if not follows:
            return text
        joints = list(words.JOINT.finditer(text))
        return text[joints[-1].start() :] if joints else text

    # One number -----------------------------------------------------------

    def money_value(self, index: int) -> Decimal | None:
        number = self.numbers[index]
        start, end = self.bounds(number.start)
        before, after = self.text[start : number.start], self.text[number.end : end]
        if words.PERCENT_AFTER.match(after):
            return number.value
        if self.is_measure(number, before, after):
            return None
        if number.marked:
            return number.value
        if self.is_identifier(number, before, after) or self.is_clock(number, before, after):
            return None
        return self.plain_value(number, before, after)

    def is_measure(self, number: Number, before: str, after: str) -> bool:
        if words.MILLIONS_AFTER.match(after) or "insured" in before[-20:]:
            return True
        if number.marked:
            return False
        if words.MEASURE_AFTER.match(after) or words.STREET_AFTER.match(after):
            return True
        plural = words.PLURAL_AFTER.match(after)
        return plural is not None and plural[1] not in words.NOT_COUNTED

    def is_identifier(self, number: Number, before: str, after: str) -> bool:
        if number.value in YEARS and number.value % 1 == 0 and words.YEAR_BEFORE.search(before):
            return True
        raw = self.text[number.start : number.end]
        if len(raw) == 5 and raw.isdigit() and words.ZIP_BEFORE.search(before):
            return True
        if number.value >= 1_000_000 or after.startswith("#"):
            return True
        return words.IDENTIFIER_BEFORE.search(before) is not None

    def is_clock(self, number: Number, before: str, after: str) -> bool:
        hours, minutes = divmod(number.value, 100)
        clocklike = 1 <= hours <= 12 and minutes < 60 and minutes % 15 == 0
        if not (clocklike or number.value <= 12) or words.MONEY_LEAD.search(before):
            return False
        if words.BOOKED_FOR.search(before):
            return True
        if not words.CLOCK_BEFORE.search(before):
            return False
        return words.CLOCK_SENTENCE.search(before + " " + after[:40]) is not None

    def plain_value(self, number: Number, before: str, after: str) -> Decimal | None:
        leads = words.BARE_LEAD.search(before) is not None
        if number.value >= SMALLEST_PLAIN_PRICE:
            return scaled(number.value, self.reference) if leads else number.value
        if words.ADDED_NEAR.search(before) or words.NOUN_AFTER.match(after):
            return number.value
        if number.value <= 1 or not leads or not words.BARE_TAIL.match(after):
            return None
        value = scaled(number.value, self.reference)
        return value if value != number.value else None

    # Two numbers ----------------------------------------------------------

    def range_at(self, index: int) -> _Piece | None:
        """The range that begins at this number; its value is the upper end."""
        if index + 1 >= len(self.numbers):
            return None
        low, high = self.numbers[index], self.numbers[index + 1]
        joined = words.RANGE_BETWEEN.match(self.text[low.end : high.start])
        if joined is None:
            return None
        ends = self.range_ends(low.value, high.value)
        start, end = self.bounds(low.start)
        before, after = self.text[start : low.start], self.text[high.end : end]
        if ends is None or not self.joins(joined["join"], before, low, ends):
            return None
        if self.is_measure(high, before, after) or self.is_identifier(low, before, ""):
            return None
        if max(ends) < SMALLEST_PLAIN_PRICE and not (low.marked or high.marked):
            return None
        return _Piece(low, high, ends[1], ends[0])

    def range_ends(self, low: Decimal, high: Decimal) -> tuple[Decimal, Decimal] | None:
        if high < low:
            high = scaled(high, low)
        else:
            low = scaled(low, high)
        return (low, high) if 0 < low < high <= low * 4 else None

    def joins(
        self, join: str | None, before: str, low: Number, ends: tuple[Decimal, Decimal]
    ) -> bool:
        if join in {"to", "-", "up to", "through", "hasta", "or", "o", "maybe", "possibly", "a"}:
            return True
        if join in {"and", "y"}:
            return words.BETWEEN_BEFORE.search(before) is not None
        close = ends[1] <= ends[0] * Decimal("1.5")
        return close and (low.value != ends[0] or words.VAGUE_BEFORE.search(before) is not None)
