"""Figures that add up: fees by the way they are told, and totals that sum up what was told."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from callbackend.reading.money.figures import Figure, Kind
from callbackend.reading.negotiation.ask import PART_KINDS
from callbackend.reading.negotiation.deal import Deal
from callbackend.reading.text import SENTENCE_END

TOLD_KINDS = PART_KINDS | {Kind.TOTAL, Kind.SUM}
MANDATORY = re.compile(
    r"\b(?:mandatory|require[ds]?|obligatori\w+|(?:not|isn't|aren't|ain't) optional|on top|"
    r"(?:have|has|got|need) to (?:charge|add|bill|pay)|(?:is|are|it's|that's) (?:extra|separate)|"
    r"everybody pays|no way around|(?:always|everyone) (?:pay|charge|add)s?)\b"
)
# The agent asks what comes on top, and is told.
ASKS_FOR_MORE = re.compile(
    r"\b(?:cover|includ\w+|extra|on top|besides|anything (?:else|more)|additional|separate|"
    r"other (?:fees|charges|costs)|(?:and|what about|how about) (?:the |for )?(?:parts|labou?r|"
    r"materials?|"
    r"travel|disposal|permits?)|(?:any|a) (?:\w+ )?(?:fees?|charges?)|incluye\w*|aparte)\b"
    r"[^.!]*\?"
)
ASKS_FOR_VISIT = re.compile(
    r"\b(?:trip|service|call[- ]?out|visit|diagnostic|inspection|travel) (?:charge|fee|call)\b"
    r"[^.!]*\?"
)
ASKS_FOR_JOB = re.compile(r"\b(?:how much (?:to|for)|price|quote|total|and (?:the|how|what))\b")
CONDITIONAL = re.compile(r"\b(?:if|unless|only|si)\b")
HALF = re.compile(r"\b(?:half|mitad)\b")
LARGEST_FEE = Decimal("0.6")  # of the price that it comes on top of
MOST_TOLD = 6  # figures: it bounds the sums that are tried


def with_additions(figures: list[Figure], deal: Deal, text: str) -> list[Figure]:
    """The figures with fees, repeated fees and sums known as such."""
    read: list[Figure] = []
    for figure in figures:
        if figure.kind in {Kind.TOTAL, Kind.SUM, Kind.ABOUT}:
            figure = replace(figure, kind=_kind_among(figure, read, deal, text))
        read.append(figure)
    return read


def told_after(deal: Deal, figures: list[Figure]) -> tuple[Decimal, ...]:
    """What the provider has told as a price or a part of it, each figure once."""
    fresh = (figure.value for figure in figures if figure.kind in TOLD_KINDS)
    return tuple(dict.fromkeys((*deal.told, *fresh)))[:MOST_TOLD]


def is_sum(value: Decimal, told: Sequence[Decimal]) -> bool:
    """Whether a figure adds up two or more that were told."""
    sums = {(Decimal(0), 0)}
    for part in told:
        sums |= {(total + part, count + 1) for total, count in sums}
    return any(total == value and count > 1 for total, count in sums)


def _kind_among(figure: Figure, earlier: list[Figure], deal: Deal, text: str) -> Kind:
    """What a plain figure is beside what was told before it."""
    if figure.kind is Kind.ABOUT:
        return Kind.EXTRA if _is_fee(figure, earlier, deal) else Kind.ABOUT
    is_first = SENTENCE_END.search(text[: figure.amount.start]) is None
    if deal.ask.value is None and is_first and not earlier and _asks_for_visit(deal):
        return Kind.VISIT
    if is_sum(figure.value, told_after(deal, earlier)):
        return Kind.SUM
    if figure.value * 2 in told_after(deal, earlier) and HALF.search(figure.amount.sentence):
        return Kind.NOISE
    fees = {part.value for part in deal.ask.parts}
    fees |= {other.value for other in earlier if other.kind in PART_KINDS}
    if figure.value in fees:
        return Kind.NOISE
    if figure.kind is Kind.TOTAL and _is_fee(figure, earlier, deal):
        return Kind.EXTRA
    return figure.kind


def _asks_for_visit(deal: Deal) -> bool:
    """Whether the agent's last question was after the price of a visit alone."""
    asked = "".join(deal.agent_texts[-1:])
    return ASKS_FOR_VISIT.search(asked) is not None and ASKS_FOR_JOB.search(asked) is None


def _is_fee(figure: Figure, earlier: list[Figure], deal: Deal) -> bool:
    """Whether a small figure comes on top of the price, by its words or the agent's question."""
    wholes = [other.value for other in earlier if other.kind is Kind.TOTAL]
    whole = max(wholes, default=deal.ask.value)
    if whole is None or figure.value > whole * LARGEST_FEE:
        return False
    amount = figure.amount
    if MANDATORY.search(amount.before) or MANDATORY.search(amount.after):
        return True
    if deal.is_haggled or CONDITIONAL.search(amount.after):
        return False
    return ASKS_FOR_MORE.search("".join(deal.agent_texts[-1:])) is not None
