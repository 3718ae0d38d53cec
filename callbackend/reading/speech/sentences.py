"""What each sentence of a turn does: by rules where they are certain, else by likeness."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from callbackend.reading.speech.acts import QUESTIONS, Act
from callbackend.reading.speech.bank import acts_of
from callbackend.reading.speech.expressions import certain_acts
from callbackend.reading.speech.questions import asks, may_be

CERTAIN = 0.95
# Below it an act is not heard. A false opt-out costs one call, a missed one a person's peace.
USUAL_THRESHOLD = 0.33
THRESHOLDS = {
    Act.OPT_OUT: 0.4,
    Act.REFUSES_JOB: 0.45,
    Act.VOICEMAIL_GREETING: 0.7,
    Act.PHONE_MENU: 0.6,
    Act.SCREENS: 0.75,
    Act.HOSTILE: 0.6,
    Act.NO_ENGLISH: 0.5,
    Act.HURRIED_GOODBYE: 0.4,
    Act.RETRACTS: 0.5,
    Act.WRONG_NUMBER: 0.85,
    Act.BUSY_NOW: 0.45,
    Act.TRANSFERS: 0.4,
}
SENTENCE = re.compile(r"[^.?!~;]+(?:[.](?=\d)[^.?!~;]+)*[.?!~;]*")
WORD = re.compile(r"[a-z']+")
MOST_SENTENCES = 12
LEAST_OF_A_QUESTION, LEAST_SHARE = 0.12, 0.3
# Acts that end a call: a word or two ("Drip Stop.") are too little for one.
FINAL = frozenset(
    {Act.OPT_OUT, Act.HOSTILE, Act.REFUSES_JOB, Act.WRONG_NUMBER, Act.VOICEMAIL_GREETING}
    | {Act.NO_ENGLISH, Act.SCREENS}
)
FEWEST_WORDS = 3
# Acts of which a question may only look like one.
SAYS_LITTLE = frozenset(
    {Act.SMALL_TALK, Act.OTHER, Act.STATES_PRICE, Act.HEDGED_PRICE, Act.RANGE_RATE_FEE}
    | {Act.ACCEPTS_OFFER, Act.REFUSES_OFFER, Act.VISIT_ONLY, Act.CONFIRMS, Act.DENIES}
    | {Act.INCLUDED, Act.EXCLUDED, Act.GIVES_DAY, Act.WARRANTY, Act.PAYMENT, Act.THINKING}
)


@dataclass(frozen=True, slots=True)
class Sign:
    """An act with how probable it is, and what told it: a rule, or the bank."""

    act: Act
    probability: float
    source: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a turn, in plain text, and where it begins."""

    text: str
    start: int
    signs: tuple[Sign, ...]

    @property
    def act(self) -> Act:
        """What it does most likely."""
        return self.signs[0].act if self.signs else Act.OTHER

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return asks(self.text)


def sentences_of(text: str) -> Iterable[Sentence]:
    """The sentences of plain text, each with what it does; of an endless talker the first few."""
    matches = [match for match in SENTENCE.finditer(text) if match[0].strip(" .?!~;")]
    for match in matches[:MOST_SENTENCES]:
        sentence = match[0].strip()
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        yield Sentence(sentence, start, _signs_of(sentence))


def _signs_of(sentence: str) -> tuple[Sign, ...]:
    """The acts of a sentence that are likely enough, certain ones first."""
    certain = certain_acts(sentence)
    signs = [Sign(act, CERTAIN, "rule") for act in certain]
    is_short = len(WORD.findall(sentence)) < FEWEST_WORDS
    signs += [
        Sign(act, probability, "bank")
        for act, probability in acts_of(sentence).items()
        if probability >= THRESHOLDS.get(act, USUAL_THRESHOLD)
        and act not in certain
        and not (is_short and act in FINAL)
        and may_be(act, sentence)
    ]
    if asks(sentence) and not any(sign.act not in SAYS_LITTLE for sign in signs):
        signs.insert(0, _some_question(sentence))
    return tuple(signs)


def _some_question(sentence: str) -> Sign:
    """What a question is most likely about; one that is like none is about the work."""
    asked = [(p, act) for act, p in acts_of(sentence).items() if act in QUESTIONS]
    probability, act = max(asked)
    share = probability / sum(p for p, _ in asked)
    if probability < LEAST_OF_A_QUESTION or share < LEAST_SHARE or not may_be(act, sentence):
        act = Act.ASKS_TRADE_QUESTION
    return Sign(act, probability, "bank")


def signs_of_all(text: str, sentences: tuple[Sentence, ...]) -> dict[Act, Sign]:
    """The acts of all sentences, and of the whole where it is more than one."""
    signs: dict[Act, Sign] = {}
    of_all = [sign for sentence in sentences for sign in sentence.signs]
    if len(sentences) > 1:
        of_all += _signs_of(text)
    for sign in of_all:
        if sign.act not in signs or sign.probability > signs[sign.act].probability:
            signs[sign.act] = sign
    return signs
