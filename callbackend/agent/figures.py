"""What the figures of a turn mean, given ours and theirs."""

import re
from collections.abc import Sequence
from decimal import Decimal

from callbackend.agent.bargaining import is_near, sounds_like
from callbackend.agent.moves import MoveType, Pin
from callbackend.agent.news import Meant, News
from callbackend.agent.options import options_in
from callbackend.agent.state import State
from callbackend.reading.heard import HeardTurn
from callbackend.reading.money.figures import Kind
from callbackend.reading.speech.expressions import has
from callbackend.reading.speech.pricing import PricedFigure

WHOLE = {Kind.TOTAL, Kind.REJECTED, Kind.SUM, Kind.ABOUT, Kind.CASH, Kind.OPTION, Kind.USUAL}
FEES = {Kind.TOTAL, Kind.VISIT, Kind.PART, Kind.CASH, Kind.OPTION}
PARTS = {Kind.PART, Kind.EXTRA, Kind.VISIT}
HUNDRED = Decimal(100)
BUT_COULD = re.compile(r"\bbut (?:i|we|i'd|we'd|i'll|we'll)\b")
WHOLE_WORK = re.compile(
    r"\b(?:(?:do|fix) (?:it|both|them|that|all|the)"
    r"|for (?:both|everything|all|the (?:job|whole|lot))|all (?:in|told)|total|whole)\b"
)
# Beside a price, one so much smaller is no other price for all of it.
MOST_OFF = Decimal("0.6")
SMALL_SHARE = Decimal("0.2")
ADDED = re.compile(r"\b(?:plus|fees?|extra|on top|adds?|additional|another|and then)\b")
YOU_SAID = re.compile(r"\b(?:you said|did you say|you say|you mean|was that|dijo)\b")


def whole_prices(figures: Sequence[PricedFigure]) -> list[PricedFigure]:
    """Those of the figures that price all of the work."""
    return [one for one in figures if one.figure.kind in WHOLE]


def meaning_of(
    state: State, heard: HeardTurn, theirs: list[PricedFigure], ours: Decimal | None
) -> Meant | None:
    """What figures that are not ours mean; None where there are none that count."""
    theirs = [one for one in theirs if not _is_off_all(state, one)]
    if not theirs:
        return None
    if _is_of_visit(state, theirs):
        return Meant(News.VISIT, theirs[-1].value)
    options = options_in(theirs, state.price.standing, heard.text) or _options_again(state, theirs)
    if options:
        return Meant(News.OPTIONS, options[0][1], options=options)
    parts = [one for one in theirs if one.figure.kind in PARTS or one.is_fee]
    whole = [one for one in whole_prices(theirs) if not one.is_fee]
    small = [one for one in whole if any(one.value < it.value * SMALL_SHARE for it in whole)]
    whole = [one for one in whole if one not in small]
    parts += [one for one in small if ADDED.search(one.sentence.text)]
    if len(whole) > 1:
        whole = [one for one in whole if not has("excludes", one.figure.amount.before)] or whole
    if ours is not None and whole and _is_misheard(state, whole[-1], ours):
        return Meant(News.MISHEARD)
    if whole and not parts:
        return stands_or_named(state, whole[-1])
    if parts and (whole or len(parts) > 1):
        return _sum(heard, whole, parts)
    return _unclear(state, heard, theirs)


def _is_off_all(state: State, one: PricedFigure) -> bool:
    """ "Off of three ninety?": what would be taken off, not how much."""
    standing = state.price.standing
    if one.figure.kind is not Kind.DISCOUNT or one.figure.name == "percent" or standing is None:
        return False
    return one.value >= standing * MOST_OFF


def _options_again(state: State, theirs: list[PricedFigure]) -> tuple[tuple[str, Decimal], ...]:
    """The options that they have named, where they name two of their prices once more."""
    known = {price for _, price in state.price.options}
    said = {one.value for one in theirs} | {one.figure.amount.low for one in theirs} - {None}
    return tuple(state.price.options) if len(known & said) > 1 else ()


