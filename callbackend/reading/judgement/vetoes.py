"""What keeps a price from being agreed, however friendly the words around it are."""

import re
from decimal import Decimal

from callbackend.reading.judgement.whole_talk import WholeTalk
from callbackend.reading.money.figures import Kind
from callbackend.reading.speech.aftermath import leaves_open, takes_back
from callbackend.reading.speech.assent_words import CHANGES_PRICE
from callbackend.reading.speech.deferral import leaves_to_another
from callbackend.reading.speech.provider_speech import is_machine

SHORT_ANSWER = 2  # words
LESS = re.compile(
    r"\b(?:(?:right in|meet\w* \w+ in) the middle|half ?way|"
    r"split (?:it|the difference)|with the (?:\w+ ){1,3}off)\b[^?]*$"
)


def is_ruled_out(talk: WholeTalk, price: Decimal) -> bool:
    """Whether the agent leaves it to another, it is a visit's fee, or a machine has answered."""
    ours = (one.turn.text for one in talk.from_last(price) if one.side == "a")
    return (
        any(map(leaves_to_another, ours))
        or _is_fee(talk, price)
        or _is_reduced(talk, price)
        or _ends_with_machine(talk)
    )


def is_called_off(talk: WholeTalk, price: Decimal) -> bool:
    """Whether it was never said, one side was silent, or somebody left it open or took it back."""
    texts = [one.turn.text for one in talk.from_last(price)]
    if not texts or len({one.side for one in talk.spoken}) < 2:
        return True
    theirs = [one.turn.text for one in talk.from_last(price) if one.side == "p"]
    if _is_merely_checked(talk, price) or any(map(CHANGES_PRICE.search, theirs)):
        return True
    return any(map(leaves_open, texts)) or any(map(takes_back, texts[1:]))


def _is_merely_checked(talk: WholeTalk, price: Decimal) -> bool:
    """Whether the agent only makes sure of their price: "it works out to 300, correct?", "okay"."""
    last, *after = talk.from_last(price)
    asked = any(one.amount.asked for one in last.figures if one.value == price)
    answered = len(after) == 1 and len(after[0].turn.text.split()) <= SHORT_ANSWER
    return asked and answered and last.side == "a" and price == talk.strict.estimated_price


def _is_fee(talk: WholeTalk, price: Decimal) -> bool:
    return any(
        figure.kind is Kind.VISIT and figure.value == price
        for one in talk.spoken
        for figure in one.figures
    )


def _is_reduced(talk: WholeTalk, price: Decimal) -> bool:
    """Whether the agent accepts less than it, without a figure: "the middle is a deal"."""
    after = talk.from_last(price)[1:]
    return any(one.side == "a" and not one.totals() and LESS.search(one.turn.text) for one in after)


def _ends_with_machine(talk: WholeTalk) -> bool:
    theirs = [one.turn.text for one in talk.spoken if one.side == "p"]
    return bool(theirs) and is_machine(theirs[-1])
