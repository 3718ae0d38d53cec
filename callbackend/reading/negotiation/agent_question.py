"""What an agent's turn asks: about the price, or about something beside it."""

from decimal import Decimal

from callbackend.reading.money.money import agent_figures
from callbackend.reading.negotiation.deal import Deal
from callbackend.reading.speech import agent_speech as speech
from callbackend.reading.speech import agent_words as words
from callbackend.reading.speech.provider_speech import sentences


def asks_about_price(text: str, named: Decimal | None) -> bool:
    """Whether the turn leaves the price as a question."""
    parts = sentences(text)
    if any(_asks_consent(sentence) for sentence in parts):
        return True
    if named is None:
        return False
    return any(
        words.ASKING.search(s) and not speech.is_about_time(s) and _has_figure(s) for s in parts
    ) and not any(speech.is_accepting(s) for s in parts)


def _asks_consent(sentence: str) -> bool:
    """Whether a sentence asks for a yes to the price; "is Thursday possible?" does not."""
    if not words.WORKS_QUESTION.search(sentence) or not words.ASKING.search(sentence):
        return False
    return not speech.is_about_time(sentence) or _has_figure(sentence) or "that" in sentence


def is_mere_check(deal: Deal, text: str, named: Decimal) -> bool:
    """Whether the agent only makes sure that it heard the first price right."""
    is_first = named == deal.ask.value and not deal.is_haggled
    return is_first and words.SETTLES.search(text) is None


def asks_beside(text: str) -> bool:
    """Whether the last question is about something other than the price before it."""
    last = sentences(text)[-1]
    if not words.ASKING.search(last) or words.WORKS_QUESTION.search(last):
        return False
    return not _has_figure(last) and not words.ABOUT_PRICE.search(last)


def _has_figure(sentence: str) -> bool:
    return bool(agent_figures(sentence, None))
