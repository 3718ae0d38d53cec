"""Bare numbers by which an agent names a house, a car or a year, rather than a price.

A price stands before the end of a clause, or before one of a few words; a noun that follows bare
digits is the street or the model that they belong to.
"""

import re

from callbackend.prices.amounts import Amount
from callbackend.prices.fee_words import PART_AFTER, VISIT_AFTER

YEARS = range(1950, 2036)
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
NEXT_WORD = re.compile(r"\s([a-z][a-z'-]*)")


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
