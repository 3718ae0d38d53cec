"""Which two numbers of an utterance are the ends of one range of money."""

from decimal import Decimal

from callbackend.reading.money import amount_words as words
from callbackend.reading.money.single_money import SMALLEST_PLAIN_PRICE, is_identifier, is_measure
from callbackend.reading.numbers.numbered_text import NumberedText
from callbackend.reading.numbers.numbers import Number
from callbackend.reading.numbers.scale import scaled

Ends = tuple[Decimal, Decimal]

PLAIN_JOINTS = frozenset(
    {
        "to",
        "-",
        "up to",
        "as much as",
        "as high as",
        "through",
        "hasta",
        "or",
        "o",
        "maybe",
        "possibly",
        "a",
    }
)
WIDEST = 4  # times the lower end
CLOSE = Decimal("1.5")


def range_at(said: NumberedText, index: int) -> Ends | None:
    """The lower and the upper end of the range that begins at this number."""
    if index + 1 >= len(said.numbers):
        return None
    low, high = said.numbers[index], said.numbers[index + 1]
    joined = words.RANGE_BETWEEN.match(said.between(low, high))
    if joined is None:
        return None
    ends = _ends(low.value, high.value)
    before = said.around(low)[0]
    after = said.text[high.end : said.bounds(low.start)[1]]
    if ends is None or not _joins(joined["join"], before, low, ends):
        return None
    if is_measure(high, before, after) or is_identifier(said, index):
        return None
    if max(ends) < SMALLEST_PLAIN_PRICE and not (low.marked or high.marked):
        return None
    return ends


def _ends(low: Decimal, high: Decimal) -> Ends | None:
    if high < low:
        high = scaled(high, low)
    else:
        low = scaled(low, high)
    return (low, high) if 0 < low < high <= low * WIDEST else None


def _joins(join: str | None, before: str, low: Number, ends: Ends) -> bool:
    if join in PLAIN_JOINTS:
        return True
    if join in {"and", "y"}:
        return words.BETWEEN_BEFORE.search(before) is not None
    close = ends[1] <= ends[0] * CLOSE
    return close and (low.value != ends[0] or words.VAGUE_BEFORE.search(before) is not None)
