"""What a turn means for the price: that depends on what was asked, so words alone don't tell it.

The same sentence with our figure is a yes, with a new one a counter, with their standing one a
refusal. A bare yes counts only as the answer to our own question; scorn, or what is taken back in
the same turn, wins over it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from callbackend.agent.bargaining import sounds_like
from callbackend.agent.moves import MoveType, Pin
from callbackend.agent.options import options_in
from callbackend.agent.state import State
from callbackend.reading.heard import HeardTurn, PricedFigure
from callbackend.reading.money.figures import Kind
from callbackend.reading.speech.acts import Act
from callbackend.reading.speech.bank import acts_of, without_figures
from callbackend.reading.speech.expressions import has
from callbackend.reading.speech.provider_speech import Answer

WHOLE = {Kind.TOTAL, Kind.SUM, Kind.ABOUT, Kind.CASH, Kind.OPTION, Kind.USUAL}
FEES = {Kind.TOTAL, Kind.VISIT, Kind.PART, Kind.CASH, Kind.OPTION}
PARTS = {Kind.PART, Kind.EXTRA, Kind.VISIT}
YES = {Answer.YES, Answer.AGREED}
HUNDRED = Decimal(100)
# So likely an acceptance in a sentence that no rule knows counts, and for a read-back.
LIKELY_YES, SURELY_YES = 0.4, 0.55
LIKELY_NO = 0.4
SURELY_NOT = 0.85
MAYBE_SCORN = 0.2
WORDS = re.compile(r"[a-z']+")
NO_FIRST = re.compile(
    r"\W*(?:no|nope|nah|naw|sorry)\b(?! (?:problem|worries|trouble|issue|doubt|hay problema))"
)
SARCASM = re.compile(
    r"\b(?:oh,? (?:sure|yeah|right)|throw in|i'll (?:also|even)|free lunch|come on|yeah,? right"
    r"|sure,? and)\b"
)


class News(Enum):
    """What became of the price in this turn."""

    NONE = auto()
    NAMED = auto()  # they named a price of theirs
    UNCLEAR = auto()  # a figure that is no price yet: see `pin`
    OPTIONS = auto()
    VISIT = auto()  # only a visit would tell
    TOOK = auto()  # our offer
    REFUSED = auto()  # our offer
    STANDS = auto()  # they repeat their price
    PONDERS = auto()  # our figure, asked back
    MISHEARD = auto()  # a figure near ours, asked back or below it
    UNSURE = auto()
    CONFIRMED = auto()  # the read-back
    DENIED = auto()
    TAKEN_BACK = auto()  # a price, or a yes
    WITHDRAWN = auto()  # the job


@dataclass(frozen=True, slots=True)
class Meant:
    """The news, with its figure."""

    news: News
    amount: Decimal | None = None
    pin: Pin | None = None
    is_hedged: bool = False
    options: tuple[tuple[str, Decimal], ...] = ()


NOTHING = Meant(News.NONE)


def interpret(state: State, heard: HeardTurn) -> Meant:
    """What the turn means for the price."""
    scorned = _is_scorn(state, heard)
    if heard.has(Act.REFUSES_JOB, Act.WRONG_NUMBER) and _withdraws(state, heard):
        return Meant(News.WITHDRAWN)
    figures = [] if heard.has(Act.PHONE_MENU) else list(heard.prices)
    ours = state.offered if state.offered is not None else state.read_back
    says_no = heard.answer is Answer.NO
    theirs = [
        one
        for one in figures
        if one.value != ours and not _is_rejected(one) and not (one.is_asked and says_no)
    ]
    if figures and (undone := _undone(heard, figures[-1])) is not None:
        return undone
    if scorned:
        return _scorned(state, [one for one in figures if one.value != ours], ours)
    standing = state.price.standing
    repeated = all(one.value == standing for one in _whole(figures))
    if repeated and _takes_back(state, heard):
        return Meant(News.TAKEN_BACK)
    if ours is not None and _is_asked_back(state, heard, ours):
        return Meant(News.MISHEARD)
    figured = _of_figures(state, heard, theirs, ours)
    if figured is not None:
        return figured
    if state.read_back is not None:
        return _answered_read_back(state, heard, figures)
    if state.offered is not None:
        return _answered_offer(state, heard, figures)
    return _without_figures(state, heard)


def _is_scorn(state: State, heard: HeardTurn) -> bool:
    """Whether they mock our figure; to say it back as a question is no scorn yet."""
    if state.offered is None and state.read_back is None:
        return False
    if heard.is_certain(Act.INSULT_ECHO):
        return True
    if heard.is_plain_yes or heard.has(Act.ACCEPTS_OFFER):
        return False
    return any(
        len(WORDS.findall(without_figures(one.text))) > 1
        for one in heard.sentences
        if any(sign.act is Act.INSULT_ECHO for sign in one.signs)
    )


def _withdraws(state: State, heard: HeardTurn) -> bool:
    """Whether they don't want the job: while a price is open, only certain words say so."""
    if heard.questions and heard.says("checks"):
        return False
    in_price_talk = state.price.standing is not None or state.offered is not None
    if in_price_talk and not heard.is_certain(Act.REFUSES_JOB):
        return _probability(heard, Act.REFUSES_JOB) > SURELY_NOT and not heard.prices
    return not _whole(heard.prices) or heard.has(Act.RETRACTS) or heard.answer is Answer.NO


