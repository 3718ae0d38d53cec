"""What a provider's turn does to the deal."""

import re
from dataclasses import replace
from decimal import Decimal

from callbackend.reading.money.figures import Figure, Kind
from callbackend.reading.money.house_numbers import repeats_name
from callbackend.reading.money.money import agent_figures, provider_figures
from callbackend.reading.money.money_words import OWN_WORD
from callbackend.reading.negotiation.ask import Ask, Firmness
from callbackend.reading.negotiation.deal import Agreement, Alternative, Deal, Offer
from callbackend.reading.negotiation.provider_ask import hear_figures
from callbackend.reading.negotiation.recall import with_recalled
from callbackend.reading.numbers.scale import is_comparable
from callbackend.reading.speech import provider_speech as speech
from callbackend.reading.speech import provider_words as words
from callbackend.reading.speech.aftermath import leaves_open, takes_back
from callbackend.reading.speech.assent import is_plain_yes
from callbackend.reading.speech.provider_speech import Answer
from callbackend.reading.turns import Turn

COMES_BACK = re.compile(
    r"\b(?:he|she|they|boss|owner|fine|alright|okay|ok|you win|do (?:it|that|the)|for that|deal"
    r"|that price)\b"
)


def after_provider(deal: Deal, turn: Turn) -> Deal:
    """The deal after the provider spoke. A greeting of a machine changes nothing."""
    text = speech.without_aside(turn.text)
    if speech.is_machine(text):
        return replace(deal, is_price_fresh=False, is_refused=False)
    offered = deal.offer.value if deal.offer else None
    reference = None if deal.agreement else deal.reference
    if speech.is_elsewhere(text):
        deal = replace(deal, is_elsewhere=True)
    figures = _own_figures(deal, text, provider_figures(text, offered, reference))
    totals = [figure.value for figure in figures if figure.kind in {Kind.TOTAL, Kind.SUM}]
    deal = with_recalled(deal, text, totals)
    answer = speech.answer_in(text)
    heard = hear_figures(deal, turn, figures)
    refused = answer is Answer.NO or speech.refuses_job(text)
    if refused is not heard.is_refused:
        heard = replace(heard, is_refused=refused)
    if deal.agreement is not None:
        return _after_agreement(deal, heard, turn)
    heard = _settle(deal, heard, turn, figures, answer)
    return _with_estimate_of_agreement(deal, heard)


def _own_figures(deal: Deal, text: str, figures: list[Figure]) -> list[Figure]:
    """The figures without those that only repeat another's price, or the customer's budget.

    A provider that takes such a price says so in the first person, or with a yes to it.
    """
    if deal.is_elsewhere:
        return []
    said = " ~ ".join(deal.agent_texts)
    figures = [f for f in figures if not repeats_name(text, f, deal.names, said)]
    if not deal.rivals or (deal.offer is not None and is_plain_yes(text)):
        return figures
    return [f for f in figures if f.value not in deal.rivals or OWN_WORD.search(f.amount.before)]


def _settle(before: Deal, deal: Deal, turn: Turn, figures: list[Figure], answer: Answer) -> Deal:
    """Whether the turn accepts the agent's offer, counters it, or leaves it open."""
    offer = deal.offer
    if offer is None:
        return _confirmed(deal) if answer in {Answer.YES, Answer.AGREED} else deal
    named = _named(before, deal, figures)
    if named is not None and named != offer.value:
        return replace(deal, offer=replace(offer, is_stale=True))
    if answer is Answer.CONDITIONAL and not (named is None and offer.is_stale):
        return _conditionally(before, deal, offer, turn)
    agreed = answer is Answer.AGREED or (named is not None and answer is not Answer.HEDGE)
    if named is not None and answer is Answer.NO:
        agreed = False
    if agreed and (named is not None or not offer.is_stale or _takes_up(offer, turn.text)):
        return _agree(deal, offer, turn)
    if answer is Answer.YES and not offer.is_stale:
        return _agree(deal, offer, turn)
    if _is_repeated_ask(offer) and speech.books(turn.text):
        return _agreed(deal, offer, turn)
    if answer in {Answer.NO, Answer.HEDGE}:
        return replace(deal, offer=replace(offer, is_stale=True))
    return deal


