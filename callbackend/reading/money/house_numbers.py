"""Bare numbers by which an agent names a house, a car or a year, rather than a price.

A price stands before the end of a clause, or before one of a few words; a noun that follows bare
digits is the street or the model that they belong to.
"""

import re
from decimal import Decimal

from callbackend.reading.money.amounts import Amount
from callbackend.reading.money.fee_words import PART_AFTER, VISIT_AFTER
from callbackend.reading.money.figures import Figure
from callbackend.reading.numbers.numbers import find_numbers
from callbackend.reading.numbers.vocabulary import YEARS

AFTER_A_PRICE = frozenset(
    """
    works work is isn't was be it it's that that's this then for total flat all in on with sounds
    and or but plus from do does do-able including includes the a an by we we'll we're we'd i i'll
    i'd they they'll they're he she you you'd now every to too at would will can could cash doable
    today tomorrow off down if per each even up before after instead so no not as because since
    okay ok fine good great deal please thanks thank right yes yeah sir ma'am max tops altogether
    everything together extra more less firm final out agreed accepted correct
    esta y o por para en con de es si seria le me se mas menos todo pesos
    """.split()
)
ONLY_REPEATS = re.compile(r"\W*(?:(?:okay|ok|so|ah|oh|yeah|and|right)\W+)*")
NEXT_WORD = re.compile(r"\s([a-z][a-z'-]*)")


def names_in(text: str, figures: list[Figure]) -> frozenset[Decimal]:
    """The larger numbers of an agent's words that are no money: a house, a year, a model."""
    money = {figure.amount.start for figure in figures}
    numbers = find_numbers(text)
    return frozenset(n.value for n in numbers if n.value >= 100 and n.start not in money)


def repeats_name(text: str, figure: Figure, named: frozenset[Decimal], said: str) -> bool:
    """Whether a provider repeats a house or a model that the agent named: "310 Orchard"."""
    amount = figure.amount
    if amount.marked:
        return False
    is_year = amount.value in YEARS
    if amount.value in named and (is_year or ONLY_REPEATS.fullmatch(amount.before)):
        return True
    following = NEXT_WORD.match(text, amount.end)
    if following is None or following[1] in AFTER_A_PRICE:
        return False
    return text[amount.start : following.end()] in said


def names_something(text: str, amount: Amount, *, is_priced: bool) -> bool:
    """Whether the digits of an amount in an agent's words are a name and no money.

    `is_priced`: whether a figure is on the table; until then, four digits that may be a year are.
    """
    raw = text[amount.start : amount.end]
    if amount.marked or not raw.isdigit():
        return False
    if int(raw) in YEARS and not is_priced:
        return True
    following = NEXT_WORD.match(amount.after)
    if following is None or following[1] in AFTER_A_PRICE:
        return False
    return not (PART_AFTER.match(amount.after) or VISIT_AFTER.match(amount.after))