def _scorned(state: State, theirs: list[PricedFigure], ours: Decimal | None) -> Meant:
    """ "Two fifty? In your dreams." is a no; "… Three hundred." names theirs."""
    firm = [one for one in _whole(theirs) if not one.is_asked]
    if firm and ours is not None and firm[-1].value > ours:
        return _stands_or_named(state, firm[-1])
    if ours is not None and any(sounds_like(one.value, ours) for one in theirs):
        return Meant(News.MISHEARD)
    return Meant(News.REFUSED if state.offered is not None else News.DENIED)


def _takes_back(state: State, heard: HeardTurn) -> bool:
    if heard.has(Act.RETRACTS):
        return state.price.standing is not None or state.read_back is not None or bool(heard.prices)
    return state.read_back is not None and heard.takes_back and heard.answer not in YES


def _undone(heard: HeardTurn, last: PricedFigure) -> Meant | None:
    """What is taken back in the same breath was never given."""
    later = [one for one in heard.sentences if one.start > last.figure.amount.start]
    acts = {sign.act for one in later for sign in one.signs if not one.asks}
    if Act.REFUSES_JOB in acts:
        return Meant(News.WITHDRAWN)
    return Meant(News.TAKEN_BACK) if Act.RETRACTS in acts else None


def _is_rejected(one: PricedFigure) -> bool:
    return one.figure.kind is Kind.REJECTED


def _whole(figures: Sequence[PricedFigure]) -> list[PricedFigure]:
    return [one for one in figures if one.figure.kind in WHOLE]


def _of_figures(
    state: State, heard: HeardTurn, theirs: list[PricedFigure], ours: Decimal | None
) -> Meant | None:
    """What figures that are not ours mean; None where there are none that count."""
    if not theirs:
        return None
    if _is_of_visit(state, theirs):
        return Meant(News.VISIT, theirs[-1].value)
    options = options_in(theirs, state.price.standing, heard.text) or _options_again(state, theirs)
    if options:
        return Meant(News.OPTIONS, options[0][1], options=options)
    parts = [one for one in theirs if one.figure.kind in PARTS or one.is_fee]
    whole = [one for one in _whole(theirs) if not one.is_fee]
    if len(whole) > 1:
        whole = [one for one in whole if not has("excludes", one.figure.amount.before)] or whole
    if ours is not None and whole and _is_misheard(state, whole[-1], ours):
        return Meant(News.MISHEARD)
    if whole and not parts:
        return _stands_or_named(state, whole[-1])
    if parts and (whole or len(parts) > 1):
        return _sum(heard, whole, parts)
    return _unclear(state, heard, theirs)


def _options_again(state: State, theirs: list[PricedFigure]) -> tuple[tuple[str, Decimal], ...]:
    """The options that they have named, where they name two of their prices once more."""
    known = {price for _, price in state.price.options}
    said = {one.value for one in theirs} | {one.figure.amount.low for one in theirs} - {None}
    return tuple(state.price.options) if len(known & said) > 1 else ()


def _is_of_visit(state: State, theirs: list[PricedFigure]) -> bool:
    """Whether the figures are the fee that we asked about, or that they named before."""
    if state.open is not None and state.open.kind is MoveType.TAKE_NOTE:
        return all(one.figure.kind in FEES and not one.is_hedged for one in theirs)
    if all(one.is_fee for one in theirs):
        return True
    fee = state.price.visit_fee
    return fee is not None and all(one.value == fee for one in theirs)


def _is_asked_back(state: State, heard: HeardTurn, ours: Decimal) -> bool:
    """Whether all that they name is a figure near ours, as a question."""
    if not heard.figures or state.corrections > 1:
        return False
    return all(one.is_asked and sounds_like(one.value, ours) for one in heard.figures)


def _is_misheard(state: State, one: PricedFigure, ours: Decimal) -> bool:
    """Whether it is our figure in their ears, or one below it that nobody would ask."""
    if state.corrections > 1:
        return False
    if one.is_asked:
        return sounds_like(one.value, ours)
    return one.value < ours and state.offered is not None and state.corrections == 0


