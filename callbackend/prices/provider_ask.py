"""What the figures of a provider's turn do to its ask and to the estimate."""

import re
from dataclasses import replace
from decimal import Decimal

from callbackend.prices import provider_speech as speech
from callbackend.prices import provider_words as words
from callbackend.prices.ask import FIRMNESS, PART_KINDS, Ask, Firmness
from callbackend.prices.deal import CONTENT_WORD, Alternative, Deal, Turn
from callbackend.prices.figures import Figure, Kind
from callbackend.prices.hours import bare_hours, find_hours
from callbackend.prices.money_words import CREDITED
from callbackend.prices.units import count_of

# "The big one is 350": the amount has a subject of its own.
LISTED_BEFORE = re.compile(
    r"\b(?!(?:it|that|this|he|she|there|what|here|price|total|which|let)\b)"
    r"[a-z]+(?:'s| is| are| runs?)\s*$"
)
OR = re.compile(r"\b(?:or|o)\b")
CONCEDES = re.compile(r"\b(?:could|squeeze|come down|go down|get (?:it|you) down|knock|drop)\b")
CASH = re.compile(r"\b(?:cash|efectivo|venmo|zelle|check)\b")


def hear_figures(deal: Deal, turn: Turn, figures: list[Figure]) -> Deal:
    """The deal with the ask, its alternatives and the estimate as a turn leaves them."""
    ask, discounts = deal.ask, []
    figures = _added_up(figures, deal)
    chosen, is_choice = _chosen(figures, deal, turn.text)
    for figure in figures:
        line = turn.line_at(figure.amount.start)
        if figure.kind in PART_KINDS:
            ask = _with_part(ask, figure, line)
        elif figure.kind is Kind.RATE:
            ask = ask.with_rate(figure.value, None, line)
        elif figure.kind is Kind.UNIT:
            ask = _with_units(ask, figure, line, count_of(figure.name, turn.text, deal.agent_texts))
        elif figure.kind is Kind.DISCOUNT:
            discounts.append((figure, line))
        elif figure.kind in FIRMNESS and (figure.kind is not Kind.TOTAL or figure is chosen):
            ask = _with_total(ask, figure, line, deal, turn, is_choice=is_choice)
    ask = _with_hours(ask, turn, deal).without_breakdown(turn.first_line)
    ask = _without_waived(ask, turn.text)
    alternative = _alternative(deal, figures, turn)
    heard = replace(
        deal,
        ask=ask,
        estimate=_estimate(deal, ask, turn, figures),
        alternative=alternative,
        is_price_fresh=(
            ask != deal.ask
            or alternative != deal.alternative
            or any(figure.kind not in {Kind.NOISE, Kind.UNIT} for figure in figures)
        ),
    )
    return _with_discounts(heard, discounts, turn.text)


def _chosen(figures: list[Figure], deal: Deal, text: str) -> tuple[Figure | None, bool]:
    """The total meant among several, and whether it is still an open choice between them.

    The one told of in the agent's words is meant; else the last, or, in a list of prices for
    this and that, the first.
    """
    totals = _totals(figures)
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


def _added_up(figures: list[Figure], deal: Deal) -> list[Figure]:
    """Prices of the several things that the agent asked for together, told one by one.

    All but the first become parts: "the vent is 80 and the ducts are 250".
    """
    totals = _totals(figures)
    if len(totals) < 2 or deal.is_haggled or OR.search("".join(deal.agent_texts[-1:])):
        return figures
    if not all(LISTED_BEFORE.search(f.amount.before) for f in totals):
        return figures
    subjects = _asked_for(totals, deal)
    if not all(subjects) or frozenset.intersection(*subjects):
        return figures
    rest = totals[1:]
    return [replace(f, kind=Kind.PART, name=str(f.value)) if f in rest else f for f in figures]


def _asked_for(totals: list[Figure], deal: Deal) -> list[frozenset[str]]:
    """The words before each figure that the agent has used, too."""
    asked = deal.asked_words
    return [asked.intersection(CONTENT_WORD.findall(f.amount.before)) for f in totals]


def _totals(figures: list[Figure]) -> list[Figure]:
    return [figure for figure in figures if figure.kind is Kind.TOTAL]


def _with_total(
    ask: Ask, figure: Figure, line: int, deal: Deal, turn: Turn, *, is_choice: bool
) -> Ask:
    firmness = FIRMNESS[figure.kind]
    if is_choice and figure.kind is Kind.TOTAL:
        firmness = Firmness.OPTION
    if firmness < ask.strength or firmness is Firmness.NOTHING:
        return ask
    if figure.kind is Kind.OPTION and ask.strength is Firmness.OPTION:
        return ask
    earlier = any(part.line < turn.first_line for part in ask.parts)
    repeats = figure.value == ask.value or (deal.offer and figure.value == deal.offer.value)
    alone = figure.kind is Kind.SUM or (deal.is_haggled and earlier) or ask.total is not None
    alone = alone or bool(repeats)
    return ask.with_total(figure.value, firmness, line, alone=alone)


