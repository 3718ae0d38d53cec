"""The pieces of spoken numbers: `five`, `fifty-five`, `a hundred and five`."""

import re
from dataclasses import dataclass
from decimal import Decimal

from callbackend.reading.numbers.vocabulary import (
    ARTICLES,
    FILLERS,
    HUNDREDS,
    MISHEARD,
    MONEY_HEADS,
    MONEY_WORDS,
    TEENS,
    TENS,
    THOUSANDS,
    UNITS,
    WHOLE_HUNDREDS,
    ZEROS,
)

TOKEN = re.compile(r"(?:\$\s?)?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[a-z]+|[^\sa-z\d]", re.A)
DIGITS = re.compile(r"(?:\$\s?)?\d[\d,]*(?:\.\d+)?", re.A)
WORD_VALUES = {**UNITS, **TEENS, **TENS, **WHOLE_HUNDREDS}
FRACTIONS = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}
# Every number begins with a digit or one of these words.
BEGINNINGS = frozenset(
    {*WORD_VALUES, *HUNDREDS, *THOUSANDS, *ARTICLES, *ZEROS, "buck", "couple", "half"}
)
BEGINNING = re.compile(r"\d|\b(?:" + "|".join(sorted(BEGINNINGS - ARTICLES - ZEROS)) + r")\b")
LONGEST_SPELLED_PRICE = 4
LARGEST = Decimal(10_000_000)


@dataclass(frozen=True, slots=True)
class NumberPiece:
    """A piece of a number while it is being put together; `after` is the next token's index."""

    value: Decimal
    after: int
    marked: bool = False


