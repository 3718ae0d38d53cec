"""Which of the numbers in an utterance are amounts of money, and which two are one range."""

import re
from dataclasses import dataclass
from decimal import Decimal

from callbackend.prices.numbers import Number, find_numbers
from callbackend.prices.text import without_identifiers

SMALLEST_PLAIN_PRICE = 20  # Below it an unmarked number needs a reason to be money.
YEARS = range(1950, 2036)

SENTENCE_END = re.compile(r"[.?!~;](?=\s|$)")

MEASURE_AFTER = re.compile(
    r"""^[\s-]*(?:(?:more|big|small|full|other|good|different|long|square|sq|cubic|linear|year
        |business|working|or\s+so|plus|solid)\s+){0,2}
    (?:hours?|hrs?|horas?|minutes?|mins?|minutos?|seconds?|days?|dias?|weeks?|semanas?|months?
    |meses|years?|anos|nights?|gallons?|galones|square|sq|feet|foot|ft|pies|inch|inches|amps?
    |volts?|watts?|tons?|tonelada|miles|mile|millas|blocks?|guys?|men|man|people|persons?|movers?
    |crew|person|bed|beds|bedrooms?|bath|baths|bathrooms?|rooms?|cuartos|recamaras|windows?|doors?
    |outlets?|floors?|stories|story|trucks?|van|coats?|btus?|seer|pounds?|lbs|acres?
    |yards?|units?|keys?|locks?|stops?|lines?|pieces?|stars?|reviews?|times|visits?|layers?|steps?
    |million|millon|millones|billion|customers?|clients?|jobs|calls?|quotes?|of\s+(?:us|them|those
    |these|our|my|the)|more|things?|questions?|sec|moment|kids|dogs?|cats?|car|cars|gauge|psi
    |horsepower|o'?clock|a\.?m\b|p\.?m\b|in\s+the\s+(?:morning|afternoon|evening)|street|avenue
    |sheets?|squares|panels?|spots?|boxes|items?|techs?|technicians?|plumbers?|electricians?
    |hombres|personas|muchachos|de\s+la\s+(?:manana|tarde)|grit|degrees|circuits?)\b(?!\s+(?:fee|charge|surcharge|rental|removal))
    |^\s*\#""",
    re.VERBOSE,
)
PERCENT_AFTER = re.compile(r"^\s*(?:%|percent|per cent|por ciento)")
STREET_AFTER = re.compile(
    r"^\s+[a-z]+(?:\s+[a-z]+)?\s+(?:street|avenue|ave|road|lane|court|boulevard|blvd|terrace|circle"
    r"|parkway|calle)\b|^\s+(?!no\b|the\b|a\b|any\b|either\b|right\b)[a-z]+\s+(?:drive|place)\b"
)
JOINT = re.compile(r"\b(?:and|plus|y|mas|but|so|pero)\b")
PLURAL_AFTER = re.compile(r"^[ -]([a-z]{3,}s)\b")
NOT_COUNTED = frozenset(
    """plus this yes unless includes covers works thats its was does takes is has always besides
    since less bucks dollars dolares sounds gets runs minus pesos mas pues entonces gracias thanks
    perhaps across seems beats looks depends flats means would's parts materials supplies fees
    stairs helps goes stands makes costs taxes""".split()
)
IDENTIFIER_BEFORE = re.compile(
    r"(?:license|licen[sc]e number|lic|number|press|option|dial|extension|ext|suite|apt|apartment"
    r"|unit|zip|zip code|model|code|route|highway|hwy|exit|ticket|reference|order|channel|type"
    r"|insured (?:for|up to)|bonded (?:for|up to)|age|over)\s*(?:is|number|#|:)?\s*#?\s*$"
)
YEAR_BEFORE = re.compile(
    r"\b(?:since|in|from|of|year|founded|established|built|circa|until|desde|en|del)\s*$"
)
CLOCK_BEFORE = re.compile(
    r"\b(?:at|by|around|about|until|till|after|before|between|from|past|a las|las|and|to|like)\s*$"
)
CLOCK_SENTENCE = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today|morning|afternoon|evening|noon"
    r"|be there|come (?:by|out|over)|arrive|show up|available|open|closed?|window|lunes|martes"
    r"|miercoles|jueves|viernes|sabado|manana|hoy)\b"
)
MONEY_LEAD = re.compile(
    r"\b(?:i'm|i'd be|we'd be|we're|i am|be|looking|come in|do it|charge|cost|costs|runs?) at\s*$"
)
ADDED_NEAR = re.compile(
    r"(?:\b(?:plus|another|extra|additional|add|take|knock|off|minus|fee|charge|save|mas)\b"
    r"[\sa-z]{0,12}$)"
)
NOUN_AFTER = re.compile(
    r"^\s*(?:dollar|buck|for (?:the )?|of |de )?\s*(?:off|trip|labor|fee|disposal|fuel|dump|service"
    r"|charge|parts?|materials?|discount|less|per|an hour|/|la hora|por hora)\b"
)
BARE_LEAD = re.compile(
    r"(?:^|\b(?:do|at|for|say|be|it|it's|that's|about|to|take|need|want|is|around|like|meet (?:me )?"
    r"at|por|en|call it|make it|accept|what about|how about|now|then|yeah|ok|okay|no)\b|[,:])\s*$"
)
BARE_TAIL = re.compile(
    r"^\s*(?:$|[.,?!~]|(?:flat|even|total|all in|then|and|for|works?|is|ok|okay|instead|i|we|if|and"
    r" (?:we|i)|deal|today|cash)\b)"
)
RANGE_BETWEEN = re.compile(
    r"^\s*,?\s*(?P<join>to|-|or|up to|through|hasta|a|y|o|and|maybe|,|possibly)?\s*(?:,?\s*(?:maybe"
    r"|like|about|even|say|up to|could be|possibly|tops|depending))?\s*,?\s*$"
)
VAGUE_BEFORE = re.compile(
    r"\b(?:about|around|somewhere|like|maybe|probably|roughly|usually|typically|say|como|unos)\b"
)
BETWEEN_BEFORE = re.compile(r"\b(?:between|entre|from|anywhere|somewhere)\b")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money and the words around it, up to its neighbours and its sentence's ends.

    `low` is the lower end of a range whose upper end is `value`. `sentence` is all that the
    sentence says before the amount.
    """

    value: Decimal
    start: int
    end: int
    before: str
    after: str
    sentence: str
    asked: bool
    marked: bool
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


class _Sieve:
    def __init__(self, text: str, numbers: list[Number], reference: Decimal | None) -> None:
        self.text = text
        self.numbers = numbers
        self.reference = reference
        self.ends = [match.start() for match in SENTENCE_END.finditer(text)]

    def amounts(self) -> list[Amount]:
        found: list[Amount] = []
        index = 0
        while index < len(self.numbers):
            pair = self.range_at(index)
            if pair is not None:
                found.append(pair)
                index += 2
                continue
            value = self.money_value(index)
            if value is not None:
                found.append(self.amount(index, index, value))
            index += 1
        return found

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

    def amount(self, first: int, last: int, value: Decimal, low: Decimal | None = None) -> Amount:
        head, tail = self.numbers[first], self.numbers[last]
        start, end = self.bounds(head.start)
        end = max(end, self.bounds(tail.end)[1])
        left = max(start, self.numbers[first - 1].end) if first else start
        following = last + 1 < len(self.numbers)
        right = min(end, self.numbers[last + 1].start) if following else end
        return Amount(
            value,
            head.start,
            tail.end,
            self.before(left, head.start, follows=left > start),
            self.text[tail.end : right],
            self.text[start : head.start],
            self.text[end : end + 1] == "?",
            head.marked or tail.marked,
            low,
        )

    def before(self, left: int, right: int, *, follows: bool) -> str:
        """The words before an amount; after another amount, those past the joint between them."""
        text = self.text[left:right]
        if not follows:
            return text
        joints = list(JOINT.finditer(text))
        return text[joints[-1].start() :] if joints else text

    # One number -----------------------------------------------------------

    def money_value(self, index: int) -> Decimal | None:
        number = self.numbers[index]
        start, end = self.bounds(number.start)
        before, after = self.text[start : number.start], self.text[number.end : end]
        if PERCENT_AFTER.match(after):
            return number.value
        if self.is_measure(number, before, after):
            return None
        if number.marked:
            return number.value
        if self.is_identifier(number, before, after) or self.is_clock(number, before, after):
            return None
        return self.plain_value(number, before, after)

    def is_measure(self, number: Number, before: str, after: str) -> bool:
        if re.match(r"\s*(?:million|billion)", after) or "insured" in before[-20:]:
            return True
        if number.marked:
            return False
        if MEASURE_AFTER.match(after) or STREET_AFTER.match(after):
            return True
        plural = PLURAL_AFTER.match(after)
        return plural is not None and plural[1] not in NOT_COUNTED

    def is_identifier(self, number: Number, before: str, after: str) -> bool:
        if number.value in YEARS and number.value % 1 == 0 and YEAR_BEFORE.search(before):
            return True
        raw = self.text[number.start : number.end]
        if len(raw) == 5 and raw.isdigit() and re.search(r"(?:zip|\bin|area|,|\bto|at)\s*$", before):
            return True
        if number.value >= 1_000_000 or after.startswith("#"):
            return True
        return IDENTIFIER_BEFORE.search(before) is not None

    def is_clock(self, number: Number, before: str, after: str) -> bool:
        hours, minutes = divmod(number.value, 100)
        clocklike = 1 <= hours <= 12 and minutes < 60 and minutes % 15 == 0
        if not (clocklike or number.value <= 12) or MONEY_LEAD.search(before):
            return False
        if not CLOCK_BEFORE.search(before):
            return False
        return CLOCK_SENTENCE.search(before + " " + after[:40]) is not None

    def plain_value(self, number: Number, before: str, after: str) -> Decimal | None:
        if number.value >= SMALLEST_PLAIN_PRICE:
            return scaled(number.value, self.reference) if BARE_LEAD.search(before) else number.value
        if ADDED_NEAR.search(before) or NOUN_AFTER.match(after):
            return number.value
        if number.value <= 1 or not BARE_LEAD.search(before) or not BARE_TAIL.match(after):
            return None
        value = scaled(number.value, self.reference)
        return value if value != number.value else None

    # Two numbers ----------------------------------------------------------

    def range_at(self, index: int) -> Amount | None:
        """The range that begins at this number; its value is the upper end."""
        if index + 1 >= len(self.numbers):
            return None
        low, high = self.numbers[index], self.numbers[index + 1]
        joined = RANGE_BETWEEN.match(self.text[low.end : high.start])
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
        return self.amount(index, index + 1, ends[1], ends[0])

    def range_ends(self, low: Decimal, high: Decimal) -> tuple[Decimal, Decimal] | None:
        if high < low:
            high = scaled(high, low)
        else:
            low = scaled(low, high)
        return (low, high) if low < high <= low * 4 else None

    def joins(
        self, join: str | None, before: str, low: Number, ends: tuple[Decimal, Decimal]
    ) -> bool:
        if join in {"to", "-", "up to", "through", "hasta", "or", "o", "maybe", "possibly", "a"}:
            return True
        if join in {"and", "y"}:
            return BETWEEN_BEFORE.search(before) is not None
        close = ends[1] <= ends[0] * Decimal("1.5")
        return close and (low.value != ends[0] or VAGUE_BEFORE.search(before) is not None)