def _with_units(ask: Ask, figure: Figure, line: int, count: Decimal | None) -> Ask:
    """The price of so many things, unless the whole has a price of its own."""
    if count is None or ask.strength >= Firmness.HOURLY:
        return ask
    return ask.with_total(figure.value * count, Firmness.HOURLY, line, alone=False)


def _with_part(ask: Ask, figure: Figure, line: int) -> Ask:
    named_labor = figure.name.startswith(("labo", "part", "material", "mano"))
    if named_labor and ask.total is not None and figure.value < ask.total and not ask.parts:
        joined = re.search(r"\b(?:plus|another|extra|and|additional)\b", figure.amount.before)
        if joined is None:
            return ask
    return ask.with_part(figure, line)


def _with_hours(ask: Ask, turn: Turn, deal: Deal) -> Ask:
    hours = find_hours(turn.text)
    if hours is None and deal.asked_hours and ask.rate is not None and ask.hours is None:
        hours = bare_hours(turn.text)
    if hours is None:
        return ask
    return ask.with_rate(None, hours, turn.last_line)


def _without_waived(ask: Ask, text: str) -> Ask:
    if CREDITED.search(text):
        return ask.without_parts({Kind.VISIT})
    if not speech.waives(text):
        return ask
    has_visit = any(part.kind is Kind.VISIT for part in ask.parts)
    return ask.without_parts({Kind.VISIT} if has_visit else {Kind.EXTRA})


def _estimate(deal: Deal, ask: Ask, turn: Turn, figures: list[Figure]) -> Ask:
    """The first firm all-in figure; only corrections and fees still change it."""
    old = deal.estimate
    if ask.value is None or (deal.agreement is not None and old.value is None):
        return old
    if old.value is None:
        return _before_concession(ask, figures, turn)
    if deal.is_haggled or deal.agreement is not None:
        return _with_late_fees(old, figures, turn)
    if old.strength < ask.strength or speech.is_mistaken(turn.text):
        return ask
    if deal.is_asked_again and ask.strength is Firmness.FIRM:
        return ask
    same_base = ask.total == old.total and old.strength is ask.strength
    return ask if same_base or _completes(old, ask) else old


def _before_concession(ask: Ask, figures: list[Figure], turn: Turn) -> Ask:
    """The first of two totals, when the second is a concession in the same breath."""
    totals = _totals(figures)
    if len(totals) < 2 or totals[-1].value >= totals[0].value or ask.total != totals[-1].value:
        return ask
    if not CONCEDES.search(totals[-1].amount.before):
        return ask
    first = totals[0]
    line = turn.line_at(first.amount.start)
    return ask.with_total(first.value, Firmness.FIRM, line, alone=False)


def _completes(old: Ask, ask: Ask) -> bool:
    """Whether a total only adds up what was known as parts."""
    return old.total is None and ask.strength is Firmness.FIRM and old.strength is Firmness.FIRM


def _with_late_fees(estimate: Ask, figures: list[Figure], turn: Turn) -> Ask:
    """A mandatory fee that comes out late belongs to the all-in figure, too."""
    whole = {figure.value for figure in figures if figure.kind in FIRMNESS}
    fuller = estimate
    for figure in figures:
        if figure.kind in PART_KINDS:
            fuller = fuller.with_part(figure, turn.line_at(figure.amount.start))
    return fuller if whole <= {fuller.value} else estimate


def _alternative(deal: Deal, figures: list[Figure], turn: Turn) -> Alternative | None:
    alternative = replace(deal.alternative, is_fresh=False) if deal.alternative else None
    for figure in figures:
        if figure.kind in {Kind.CASH, Kind.OPTION}:
            line = turn.line_at(figure.amount.start)
            alternative = Alternative(figure.value, line, CASH.search(turn.text) is not None)
    return alternative


def _with_discounts(deal: Deal, discounts: list[tuple[Figure, int]], text: str) -> Deal:
    for figure, line in discounts:
        left = deal.ask.reduced(figure)
        if left is None or re.search(r"\b(?:can't|cannot|don't|won't|no)\b", figure.amount.before):
            continue
        if words.CONDITION.search(words.POLITE_CONDITION.sub("", text)) or CASH.search(text):
            deal = replace(deal, alternative=Alternative(left, line, CASH.search(text) is not None))
        elif deal.ask.strength is Firmness.FIRM:
            deal = replace(deal, ask=Ask(left, Firmness.FIRM, (), None, None, (line,)))
    return deal
