"""What the agent does with its words: accept, offer, check, put off, or decline."""

from callbackend.reading.speech import agent_words as words
from callbackend.reading.speech.assent import holds_back
from callbackend.reading.speech.provider_speech import sentences


def is_accepting(sentence: str) -> bool:
    """Whether one sentence of the agent's accepts, rather than asks or hopes to."""
    sentence = words.VISIT_QUESTION.sub("", words.GOOD_TO_KNOW.sub("", sentence))
    if not words.ACCEPTS.search(sentence) or words.ASKING.search(sentence):
        return False
    return not holds_back(sentence)


def is_assenting(sentence: str) -> bool:
    """Whether a sentence holds a word of assent, which counts beside the provider's price."""
    return words.ASSENTS.search(sentence) is not None and not words.ASKING.search(sentence)


def is_committing(text: str) -> bool:
    """Whether acceptance is in words of buying, which need no figure beside them."""
    return words.COMMITS.search(text) is not None


def is_about_time(sentence: str) -> bool:
    """Whether a sentence speaks of an appointment."""
    return words.TIME_WORD.search(sentence) is not None


def has_question(text: str) -> bool:
    """Whether any sentence asks something."""
    return any(words.ASKING.search(sentence) for sentence in sentences(text))
