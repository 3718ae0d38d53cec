"""Amounts that are a part of a price: a visit, labor, parts, or something that comes on top."""

import re

from callbackend.reading.money import fee_words as words
from callbackend.reading.money.amounts import Amount
from callbackend.reading.money.figures import Kind
from callbackend.reading.money.money_words import SUM_AFTER

CLAUSE_START = re.compile(r"[,:]|\band\b|\by\b")


def fee_of(amount: Amount) -> tuple[Kind, str] | None:
    """Which part of a price an amount is, with its name; `None` when it is none."""
    before, after = amount.before, amount.after
    if words.LABOR_AND_PARTS.search(after[:40]) or SUM_AFTER.match(after):
        return None
    included = bool(words.INCLUDED_BEFORE.search(before) or words.INCLUDED_AFTER.match(after))
    own = before if not amount.follows else CLAUSE_START.split(before)[-1]
    part = words.PART_AFTER.match(after)
    if part is None and amount.follows:
        part = words.INSTALL_AFTER.match(after)
    if words.VISIT_AFTER.match(after) or (part is None and words.VISIT_BEFORE.search(own)):
        return (Kind.NOISE, "included") if included else (Kind.VISIT, "visit")
    if part is None and not included and not words.WITHOUT_BEFORE.search(before):
        part = words.PART_BEFORE.search(own)
        if part is not None and words.LABOR_AND_PARTS.search(before):
            return None
    if part is not None:
        return (Kind.NOISE, "included") if included else (Kind.PART, part[1])
    if words.ADDED_BEFORE.search(before) or words.ADDED_AFTER.match(after):
        return Kind.EXTRA, ""
    return None
