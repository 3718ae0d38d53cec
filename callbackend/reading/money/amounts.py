"""The amounts of money in an utterance, each with the words around it."""

from dataclasses import dataclass
from decimal import Decimal

from callbackend.reading.money.amount_words import JOINT
from callbackend.reading.money.ranges import range_at
from callbackend.reading.money.single_money import money_value
from callbackend.reading.numbers.numbered_text import NumberedText
from callbackend.reading.numbers.numbers import Number, find_numbers
from callbackend.reading.text import without_identifiers

# Nobody says more in a turn: it bounds the work.
MOST_NUMBERS = 100


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


@dataclass(frozen=True, slots=True)
class _Piece:
    """One number, or the two of a range, found to be money."""

    first: Number
    last: Number
    value: Decimal
    low: Decimal | None


def find_amounts(text: str, reference: Decimal | None = None) -> list[Amount]:
    """The amounts in plain text, in order.

    `reference` is the figure on the table, by which `could you do two?` is 2000 or 200.
    """
    text = without_identifiers(text)
    numbers = find_numbers(text)[:MOST_NUMBERS]
    if not numbers:
        return []
    said = NumberedText(text, numbers, reference)
    money = _money(said)
    edges = [0, *(piece.last.end for piece in money)]
    starts = [*(piece.first.start for piece in money[1:]), len(text)]
    return [
        _amount(said, piece, left, right)
        for piece, left, right in zip(money, edges, starts, strict=False)
    ]


def _money(said: NumberedText) -> list[_Piece]:
    found: list[_Piece] = []
    index = 0
    while index < len(said.numbers):
        piece = _piece_at(said, index)
        if piece is not None:
            found.append(piece)
        index += 2 if piece is not None and piece.low is not None else 1
    return found


def _piece_at(said: NumberedText, index: int) -> _Piece | None:
    number = said.numbers[index]
    ends = range_at(said, index)
    if ends is not None:
        return _Piece(number, said.numbers[index + 1], ends[1], ends[0])
    value = money_value(said, index)
    return _Piece(number, number, value, None) if value else None


def _amount(said: NumberedText, piece: _Piece, left: int, right: int) -> Amount:
    """The amount with its words, which reach from `left` to `right` at most."""
    text, head, tail = said.text, piece.first, piece.last
    start, end = said.bounds(head.start)
    end = max(end, said.bounds(tail.end)[1])
    left, right = max(start, left), min(end, right)
    return Amount(
        piece.value,
        head.start,
        tail.end,
        _before(text[left : head.start], follows=left > start),
        text[tail.end : right],
        text[start : head.start],
        text[end : end + 1] == "?",
        head.marked or tail.marked,
        left > start,
        piece.low,
    )


def _before(text: str, *, follows: bool) -> str:
    """The words before an amount; after another amount, those past the joint between them."""
    if not follows:
        return text
    joints = list(JOINT.finditer(text))
    return text[joints[-1].start() :] if joints else text
