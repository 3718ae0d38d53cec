"""Finding the numbers in an utterance, however they were spoken or transcribed.

`one fifty` is 150 here whatever it stands for; `money` decides what a number means.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from callbackend.prices.vocabulary import (
    ARTICLES,
    CENT_WORDS,
    FILLERS,
    HUNDREDS,
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
NUMBER_WORDS = {**UNITS, **TEENS, **TENS, **WHOLE_HUNDREDS}
FRACTIONS = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}
LONGEST_SPELLED_PRICE = 4
LARGEST = Decimal(10_000_000)


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it stands; `marked` when a dollar sign or word makes it money."""

    value: Decimal
    start: int
    end: int
    marked: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a number while it is being put together; `after` is the next token's index."""

    value: Decimal
    after: int
    marked: bool = False


def find_numbers(text: str) -> list[Number]:
    """Every number in plain text, in order, without overlaps."""
    return _Scanner(text).numbers()


class _Scanner:
    def __init__(self, text: str) -> None:
        matches = list(TOKEN.finditer(text))
        self.words = [match[0] for match in matches]
        self.spans = [match.span() for match in matches]

    def numbers(self) -> list[Number]:
        found: list[Number] = []
        index = 0
        while index < len(self.words):
            part = self.number(index)
            if part is None or part.value > LARGEST:
                index += 1
                continue
            start, end = self.spans[index][0], self.spans[part.after - 1][1]
            found.append(Number(part.value, start, end, part.marked))
            index = part.after
        return found

    def number(self, index: int) -> _Part | None:
        """The longest number that begins at this token."""
        part = self.buck(index) or self.spelled(index) or self.cardinal(index)
        return None if part is None else self.currency(part)

    def word(self, index: int) -> str:
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
        if self.word(index) != "-" or index + 1 >= len(self.words):
            return False
        start, end = self.spans[index]
        tight = start == self.spans[index - 1][1] and end == self.spans[index + 1][0]
        return tight and not self.word(index + 1)[-1].isdigit()

    # Pieces ---------------------------------------------------------------

    def digits(self, index: int) -> _Part | None:
        word = self.word(index)
        if not DIGITS.fullmatch(word):
            return None
        value = Decimal(word.replace(",", "").replace("$", "").strip())
        return _Part(value, index + 1, word.startswith("$"))

    def below_hundred(self, index: int) -> _Part | None:
        """`five`, `fifteen`, `fifty`, `fifty-five`, `cincuenta y cinco`, or digits below 100."""
        word = self.word(index)
        if word in TENS:
            return self.tens(index)
        if word in UNITS or (word in TEENS and not self.english_once(index)):
            return _Part(Decimal(NUMBER_WORDS[word]), index + 1)
        part = self.digits(index)
        return part if part is not None and part.value < 100 else None

    def english_once(self, index: int) -> bool:
        """`once` is eleven in Spanish only beside money, an hour or another number."""
        if self.word(index) != "once":
            return False
        beside = {*MONEY_WORDS, "mil", "y"}
        return self.word(index + 1) not in beside and self.word(index - 1) not in WHOLE_HUNDREDS

    def tens(self, index: int) -> _Part:
        value = Decimal(TENS[self.word(index)])
        after = self.skip(index + 1)
        if self.word(after) == "y":
            after += 1
        if self.word(after) in UNITS:
            return _Part(value + UNITS[self.word(after)], after + 1)
        return _Part(value, index + 1)

    def below_thousand(self, index: int) -> _Part | None:
        """`a hundred and thirty five`, `1 hundred and 35`, `ciento cincuenta`, or less."""
        word = self.word(index)
        if word in WHOLE_HUNDREDS:
            return self.rest_below_hundred(_Part(Decimal(WHOLE_HUNDREDS[word]), index + 1))
        head = _Part(Decimal(1), index) if word in HUNDREDS else self.below_hundred(index)
        if head is None:
            return None
        after = self.skip(head.after)
        if self.word(after) not in HUNDREDS:
            return head
        marked = head.marked or self.word(after) in MONEY_HEADS
        return self.rest_below_hundred(_Part(head.value * 100, after + 1, marked))

    def rest_below_hundred(self, head: _Part) -> _Part:
        after = self.skip(head.after)
        if self.word(after) == "and":
            if self.word(after + 1) in ARTICLES and self.word(after + 2) in FRACTIONS:
                bonus = FRACTIONS[self.word(after + 2)] * 100
                return _Part(head.value + bonus, after + 3, head.marked)
            after = self.skip(after + 1)
        rest = self.below_hundred(after)
        if rest is None or self.word(rest.after) in HUNDREDS or rest.marked or rest.value % 1:
            return head
        if rest.value < 10 and self.two_digits(self.skip(rest.after)) is not None:
            return head  # `two hundred, two fifty` is two numbers.
        return _Part(head.value + rest.value, rest.after, head.marked)

    # Whole numbers --------------------------------------------------------

    def cardinal(self, index: int) -> _Part | None:
        start = index
        if self.word(index) in {"couple", "half"}:
            return self.vague(index)
        if self.word(index) in ARTICLES:
            if self.word(index + 1) not in HUNDREDS | THOUSANDS:
                return None
            start += 1
        head = self.thousand_alone(start) or self.below_thousand(start) or self.digits(start)
        if head is None or (start > index and head.value < 100):
            return None
        head = self.decimals(head)
        head = self.fraction(head) or head
        scaled = self.thousands(head)
        if scaled is not None:
            return scaled
        return self.pair(head) or self.grouped(head) or head

    def vague(self, index: int) -> _Part | None:
        """`couple hundred` is 200, `half a grand` 500."""
        after = index + 1
        if self.word(after) in ARTICLES | {"of"}:
            after += 1
        factor = Decimal("0.5") if self.word(index) == "half" else Decimal(2)
        if self.word(after) in THOUSANDS:
            return _Part(factor * 1000, after + 1, self.word(after) in MONEY_HEADS)
        if self.word(after) in HUNDREDS:
            return _Part(factor * 100, after + 1, self.word(after) in MONEY_HEADS)
        return None

    def thousand_alone(self, index: int) -> _Part | None:
        """`mil doscientos`, and `thousand` or `grand` after an article."""
        word = self.word(index)
        if word not in THOUSANDS or word == "k":
            return None
        if index and word != "mil" and self.word(index - 1) not in ARTICLES:
            return None
        head = _Part(Decimal(1000), index + 1, word in MONEY_HEADS)
        if self.word(index + 1) == "and" and self.word(index + 3) in FRACTIONS:
            bonus = FRACTIONS[self.word(index + 3)] * 1000
            return _Part(head.value + bonus, index + 4, head.marked)
        return self.rest_below_thousand(head)

    def decimals(self, head: _Part) -> _Part:
        """`two point five`."""
        if self.word(head.after) != "point":
            return head
        tail = self.below_hundred(head.after + 1)
        if tail is None:
            return head
        value = Decimal(f"{head.value}.{tail.value}") if head.value % 1 == 0 else head.value
        return _Part(value, tail.after, head.marked)

    def fraction(self, head: _Part) -> _Part | None:
        """`two and a half grand` is 2500; `two and a quarter` alone is 225."""
        after = head.after
        if self.word(after) != "and" or self.word(after + 1) not in ARTICLES:
            return None
        share = FRACTIONS.get(self.word(after + 2))
        if share is None or head.value > 99:
            return None
        whole = _Part(head.value + share, after + 3, head.marked)
        if self.word(after + 3) in THOUSANDS:
            return whole
        if self.word(after + 3) in HUNDREDS:
            return _Part(whole.value * 100, after + 4, head.marked)
        if head.value > 9 or self.word(after + 3) in {"hour", "hours", "hrs", "inch", "inches"}:
            return whole
        return _Part(whole.value * 100, after + 3, head.marked)

    def thousands(self, head: _Part) -> _Part | None:
        after = self.skip(head.after)
        if self.word(after) not in THOUSANDS:
            return None
        marked = head.marked or self.word(after) in MONEY_HEADS
        return self.rest_below_thousand(_Part(head.value * 1000, after + 1, marked))

    def rest_below_thousand(self, head: _Part) -> _Part:
        after = self.skip(head.after)
        if self.word(after) == "and":
            after += 1
        rest = self.below_thousand(after)
        if rest is None or rest.marked:
            return head
        rest = self.pair(rest) or rest
        if rest.value >= 1000 or rest.value % 1:
            return head
        return _Part(head.value + rest.value, rest.after, head.marked)

    def pair(self, head: _Part) -> _Part | None:
        """`one fifty`, `eighteen fifty`, `1 50`, `one oh five`, `one forty nine ninety nine`."""
        if not 1 <= head.value <= 99 or head.value % 1:
            return None
        after = self.skip(head.after)
        tail = self.two_digits(after)
        if tail is None:
            return None
        if head.value >= 29 and head.value % 10 == 9 and tail.value in {95, 99}:
            return _Part(head.value + tail.value / 100, tail.after, head.marked)
        whole = _Part(head.value * 100 + tail.value, tail.after, head.marked)
        cents = self.two_digits(self.skip(whole.after)) if head.value < 10 else None
        if cents is None:
            return whole
        return _Part(whole.value + cents.value / 100, cents.after, head.marked)

    def two_digits(self, index: int) -> _Part | None:
        if self.word(index) in ZEROS and self.word(index + 1) in UNITS:
            return _Part(Decimal(UNITS[self.word(index + 1)]), index + 2)
        tail = self.below_hundred(index)
        if tail is None or tail.value < 10 or tail.marked or tail.value % 1:
            return None
        return None if self.word(tail.after) in HUNDREDS | THOUSANDS else tail

    def grouped(self, head: _Part) -> _Part | None:
        """`1, 250` is a thousands group cut in two; `2, 250` is two hundred to two fifty."""
        if self.word(head.after) != "," or not DIGITS.fullmatch(self.word(head.after - 1)):
            return None
        tail = self.word(head.after + 1)
        if head.value > 99 or len(tail) != 3 or not DIGITS.fullmatch(tail):
            return None
        if not head.marked and tail[0] == str(head.value)[0]:
            return None
        return _Part(head.value * 1000 + Decimal(tail), head.after + 2, head.marked)

    def buck(self, index: int) -> _Part | None:
        """`a buck ten` is 110, `a buck and a quarter` 125."""
        start = index + 1 if self.word(index) in ARTICLES else index
        if self.word(start) != "buck":
            return None
        if self.word(start + 1) == "and" and self.word(start + 3) in FRACTIONS:
            return _Part(100 + FRACTIONS[self.word(start + 3)] * 100, start + 4, True)
        tail = self.two_digits(start + 1)
        return None if tail is None else _Part(100 + tail.value, tail.after, True)

    def spelled(self, index: int) -> _Part | None:
        """`one five oh`: three or four digits spelled one by one; more are an identifier."""
        digits, after = "", index
        while (digit := self.one_digit(after)) is not None:
            digits += digit
            after = self.skip(after + 1)
        if len(digits) < 3:
            return None
        value = Decimal(digits) if len(digits) <= LONGEST_SPELLED_PRICE else LARGEST
        return _Part(value, after)

    def one_digit(self, index: int) -> str | None:
        word = self.word(index)
        if word in ZEROS:
            return "0"
        if word in UNITS:
            follows = self.word(index + 1)
            return None if follows in HUNDREDS | THOUSANDS else str(UNITS[word])
        return word if len(word) == 1 and word in "123456789" else None

    def currency(self, part: _Part) -> _Part:
        """Takes in `dollars`, `bucks` and `dollars and fifty cents`."""
        if self.word(part.after) not in MONEY_WORDS:
            return part
        after = part.after + 1
        cents = self.below_hundred(after + 1 if self.word(after) == "and" else after)
        if cents is not None and self.word(cents.after) in CENT_WORDS:
            return _Part(part.value + cents.value / 100, cents.after + 1, True)
        return _Part(part.value, after, True)
