"""The price that two people who deal for themselves have come to.

An agent that rings for a customer says "great, thank you" to a price and has agreed to nothing.
People who buy and sell mean it. Their words for a yes are endless; that it is one shows in the
state of the haggle: whose offer stands, and whether the other goes along with it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from callbackend.reading.judgement.assents import Assent, Grade, assent_in
from callbackend.reading.judgement.cues import Cue, has
from callbackend.reading.judgement.spoken import Settlement, SpokenTurn
from callbackend.reading.money.figures import PERIOD, Figure, Kind
from callbackend.reading.numbers.vocabulary import YEARS
from callbackend.reading.speech.aftermath import leaves_open, takes_back

OFFERED = frozenset(
    {Kind.TOTAL, Kind.SUM, Kind.ABOUT, Kind.RANGE, Kind.CASH, Kind.OPTION, Kind.BUDGET, Kind.LIMIT}
)
SENTENCE = re.compile(r"(?<=[.?!~;])\s+")
# What the thing was worth, cost once, or has run.
OTHER_MONEY = re.compile(
    r"\b(?:worth|retails?|original(?:ly)?|brand new (?:it|they|these|those)|new they|pa(?:id|yed)|"
    r"used to|when it was|cost me|going for|sells? for|miles|years? old)\b"
)
OWN_OFFER = re.compile(
    r"\b(?:(?:would|could|can|will) you|how about|what about|i can|i could|i'd|we could|meet)\b"
)
# "Yes, I'm interested" and "sure, is it still there?" answer no price.
OF_INTEREST = re.compile(
    r"\binterested\b|\b(?:still )?available\b|"
    r"\b(?:do|does|did|is|are|was|were|have|has) (?:you|it|they|there|the)\b.*\?"
)
A_NO = re.compile(r"\b(?:that's|it's|is) a no\b|^(?:(?:then|well|oh|seriously|so|sorry)\W+)*no\W*$")
NEAR_BEFORE, NEAR_AFTER = 40, 25  # characters
LOWEST, HIGHEST = Decimal("0.4"), Decimal(3)  # times a later offer; nobody haggles farther
RECENT = 4  # offers
BRIEF = 12  # words: a refusal that says nothing else
NUMBER = " NUM "


@dataclass(slots=True)
class _Haggle:
    """Where a haggle stands; `offers` holds each side's latest figure and its turn."""

    offers: dict[str, tuple[Decimal, int]] = field(default_factory=dict)
    scale: list[tuple[Decimal, bool]] = field(default_factory=list)  # and whether marked as money
    settled: Settlement | None = None
    condition: Settlement | None = None

    def hear(self, turn: int, one: SpokenTurn) -> None:
        """Take in one turn, sentence by sentence."""
        has_offered = False
        for sentence, figures in _sentences(one):
            offers = [f for f in figures if self._is_offer(f)]
            if offers:
                has_offered = self._name(turn, one.side, sentence, offers) or has_offered
            elif self.settled is not None:
                self._go_on(turn, one.side, sentence)
            else:
                self._answer(turn, one.side, sentence, has_offered=has_offered)

    def _is_offer(self, figure: Figure) -> bool:
        amount, value = figure.amount, figure.value
        asked_by_other = figure.kind is Kind.RIVAL and OWN_OFFER.search(amount.before)
        if not (figure.kind in OFFERED or figure.name == PERIOD or asked_by_other):
            return False
        around = amount.before[-NEAR_BEFORE:], amount.after[:NEAR_AFTER]
        if any(map(OTHER_MONEY.search, around)):
            return False
        recent = self.scale[-RECENT:]
        is_near = any(LOWEST * value <= other <= HIGHEST * value for other, _ in recent)
        if not amount.marked and value in YEARS and not is_near:
            return False
        if recent and not is_near:
            # What was taken for an offer was none, such as the age of the thing.
            has_marked = any(marked for _, marked in recent)
            return amount.marked and figure.kind is Kind.TOTAL and not has_marked
        return True

    def _name(self, turn: int, side: str, sentence: str, offers: list[Figure]) -> bool:
        """A sentence with figures: the other's price taken up, or a new one."""
        values = {figure.value for figure in offers}
        last = offers[-1]
        value = last.value
        if values == {self._theirs(side)}:
            self.offers[side] = value, turn
            self._echo(turn, side, sentence, value)
            return False
        self.scale.append((value, last.amount.marked))
        self.offers[side] = value, turn
        if self.settled is not None and self.settled.value == value:
            return False
        self.settled = self.condition = None
        return True

    def _echo(self, turn: int, side: str, sentence: str, value: Decimal) -> None:
        said = assent_in(sentence)
        if self.settled is not None and self.settled.value != value:
            self.settled = None
        refuses = said.grade < Grade.NOTHING and not has(sentence, Cue.TAKE)
        if refuses or has(sentence, Cue.QUESTION):
            return
        if has(sentence, Cue.IF) and not has(sentence, Cue.DEAL):
            self.condition = Settlement(value, side, turn)
        else:
            self.settled = Settlement(value, side, turn)

    def _go_on(self, turn: int, side: str, sentence: str) -> None:
        """What is said once a price is settled may unsettle it."""
        settled, said = self.settled, assent_in(sentence)
        if settled is None:
            return
        if (
            said.grade is Grade.OFF
            or A_NO.search(sentence)
            or takes_back(sentence)
            or leaves_open(sentence)
        ):
            self.settled = None
        elif (settled.by, settled.turn) == (side, turn):
            if _wants_less(sentence, said):
                self.settled = None
        elif said.grade is Grade.REFUSED and settled.by != side and turn == settled.turn + 1:
            self.settled = self.settled if len(sentence.split()) >= BRIEF else None

    def _answer(self, turn: int, side: str, sentence: str, *, has_offered: bool) -> None:
        """A sentence without a figure, while nothing is settled."""
        condition, theirs = self.condition, self.offers.get(_other(side))
        if condition is None and (theirs is None or has_offered):
            return  # There is nothing to go along with.
        said = assent_in(sentence)
        if said.grade < Grade.YES:
            return
        if condition is not None and condition.by != side and condition.turn == turn - 1:
            self._settle(condition.value, side, turn)
            return
        if theirs is None or has_offered:
            return
        value, named = theirs
        is_fresh = named == turn - 1
        if said.is_conditional and is_fresh and self._needs_a_yes(said, sentence):
            self.condition = Settlement(value, side, turn)
        elif said.grade is Grade.YES:
            if is_fresh and not OF_INTEREST.search(sentence):
                self._settle(value, side, turn)
        elif not said.is_conditional or said.grade is Grade.CLOSED:
            self._settle(value, side, turn)

    def _needs_a_yes(self, said: Assent, sentence: str) -> bool:
        return said.grade is not Grade.CLOSED or has(sentence, Cue.IF)

    def _settle(self, value: Decimal, side: str, turn: int) -> None:
        self.settled, self.condition = Settlement(value, side, turn), None
        self.offers[side] = value, turn

    def _theirs(self, side: str) -> Decimal | None:
        offer = self.offers.get(_other(side))
        return None if offer is None else offer[0]


