"""Which of the plain figures of a provider's turn is its price, and which add up to it."""

import re
from dataclasses import replace
from decimal import Decimal

from callbackend.reading.money.figures import Figure, Kind
from callbackend.reading.negotiation.deal import CONTENT_WORD, Deal

# "The big one is 350": the amount has a subject of its own.
LISTED_BEFORE = re.compile(
    r"\b(?!(?:it|that|this|he|she|there|what|here|price|total|which|let)\b)"
    r"[a-z]+(?:'s| is| are| runs?)\s*$"
)
FOR_THIS = re.compile(r"^\s*(?:dollars\s+)?for (?:the|your|that) (?P<thing>[a-z]+)")
# A second figure below this share of the first is no new price of the same work.
SMALLEST_CHANGE = Decimal("0.55")
CLAUSE_END = re.compile(r"[,;:]|\b(?:and|or|but|y|o|pero)\b")
OR = re.compile(r"\b(?:or|o)\b")


def chosen_total(figures: list[Figure], deal: Deal, text: str) -> tuple[Figure | None, bool]:
    """The total meant among several, and whether it is still an open choice between them.

    The one told of in the agent's words is meant; else the last, or, in a list of prices for
    this and that, the first.
    """
    totals = _totals_of(figures)
    if len({figure.value for figure in totals}) < 2:
        return (totals[-1] if totals else None), False
    totals = _without_small_change(totals)
    scores = [len(found) for found in _asked_for(totals, deal)]
    best = max(scores)
    if best and scores.count(best) == 1:
        return totals[scores.index(best)], False
    if LISTED_BEFORE.search(totals[-1].amount.before):
        return totals[0], True
    between = text[totals[0].amount.end : totals[-1].amount.start]
    return totals[-1], OR.search(between) is not None or text.rstrip().endswith("?")


def _without_small_change(totals: list[Figure]) -> list[Figure]:
    """The totals up to the first that what follows is far too small to replace."""
    kept = totals[:1]
    for figure in totals[1:]:
        if figure.value >= kept[-1].value * SMALLEST_CHANGE:
            kept.append(figure)
    return kept


def added_up(figures: list[Figure], deal: Deal) -> list[Figure]:
    """Prices of the several things that the agent asked for together, told one by one.

    All but the first become parts: "the vent is 80 and the ducts are 250".
    """
    totals = _totals_of(figures)
    if len(totals) < 2 or deal.is_haggled or OR.search("".join(deal.agent_texts[-1:])):
        return figures
    if not all(_is_listed(figure) for figure in totals):
        return figures
    if (
        all(FOR_THIS.match(f.amount.after) for f in totals)
        and len(_without_small_change(totals)) == 1
    ):
        return _with_parts(figures, totals[1:])  # "450 for the pump, 25 for the fittings"
    subjects = _asked_for(totals, deal)
    if not all(subjects) or frozenset.intersection(*subjects):
        return figures
    return _with_parts(figures, totals[1:])


def _with_parts(figures: list[Figure], parts: list[Figure]) -> list[Figure]:
    return [replace(f, kind=Kind.PART, name=str(f.value)) if f in parts else f for f in figures]


def choice_between(figures: list[Figure]) -> tuple[tuple[Decimal, frozenset[str]], ...]:
    """The plain prices of a turn, each with the words that are said of it."""
    told = [f for f in figures if f.kind is Kind.TOTAL or f.name == str(f.value)]
    return tuple((figure.value, _words_of(figure)) for figure in told)


def _words_of(figure: Figure) -> frozenset[str]:
    before = CLAUSE_END.split(figure.amount.before)[-1]
    after = CLAUSE_END.split(figure.amount.after)[0]
    return frozenset(CONTENT_WORD.findall(f"{before} {after}"))


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
