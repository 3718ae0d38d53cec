"""What an agent's turn does to the deal."""

import re
from dataclasses import replace
from decimal import Decimal

from callbackend.prices import agent_speech as speech
from callbackend.prices import agent_words as words
from callbackend.prices.agent_offer import is_haggling, named_total
from callbackend.prices.agent_question import asks_about_price, asks_beside, is_mere_check
from callbackend.prices.ask import Ask, Firmness
from callbackend.prices.assent import is_plain_acceptance, is_plain_yes
from callbackend.prices.deal import Agreement, Alternative, Deal, Offer, Turn
from callbackend.prices.money import agent_figures
from callbackend.prices.provider_speech import is_cut_off, sentences

HOURS_QUESTION = re.compile(
    r"\b(?:how (?:many hours|long)|cuanto tiempo|cuantas horas|hours would)\b"
)
ACKNOWLEDGES = re.compile(
    r"^(?:(?:sure|okay|ok|yes|alright|of course|thanks?(?: you)?|no problem|take your time"
    r"|please do|i'll (?:hold|wait)|great|i understand|understood|claro|gracias|si|and|hello"
    r"|are you (?:still )?there)[\s.,!?~]*)+$"
)
SMALLEST_SHARE = Decimal("0.3")


def after_agent(deal: Deal, turn: Turn) -> Deal:
    """The deal after the agent spoke."""
    text = turn.text
    named = named_total(deal, text, agent_figures(text, deal.reference))
    deal = replace(
        deal,
        agent_texts=(*deal.agent_texts, text),
        asked_hours=HOURS_QUESTION.search(text) is not None,
        is_asked_again=words.ASKS_AGAIN.search(text) is not None,
        is_haggled=deal.is_haggled or is_haggling(deal, text, named),
    )
    if deal.agreement is not None:
        return _after_agreement(deal, turn, named)
    if words.PUTS_OFF.search(text) or is_cut_off(text) or words.DROPPED.search(text):
        return _expired(deal)
    return _answer(deal, turn, named)


def _answer(deal: Deal, turn: Turn, named: Decimal | None) -> Deal:
    text = turn.text
    accepts = _accepts(deal, text, named)
    asks = asks_about_price(text, named)
    if accepts and not asks:
        if not _means_it(text, named):
            return _expired(deal)
        accepted = _accepted_value(deal, text, named)
        if accepted is not None:
            return _agree(deal, accepted, turn)
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
        taken = Offer(deal.standing, turn.last_line, is_recap=True, is_taken=True)
        return replace(deal, offer=taken)
    return deal if ACKNOWLEDGES.match(text) else _expired(deal)


def _means_it(text: str, named: Decimal | None) -> bool:
    is_committed = named is not None or speech.is_committing(text)
    return is_plain_acceptance(text, is_committed=is_committed)


def _only_repeats(deal: Deal, text: str, named: Decimal | None) -> bool:
    """Whether a figure is said without a wish that the provider agree to it."""
    if words.PASSES_ON.search(text):
        return True
    if deal.is_haggled and words.OKAY_FIRST.match(text) and is_plain_yes(text):
        return False
    settles = words.SETTLES.search(text) or words.CONFIRMS.search(text)
    return named == deal.ask.value and settles is None


def _is_content(deal: Deal, turn: Turn) -> bool:
    """Whether a mere "okay, great" answers the firm price that has just been named.

    It counts once the provider goes on to the booking or says yes, too.
    """
    return (
        words.CONTENT.fullmatch(turn.text) is not None and turn.first_line - 1 in deal.ask.evidence
    )


def _expired(deal: Deal) -> Deal:
    if deal.offer is None or deal.offer.is_stale:
        return deal
    return replace(deal, offer=replace(deal.offer, is_stale=True))


def _accepts(deal: Deal, text: str, named: Decimal | None) -> bool:
    accepting = [s for s in sentences(text) if speech.is_accepting(s)]
    if not accepting:
        return _grants(deal, text)
    if words.DECLINES.search(text):
        return False
    committed = any(speech.is_committing(sentence) for sentence in accepting)
    if words.PASSES_ON.search(text) and not committed and not _is_hearty(accepting, named):
        return False
    if committed or named is not None:
        return True
    priced = [s for s in accepting if not speech.is_about_time(s)]
    return (bool(priced) and deal.is_price_fresh) or _grants(deal, text)


def _is_hearty(accepting: list[str], named: Decimal | None) -> bool:
    """Whether a figure is accepted so clearly that passing it on is only news of it."""
    return named is not None and any(
        words.HEARTY.search(sentence) and not words.PASSES_ON.search(sentence)
        for sentence in accepting
    )


def _grants(deal: Deal, text: str) -> bool:
    """Whether the agent takes up a condition that the provider has just made."""
    alternative = deal.alternative
    if alternative is None or not alternative.is_fresh or words.PASSES_ON.search(text):
        return False
    if words.DECLINES.search(text) or speech.has_question(text) or words.UNSURE.search(text):
        return False
    if words.NEGATED.search(text):
        return False
    return words.GRANTS.search(text) is not None and len(text.split()) > 1


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
        return words.MENTIONS_CASH.search(text) is not None
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
    if words.DROPPED.search(text) and agreement.lines[-1] >= turn.first_line - 1:
        return replace(deal, agreement=None)
    if words.UNDOES.search(text) or (agreement.by_recap and words.PASSES_ON.search(text)):
        return replace(deal, agreement=None)
    if words.PUTS_OFF.search(text):
        return replace(deal, agreement=None)
    if named is not None and named != agreement.value and named >= agreement.value * SMALLEST_SHARE:
        return replace(deal, agreement=None, offer=Offer(named, turn.last_line))
    return deal