def _is_of_visit(state: State, theirs: list[PricedFigure]) -> bool:
    """Whether the figures are the fee that we asked about, or that they named before."""
    if state.open is not None and state.open.kind is MoveType.TAKE_NOTE:
        is_work = any(WHOLE_WORK.search(one.sentence.text) for one in theirs)
        return not is_work and all(it.figure.kind in FEES and not it.is_hedged for it in theirs)
    if all(one.is_fee for one in theirs):
        return True
    fee = state.price.visit_fee
    return fee is not None and all(one.value == fee for one in theirs)


def is_asked_back(state: State, heard: HeardTurn, ours: Decimal) -> bool:
    """Whether all that they name is a figure near ours, as a question."""
    if not heard.figures or state.corrections > 1:
        return False
    said_so = YOU_SAID.search(heard.text) is not None
    return all(
        one.is_asked and (sounds_like(one.value, ours) or (said_so and is_near(one.value, ours)))
        for one in heard.figures
    )


def _is_misheard(state: State, one: PricedFigure, ours: Decimal) -> bool:
    """Whether it is our figure in their ears, or one below it that nobody would ask."""
    if state.corrections > 1:
        return False
    if one.is_asked:
        return sounds_like(one.value, ours)
    return one.value < ours and state.offered is not None and state.corrections == 0


def stands_or_named(state: State, one: PricedFigure) -> Meant:
    """A price of theirs: the one that stands, said again, or another."""
    standing = state.price.standing
    if one.value == standing:
        if state.read_back == standing:
            return Meant(News.CONFIRMED)
        return Meant(News.STANDS, one.value)
    pinned = state.open is not None and state.open.kind is MoveType.PIN_DOWN
    pinned = pinned or state.price.rounds > 0
    soft = one.figure.kind in (Kind.ABOUT, Kind.USUAL) or one.is_hedged or one.is_asked
    hedged = soft and one.figure.kind is not Kind.SUM and not pinned
    return Meant(News.NAMED, one.value, is_hedged=hedged)


def _sum(heard: HeardTurn, whole: list[PricedFigure], parts: list[PricedFigure]) -> Meant:
    """A price in parts: what they come to has to be confirmed. A credited fee is no part of it."""
    added = [one for one in parts if not (one.is_fee and heard.says("credited"))]
    if whole and all(one.value == whole[-1].value for one in added):
        # "Two forty. Labor and all, two forty": the same figure, said twice.
        return Meant(News.NAMED, whole[-1].value)
    total = sum((one.value for one in (*whole[-1:], *added)), Decimal(0))
    return Meant(News.UNCLEAR, total, Pin.PART)


def _unclear(state: State, heard: HeardTurn, theirs: list[PricedFigure]) -> Meant | None:
    """What a lone rate, range, fee, part or discount means."""
    one = theirs[-1]
    kind = one.figure.kind
    if kind is Kind.VISIT:
        return Meant(News.VISIT, one.value)
    if kind is Kind.RANGE:
        return Meant(News.UNCLEAR, one.value, Pin.RANGE)
    if kind in (Kind.RATE, Kind.UNIT):
        return Meant(News.UNCLEAR, None, Pin.RATE)
    if kind in (Kind.PART, Kind.EXTRA):
        standing = state.price.standing
        added = one.value + standing if standing is not None else one.value
        return Meant(News.UNCLEAR, added, Pin.PART)
    if kind is Kind.DISCOUNT and state.price.standing is not None:
        return Meant(News.NAMED, _discounted(state.price.standing, one))
    return None


def _discounted(standing: Decimal, one: PricedFigure) -> Decimal:
    off = standing * one.value / HUNDRED if one.figure.name == "percent" else one.value
    price = max(standing - off, Decimal(0)).quantize(Decimal("0.01"))
    return price if price % 1 else price.to_integral_value()


def is_rejected(one: PricedFigure) -> bool:
    """ "I can't do 150"; "I can't go that far, but I could do 180" is theirs."""
    return one.figure.kind is Kind.REJECTED and not BUT_COULD.search(one.figure.amount.before)
