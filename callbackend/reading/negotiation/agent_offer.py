"""Which total an agent's turn names, however it gets to it."""

import re
from decimal import Decimal

from callbackend.reading.money.figures import Figure, Kind
from callbackend.reading.negotiation.ask import Ask, Firmness
from callbackend.reading.negotiation.deal import Deal
from callbackend.reading.numbers.scale import SMALLEST_SHARE
from callbackend.reading.speech import agent_speech as speech
from callbackend.reading.speech import agent_words as words
from callbackend.reading.speech.provider_speech import sentences

# A wish for one figure instead of a range is no wish for less.
PINS_DOWN = re.compile(r"\b(?:pin|nail|narrow)(?:ned|ed)?\b[^.?!]{0,20}\bdown\b")


def named_total(deal: Deal, text: str, figures: list[Figure]) -> Decimal | None:
    """The total that the agent proposes or repeats, however it gets to it."""
    if words.SPLITS.search(text) and not any(f.kind is Kind.TOTAL for f in figures):
        return _middle(deal)
    if deal.ask.parts and words.WAIVE_REQUEST.search(text) and speech.has_question(text):
        figures = [f for f in figures if f.value != deal.ask.value]
    totals = [f for f in figures if _is_offer(deal, f) and not _only_clarifies(f, text)]
    if totals:
        return totals[-1].value
    return _reduced_total(deal, text, figures) or _borrowed_total(text, figures)


def _is_offer(deal: Deal, figure: Figure) -> bool:
    """Whether a figure can be an offer for the job: nobody offers a small part of the price."""
    asked = deal.ask.value
    if figure.kind is not Kind.TOTAL:
        return figure.kind in {Kind.PART, Kind.BUDGET} and figure.value == asked
    if asked is None and any(part.value == figure.value for part in deal.ask.parts):
        return False  # An inspection fee alone is no price of the work.
    return figure.amount.marked or asked is None or figure.value >= asked * SMALLEST_SHARE


def _only_clarifies(figure: Figure, text: str) -> bool:
    sentence = next(
        (s for s in sentences(text) if figure.amount.start < text.find(s) + len(s)), text
    )
    if speech.is_accepting(sentence) or words.CONFIRMS.search(sentence):
        return False
    return words.CLARIFIES.search(sentence) is not None and not words.WORKS_QUESTION.search(text)


def _reduced_total(deal: Deal, text: str, figures: list[Figure]) -> Decimal | None:
    """ "Take 20 off", "100 on the labor", "waive the trip fee", worked out on the ask."""
    for figure in figures:
        if figure.kind is Kind.DISCOUNT:
            return deal.ask.reduced(figure)
        if figure.kind in {Kind.PART, Kind.VISIT} and deal.ask.parts:
            changed = deal.ask.with_part(figure, 0).value
            return changed if changed != deal.ask.value else None
    if words.WAIVE_REQUEST.search(text) and deal.ask.strength is Firmness.FIRM:
        waived = deal.ask.without_parts({_waivable(deal.ask)}).value
        return waived if waived != deal.ask.value else None
    return None


def _waivable(ask: Ask) -> Kind:
    """The kind of fee that a plea to waive one means: the visit's, else an only other one."""
    kinds = {part.kind for part in ask.parts}
    if Kind.VISIT in kinds or len(ask.parts) != 1 or ask.base is None:
        return Kind.VISIT
    return ask.parts[0].kind


def _borrowed_total(text: str, figures: list[Figure]) -> Decimal | None:
    """Another's price, or a budget, that the agent asks the provider to work for."""
    for figure in reversed(figures):
        borrowed = figure.kind in {Kind.RIVAL, Kind.BUDGET} and figure.amount.low is None
        rest = text[figure.amount.end :]
        near = rest if figure.kind is Kind.BUDGET else text
        if borrowed and words.MATCHES.search(near) and not words.BEATS.search(rest):
            return figure.value if speech.has_question(rest) or "match" in text else None
    return None


def _middle(deal: Deal) -> Decimal | None:
    if deal.ask.value is None or deal.offer is None:
        return None
    return (deal.ask.value + deal.offer.value) / 2


def is_haggling(deal: Deal, text: str, named: Decimal | None) -> bool:
    """Whether the agent asks for less than what is on the table, or pays more for more."""
    if deal.ask.value is None or (named is None and PINS_DOWN.search(text)):
        return False
    if named is not None and named < deal.ask.value:
        return deal.estimate.strength > Firmness.OPTION
    if named is None:
        return words.ASKS_LESS.search(text) is not None
    return named > deal.ask.value and words.OFFERS_MORE.search(text) is not None
