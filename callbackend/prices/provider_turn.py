"""What a provider's turn does to the deal."""

import re
from dataclasses import replace
from decimal import Decimal

from callbackend.prices import provider_speech as speech
from callbackend.prices.ask import FIRMNESS, PART_KINDS, Ask, Firmness
from callbackend.prices.deal import Agreement, Alternative, Deal, Offer, Turn
from callbackend.prices.hours import bare_hours, find_hours
from callbackend.prices.money import CREDITED, SUM_BEFORE, Figure, Kind, provider_figures
from callbackend.prices.provider_speech import Reply

CONTENT_WORD = re.compile(r"[a-z]{4,}")
CASH = re.compile(r"\b(?:cash|efectivo|venmo|zelle|check)\b")


def after_provider(deal: Deal, turn: Turn) -> Deal:
    """The deal after the provider spoke. A greeting of a machine changes nothing."""
    text = turn.text
    if speech.is_machine(text):
        return replace(deal, is_price_fresh=False, is_refused=False)
    offered = deal.offer.value if deal.offer else None
    figures = provider_figures(text, offered, deal.reference)
    answer = speech.reply(text)
    heard = _hear_figures(deal, turn, figures)
    heard = replace(heard, is_refused=answer is Reply.NO or speech.refuses_job(text))
    if deal.agreement is not None:
        return _after_agreement(deal, heard, turn, figures)
    heard = _settle(deal, heard, turn, figures, answer)
    return _with_estimate_of_agreement(heard)


# Figures ------------------------------------------------------------------


def _hear_figures(deal: Deal, turn: Turn, figures: list[Figure]) -> Deal:
    ask, discounts = deal.ask, []
    chosen = _chosen(figures, deal.agent_words)
    for figure in figures:
        line = turn.line_at(figure.amount.start)
        if figure.kind in PART_KINDS:
            ask = _with_part(ask, figure, line)
        elif figure.kind is Kind.RATE:
            ask = ask.with_rate(figure.value, None, line)
        elif figure.kind is Kind.DISCOUNT:
            discounts.append((figure, line))
        elif figure.kind in FIRMNESS and (figure.kind is not Kind.TOTAL or figure is chosen):
            ask = _with_total(ask, figure, line, deal, turn)
    ask = _with_hours(ask, turn, deal).without_breakdown(turn.first_line)
    ask = _without_waived(ask, turn.text)
    heard = replace(deal, ask=ask, estimate=_estimate(deal, ask, turn, figures))
    heard = _with_alternatives(heard, figures, turn)
    heard = _with_discounts(heard, discounts, turn.text)
    fresh = heard.ask != deal.ask or heard.alternative != deal.alternative or bool(figures)
    return replace(heard, is_price_fresh=fresh)


def _chosen(figures: list[Figure], agent_words: frozenset[str]) -> Figure | None:
    """The total that is meant among several: the one spoken of in the agent's words, or the last."""
    totals = [figure for figure in figures if figure.kind is Kind.TOTAL]
    if not totals:
        return None
    scores = [len(agent_words & set(CONTENT_WORD.findall(f.amount.before))) for f in totals]
    best = max(scores)
    return totals[scores.index(best)] if scores.count(best) == 1 and best else totals[-1]


def _with_total(ask: Ask, figure: Figure, line: int, deal: Deal, turn: Turn) -> Ask:
    firmness = FIRMNESS[figure.kind]
    if firmness < ask.strength or firmness is Firmness.NOTHING:
        return ask
    if figure.kind is Kind.OPTION and ask.strength is Firmness.OPTION:
        return ask
    earlier = any(part.line < turn.first_line for part in ask.parts)
    alone = figure.kind is Kind.SUM or (deal.is_haggled and earlier) or ask.total is not None
    return ask.with_total(figure.value, firmness, line, alone=alone)


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
    if ask.value is None or deal.agreement is not None and old.value is None:
        return old
    if old.value is None:
        return ask
    if deal.is_haggled or deal.agreement is not None:
        return _with_late_fees(old, figures, turn)
    if old.strength < ask.strength or speech.is_mistaken(turn.text):
        return ask
    same_base = ask.total == old.total and old.strength is ask.strength
    return ask if same_base or _completes(old, ask, turn) else old


def _completes(old: Ask, ask: Ask, turn: Turn) -> bool:
    """Whether a total only adds up what was known as parts."""
    return old.total is None and ask.strength is Firmness.FIRM and old.strength is Firmness.FIRM


def _with_late_fees(estimate: Ask, figures: list[Figure], turn: Turn) -> Ask:
    """A mandatory fee that comes out late belongs to the all-in figure, too."""
    if any(figure.kind in FIRMNESS for figure in figures):
        return estimate
    for figure in figures:
        if figure.kind in PART_KINDS:
            estimate = estimate.with_part(figure, turn.line_at(figure.amount.start))
    return estimate


