"""What an agent, before any haggling, understood the price to be: evidence of what was said."""

from decimal import Decimal

from callbackend.reading.money.figures import ONE_HUNDRED, Figure, Kind
from callbackend.reading.negotiation.additions import is_sum
from callbackend.reading.negotiation.ask import Ask, Firmness
from callbackend.reading.negotiation.deal import CONTENT_WORD, Deal

ONE_THOUSAND = 1000
SMALLEST_TAIL = 20  # "eighty", of "one eighty"


def restated(deal: Deal, text: str, figures: list[Figure]) -> Ask:
    """The estimate once the agent, not yet haggling, has told what it understood.

    It may add up fees, hear hundreds that a transcriber missed, or take up one of several prices.
    """
    estimate = deal.estimate
    if deal.is_haggled or deal.agreement is not None or estimate.value is None:
        return estimate
    named = [f for f in figures if f.kind in {Kind.TOTAL, Kind.SUM}]
    fuller = {figure.value for figure in named if _is_fuller(deal, figure)}
    if fuller:
        return _firm(min(fuller), estimate)
    picked = {figure.value for figure in named if _is_picked(deal, figure)}
    if not figures:
        picked = _told_of(deal, text)
    if len(picked) == 1:
        return _firm(picked.pop(), estimate)
    return estimate


def _firm(value: Decimal, estimate: Ask) -> Ask:
    return Ask(value, Firmness.FIRM, (), None, None, estimate.evidence)


def _is_fuller(deal: Deal, figure: Figure) -> bool:
    """Whether the agent's figure is the estimate with what belongs to it."""
    if deal.estimate.value is None or figure.value <= deal.estimate.value:
        return False
    return is_sum(figure.value, deal.told) or _has_lost_hundreds(deal.estimate, figure)


def _has_lost_hundreds(estimate: Ask, figure: Figure) -> bool:
    """Whether the agent repeats a figure with the hundreds that a transcriber did not hear."""
    heard = estimate.total
    return (
        heard is not None
        and SMALLEST_TAIL <= heard < ONE_HUNDRED
        and figure.value % ONE_HUNDRED == heard < figure.value < ONE_THOUSAND
    )


def _told_of(deal: Deal, text: str) -> set[Decimal]:
    """The one of several prices that the agent, naming none, has words of: "a standard one"."""
    if len(deal.choice) < 2 or "?" in text or deal.ask.value != deal.estimate.value:
        return set()
    said = frozenset(CONTENT_WORD.findall(text))
    shared = frozenset.intersection(*(words for _, words in deal.choice))
    return {value for value, words in deal.choice if said & (words - shared)}


def _is_picked(deal: Deal, figure: Figure) -> bool:
    """Whether the agent takes up one of several prices that the provider has just told."""
    if len(deal.choice) < 2 or figure.amount.asked or deal.ask.value != deal.estimate.value:
        return False
    return figure.value in dict(deal.choice) and figure.value != deal.estimate.value
