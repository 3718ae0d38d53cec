"""Whether what a model quotes was said, and whether an amount that it names can come of that."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from callbackend.reading import Role, Utterance
from callbackend.reading.money.figures import Figure, Kind
from callbackend.reading.money.hours import bare_hours, find_hours
from callbackend.reading.money.money import provider_figures
from callbackend.reading.text import plain

# What a provider's words may price the work with. A rate, a price for each and a fee for coming do
# so only together with something else.
WHOLE = {Kind.TOTAL, Kind.SUM, Kind.RANGE, Kind.ABOUT, Kind.PART}
ADDED = WHOLE | {Kind.VISIT, Kind.EXTRA}
# Labor, parts and a fee: nobody adds up more aloud.
MOST_ADDED = 3
# Of the amounts of one conversation; the sums of more would take too long to try.
MOST_AMOUNTS = 12


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that a model says stand in the line of this index."""

    line: int
    quote: str


def stands(evidence: Evidence, lines: Sequence[Utterance]) -> bool:
    """Whether these very words are in that line, apart from capitals, accents and spaces."""
    if not 0 <= evidence.line < len(lines):
        return False
    quote = _words(evidence.quote)
    if not re.search(r"\w", quote):
        return False
    whole_words = rf"(?<!\w){re.escape(quote)}(?!\w)"
    return re.search(whole_words, _words(lines[evidence.line].text)) is not None


def all_stand(evidence: Sequence[Evidence], lines: Sequence[Utterance]) -> bool:
    """Whether there is evidence and all of it was said."""
    return bool(evidence) and all(stands(one, lines) for one in evidence)


def roles(evidence: Iterable[Evidence], lines: Sequence[Utterance]) -> set[Role]:
    """Whose words these are; all of them must stand."""
    return {lines[one.line].role for one in evidence}


def is_asked(price: Decimal, lines: Sequence[Utterance]) -> bool:
    """Whether the provider's words hold this price.

    It is a figure for the work, or the sum of at most three, or a rate times the hours. A rival's
    price, a budget, a deposit or a fee for coming alone is none, so nothing comes out above what
    was said of this work.
    """
    figures = list(_figures(lines))
    whole = {figure.value for figure in figures if figure.kind in WHOLE}
    return price in whole or price in _sums(figures) or price in _products(figures, lines)


def _figures(lines: Sequence[Utterance]) -> Iterator[Figure]:
    """What the provider's figures stand for, each read by the scale of the one before."""
    reference: Decimal | None = None
    for line in lines:
        if line.role == "provider":
            for figure in provider_figures(plain(line.text), None, reference):
                reference = figure.value if figure.kind in WHOLE else reference
                yield figure


def _sums(figures: Sequence[Figure]) -> set[Decimal]:
    values = sorted({figure.value for figure in figures if figure.kind in ADDED})[:MOST_AMOUNTS]
    return {
        sum(added, Decimal(0))
        for count in range(2, MOST_ADDED + 1)
        for added in combinations(values, count)
    }


def _products(figures: Sequence[Figure], lines: Sequence[Utterance]) -> set[Decimal]:
    """Each rate times the hours that the provider speaks of, with and without one fee."""
    spoken = [plain(line.text) for line in lines if line.role == "provider"]
    hours = {found for text in spoken for found in (find_hours(text), bare_hours(text)) if found}
    rates = {figure.value for figure in figures if figure.kind is Kind.RATE}
    fees = {figure.value for figure in figures if figure.kind in ADDED - WHOLE}
    work = {rate * hour for rate in rates for hour in hours}
    return work | {labor + fee for labor in work for fee in fees}


def _words(text: str) -> str:
    return " ".join(plain(text).split())
