"""What the figures of a provider's turn do to its ask and to the estimate."""

import re
from dataclasses import replace
from decimal import Decimal

from callbackend.reading.money.fee_words import ADDED_AFTER, CREDITED
from callbackend.reading.money.figures import Figure, Kind
from callbackend.reading.money.hours import LONGEST_JOB, bare_hours, find_hours
from callbackend.reading.money.units import count_of
from callbackend.reading.negotiation.additions import told_after, with_additions
from callbackend.reading.negotiation.ask import FIRMNESS, PART_KINDS, Ask, Firmness
from callbackend.reading.negotiation.choice import added_up, choice_between, chosen_total
from callbackend.reading.negotiation.deal import Alternative, Deal
from callbackend.reading.negotiation.estimate import estimate_after
from callbackend.reading.speech import provider_speech as speech
from callbackend.reading.speech import provider_words as words
from callbackend.reading.turns import Turn

JOINED = re.compile(r"\b(?:plus|another|extra|and|additional)\b")


def hear_figures(deal: Deal, turn: Turn, figures: list[Figure]) -> Deal:
    """The deal with the ask, its alternatives and the estimate as a turn leaves them."""
    ask, discounts = deal.ask, []
    if deal.asked_hours and deal.ask.rate is not None:  # "Could be one, could be twenty."
        figures = [f for f in figures if f.amount.marked or f.value > LONGEST_JOB]
    figures = with_additions(added_up(figures, deal), deal, turn.text)
    chosen, is_choice = chosen_total(figures, deal, turn.text)
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
        estimate=estimate_after(deal, ask, turn, figures),
        alternative=alternative,
        choice=choice_between(figures),
        told=told_after(deal, figures),
        is_price_fresh=(
            ask != deal.ask
            or alternative != deal.alternative
            or deal.is_price_asked
            or any(figure.kind not in {Kind.NOISE, Kind.UNIT} for figure in figures)
        ),
    )
    told = {f.value for f in figures} | {deal.ask.value}
    fresh = [(f, line) for f, line in discounts if not _is_worked_out(f, ask, told)]
    return _with_discounts(heard, fresh, turn.text)


def _is_worked_out(discount: Figure, ask: Ask, told: set[Decimal | None]) -> bool:
    """Whether the price after a discount is told beside it: "640, thirty off, so 610"."""
    return any(ask.value == left for left in (_left(value, discount) for value in told))


def _left(value: Decimal | None, discount: Figure) -> Decimal | None:
    return Ask(value, Firmness.FIRM).reduced(discount) if value is not None else None


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
    repeats = repeats or speech.waives(turn.text)
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
    joined = JOINED.search(figure.amount.before) or ADDED_AFTER.match(figure.amount.after)
    is_share = ask.total is not None and figure.value < ask.total and not ask.parts
    if named_labor and is_share and joined is None:
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
    return ask.without_fees()


def _alternative(deal: Deal, figures: list[Figure], turn: Turn) -> Alternative | None:
    alternative = replace(deal.alternative, is_fresh=False) if deal.alternative else None
    for figure in figures:
        if figure.kind in {Kind.CASH, Kind.OPTION}:
            line = turn.line_at(figure.amount.start)
            alternative = Alternative(figure.value, line, speech.speaks_of_cash(turn.text))
    return alternative


def _with_discounts(deal: Deal, discounts: list[tuple[Figure, int]], text: str) -> Deal:
    is_cash = speech.speaks_of_cash(text)
    for figure, line in discounts:
        left = deal.ask.reduced(figure)
        if left is None or re.search(r"\b(?:can't|cannot|don't|won't|no)\b", figure.amount.before):
            continue
        if words.CONDITION.search(words.POLITE_CONDITION.sub("", text)) or is_cash:
            deal = replace(deal, alternative=Alternative(left, line, is_cash))
        elif deal.ask.strength is Firmness.FIRM:
            deal = replace(deal, ask=Ask(left, Firmness.FIRM, (), None, None, (line,)))
    return deal
