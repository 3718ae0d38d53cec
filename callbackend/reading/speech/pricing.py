"""Which figures of a turn price the work: each needs a sign that it does."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from callbackend.reading.money.figures import Figure, Kind
from callbackend.reading.money.money import provider_figures
from callbackend.reading.speech.acts import OF_A_PRICE, Act
from callbackend.reading.speech.bank import acts_of
from callbackend.reading.speech.expressions import certain_acts, has
from callbackend.reading.speech.sentences import Sentence

WORD = re.compile(r"[a-z']+")
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
OF_A_FEE = frozenset(
    {Kind.TOTAL, Kind.SUM, Kind.ABOUT, Kind.CASH, Kind.OPTION, Kind.PART, Kind.EXTRA}
)
NEAR_FEE = 24


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
        if self.figure.kind is Kind.SUM:
            return has("visit_fee", amount.before[-NEAR_FEE:])
        near = f"{amount.before[-NEAR_FEE:]} # {amount.after[:NEAR_FEE]}"
        return self.figure.kind in OF_A_FEE and has("visit_fee", near) and not has("includes", near)


def priced_figures(
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
    return tuple(
        replace(one, is_price=(one.is_price or one.is_fee) and one.value not in told)
        for one in found
    )


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
