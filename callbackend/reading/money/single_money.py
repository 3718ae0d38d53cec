"""Whether one number of an utterance is money, and how much."""

from decimal import Decimal

from callbackend.reading.money import amount_words as words
from callbackend.reading.numbers.numbered_text import NumberedText
from callbackend.reading.numbers.numbers import Number
from callbackend.reading.numbers.scale import is_near, scaled
from callbackend.reading.numbers.vocabulary import YEARS

SMALLEST_PLAIN_PRICE = 20  # Below it an unmarked number needs a reason to be money.
LARGEST_PLAIN_PRICE = 1_000_000
SHORT_YEARS = range(50, 100)
ZIP_DIGITS = 5
# Work that costs five figures is priced in round ones; a ZIP code seldom is round.
ROUND_PRICE = 50


def money_value(said: NumberedText, index: int) -> Decimal | None:
    """The money that a number is, or a percentage as its figure; `None` when it is neither."""
    number = said.numbers[index]
    before, after = said.around(number)
    if words.PERCENT_AFTER.match(after):
        return number.value
    if is_measure(number, before, after) or _begins_measure(said, index):
        return None
    if number.marked:
        return number.value
    if is_identifier(said, index) or _is_clock(number, before, after, said.reference):
        return None
    return _plain_value(said, number)


def is_measure(number: Number, before: str, after: str) -> bool:
    """Whether a number counts hours, rooms, miles or the like."""
    if words.MILLIONS_AFTER.match(after) or "insured" in before[-20:]:
        return True
    if number.marked:
        return False
    if words.MEASURE_AFTER.match(after) or words.STREET_AFTER.match(after):
        return True
    plural = words.PLURAL_AFTER.match(after)
    return plural is not None and plural[1] not in words.NOT_COUNTED


def is_identifier(said: NumberedText, index: int) -> bool:
    """Whether a number names something: a year, a ZIP code, a house, a model."""
    number = said.numbers[index]
    before, after = said.around(number)
    if number.value in YEARS and number.value % 1 == 0 and words.YEAR_BEFORE.search(before):
        return True
    if number.value in SHORT_YEARS and words.SHORT_YEAR_BEFORE.search(before):
        return True
    if number.value >= LARGEST_PLAIN_PRICE or after.startswith("#"):
        return True
    if _is_zip(said.raw(number), before, after):
        return True
    return words.IDENTIFIER_BEFORE.search(before) is not None or _goes_on(said, index)


def _is_zip(raw: str, before: str, after: str) -> bool:
    if len(raw) != ZIP_DIGITS or not raw.isdigit():
        return False
    told = words.ZIP_BEFORE.search(before) or words.ZIP_AFTER.match(after)
    return told is not None or int(raw) % ROUND_PRICE != 0


def _goes_on(said: NumberedText, index: int) -> bool:
    """Whether a number is the rest of an identifier: `zip ninety five, one twenty six`."""
    if not index:
        return False
    number, previous = said.numbers[index], said.numbers[index - 1]
    if number.marked or said.between(previous, number).strip():
        return False
    return words.IDENTIFIER_BEFORE.search(said.around(previous)[0]) is not None


def _begins_measure(said: NumberedText, index: int) -> bool:
    """Whether a number is the lower end of a measure: `four to six hours`."""
    number = said.numbers[index]
    if number.marked or index + 1 >= len(said.numbers):
        return False
    following = said.numbers[index + 1]
    if not words.MEASURE_JOINT.fullmatch(said.between(number, following)):
        return False
    return words.MEASURE_AFTER.match(said.around(following)[1]) is not None


def _is_clock(number: Number, before: str, after: str, reference: Decimal | None) -> bool:
    hours, minutes = divmod(number.value, 100)
    clocklike = 1 <= hours <= 12 and minutes < 60 and minutes % 15 == 0
    if not (clocklike or number.value <= 12) or words.MONEY_LEAD.search(before):
        return False
    if words.BOOKED_FOR.search(before):
        on_a_day = words.CLOCK_SENTENCE.search(before + " " + after[:40]) is not None
        return on_a_day or not is_near(number.value, reference)
    if not words.CLOCK_BEFORE.search(before):
        return False
    return words.CLOCK_SENTENCE.search(before + " " + after[:40]) is not None


def _plain_value(said: NumberedText, number: Number) -> Decimal | None:
    before, after = said.around(number)
    reference = said.reference
    if words.SHARE_END.search(said.raw(number)) and not is_near(number.value, reference):
        return number.value * 10 if is_near(number.value * 10, reference) else number.value
    leads = words.BARE_LEAD.search(before) is not None
    if number.value >= SMALLEST_PLAIN_PRICE:
        return scaled(number.value, reference) if leads else number.value
    if number.value <= 1:
        return None
    if words.ADDED_NEAR.search(before) or words.NOUN_AFTER.match(after):
        return number.value
    if not leads or not words.BARE_TAIL.match(after):
        return None
    value = scaled(number.value, reference)
    return value if value != number.value else None
