"""Which figures of a turn price the work: each needs a sign that it does."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from callbackend.reading.money.figures import ONE_HUNDRED, Figure, Kind
from callbackend.reading.money.money import provider_figures
from callbackend.reading.speech.acts import OF_A_PRICE, Act
from callbackend.reading.speech.bank import acts_of
from callbackend.reading.speech.expressions import certain_acts, has
from callbackend.reading.speech.sentences import Sentence

WORD = re.compile(r"[a-z']+")
# A clause of so many words beside its figure is an answer to "what would you charge?".
BARE_WORDS = 4
# Of a figure that no word marks: how likely its sentence prices the work.
LIKELY, LIKELY_WHEN_ASKED = 0.5, 0.33
LIKELY_OTHER = 0.5
ADDRESS = re.compile(
    r"\b(?:we're|located|over|down|up|out|here|live|lives|corner|(?:shop|office|yard|store|place|"
    r"warehouse)(?:'s| is)?|(?:come|stop|swing|drop) (?:by|in|over))(?: \w+){0,2} (?:at|on|to) $"
)
NAME_AFTER = re.compile(
    r"\s+(?!for|flat|all|and|or|on|right|now|total|even|dollars|bucks|if|with|plus|is|but|because)"
    r"[a-z]+"
)
# What a figure is when these stand beside it: a plug, a tank, a name, somebody else's bill.
THING_BEFORE = re.compile(
    r"\b(?:got|have|has|had|there's|is there|needs?|with|on|off|run|running|wired for"
    r"|(?:is|was) (?:it|that|this|the|their)(?: (?!gonna|going)[a-z]+){0,2}) an? $"
)
UNIT = re.compile(r"\b(?:volts?|amps?|watts?|gauge|gallons?|btus?|psi|tons?|grit|horsepower)\b")
THING_AFTER = re.compile(
    r"[ -]?(?:volts?|amps?|watts?|gauge|gallons?|btus?|psi|tons?|grit|horsepower|outlets?|plugs?"
    r"|receptacles?|circuits?|breakers?|mains?|pounds?|lbs|degrees|percent humidity)\b"
)
CRIED = re.compile(r"!\W*$")
FREE_NUMBER = re.compile(
    r"\b(?:1|one)[ -](?:800|888|877|866|eight[ -](?:hundred|eighty[ -]eight|seventy[ -]seven))\b"
)
OF_A_PRICE_AFTER = re.compile(
    r"\W*(?:minimum|special|rate|price|fee|charge|deal|quote|offer|total|job|budget|flat|off)\b"
)
EACH = re.compile(
    r" ?(?:dollars |bucks )?(?:an?|per|each|every|the) (?:linear |square )?(?:inch|foot|yard|"
    r"square|hour|pallet|roll|truckload|door|window|room|tree|stump|bag|load|mile|step|panel|sheet|board|bush|outlet|fixture|"
    r"can|head|zone|drawer|unit|tire|wheel|man|person|guy|day|visit|cut|acre|story|opening|section)\b"
)
EACH_BEFORE = re.compile(
    r"\b(?:for (?:one|each|every|a single)|per|each|every|by the|one) (?:linear |square )?"
    r"(?:pallet|inch|foot|yard|square|door|window|room|tree|stump|bag|load|step|panel|sheet|board"
    r"|bush|outlet|fixture|can|head|zone|drawer|unit|tire|wheel|section|piece|roll|truckload)"
    r"(?: it)?(?:,| is|'s| runs?| costs?| goes for| comes? to| will be| would be|'d be)? \$?$"
)
NOT_OURS = re.compile(
    r"\b(?:city|county|state|town|village|hoa|utility|dump|landfill)(?:'s| wants| charges| takes)"
    r"(?: you| them| another| about)? \$?$"
)
OF_NO_PRICE = (Act.GREETS_NEW_PERSON, Act.SMALL_TALK, Act.WRONG_NUMBER, Act.PHONE_MENU)
UNMARKED = frozenset({Kind.TOTAL, Kind.ABOUT, Kind.RANGE})
# What a fee for coming may be taken for, and how far from it the word stands that tells.
OF_A_FEE = frozenset(
    {Kind.TOTAL, Kind.SUM, Kind.ABOUT, Kind.CASH, Kind.OPTION, Kind.PART, Kind.EXTRA}
)
NEAR_FEE = 24
# "I'd have to get up there. Seventy-five for that.": for going, where the work is not priced yet.
GOES_THERE = re.compile(
    r"\b(?:have|need|needs|got|gotta|want|like|has) (?:to )?(?:\w+ )?"
    r"(?:get|go|come|climb|crawl|drive|run|stop|swing|send (?:a|my|the) \w+) "
    r"(?:up|out|over|by|down|under|in|on|there|(?:and )?(?:look|see|check|measure))\b"
)
FOR_GOING = re.compile(r"\W*(?:dollars |bucks )?(?:for|to do) (?:that|it|the trip|my time)\b")
IF_HIRED = re.compile(
    r"\b(?:if|when|once) (?:i|we|you|they|he|she) (?:do|get|take|hire|go|give|book|end|use|decide)"
    r"\b"
)
# So far apart may two prices of one job be that are told in the same breath.
LEAST_SHARE, MOST_SHARE = Decimal("0.4"), Decimal("2.5")


@dataclass(frozen=True, slots=True)
class PricedFigure:
    """A figure, the sentence in which it stands, and whether it prices the work."""

    figure: Figure
    sentence: Sentence
    is_price: bool
    is_hedged: bool

    @property
    def value(self) -> Decimal:
        """How much."""
        return self.figure.value

    @property
    def is_asked(self) -> bool:
        """Whether it is said as a question."""
        return self.figure.amount.asked

    @property
    def is_fee(self) -> bool:
        """Whether it is for coming, not for the work."""
        amount = self.figure.amount
        if self.figure.kind is Kind.VISIT:
            return True
        if self.figure.kind is Kind.SUM:
            return has("visit_fee", amount.before[-NEAR_FEE:])
        near = f"{amount.before[-NEAR_FEE:]} # {amount.after[:NEAR_FEE]}"
        return self.figure.kind in OF_A_FEE and has("visit_fee", near) and not has("includes", near)


def priced_figures(
    text: str,
    sentences: tuple[Sentence, ...],
    offered: Decimal | None,
    reference: Decimal | None,
    *,
    is_price_asked: bool,
) -> tuple[PricedFigure, ...]:
    """The figures; one of a story is no price when it is said again, either."""
    found = [
        _priced(figure, sentences, is_price_asked=is_price_asked)
        for figure in provider_figures(text, offered, reference)
    ]
    scaled = [_to_scale(one, found, reference) for one in found]
    told = {one.value for one in found if has("story", one.sentence.text)}
    told |= _cried(found, sentences)
    things = {one.sentence.start for one in found if _is_thing(one)}
    scaled = [_for_going(one, sentences) for one in scaled]
    numbers = [match.span() for match in FREE_NUMBER.finditer(text)]
    return tuple(
        replace(
            one,
            is_price=(one.is_price or one.is_fee)
            and one.value not in told
            and not (one.sentence.start in things and _is_unmarked(one))
            and not _is_of_a_name(one.figure, numbers),
        )
        for one in scaled
    )


def _is_thing(one: PricedFigure) -> bool:
    """ "They got a two-forty out there": it is asked, or told, of a thing."""
    amount = one.figure.amount
    if not _is_unmarked(one):
        return False
    text = one.sentence.text
    is_told = has("prices_work", text)
    if THING_AFTER.match(amount.after) or (one.sentence.asks and not is_told and UNIT.search(text)):
        return True
    if THING_BEFORE.search(amount.before) is None or OF_A_PRICE_AFTER.match(amount.after):
        return False
    return one.sentence.asks or not is_told


def _cried(found: list[PricedFigure], sentences: tuple[Sentence, ...]) -> set[Decimal]:
    """ "I just hung up with the dentist. Nine hundred!": the figure that a story is about."""
    follows = {
        after.start
        for before, after in pairwise(sentences)
        if has("story", before.text) and CRIED.search(after.text)
    }
    return {
        one.value
        for one in found
        if one.sentence.start in follows
        and _is_bare(one.sentence.text, one.figure, one.sentence.start)
    }


def _for_going(one: PricedFigure, sentences: tuple[Sentence, ...]) -> PricedFigure:
    """What going there costs, told after the words that they have to go there."""
    if one.figure.kind not in OF_A_FEE:
        return one
    text = one.sentence.text
    goes = any(it.start <= one.sentence.start and GOES_THERE.search(it.text) for it in sentences)
    is_back = has("credited", text) and IF_HIRED.search(text)
    if goes and (FOR_GOING.match(one.figure.amount.after) or is_back):
        return replace(one, figure=replace(one.figure, kind=Kind.VISIT, name="visit"))
    return one


def _is_unmarked(one: PricedFigure) -> bool:
    """Whether nothing beside it says that it is money."""
    return one.figure.kind in UNMARKED and not one.figure.amount.marked


def _is_of_a_name(figure: Figure, numbers: list[tuple[int, int]]) -> bool:
    """A telephone number that is a name, an address, or what the city takes."""
    amount = figure.amount
    if any(start <= amount.start < end for start, end in numbers):
        return True
    return _is_address(figure) or NOT_OURS.search(amount.before) is not None


def _to_scale(
    one: PricedFigure, all_of_them: list[PricedFigure], reference: Decimal | None
) -> PricedFigure:
    """ "Thirty-one hundred brushed, thirty-nine sprayed": hundreds, as of the figures beside it."""
    value = one.figure.value
    if not 10 < value < ONE_HUNDRED or not _is_unmarked(one) or value % 1:
        return one
    others = {it.figure.value for it in all_of_them} | ({reference} if reference else set())
    if any(LEAST_SHARE <= value * ONE_HUNDRED / it <= MOST_SHARE for it in others if it >= 1000):
        return replace(one, figure=replace(one.figure, value=value * ONE_HUNDRED))
    return one


def _priced(
    figure: Figure, sentences: tuple[Sentence, ...], *, is_price_asked: bool
) -> PricedFigure:
    start = figure.amount.start
    sentence = next((one for one in reversed(sentences) if one.start <= start), None)
    sentence = sentence or Sentence("", 0, ())
    is_each = EACH.match(figure.amount.after) or EACH_BEFORE.search(figure.amount.before)
    if figure.kind in UNMARKED and is_each:
        figure = replace(figure, kind=Kind.UNIT)
    is_price = _prices_work(sentence, figure, is_price_asked=is_price_asked)
    return PricedFigure(figure, sentence, is_price, has("hedge", _near(sentence, figure)))


def _near(sentence: Sentence, figure: Figure) -> str:
    """The words of its clause."""
    return f"{figure.amount.before} # {figure.amount.after}" if sentence.text else ""


def _prices_work(sentence: Sentence, figure: Figure, *, is_price_asked: bool) -> bool:
    """A figure is a price only with a sign that it is: a word, the question, or the likeness."""
    text = sentence.text
    if has("story", text):
        return False
    if _is_address(figure):
        return False
    if figure.kind not in UNMARKED or has("prices_work", text):
        return True
    likely = acts_of(text)
    if certain_acts(text).intersection(OF_NO_PRICE):
        return False
    if any(likely.get(act, 0.0) >= LIKELY_OTHER for act in OF_NO_PRICE):
        return False
    if is_price_asked and _is_bare(text, figure, sentence.start):
        return True
    priced = sum(p for act, p in likely.items() if act in OF_A_PRICE)
    return priced > (LIKELY_WHEN_ASKED if is_price_asked else LIKELY)


def _is_address(figure: Figure) -> bool:
    """ "We're at 1200 Harbor"."""
    return bool(ADDRESS.search(figure.amount.before) and NAME_AFTER.match(figure.amount.after))


def _is_bare(text: str, figure: Figure, start: int) -> bool:
    """Whether its clause holds hardly a word beside it."""
    begin, end = figure.amount.start - start, figure.amount.end - start
    before, after = text[:begin].rsplit(",", 1)[-1], text[end:].split(",", 1)[0]
    return len(WORD.findall(before)) + len(WORD.findall(after)) <= BARE_WORDS
