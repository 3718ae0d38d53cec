"""What an agent's turn does to the deal."""

import re
from dataclasses import replace
from decimal import Decimal

from callbackend.prices import agent_speech as speech
from callbackend.prices.ask import Ask, Firmness
from callbackend.prices.deal import Agreement, Alternative, Deal, Offer, Turn
from callbackend.prices.money import Figure, Kind, agent_figures
from callbackend.prices.provider_speech import is_cut_off, sentences

CONTENT_WORD = re.compile(r"[a-z]{4,}")
HOURS_QUESTION = re.compile(r"\b(?:how (?:many hours|long)|cuanto tiempo|cuantas horas|hours would)\b")
ACKNOWLEDGES = re.compile(
    r"^(?:(?:sure|okay|ok|yes|alright|of course|thanks?(?: you)?|no problem|take your time|please do|i'll (?:hold|wait)|"
    r"great|i understand|understood|claro|gracias|si|and|hello|are you (?:still )?there)[\s.,!?~]*)+$"
)
SMALLEST_SHARE = Decimal("0.3")


def after_agent(deal: Deal, turn: Turn) -> Deal:
    """The deal after the agent spoke."""
    text = turn.text
    words = deal.agent_words | frozenset(CONTENT_WORD.findall(text))
    deal = replace(deal, agent_words=words, asked_hours=bool(HOURS_QUESTION.search(text)))
    figures = agent_figures(text, deal.reference)
    named = _named_total(deal, text, figures)
    haggles = deal.is_haggled or _haggles(deal, text, named)
    deal = replace(deal, is_haggled=haggles)
    if deal.agreement is not None:
        return _after_agreement(deal, turn, named)
    if speech.PUTS_OFF.search(text):
        return _expired(deal)
    if is_cut_off(text):
        return _expired(deal)
    return _answer(deal, turn, named)


def _answer(deal: Deal, turn: Turn, named: Decimal | None) -> Deal:
    text = turn.text
    accepts = _accepts(deal, text, named)
    asks = _asks_about_price(text, named)
    if accepts and not asks:
        accepted = _accepted_value(deal, text, named)
        if accepted is not None:
            return _agree(deal, accepted, turn)
    if named is not None:
        is_question = asks or accepts or named != deal.ask.value
        return replace(deal, offer=Offer(named, turn.last_line, is_question))
    if speech.DECLINES.search(text):
        return replace(_expired(deal), alternative=None)
    return deal if ACKNOWLEDGES.match(text) else _expired(deal)


def _expired(deal: Deal) -> Deal:
    offer = replace(deal.offer, is_stale=True) if deal.offer else None
    return replace(deal, offer=offer)


# What is named ------------------------------------------------------------


def _named_total(deal: Deal, text: str, figures: list[Figure]) -> Decimal | None:
    """The total that the agent proposes or repeats, however it gets to it."""
    if speech.SPLITS.search(text) and not any(f.kind is Kind.TOTAL for f in figures):
        return _middle(deal)
    totals = [f for f in figures if f.kind is Kind.TOTAL and not _only_clarifies(f, text)]
    if totals:
        return totals[-1].value
    return _reduced_total(deal, text, figures) or _borrowed_total(text, figures)


def _only_clarifies(figure: Figure, text: str) -> bool:
    sentence = next(
        (s for s in sentences(text) if figure.amount.start < text.find(s) + len(s)), text
    )
    if speech.is_accepting(sentence) or speech.CONFIRMS.search(sentence):
        return False
    return speech.CLARIFIES.search(sentence) is not None and not speech.WORKS_QUESTION.search(text)


def _reduced_total(deal: Deal, text: str, figures: list[Figure]) -> Decimal | None:
    """"Take 20 off", "100 on the labor", "waive the trip fee", worked out on the ask."""
    for figure in figures:
        if figure.kind is Kind.DISCOUNT:
            return deal.ask.reduced(figure)
        if figure.kind in {Kind.PART, Kind.VISIT} and deal.ask.parts:
            changed = deal.ask.with_part(figure, 0).value
            return changed if changed != deal.ask.value else None
    if speech.WAIVE_REQUEST.search(text) and deal.ask.strength is Firmness.FIRM:
        waived = deal.ask.without_parts({Kind.VISIT}).value
        return waived if waived != deal.ask.value else None
    return None


