"""What a provider does with its words: agree, refuse, put off, or take back."""

import re
from enum import StrEnum
from functools import lru_cache

from callbackend.reading.speech import provider_words as words
from callbackend.reading.speech.machine_words import MACHINE


class Answer(StrEnum):
    """How an utterance answers an offer."""

    YES = "yes"  # only means something right after an offer
    AGREED = "agreed"  # says so in words that cannot mean anything else
    CONDITIONAL = "conditional"
    HEDGE = "hedge"
    NO = "no"
    NOTHING = "nothing"


LONGEST_ENDING = 80  # characters: enough for "[the line drops]"
FEEBLE = frozenset(
    {
        "ok",
        "okay",
        "alright",
        "all right",
        "right",
        "great",
        "good",
        "cool",
        "perfect",
        "excellent",
        "bueno",
    }
)


@lru_cache(maxsize=64)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of plain text, stripped, with their end marks."""
    parts = (found[0].strip() for found in words.SENTENCE.finditer(text))
    return tuple(part for part in parts if part)


def without_aside(text: str) -> str:
    """The text with what was said to somebody else in the room blotted out."""
    aside = words.ASIDE.match(text)
    return text if aside is None else " " * aside.end() + text[aside.end() :]


def is_machine(text: str) -> bool:
    """Whether a voicemail greeting or a phone menu speaks."""
    return MACHINE.search(text) is not None


def is_cut_off(text: str) -> bool:
    """Whether the utterance breaks off."""
    return words.CUT_OFF.search(text.rstrip()[-LONGEST_ENDING:]) is not None


def refuses_job(text: str) -> bool:
    """Whether the provider does not want the job at all."""
    return words.REFUSES_JOB.search(text) is not None


def is_mistaken(text: str) -> bool:
    """Whether the provider says that its earlier figure was an error."""
    return words.MISTAKEN.search(text) is not None


def speaks_of_cash(text: str) -> bool:
    """Whether the words speak of a way of paying that may be cheaper."""
    return words.CASH.search(text) is not None


def waives(text: str) -> bool:
    """Whether a fee is waived now; "waived if you book" is not."""
    if words.CHARGES_NOT.search(text):
        return True
    return (
        words.WAIVES.search(text) is not None
        and words.WAIVES_IF.search(text) is None
        and not _refuses(text)
    )


def answer_in(text: str) -> Answer:
    """How an utterance answers the offer before it; the last decisive sentence counts."""
    if is_cut_off(text):
        return Answer.HEDGE
    answer = Answer.NOTHING
    for sentence in sentences(text):
        answer = _combined(answer, _sentence_answer(sentence), sentence)
    return _dampened(answer, text)


def _combined(before: Answer, now: Answer, sentence: str) -> Answer:
    if now is Answer.NOTHING:
        if (
            before is Answer.YES
            and words.ASKS_BACK.search(sentence)
            and not words.BOOKING.search(sentence)
        ):
            return Answer.NOTHING
        return before
    if before in {Answer.NO, Answer.HEDGE} and now is Answer.YES:
        return before if not re.match(r"(?:alright|all right|fine|okay|ok)\b", sentence) else now
    if before is Answer.CONDITIONAL and now in {Answer.YES, Answer.AGREED}:
        return before
    if before is Answer.AGREED and now is Answer.YES:
        return before
    return now


def _sentence_answer(sentence: str) -> Answer:
    sentence = words.OPENING.sub("", sentence)
    if words.SARCASM.match(sentence) and not re.search(r"\d", sentence):
        return Answer.NO
    if _refuses(sentence):
        return Answer.NO
    if words.SPOKE_FOR.search(sentence) and (
        words.AGREED.search(sentence)
        or re.search(r"\b(?:yes|yeah|ok|okay|fine|we can|si)\b", sentence)
    ):
        return Answer.AGREED
    if words.HEDGE.search(sentence):
        return Answer.HEDGE
    return _consent(sentence)


def _refuses(sentence: str) -> bool:
    sentence = words.HARMLESS.sub("", sentence)
    if re.match(r"\W*$", sentence):
        return False
    return (
        words.NO_START.search(sentence) is not None
        or words.NO_ANYWHERE.search(sentence) is not None
    )


def _consent(sentence: str) -> Answer:
    if words.BARE_CONDITION.match(sentence):
        return Answer.CONDITIONAL
    agreed = words.AGREED.search(sentence) is not None
    start = words.YES_START.match(sentence)
    ends = words.YES_END.search(sentence) is not None
    if not (agreed or start or ends) or (not agreed and words.YES_TO_ELSE.match(sentence)):
        return Answer.NOTHING
    if words.CONDITION.search(words.POLITE_CONDITION.sub("", sentence)):
        return Answer.CONDITIONAL
    if words.ASKS_BACK.search(sentence) and not _books(sentence, start):
        return Answer.NOTHING
    return Answer.AGREED if agreed and not words.ASKS_BACK.search(sentence) else Answer.YES


def _books(sentence: str, start: re.Match[str] | None) -> bool:
    """Whether a yes that ends in a question goes on to book: "sure, what's the address?"."""
    return (
        start is not None
        and start["word"] not in FEEBLE
        and words.BOOKING.search(sentence) is not None
    )


def books(text: str) -> bool:
    """Whether the words only go on to the booking: "alright, when should we come?"."""
    return words.BOOKS.search(text) is not None and words.PUTS_IT_OFF.search(text) is None


def _dampened(answer: Answer, text: str) -> Answer:
    """A mere "okay, bye" or "right, what make is it?" says nothing about a price."""
    if answer is not Answer.YES:
        return answer
    start = words.YES_START.match(words.OPENING.sub("", text))
    feeble = start is not None and start["word"] in FEEBLE
    if feeble and (words.GOODBYE.search(text) or words.ASKS_BACK.search(text)):
        return Answer.NOTHING
    return answer
