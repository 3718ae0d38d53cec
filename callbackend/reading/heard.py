"""One turn of a business, understood once: what it does, which figures it names, what it asks.

Everybody else reads the fields. What a yes or a no is about is not told here: that depends on what
was asked, and the agent knows that.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from callbackend.reading.money.figures import Figure, Kind
from callbackend.reading.money.money import provider_figures
from callbackend.reading.speech.acts import OF_A_PRICE, QUESTIONS, Act
from callbackend.reading.speech.aftermath import takes_back
from callbackend.reading.speech.assent import is_plain_yes
from callbackend.reading.speech.bank import acts_of
from callbackend.reading.speech.expressions import certain_acts, has
from callbackend.reading.speech.language import Language, language_of
from callbackend.reading.speech.menus import MenuKey, keys_in
from callbackend.reading.speech.phrases import spelled_out
from callbackend.reading.speech.provider_speech import Answer, answer_in
from callbackend.reading.text import plain

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
    Act.RETRACTS: 0.4,
    Act.WRONG_NUMBER: 0.85,
    Act.BUSY_NOW: 0.45,
    Act.TRANSFERS: 0.4,
}
SENTENCE = re.compile(r"[^.?!~;]+(?:[.](?=\d)[^.?!~;]+)*[.?!~;]*")
WORD = re.compile(r"[a-z']+")
MOST_SENTENCES = 12
# A clause of so many words beside its figure is an answer to "what would you charge?".
BARE_WORDS = 4
# Of a figure that no word marks: how likely its sentence prices the work.
LIKELY, LIKELY_WHEN_ASKED = 0.5, 0.33
LIKELY_OTHER = 0.5
ADDRESS = re.compile(r"\b(?:we're|located|over|live|lives|shop(?:'s| is)|office(?:'s| is)|up) at $")
NAME_AFTER = re.compile(r"\s+(?!for|flat|all|and|or|on|right|now|total|even|dollars)[a-z]+")
OF_NO_PRICE = (Act.GREETS_NEW_PERSON, Act.SMALL_TALK, Act.WRONG_NUMBER, Act.PHONE_MENU)
UNMARKED = frozenset({Kind.TOTAL, Kind.ABOUT, Kind.RANGE})
# What a fee for coming may be taken for, and how far from it the word stands that tells.
OF_A_FEE = frozenset({Kind.TOTAL, Kind.ABOUT, Kind.CASH, Kind.OPTION, Kind.PART, Kind.EXTRA})
NEAR_FEE = 24
LEAST_OF_A_QUESTION, LEAST_SHARE = 0.12, 0.3
# Acts that end a call: a word or two ("Drip Stop.") are too little for one.
FINAL = frozenset(
    {Act.OPT_OUT, Act.HOSTILE, Act.REFUSES_JOB, Act.WRONG_NUMBER, Act.VOICEMAIL_GREETING}
    | {Act.NO_ENGLISH, Act.SCREENS}
)
FEWEST_WORDS = 3
OF_A_LANGUAGE = re.compile(r"engl|ingl|span|espan|\bhabl|entiend|understand you|language|idioma")
# Acts of which a question may only look like one.
SAYS_LITTLE = frozenset(
    {Act.SMALL_TALK, Act.OTHER, Act.STATES_PRICE, Act.HEDGED_PRICE, Act.RANGE_RATE_FEE}
    | {Act.ACCEPTS_OFFER, Act.REFUSES_OFFER, Act.VISIT_ONLY, Act.CONFIRMS, Act.DENIES}
    | {Act.INCLUDED, Act.EXCLUDED, Act.GIVES_DAY, Act.WARRANTY, Act.PAYMENT, Act.THINKING}
)
ASKING = re.compile(
    r"\?\s*$|^(?:(?:so|and|but|okay|ok|well|um|uh|y)[\s,]+)*(?:what|which|how|who|where|when|why|"
    r"is it|is there|are there|does|do (?:you|they)|did|has it|have they|can you tell|cual|que|"
    r"cuantos?|donde|quien|cuando)\b"
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
        return ASKING.search(self.text.strip()) is not None


@dataclass(frozen=True, slots=True)
class PricedFigure:
    """A figure, the sentence in which it stands, and whether it prices the work."""

    figure: Figure
    sentence: Sentence
    is_price: bool
    is_hedged: bool

    @property
    def value(self) -> Decimal:
        """How much."""
        return self.figure.value

    @property
    def is_asked(self) -> bool:
        """Whether it is said as a question."""
        return self.figure.amount.asked

    @property
    def is_fee(self) -> bool:
        """Whether it is for coming, not for the work."""
        amount = self.figure.amount
        if self.figure.kind is Kind.VISIT:
            return True
        near = f"{amount.before[-NEAR_FEE:]} # {amount.after[:NEAR_FEE]}"
        return self.figure.kind in OF_A_FEE and has("visit_fee", near) and not has("includes", near)


@dataclass(frozen=True)
class HeardTurn:
    """What was understood of one turn."""

    text: str
    sentences: tuple[Sentence, ...]
    figures: tuple[PricedFigure, ...]
    signs: dict[Act, Sign] = field(default_factory=dict)

    def has(self, *acts: Act) -> bool:
        """Whether the turn does any of these."""
        return any(act in self.signs for act in acts)

    def is_certain(self, act: Act) -> bool:
        """Whether a rule says so."""
        sign = self.signs.get(act)
        return sign is not None and sign.source == "rule"

    def says(self, name: str) -> bool:
        """Whether it holds an expression of the lexicon."""
        return has(name, self.text)

    @cached_property
    def opts_out(self) -> bool:
        """Whether they want no more calls: likeness says so only where nothing else is clearer."""
        if Act.OPT_OUT not in self.signs:
            return False
        return self.is_certain(Act.OPT_OUT) or not (
            self.prices or self.is_certain(Act.REFUSES_JOB) or self.is_certain(Act.HOLD)
        )

    @cached_property
    def prices(self) -> tuple[PricedFigure, ...]:
        """The figures that price the work."""
        return tuple(one for one in self.figures if one.is_price)

    @cached_property
    def questions(self) -> tuple[Sentence, ...]:
        """The sentences that ask something of us."""
        return tuple(one for one in self.sentences if one.act in QUESTIONS)

    @cached_property
    def language(self) -> Language | None:
        """The language of the turn, where it tells."""
        return language_of(self.text)

    @cached_property
    def keys(self) -> tuple[MenuKey, ...]:
        """The keys that a phone menu offers."""
        return keys_in(self.text)

    @cached_property
    def answer(self) -> Answer:
        """How it would answer an offer, by its words alone."""
        return answer_in(self.text)

    @cached_property
    def is_plain_yes(self) -> bool:
        """Whether it is a yes and nothing else."""
        return is_plain_yes(self.text)

    @cached_property
    def takes_back(self) -> bool:
        """Whether it calls a deal off, or denies it."""
        return takes_back(self.text)


def hear(
    said: str,
    offered: Decimal | None = None,
    reference: Decimal | None = None,
    *,
    is_price_asked: bool = False,
) -> HeardTurn:
    """Understand a turn.

    `offered` is the figure of ours that it may echo, `reference` the one on the table, by whose
    scale "two" is 200 or 2000; `is_price_asked` says that a bare figure answers us.
    """
    text = spelled_out(plain(said))
    sentences = tuple(_sentences(text))
    figures = _figures(text, sentences, offered, reference, is_price_asked=is_price_asked)
    return HeardTurn(text, sentences, figures, _signs(text, sentences))


def _sentences(text: str) -> Iterable[Sentence]:
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
        and (act is not Act.NO_ENGLISH or OF_A_LANGUAGE.search(sentence))
    ]
    if ASKING.search(sentence) and not any(sign.act not in SAYS_LITTLE for sign in signs):
        signs.insert(0, _some_question(sentence))
    return tuple(signs)


def _some_question(sentence: str) -> Sign:
    """What a question is most likely about; one that is like none is about the work."""
    asked = [(p, act) for act, p in acts_of(sentence).items() if act in QUESTIONS]
    probability, act = max(asked)
    share = probability / sum(p for p, _ in asked)
    if probability < LEAST_OF_A_QUESTION or share < LEAST_SHARE:
        act = Act.ASKS_TRADE_QUESTION
    return Sign(act, probability, "bank")


def _signs(text: str, sentences: tuple[Sentence, ...]) -> dict[Act, Sign]:
    """The acts of all sentences, and of the whole where it is more than one."""
    signs: dict[Act, Sign] = {}
    of_all = [sign for sentence in sentences for sign in sentence.signs]
    if len(sentences) > 1:
        of_all += _signs_of(text)
    for sign in of_all:
        if sign.act not in signs or sign.probability > signs[sign.act].probability:
            signs[sign.act] = sign
    return signs


def _figures(
    text: str,
    sentences: tuple[Sentence, ...],
    offered: Decimal | None,
    reference: Decimal | None,
    *,
    is_price_asked: bool,
) -> tuple[PricedFigure, ...]:
    """The figures; one of a story is no price when it is said again, either."""
    found = [
        _priced(figure, sentences, is_price_asked=is_price_asked)
        for figure in provider_figures(text, offered, reference)
    ]
    told = {one.value for one in found if has("story", one.sentence.text)}
    return tuple(replace(one, is_price=one.is_price and one.value not in told) for one in found)


def _priced(
    figure: Figure, sentences: tuple[Sentence, ...], *, is_price_asked: bool
) -> PricedFigure:
    start = figure.amount.start
    sentence = next((one for one in reversed(sentences) if one.start <= start), None)
    sentence = sentence or Sentence("", 0, ())
    is_price = _prices_work(sentence, figure, is_price_asked=is_price_asked)
    return PricedFigure(figure, sentence, is_price, has("hedge", _near(sentence, figure)))


def _near(sentence: Sentence, figure: Figure) -> str:
    """The words of its clause."""
    return f"{figure.amount.before} # {figure.amount.after}" if sentence.text else ""


def _prices_work(sentence: Sentence, figure: Figure, *, is_price_asked: bool) -> bool:
    """A figure is a price only with a sign that it is: a word, the question, or the likeness."""
    text = sentence.text
    if has("story", text):
        return False
    if _is_address(figure):
        return False
    if figure.kind not in UNMARKED or has("prices_work", text):
        return True
    likely = acts_of(text)
    if certain_acts(text).intersection(OF_NO_PRICE):
        return False
    if any(likely.get(act, 0.0) >= LIKELY_OTHER for act in OF_NO_PRICE):
        return False
    if is_price_asked and _is_bare(text, figure, sentence.start):
        return True
    priced = sum(p for act, p in likely.items() if act in OF_A_PRICE)
    return priced > (LIKELY_WHEN_ASKED if is_price_asked else LIKELY)


def _is_address(figure: Figure) -> bool:
    """ "We're at 1200 Harbor"."""
    return bool(ADDRESS.search(figure.amount.before) and NAME_AFTER.match(figure.amount.after))


def _is_bare(text: str, figure: Figure, start: int) -> bool:
    """Whether its clause holds hardly a word beside it."""
    begin, end = figure.amount.start - start, figure.amount.end - start
    before, after = text[:begin].rsplit(",", 1)[-1], text[end:].split(",", 1)[0]
    return len(WORD.findall(before)) + len(WORD.findall(after)) <= BARE_WORDS
