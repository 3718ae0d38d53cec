"""What a turn means for the price: that depends on what was asked, so words alone don't tell it.

The same sentence with our figure is a yes, with a new one a counter, with their standing one a
refusal. A bare yes counts only as the answer to our own question; scorn, or what is taken back in
the same turn, wins over it.
"""

import re
from decimal import Decimal

from callbackend.agent import quoting
from callbackend.agent.bargaining import sounds_like
from callbackend.agent.figures import (
    is_asked_back,
    is_rejected,
    meaning_of,
    stands_or_named,
    whole_prices,
)
from callbackend.agent.moves import MoveType
from callbackend.agent.news import NOTHING, Meant, News
from callbackend.agent.refusing import is_for_less, refuses_the_job
from callbackend.agent.state import State
from callbackend.agent.yes_and_no import answered_offer, answered_read_back, probability
from callbackend.reading.heard import HeardTurn
from callbackend.reading.money.money import provider_figures
from callbackend.reading.speech.acts import Act
from callbackend.reading.speech.expressions import certain_acts, expressions, has
from callbackend.reading.speech.plain_figures import without_figures
from callbackend.reading.speech.pricing import PricedFigure
from callbackend.reading.speech.provider_speech import Answer

YES = {Answer.YES, Answer.AGREED}
SURELY_NOT = 0.85
WORDS = re.compile(r"[a-z']+")
CANNOT_DO = re.compile(
    r"\b(?:can't|cannot|won't|can not) (?:do|take|fit|get to) (?:'?em|them|it|that|those)\b"
)


def interpret(state: State, heard: HeardTurn) -> Meant:
    """What the turn means for the price."""
    scorned = _is_scorn(state, heard)
    if refuses_the_job(heard, state.job) and not _is_passed_on(heard):
        return Meant(News.WITHDRAWN)
    if heard.has(Act.REFUSES_JOB, Act.WRONG_NUMBER) and _withdraws(state, heard):
        return Meant(News.WITHDRAWN)
    figures = [] if heard.has(Act.PHONE_MENU) else list(heard.prices)
    quoted = quoting.others(state, heard, figures)
    figures = [one for one in figures if one not in quoted]
    ours = state.offered if state.offered is not None else state.read_back
    says_no = heard.answer is Answer.NO
    theirs = [
        one
        for one in figures
        if one.value != ours and not is_rejected(one) and not (one.is_asked and says_no)
    ]
    if figures and (undone := _undone(heard, figures[-1])) is not None:
        return undone
    if scorned:
        return _scorned(state, [one for one in figures if one.value != ours], ours)
    standing = state.price.standing
    repeated = all(one.value == standing for one in whole_prices(figures))
    if repeated and _takes_back(state, heard):
        return Meant(News.TAKEN_BACK)
    if ours is not None and is_asked_back(state, heard, ours):
        return Meant(News.MISHEARD)
    figured = meaning_of(state, heard, theirs, ours)
    if figured is not None:
        return figured
    matched = quoting.matched(state, heard)
    if matched is not None:
        return Meant(News.NAMED, matched)
    if state.read_back is not None:
        return answered_read_back(state, heard, figures)
    if state.offered is not None:
        return answered_offer(state, heard, figures)
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


def _is_passed_on(heard: HeardTurn) -> bool:
    """ "We only sell them; he's next door, let me buzz him": somebody else may do it."""
    if heard.has(Act.TRANSFERS):
        return True
    refuses = expressions()["refuses_job"].search(heard.text)
    # "Hang on, no, sorry, we're full": who waits before a refusal passes nobody on.
    after = heard.text if refuses is None else heard.text[refuses.start() :]
    return heard.is_certain(Act.HOLD) and has("hold", after)


def _withdraws(state: State, heard: HeardTurn) -> bool:
    """Whether they don't want the job: while a price is open, only certain words say so."""
    if heard.says("checks") or _is_passed_on(heard):
        return False
    if heard.prices and is_for_less(heard.text):
        return False
    in_price_talk = state.price.standing is not None or state.offered is not None
    if in_price_talk and not heard.is_certain(Act.REFUSES_JOB):
        return probability(heard, Act.REFUSES_JOB) > SURELY_NOT and not heard.prices
    return not whole_prices(heard.prices) or heard.has(Act.RETRACTS) or heard.answer is Answer.NO


def _scorned(state: State, theirs: list[PricedFigure], ours: Decimal | None) -> Meant:
    """ "Two fifty? In your dreams." is a no; "… Three hundred." names theirs."""
    firm = [one for one in whole_prices(theirs) if not one.is_asked]
    if firm and ours is not None and firm[-1].value > ours:
        return stands_or_named(state, firm[-1])
    if ours is not None and any(sounds_like(one.value, ours) for one in theirs):
        return Meant(News.MISHEARD)
    return Meant(News.REFUSED if state.offered is not None else News.DENIED)


def _takes_back(state: State, heard: HeardTurn) -> bool:
    is_echo = state.read_back in {one.value for one in heard.prices}
    if heard.is_certain(Act.RETRACTS) or (heard.has(Act.RETRACTS) and not is_echo):
        return state.price.standing is not None or state.read_back is not None or bool(heard.prices)
    return state.read_back is not None and heard.takes_back and heard.answer not in YES


def _undone(heard: HeardTurn, last: PricedFigure) -> Meant | None:
    """What is taken back in the same breath was never given."""
    later = [one for one in heard.sentences if one.start > last.figure.amount.start]
    acts = {sign.act for one in later for sign in one.signs if not one.asks}
    if Act.REFUSES_JOB in acts:
        return Meant(News.WITHDRAWN)
    mocks = heard.is_certain(Act.INSULT_ECHO) and not heard.is_certain(Act.RETRACTS)
    if Act.RETRACTS in acts and CANNOT_DO.search(heard.text, last.figure.amount.end):
        return Meant(News.WITHDRAWN)
    if Act.RETRACTS in acts and not mocks:
        return Meant(News.TAKEN_BACK)
    return _undone_at_once(heard, last)


def _undone_at_once(heard: HeardTurn, last: PricedFigure) -> Meant | None:
    """The same where nobody wrote down where a sentence ends."""
    rest = heard.text[last.figure.amount.end :]
    if not certain_acts(rest).intersection({Act.RETRACTS, Act.REFUSES_JOB}):
        return None
    if provider_figures(rest, None, None) or heard.is_certain(Act.INSULT_ECHO):
        return None
    refuses = Act.REFUSES_JOB in certain_acts(rest) or CANNOT_DO.search(rest)
    return Meant(News.WITHDRAWN if refuses else News.TAKEN_BACK)


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