def _borrowed_total(text: str, figures: list[Figure]) -> Decimal | None:
    """Another's price, or a budget, that the agent asks the provider to work for."""
    for figure in reversed(figures):
        borrowed = figure.kind in {Kind.RIVAL, Kind.BUDGET} and figure.amount.low is None
        rest = text[figure.amount.end :]
        near = rest if figure.kind is Kind.BUDGET else text
        if borrowed and speech.MATCHES.search(near) and not speech.BEATS.search(rest):
            return figure.value if speech.has_question(rest) or "match" in text else None
    return None


def _middle(deal: Deal) -> Decimal | None:
    if deal.ask.value is None or deal.offer is None:
        return None
    return (deal.ask.value + deal.offer.value) / 2


def _haggles(deal: Deal, text: str, named: Decimal | None) -> bool:
    if deal.ask.value is None:
        return False
    if named is not None and named < deal.ask.value:
        return deal.estimate.strength > Firmness.OPTION
    return named is None and speech.ASKS_LESS.search(text) is not None


# Consent ------------------------------------------------------------------


def _asks_about_price(text: str, named: Decimal | None) -> bool:
    """Whether the turn leaves the price as a question."""
    parts = sentences(text)
    if any(speech.WORKS_QUESTION.search(s) and speech.ASKING.search(s) for s in parts):
        return True
    if named is None:
        return False
    return any(speech.ASKING.search(s) and not speech.is_about_time(s) and _has_figure(s) for s in parts) and not any(
        speech.is_accepting(s) for s in parts
    )


def _has_figure(sentence: str) -> bool:
    return bool(agent_figures(sentence, None))


def _accepts(deal: Deal, text: str, named: Decimal | None) -> bool:
    accepting = [s for s in sentences(text) if speech.is_accepting(s)]
    if not accepting:
        return _grants(deal, text)
    if speech.DECLINES.search(text):
        return False
    committed = any(speech.is_committing(sentence) for sentence in accepting)
    if speech.PASSES_ON.search(text) and not committed and named is None:
        return False
    if committed or named is not None:
        return True
    priced = [s for s in accepting if not speech.is_about_time(s)]
    return bool(priced) and deal.is_price_fresh


def _grants(deal: Deal, text: str) -> bool:
    """Whether the agent takes up a condition that the provider has just made."""
    alternative = deal.alternative
    if alternative is None or not alternative.is_fresh or speech.PASSES_ON.search(text):
        return False
    if speech.DECLINES.search(text) or speech.has_question(text):
        return False
    return speech.GRANTS.search(text) is not None and len(text.split()) > 1


def _accepted_value(deal: Deal, text: str, named: Decimal | None) -> Decimal | None:
    """The provider's price that the agent's words accept, if they fit one."""
    alternative = deal.alternative
    if alternative is not None and _takes(alternative, text, named):
        return alternative.value
    if deal.ask.strength is not Firmness.FIRM:
        return None
    return deal.ask.value if named in {None, deal.ask.value} else None


def _takes(alternative: Alternative, text: str, named: Decimal | None) -> bool:
    if named is not None:
        return named == alternative.value
    if alternative.needs_cash:
        return speech.MENTIONS_CASH.search(text) is not None
    return alternative.is_fresh


def _agree(deal: Deal, value: Decimal, turn: Turn) -> Deal:
    asked_in = deal.ask.evidence
    if deal.alternative is not None and value == deal.alternative.value:
        asked_in = (deal.alternative.line,)
    agreement = Agreement(value, (*asked_in, turn.last_line))
    ask = Ask(value, Firmness.FIRM, (), None, None, asked_in)
    return replace(deal, agreement=agreement, ask=ask, offer=None)


def _after_agreement(deal: Deal, turn: Turn, named: Decimal | None) -> Deal:
    """A deal stands unless the agent backs out, puts it off, or only repeated a price."""
    text, agreement = turn.text, deal.agreement
    if agreement is None:
        return deal
    if speech.UNDOES.search(text) or (agreement.by_recap and speech.PASSES_ON.search(text)):
        return replace(deal, agreement=None)
    if speech.PUTS_OFF.search(text):
        return replace(deal, agreement=None)
    if named is not None and named != agreement.value and named >= agreement.value * SMALLEST_SHARE:
        return replace(deal, agreement=None, offer=Offer(named, turn.last_line))
    return deal
