"""Whether an agent's turn accepts the provider's price, and which one."""

from decimal import Decimal

from callbackend.reading.money.figures import Kind
from callbackend.reading.money.money import agent_figures
from callbackend.reading.negotiation.ask import Firmness
from callbackend.reading.negotiation.deal import Alternative, Deal
from callbackend.reading.speech import agent_speech as speech
from callbackend.reading.speech import agent_words as words
from callbackend.reading.speech.aftermath import leaves_open, takes_back
from callbackend.reading.speech.assent import holds_back, is_plain_acceptance
from callbackend.reading.speech.provider_speech import sentences

CAPS = frozenset({Kind.LIMIT, Kind.BUDGET})


def accepts_price(deal: Deal, text: str, named: Decimal | None) -> bool:
    """Whether an agent's turn holds an acceptance, whatever else it says; `means_it` judges that.

    `named` is the total that the turn names.
    """
    accepting = [s for s in sentences(text) if speech.is_accepting(s)]
    if not accepting:
        return _grants(deal, text) or _says_yes_to(deal, text, named)
    if deal.is_put_off and named is None and not deal.is_price_fresh:
        accepting = [s for s in accepting if not speech.is_about_time(s)]
    committed = any(speech.is_committing(sentence) for sentence in accepting)
    if words.PASSES_ON.search(text) and not (committed or named is not None):
        return False
    if committed or named is not None:
        return True
    priced = [s for s in accepting if not speech.is_about_time(s)]
    return (bool(priced) and deal.is_price_fresh) or _grants(deal, text)


def _says_yes_to(deal: Deal, text: str, named: Decimal | None) -> bool:
    """Whether the agent repeats the provider's price beside a word of assent."""
    if not deal.stands_at(named) or words.PASSES_ON.search(text):
        return False
    return any(speech.is_assenting(sentence) for sentence in sentences(text))


def _grants(deal: Deal, text: str) -> bool:
    """Whether the agent takes up a condition that the provider has just made."""
    alternative = deal.alternative
    if alternative is None or not alternative.is_fresh or words.PASSES_ON.search(text):
        return False
    if words.DECLINES.search(text) or speech.has_question(text) or holds_back(text):
        return False
    return words.GRANTS.search(text) is not None and len(text.split()) > 1


def means_it(deal: Deal, text: str) -> bool:
    """Whether an acceptance stands in a plain sentence, with nothing held back from there on."""
    parts = sentences(text)
    accepting = [part for part in parts if speech.is_accepting(part) or speech.is_assenting(part)]
    begin = parts.index(accepting[0]) if accepting else 0
    rest = parts[begin:]
    if any(holds_back(part) or takes_back(part) or leaves_open(part) for part in rest):
        return False
    return all(
        is_plain_acceptance(part, deal.said_words, is_committed=speech.is_committing(part))
        for part in accepting
    )


def accepted_value(deal: Deal, text: str, named: Decimal | None) -> Decimal | None:
    """The provider's price that the agent's words accept, if they fit one."""
    alternative = deal.alternative
    if alternative is not None and _takes(alternative, text, named):
        return alternative.value
    if _is_capped_below(deal, text):
        return None
    if deal.ask.strength is not Firmness.FIRM or (named is None and _talks_of_less(deal)):
        return None
    return deal.ask.value if named in {None, deal.ask.value} else None


def _is_capped_below(deal: Deal, text: str) -> bool:
    """Whether what the agent is content with stays below the price: "under 400 is fine"."""
    asked = deal.ask.value
    caps = [f.value for f in agent_figures(text, deal.reference) if f.kind in CAPS]
    return asked is not None and any(cap < asked for cap in caps)


def _talks_of_less(deal: Deal) -> bool:
    """Whether the figure last spoken of is the agent's own, which the provider left open."""
    offer = deal.offer
    if offer is None or offer.is_stale or deal.is_price_fresh:
        return False
    return offer.value != deal.ask.value


def _takes(alternative: Alternative, text: str, named: Decimal | None) -> bool:
    if named is not None:
        return named == alternative.value
    if alternative.needs_cash:
        return words.MENTIONS_CASH.search(text) is not None
    return alternative.is_fresh