def _with_alternatives(deal: Deal, figures: list[Figure], turn: Turn) -> Deal:
    alternative = replace(deal.alternative, is_fresh=False) if deal.alternative else None
    for figure in figures:
        if figure.kind in {Kind.CASH, Kind.OPTION}:
            line = turn.line_at(figure.amount.start)
            alternative = Alternative(figure.value, line, CASH.search(turn.text) is not None)
    return replace(deal, alternative=alternative)


def _with_discounts(deal: Deal, discounts: list[tuple[Figure, int]], text: str) -> Deal:
    for figure, line in discounts:
        left = deal.ask.reduced(figure)
        if left is None or re.search(r"\b(?:can't|cannot|don't|won't|no)\b", figure.amount.before):
            continue
        if speech.CONDITION.search(speech.POLITE_CONDITION.sub("", text)) or CASH.search(text):
            deal = replace(deal, alternative=Alternative(left, line, CASH.search(text) is not None))
        elif deal.ask.strength is Firmness.FIRM:
            deal = replace(deal, ask=Ask(left, Firmness.FIRM, (), None, None, (line,)))
    return deal


# Consent ------------------------------------------------------------------


def _settle(before: Deal, deal: Deal, turn: Turn, figures: list[Figure], answer: Reply) -> Deal:
    """Whether the turn accepts the agent's offer, counters it, or leaves it open."""
    offer = deal.offer
    if offer is None:
        return deal
    named = _named(before, deal, figures)
    if named is not None and named != offer.value:
        return replace(deal, offer=replace(offer, is_stale=True))
    if answer is Reply.CONDITIONAL and not (named is None and offer.is_stale):
        return _conditionally(before, deal, offer, turn)
    agreed = answer is Reply.AGREED or (named is not None and answer is not Reply.HEDGE)
    if named is not None and answer is Reply.NO:
        agreed = False
    if agreed and (named is not None or not offer.is_stale or _takes_up(turn.text)):
        return _agree(deal, offer, turn)
    if answer is Reply.YES and not offer.is_stale:
        return _agree(deal, offer, turn)
    if answer in {Reply.NO, Reply.HEDGE}:
        return replace(deal, offer=replace(offer, is_stale=True))
    return deal


def _named(before: Deal, deal: Deal, figures: list[Figure]) -> Decimal | None:
    """The whole price that the provider named in this turn, if it did."""
    if deal.ask.value != before.ask.value:
        return deal.ask.value
    priced = [f for f in figures if f.kind in {Kind.TOTAL, Kind.SUM}]
    if priced and deal.ask.strength is Firmness.FIRM:
        return deal.ask.value
    about = [f.value for f in figures if f.kind in {Kind.RANGE, Kind.ABOUT}]
    return about[-1] if about else None


def _takes_up(text: str) -> bool:
    """Whether words come back to an offer that was refused or put off."""
    return speech.AGREED.search(text) is not None and re.search(
        r"\b(?:he|she|they|boss|owner|fine|alright|okay|ok|you win|do (?:it|that|the)|for that|deal|that price)\b",
        text,
    ) is not None


def _conditionally(before: Deal, deal: Deal, offer: Offer, turn: Turn) -> Deal:
    needs_cash = CASH.search(turn.text) is not None
    alternative = Alternative(offer.value, turn.last_line, needs_cash)
    return replace(
        deal, ask=before.ask, alternative=alternative, offer=replace(offer, is_stale=True)
    )


def _agree(deal: Deal, offer: Offer, turn: Turn) -> Deal:
    by_recap = offer.value == deal.ask.value and not offer.is_question
    ask = Ask(offer.value, Firmness.FIRM, (), None, None, (turn.last_line,))
    agreement = Agreement(offer.value, (offer.line, turn.first_line), by_recap)
    return replace(deal, ask=ask, agreement=agreement, offer=None, is_refused=False)


def _after_agreement(before: Deal, deal: Deal, turn: Turn, figures: list[Figure]) -> Deal:
    """A deal stands unless the provider takes it back or names another price."""
    agreement = before.agreement
    named = deal.ask.value if deal.ask.value != before.ask.value else None
    if agreement is None:
        return deal
    if named is not None and named != agreement.value:
        return replace(deal, agreement=None)
    if speech.takes_back(turn.text) or (deal.is_refused and _no_first(turn.text)):
        return replace(deal, agreement=None, ask=before.ask)
    return replace(deal, ask=before.ask)


def _no_first(text: str) -> bool:
    first = speech.sentences(text)[:1]
    return bool(first) and re.fullmatch(r"(?:oh,? |wait,? )?(?:no|nope|nah)(?:,? (?:no|sir|sorry))*[.,!]*", first[0]) is not None


def _with_estimate_of_agreement(deal: Deal) -> Deal:
    """A provider that names no price but accepts an offer has that offer as its estimate."""
    if deal.agreement is None or deal.estimate.value is not None:
        return deal
    lines = deal.agreement.lines
    return replace(
        deal, estimate=Ask(deal.agreement.value, Firmness.FIRM, (), None, None, lines)
    )
