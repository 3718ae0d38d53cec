"""What an agent's turn does to the deal."""

import re
from dataclasses import replace
from decimal import Decimal

from callbackend.reading.money.figures import Figure, Kind
from callbackend.reading.money.house_numbers import names_in
from callbackend.reading.money.money import agent_figures
from callbackend.reading.negotiation.agent_acceptance import accepted_value, accepts_price, means_it
from callbackend.reading.negotiation.agent_offer import is_haggling, named_total
from callbackend.reading.negotiation.agent_question import (
    asks_about_price,
    asks_beside,
    is_mere_check,
)
from callbackend.reading.negotiation.ask import Ask, Firmness
from callbackend.reading.negotiation.deal import Agreement, Deal, Offer, Recalled
from callbackend.reading.negotiation.recall import recalled_figure
from callbackend.reading.negotiation.restatement import restated
from callbackend.reading.numbers.scale import is_comparable
from callbackend.reading.speech import agent_speech as speech
from callbackend.reading.speech import agent_words as words
from callbackend.reading.speech.aftermath import leaves_open, takes_back
from callbackend.reading.speech.assent import holds_back, is_plain_yes
from callbackend.reading.speech.deferral import leaves_to_another
from callbackend.reading.speech.provider_speech import is_cut_off, sentences
from callbackend.reading.turns import Turn

HOURS_QUESTION = re.compile(
    r"\b(?:how (?:many hours|long)|cuanto tiempo|cuantas horas|hours would)\b"
)
ACKNOWLEDGES = re.compile(
    r"^(?:(?:sure|okay|ok|yes|alright|of course|thanks?(?: you)?|no problem|take your time"
    r"|please do|i'll (?:hold|wait)|great|i understand|understood|claro|gracias|si|and|hello"
    r"|are you (?:still )?there)[\s.,!?~]*)+$"
)
# What "could you hold that?" asks of a price that is read back: a yes to it is one to the price.
AGREED_THEN = "is that right"
NOT_ITS_OWN = frozenset({Kind.RIVAL, Kind.BUDGET, Kind.LIMIT})


def after_agent(deal: Deal, turn: Turn) -> Deal:
    """The deal after the agent spoke."""
    text = words.ASKS_TO_HOLD.sub(AGREED_THEN, turn.text)
    figures = agent_figures(text, deal.reference)
    deal = replace(deal, names=deal.names | names_in(text, figures))
    estimate = restated(deal, text, figures)
    if estimate is not deal.estimate:
        deal = replace(deal, estimate=estimate, ask=estimate)
    recalled = recalled_figure(deal, figures)
    named = named_total(deal, text, [f for f in figures if f is not recalled])
    if recalled is not None and named is None and any(map(speech.is_accepting, sentences(text))):
        named = recalled.value
    deal = replace(
        _with_figures(deal, figures),
        recalled=Recalled(recalled.value, turn.last_line) if recalled else None,
        agent_texts=(*deal.agent_texts, text),
        asked_hours=HOURS_QUESTION.search(text) is not None,
        is_asked_again=words.ASKS_AGAIN.search(text) is not None,
        is_haggled=deal.is_haggled or is_haggling(deal, text, named),
    )
    held = [figure.value for figure in figures if figure.kind in {Kind.TOTAL, Kind.SUM}]
    if held and text != turn.text:
        return replace(deal, agreement=None, offer=Offer(held[-1], turn.last_line, is_held=True))
    if deal.agreement is not None:
        return _after_agreement(deal, turn, named)
    if _leaves_open(text) or is_cut_off(text) or words.DROPPED.search(text):
        return replace(_expired(deal), is_put_off=True)
    return _answer(deal, turn, named)


def _leaves_open(text: str) -> bool:
    return words.PUTS_OFF.search(text) is not None or leaves_to_another(text)