def _stands_or_named(state: State, one: PricedFigure) -> Meant:
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
    total = sum((one.value for one in (*whole[-1:], *added)), Decimal(0))
    if not added and whole:
        return Meant(News.NAMED, whole[-1].value)
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
    return max(standing - off, Decimal(0)).quantize(Decimal("0.01"))


def _probability(heard: HeardTurn, *acts: Act) -> float:
    return max(heard.signs[act].probability if act in heard.signs else 0.0 for act in acts)


def _echoes(figures: list[PricedFigure], ours: Decimal | None) -> list[PricedFigure]:
    return [one for one in figures if one.value == ours]


def _answered_offer(state: State, heard: HeardTurn, figures: list[PricedFigure]) -> Meant:
    """How they answer our offer, where they name no other figure."""
    echoes = _echoes(figures, state.offered)
    no = _probability(heard, Act.REFUSES_OFFER, Act.DENIES)
    yes = _probability(heard, Act.ACCEPTS_OFFER, Act.CONFIRMS)
    if NO_FIRST.match(heard.text) and not heard.is_plain_yes:
        return Meant(News.REFUSED)
    if heard.answer is Answer.NO or any(
        one.figure.name != "echo" and _is_rejected(one) for one in echoes
    ):
        return Meant(News.REFUSED)
    if heard.has(Act.UNSURE) or heard.answer is Answer.HEDGE or heard.says("unsure"):
        return Meant(News.UNSURE)
    if heard.has(Act.VISIT_ONLY):
        return Meant(News.UNSURE)
    if _mocks(heard):
        return Meant(News.PONDERS)
    if heard.answer in YES or heard.answer is Answer.CONDITIONAL:
        return Meant(News.TOOK, state.offered)
    if echoes and not echoes[-1].is_asked and not _is_rejected(echoes[-1]):
        return Meant(News.TOOK, state.offered)
    if no >= LIKELY_NO and no > yes:
        return Meant(News.REFUSED)
    if yes >= LIKELY_YES and not heard.questions:
        return Meant(News.TOOK, state.offered)
    if heard.says("firm"):
        return Meant(News.REFUSED)
    return Meant(News.PONDERS) if echoes else NOTHING


def _mocks(heard: HeardTurn) -> bool:
    """Whether a yes has so much beside it, and of such a kind, that it may be none."""
    if heard.is_plain_yes:
        return False
    scorn = max(acts_of(one.text).get(Act.INSULT_ECHO, 0.0) for one in heard.sentences)
    return scorn > MAYBE_SCORN or SARCASM.search(heard.text) is not None


def _answered_read_back(state: State, heard: HeardTurn, figures: list[PricedFigure]) -> Meant:
    """How they answer the read-back: a yes must be one in so many words."""
    echoes = [one for one in _echoes(figures, state.read_back) if not one.is_asked]
    if heard.says("no_hold") and not heard.is_plain_yes:
        return Meant(News.DENIED, is_hedged=True)
    if heard.answer is Answer.NO or (NO_FIRST.match(heard.text) and not heard.is_plain_yes):
        return Meant(News.DENIED)
    if all(one.asks for one in heard.sentences):
        return NOTHING
    if heard.answer is Answer.HEDGE or heard.has(Act.UNSURE):
        return Meant(News.UNSURE)
    if state.is_stale and not echoes:
        return NOTHING
    if heard.is_plain_yes or heard.answer in YES or echoes:
        return Meant(News.CONFIRMED)
    if heard.answer is Answer.CONDITIONAL and heard.says("days"):
        return Meant(News.CONFIRMED)
    if _probability(heard, Act.REFUSES_OFFER, Act.DENIES) >= LIKELY_NO:
        return Meant(News.DENIED)
    if _probability(heard, Act.ACCEPTS_OFFER, Act.CONFIRMS) >= SURELY_YES and not heard.questions:
        return Meant(News.CONFIRMED)
    return NOTHING


def _without_figures(state: State, heard: HeardTurn) -> Meant:
    """How they answer a question for a price, or for room in it, without a figure."""
    if state.price.standing is not None:
        if state.open is not None and state.open.kind is MoveType.ASK_ROOM:
            unsure = heard.has(Act.UNSURE) or heard.answer is Answer.HEDGE
            return Meant(News.UNSURE if unsure else News.STANDS, state.price.standing)
        if heard.answer in YES and state.price.tentative is not None:
            return Meant(News.NAMED, state.price.tentative)
        return NOTHING
    if state.price.tentative is not None and heard.answer in YES:
        return Meant(News.NAMED, state.price.tentative)
    if heard.has(Act.VISIT_ONLY):
        return Meant(News.VISIT)
    if heard.has(Act.UNSURE) or heard.says("unsure"):
        return Meant(News.UNSURE)
    return NOTHING
