"""One turn of a business, understood once: what it does, which figures it names, what it asks.

Everybody else reads the fields. What a yes or a no is about is not told here: that depends on what
was asked, and the agent knows that.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from callbackend.reading.speech.acts import QUESTIONS, Act
from callbackend.reading.speech.aftermath import takes_back
from callbackend.reading.speech.assent import is_plain_yes
from callbackend.reading.speech.expressions import has
from callbackend.reading.speech.language import Language, language_of
from callbackend.reading.speech.menus import MenuKey, keys_in
from callbackend.reading.speech.phrases import spelled_out
from callbackend.reading.speech.pricing import PricedFigure, priced_figures
from callbackend.reading.speech.provider_speech import Answer, answer_in
from callbackend.reading.speech.sentences import Sentence, Sign, sentences_of, signs_of_all
from callbackend.reading.text import plain

COUNTS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    "sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    "hundred|thousand"
)
TWICE = re.compile(rf"\b((?:{COUNTS})(?:[ -](?:{COUNTS})){{1,3}}) \1\b(?![ -](?:{COUNTS})\b)")


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
    text = _apart(spelled_out(plain(said)))
    sentences = tuple(sentences_of(text))
    figures = priced_figures(text, sentences, offered, reference, is_price_asked=is_price_asked)
    return HeardTurn(text, sentences, figures, signs_of_all(text, sentences))


def _apart(text: str) -> str:
    """ "Two forty two forty" without a comma is one figure, said twice."""
    return TWICE.sub(lambda found: f"{found[1]},{found[1]}", text)