class Pieces:
    """The tokens of a text, and the parts of numbers that begin at a token."""

    def __init__(self, text: str) -> None:
        matches = list(TOKEN.finditer(text))
        self.words = [match[0] for match in matches]
        self.spans = [match.span() for match in matches]

    def word(self, index: int) -> str:
        """The token at an index; empty past the end."""
        return self.words[index] if index < len(self.words) else ""

    def skip(self, index: int) -> int:
        """The next token that is no hyphen or filler: `one, uh, sixty` reads on at sixty."""
        after, hesitates = index, False
        while self.word(after) in FILLERS or self.word(after) in {",", ".", "~", "-"}:
            hesitates = hesitates or self.word(after) in FILLERS
            after += 1
        if hesitates or (after == index + 1 and self.tight_hyphen(index)):
            return after
        return index

    def tight_hyphen(self, index: int) -> bool:
        """Whether a hyphen here ties two words (`two-fifty`), not two figures (`150-200`)."""
        if self.word(index) != "-" or index + 1 >= len(self.words):
            return False
        start, end = self.spans[index]
        tight = start == self.spans[index - 1][1] and end == self.spans[index + 1][0]
        return tight and not self.word(index + 1)[-1].isdigit()

    def digits(self, index: int) -> NumberPiece | None:
        """A number in digits, with its dollar sign."""
        word = self.word(index)
        if not DIGITS.fullmatch(word):
            return None
        value = Decimal(word.replace(",", "").replace("$", "").strip())
        return NumberPiece(value, index + 1, word.startswith("$"))

    def below_hundred(self, index: int) -> NumberPiece | None:
        """`five`, `fifteen`, `fifty`, `fifty-five`, `cincuenta y cinco`, or digits below 100."""
        word = self.word(index)
        if word in TENS:
            return self.tens(index)
        if word in UNITS or (word in TEENS and not self.english_once(index)):
            return NumberPiece(Decimal(WORD_VALUES[word]), index + 1)
        part = self.digits(index)
        return part if part is not None and part.value < 100 else None

    def english_once(self, index: int) -> bool:
        """`once` is eleven in Spanish only beside money, an hour or another number."""
        if self.word(index) != "once":
            return False
        beside = {*MONEY_WORDS, "mil", "y"}
        return self.word(index + 1) not in beside and self.word(index - 1) not in WHOLE_HUNDREDS

    def tens(self, index: int) -> NumberPiece:
        """`fifty`, `fifty-five`, `cincuenta y cinco`."""
        value = Decimal(TENS[self.word(index)])
        after = self.skip(index + 1)
        if self.word(after) == "y":
            after += 1
        if self.word(after) in UNITS:
            return NumberPiece(value + UNITS[self.word(after)], after + 1)
        return NumberPiece(value, index + 1)

    def below_thousand(self, index: int) -> NumberPiece | None:
        """`a hundred and thirty five`, `1 hundred and 35`, `ciento cincuenta`, or less."""
        word = self.word(index)
        if word in WHOLE_HUNDREDS:
            return self.rest_below_hundred(NumberPiece(Decimal(WHOLE_HUNDREDS[word]), index + 1))
        head = NumberPiece(Decimal(1), index) if word in HUNDREDS else self.below_hundred(index)
        head = head or self.misheard(index)
        if head is None:
            return None
        after = self.skip(head.after)
        if self.word(after) not in HUNDREDS:
            return head
        marked = head.marked or self.word(after) in MONEY_HEADS
        return self.rest_below_hundred(NumberPiece(head.value * 100, after + 1, marked))

    def misheard(self, index: int) -> NumberPiece | None:
        """The `for` of `that be for hundred fifty`, but not the `to` of `eighty to hundred`."""
        word = self.word(index)
        if word not in MISHEARD or self.word(index + 1) not in HUNDREDS:
            return None
        if self.word(index - 1) in WORD_VALUES or self.word(index - 1)[-1:].isdigit():
            return None
        return NumberPiece(Decimal(MISHEARD[word]), index + 1)

    def rest_below_hundred(self, head: NumberPiece) -> NumberPiece:
        """The hundreds with what is said after them."""
        after = self.skip(head.after)
        if self.word(after) == "and":
            if self.word(after + 1) in ARTICLES and self.word(after + 2) in FRACTIONS:
                bonus = FRACTIONS[self.word(after + 2)] * 100
                return NumberPiece(head.value + bonus, after + 3, head.marked)
            after = self.skip(after + 1)
        rest = self.below_hundred(after)
        if rest is None or self.word(rest.after) in HUNDREDS or rest.marked or rest.value % 1:
            return head
        if self.word(rest.after) in THOUSANDS and self.word(after - 1) == "and":
            return head  # `seven hundred and one thousand` is two numbers.
        whole = NumberPiece(head.value + rest.value, rest.after, head.marked)
        tail = self.two_digits(self.skip(rest.after))
        return whole if tail is None else self.with_cents(whole, tail) or head

    def with_cents(self, whole: NumberPiece, tail: NumberPiece) -> NumberPiece | None:
        """`three forty nine ninety nine`; other tails (`two hundred, two fifty`) are no cents."""
        if whole.value % 10 != 9 or tail.value not in {95, 99}:
            return None
        return NumberPiece(whole.value + tail.value / 100, tail.after, whole.marked)

    def two_digits(self, index: int) -> NumberPiece | None:
        """The second half of a pair: `fifty`, `05` as `oh five`."""
        if self.word(index) in ZEROS and self.word(index + 1) in UNITS:
            return NumberPiece(Decimal(UNITS[self.word(index + 1)]), index + 2)
        tail = self.below_hundred(index)
        if tail is None or tail.value < 10 or tail.marked or tail.value % 1:
            return None
        return None if self.word(tail.after) in HUNDREDS | THOUSANDS else tail

    def spelled(self, index: int) -> NumberPiece | None:
        """`one five oh`: three or four digits spelled one by one; more are an identifier."""
        digits, after = "", index
        while (digit := self.one_digit(after)) is not None:
            digits += digit
            after = self.skip(after + 1)
        if len(digits) < 3:
            return None
        value = Decimal(digits) if len(digits) <= LONGEST_SPELLED_PRICE else LARGEST
        return NumberPiece(value, after)

    def one_digit(self, index: int) -> str | None:
        """A digit said by itself, as a character."""
        word = self.word(index)
        if word in ZEROS:
            return "0"
        if word in UNITS:
            follows = self.word(index + 1)
            return None if follows in HUNDREDS | THOUSANDS else str(UNITS[word])
        return word if len(word) == 1 and word in "123456789" else None

    def buck(self, index: int) -> NumberPiece | None:
        """`a buck ten` is 110, `a buck and a quarter` 125."""
        start = index + 1 if self.word(index) in ARTICLES else index
        if self.word(start) != "buck":
            return None
        if self.word(start + 1) == "and" and self.word(start + 3) in FRACTIONS:
            return NumberPiece(100 + FRACTIONS[self.word(start + 3)] * 100, start + 4, True)
        tail = self.two_digits(start + 1)
        return None if tail is None else NumberPiece(100 + tail.value, tail.after, True)
