"""Which of the plain figures of a provider's turn is its price, and which add up to it."""

import re
from dataclasses import replace

from callbackend.prices.deal import CONTENT_WORD, Deal
from callbackend.prices.figures import Figure, Kind

# "The big one is 350": the amount has a subject of its own.
LISTED_BEFORE = re.compile(
    r"\b(?!(?:it|that|this|he|she|there|what|here|price|total|which|let)\b)"
    r"[a-z]+(?:'s| is| are| runs?)\s*$"
)
FOR_THIS = re.compile(r"^\s*(?:dollars\s+)?for (?:the|your|that) (?P<thing>[a-z]+)")
OR = re.compile(r"\b(?:or|o)\b")


def chosen_total(figures: list[Figure], deal: Deal, text: str) -> tuple[Figure | None, bool]:
    """The total meant among several, and whether it is still an open choice between them.

    The one told of in the agent's words is meant; else the last, or, in a list of prices for
    this and that, the first.
    """
    totals = _totals_of(figures)
    if len({figure.value for figure in totals}) < 2:
        return (totals[-1] if totals else None), False
    scores = [len(found) for found in _asked_for(totals, deal)]
    best = max(scores)
    if best and scores.count(best) == 1:
        return totals[scores.index(best)], False
    if LISTED_BEFORE.search(totals[-1].amount.before):
        return totals[0], True
    between = text[totals[0].amount.end : totals[-1].amount.start]
    return totals[-1], OR.search(between) is not None or text.rstrip().endswith("?")


def added_up(figures: list[Figure], deal: Deal) -> list[Figure]:
    """Prices of the several things that the agent asked for together, told one by one.

    All but the first become parts: "the vent is 80 and the ducts are 250".
    """
    totals = _totals_of(figures)
    if len(totals) < 2 or deal.is_haggled or OR.search("".join(deal.agent_texts[-1:])):
        return figures
    if not all(_is_listed(figure) for figure in totals):
        return figures
    subjects = _asked_for(totals, deal)
    if not all(subjects) or frozenset.intersection(*subjects):
        return figures
    rest = totals[1:]
    return [replace(f, kind=Kind.PART, name=str(f.value)) if f in rest else f for f in figures]


def _asked_for(totals: list[Figure], deal: Deal) -> list[frozenset[str]]:
    """The words before each figure that the agent has used, too."""
    asked = deal.asked_words
    return [asked.intersection(CONTENT_WORD.findall(_told_of(figure))) for figure in totals]


def _told_of(figure: Figure) -> str:
    """The words that say what a figure is for."""
    thing = FOR_THIS.match(figure.amount.after)
    return thing["thing"] if thing else figure.amount.before


def _is_listed(figure: Figure) -> bool:
    """Whether a figure has a subject of its own: "the big one is 350", "350 for the deck"."""
    amount = figure.amount
    return bool(LISTED_BEFORE.search(amount.before) or FOR_THIS.match(amount.after))


def _totals_of(figures: list[Figure]) -> list[Figure]:
    return [figure for figure in figures if figure.kind is Kind.TOTAL]