def _confirmed(deal: Deal) -> Deal:
    """The deal after a yes to the agent's sum of an hourly rate: a price like any other."""
    ask = deal.ask
    if ask.strength is not Firmness.HOURLY or not deal.agent_texts:
        return deal
    checked = agent_figures(deal.agent_texts[-1], deal.reference)
    if all(figure.value != ask.value for figure in checked):
        return deal
    firm = Ask(ask.value, Firmness.FIRM, (), None, None, ask.evidence)
    return replace(deal, ask=firm, is_price_fresh=True)


def _named(before: Deal, deal: Deal, figures: list[Figure]) -> Decimal | None:
    """The whole price that the provider named in this turn, if it did."""
    if deal.ask.value != before.ask.value:
        return deal.ask.value
    priced = [f for f in figures if f.kind in {Kind.TOTAL, Kind.SUM}]
    if priced and deal.ask.strength is Firmness.FIRM:
        return deal.ask.value
    about = [f.value for f in figures if f.kind in {Kind.RANGE, Kind.ABOUT}]
    return about[-1] if about else None


def _is_repeated_ask(offer: Offer) -> bool:
    """Whether an offer is the provider's own price, on which it may go on to book."""
    return offer.is_taken or (offer.is_recap and not offer.is_stale)


def _takes_up(offer: Offer, text: str) -> bool:
    """Whether words come back to an offer that was refused or put off."""
    if offer.is_taken:
        return False
    return words.AGREED.search(text) is not None and COMES_BACK.search(text) is not None


def _conditionally(before: Deal, deal: Deal, offer: Offer, turn: Turn) -> Deal:
    alternative = Alternative(offer.value, turn.last_line, speech.speaks_of_cash(turn.text))
    return replace(
        deal, ask=before.ask, alternative=alternative, offer=replace(offer, is_stale=True)
    )


def _agree(deal: Deal, offer: Offer, turn: Turn) -> Deal:
    if not is_plain_yes(turn.text):
        return replace(deal, offer=replace(offer, is_stale=True))
    return _agreed(deal, offer, turn)


def _agreed(deal: Deal, offer: Offer, turn: Turn) -> Deal:
    ask = Ask(offer.value, Firmness.FIRM, (), None, None, (turn.last_line,))
    lines = (offer.line, turn.first_line)
    agreement = Agreement(offer.value, lines, offer.is_recap, offer.is_held)
    return replace(deal, ask=ask, agreement=agreement, offer=None, is_refused=False)


def _after_agreement(before: Deal, deal: Deal, turn: Turn) -> Deal:
    """A deal stands unless the provider takes it back or names another price."""
    agreement = before.agreement
    named = deal.ask.value if deal.ask.value != before.ask.value else None
    if agreement is None:
        return deal
    if named not in {None, agreement.value} and is_comparable(named, agreement.value):
        return replace(deal, agreement=None)
    if (
        takes_back(turn.text)
        or leaves_open(turn.text)
        or (deal.is_refused and _no_first(turn.text))
    ):
        return replace(deal, agreement=None, ask=before.ask)
    return replace(deal, ask=before.ask)


def _no_first(text: str) -> bool:
    first = speech.sentences(text)[:1]
    return (
        bool(first)
        and re.fullmatch(
            r"(?:oh,? |wait,? )?(?:no|nope|nah)(?:,? (?:no|sir|sorry))*[.,!]*", first[0]
        )
        is not None
    )


def _is_above(value: Decimal, other: Decimal | None) -> bool:
    return other is not None and value > other


def _with_estimate_of_agreement(before: Deal, deal: Deal) -> Deal:
    """What is agreed is the estimate, too, where the provider named none or only its parts.

    Without haggling, an agent names more than was asked only to add up what it heard.
    """
    if deal.agreement is None:
        return deal
    adds_up = not deal.is_haggled and _is_above(deal.agreement.value, before.ask.value)
    adds_up = adds_up and _is_above(deal.agreement.value, deal.estimate.value)
    if deal.estimate.value is not None and not adds_up:
        return deal
    lines = deal.agreement.lines
    return replace(deal, estimate=Ask(deal.agreement.value, Firmness.FIRM, (), None, None, lines))
