"""What they say of the quote that they were told of, where they were asked for less than it.

"One thirty? From whom?" names no price of theirs; "I could do one thirty" does, and so does "I'll
match that", without a figure.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from callbackend.agent.moves import MoveType
from callbackend.agent.state import State
from callbackend.reading.heard import HeardTurn
from callbackend.reading.money.figures import Kind
from callbackend.reading.speech.expressions import has
from callbackend.reading.speech.pricing import PricedFigure
from callbackend.reading.speech.provider_speech import Answer

OF_OTHERS = {Kind.REJECTED, Kind.RIVAL, Kind.OPTION}
AGREEING = {Answer.YES, Answer.AGREED, Answer.CONDITIONAL}
PROPOSES = re.compile(
    r"\b(?:how about|what about|what if i|can i do|could i do|would\b.* work|que tal|le parece)\b"
)
MATCHES = re.compile(
    r"\b(?:i|we|you|could|can|will|would|do|gladly|happy to|able to|i'?ll|we'?ll|i'?d|we'?d)"
    r" (?:match|meet|do the same as|charge the same as) (?:it|that|them|their|theirs|the|those)\b"
    r"|\bsame (?:price|figure) (?:as|then)\b|\b(?:lo|la|puedo|podemos|podria) igual[ao]\w*"
)
NEGATES = re.compile(r"\b(?:not|never|no|\w+n't|cannot|nadie|might|maybe|if)\W+(?:\w+\W+){0,2}$")


def others(state: State, heard: HeardTurn, figures: Sequence[PricedFigure]) -> set[PricedFigure]:
    """Those of the figures that only say the quote back."""
    quote = _quote(state)
    return {one for one in figures if one.value == quote and not _gives(one, heard)}


def matched(state: State, heard: HeardTurn) -> Decimal | None:
    """The quote, where they say that they would match it, and no figure of theirs."""
    is_open = state.open is not None and state.open.kind is MoveType.CITE_QUOTE
    found = MATCHES.search(heard.text) if is_open else None
    if found is None or NEGATES.search(heard.text[: found.start()]):
        return None
    return _quote(state)


def _quote(state: State) -> Decimal | None:
    """The quote that they know, while it is neither our figure nor theirs."""
    price = state.price
    ours = state.offered if state.offered is not None else state.read_back
    is_other = price.best_quote not in (ours, price.standing)
    return price.best_quote if price.cited and is_other else None


def _gives(one: PricedFigure, heard: HeardTurn) -> bool:
    """Whether they name it as a price of theirs."""
    if one.figure.kind in OF_OTHERS:
        return False
    if one.is_asked:
        return PROPOSES.search(one.sentence.text) is not None
    agrees = heard.is_plain_yes or heard.answer in AGREEING
    return agrees or has("prices_work", one.sentence.text)