def _with_figures(deal: Deal, figures: list[Figure]) -> Deal:
    """The deal with what the agent tells of others' prices, and whether it speaks of this one."""
    told = {figure.value for figure in figures if figure.kind in NOT_ITS_OWN}
    asked = any(figure.value == deal.ask.value for figure in figures)
    return replace(deal, rivals=deal.rivals | told, is_price_asked=asked)


def _answer(deal: Deal, turn: Turn, named: Decimal | None) -> Deal:
    text = turn.text
    accepts = accepts_price(deal, text, named)
    asks = asks_about_price(text, named)
    if accepts and not asks:
        if not means_it(deal, text):
            return _expired(deal)
        accepted = accepted_value(deal, text, named)
        if accepted is not None:
            return _agree(deal, accepted, turn)
    if accepts and not asks and named in deal.rivals and named != deal.ask.value:
        return _expired(deal)  # It is the rival's price that the agent takes.
    if deal.stands_at(named) and not asks and any(map(holds_back, sentences(text))):
        return _expired(deal)
    proposes = asks or accepts or not _only_repeats(deal, text, named)
    if named is not None and proposes:
        if asks and not accepts and is_mere_check(deal, text, named):
            return _expired(deal)
        is_recap = named == deal.ask.value and not (accepts or speech.is_committing(text))
        stale = asks_beside(text)
        return replace(deal, offer=Offer(named, turn.last_line, is_recap, stale))
    if words.DECLINES.search(text):
        return replace(_expired(deal), alternative=None)
    if deal.standing is not None and _is_content(deal, turn):
        return replace(deal, offer=_taken(deal.standing, turn))
    if named is not None and deal.stands_at(named) and _only_says(text):
        return replace(deal, offer=replace(_taken(named, turn), is_stale=True))
    return deal if ACKNOWLEDGES.match(text) else _expired(deal)


def _only_repeats(deal: Deal, text: str, named: Decimal | None) -> bool:
    """Whether a figure is said without a wish that the provider agree to it."""
    if words.PASSES_ON.search(text):
        return True
    if deal.is_haggled and words.OKAY_FIRST.match(text) and is_plain_yes(text):
        return False
    settles = words.SETTLES.search(text) or words.CONFIRMS.search(text)
    return (named == deal.ask.value or deal.stands_at(named)) and settles is None


def _is_content(deal: Deal, turn: Turn) -> bool:
    """Whether a mere "okay, great" answers the firm price that has just been named.

    It counts once the provider goes on to the booking or says yes, too.
    """
    return (
        words.CONTENT.fullmatch(turn.text) is not None and turn.first_line - 1 in deal.ask.evidence
    )


def _taken(value: Decimal, turn: Turn) -> Offer:
    return Offer(value, turn.last_line, is_recap=True, is_taken=True)


def _only_says(text: str) -> bool:
    """Whether a price is repeated as a fact, which counts once the provider books on it."""
    return not (
        speech.has_question(text)
        or holds_back(text)
        or words.PASSES_ON.search(text)
        or words.DECLINES.search(text)
    )


def _expired(deal: Deal) -> Deal:
    if deal.offer is None or deal.offer.is_stale:
        return deal
    return replace(deal, offer=replace(deal.offer, is_stale=True))


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
    if agreement.by_hold:
        return replace(deal, agreement=None) if takes_back(text) else deal
    if words.DROPPED.search(text) and agreement.lines[-1] >= turn.first_line - 1:
        return replace(deal, agreement=None)
    if (
        takes_back(text)
        or leaves_open(text)
        or leaves_to_another(text)
        or (agreement.by_recap and words.PASSES_ON.search(text))
    ):
        return replace(deal, agreement=None)
    if any(words.PUTS_OFF.search(s) and not words.MAY_WAIT.search(s) for s in sentences(text)):
        return replace(deal, agreement=None)
    if named not in {None, agreement.value} and is_comparable(named, agreement.value):
        return replace(deal, agreement=None, offer=Offer(named, turn.last_line))
    return deal