def settlement(spoken: Sequence[SpokenTurn]) -> Settlement | None:
    """The price that stands settled when the talk is over."""
    haggle = _Haggle()
    for turn, one in enumerate(spoken):
        haggle.hear(turn, one)
    return haggle.settled


def _wants_less(sentence: str, said: Assent) -> bool:
    """Whether a yes is followed by a wish: "sounds good, any discount for cash?"."""
    if has(sentence, Cue.LESS) and has(sentence, Cue.QUESTION):
        return True
    if said.grade > Grade.NOTHING or not has(sentence, Cue.BUT):
        return False
    return has(sentence, Cue.LESS) or has(sentence, Cue.NOT)


def _other(side: str) -> str:
    return "p" if side == "a" else "a"


def _sentences(one: SpokenTurn) -> Iterator[tuple[str, list[Figure]]]:
    """Each sentence of a turn with its figures, which are blotted out in it."""
    text, start = one.turn.text, 0
    for end in [*(found.start() for found in SENTENCE.finditer(text)), len(text)]:
        figures = [f for f in one.figures if start <= f.amount.start < end]
        sentence = text[start:end]
        for figure in reversed(figures):
            head, tail = figure.amount.start - start, figure.amount.end - start
            sentence = sentence[:head] + NUMBER + sentence[tail:]
        yield sentence.strip(), figures
        start = end
