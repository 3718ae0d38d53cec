"""Amounts that hold only if something is so, for somebody else, or at another time."""

import re

from callbackend.reading.money import condition_words as words
from callbackend.reading.money.amounts import Amount
from callbackend.reading.money.figures import Kind


def conditional(amount: Amount) -> tuple[Kind, str] | None:
    """What an amount is that only holds under a condition, or held once; `None` for others."""
    clause = _clause_after(amount.after)
    if words.WAIVABLE.search(clause):
        return None
    if words.CASH_NEAR.search(clause) or words.CASH_NEAR.search(amount.before):
        return Kind.CASH, ""
    if words.FOR_MEMBERS.match(amount.after):
        return Kind.CASH, ""
    if words.WITH_MORE.match(amount.before):
        return Kind.OPTION, ""
    around = words.POLITE_IF.sub("", amount.before), words.POLITE_IF.sub("", clause)
    if words.IF_CUE.search(around[0]) or re.match(
        r"^[^,]*\b(?:if|unless|optional|si)\b", around[1]
    ):
        return Kind.OPTION, ""
    if words.USUAL_AFTER.match(amount.after):
        return Kind.USUAL, ""
    usual = words.USUAL_CUE.search(amount.sentence)
    if usual is None or words.NOW.search(clause):
        return None
    since = words.NOWADAYS.search(amount.sentence, usual.end())
    return (Kind.USUAL, "") if since is None else None


def _clause_after(after: str) -> str:
    """What follows up to the next joint, where the words begin to speak of something else."""
    return re.split(r"\b(?:but|otherwise|or|pero)\b", after, maxsplit=1)[0]
