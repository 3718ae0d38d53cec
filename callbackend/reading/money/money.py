"""What an amount of money is for: the whole job, a part of it, or something that is no price."""

import re
from decimal import Decimal

from callbackend.reading.money import money_words as words
from callbackend.reading.money.amount_words import PERCENT_AFTER
from callbackend.reading.money.amounts import Amount, find_amounts
from callbackend.reading.money.conditions import conditional
from callbackend.reading.money.fees import fee_of
from callbackend.reading.money.figures import Figure, Kind
from callbackend.reading.money.house_numbers import names_something
from callbackend.reading.money.second_thoughts import without_corrected, without_instalments


def provider_figures(text: str, offered: Decimal | None, reference: Decimal | None) -> list[Figure]:
    """The figures of a provider's utterance (plain text), in order.

    `offered` is the agent's offer that it may be echoing.
    """
    amounts = find_amounts(text, reference)
    figures = [_provider_figure(amount, offered) for amount in amounts]
    return without_instalments(without_corrected(text, figures))


def agent_figures(text: str, reference: Decimal | None) -> list[Figure]:
    """The figures of an agent's utterance (plain text), in order; an offer is a TOTAL."""
    amounts = [
        amount
        for amount in find_amounts(text, reference)
        if not names_something(text, amount, is_priced=reference is not None)
    ]
    return without_corrected(text, [_agent_figure(amount) for amount in amounts])


def _provider_figure(amount: Amount, offered: Decimal | None) -> Figure:
    kind, name = (
        _discount(amount)
        or _aside(amount)
        or _rejected(amount, offered)
        or _rate(amount)
        or conditional(amount)
        or fee_of(amount)
        or _whole(amount)
    )
    return Figure(kind, amount.value, amount, name)


def _agent_figure(amount: Amount) -> Figure:
    kind, name = (
        _discount(amount)
        or _aside(amount)
        or _bounded(amount)
        or _included(amount)
        or _rate(amount)
        or fee_of(amount)
        or (Kind.RANGE if amount.low is not None else Kind.TOTAL, "")
    )
    return Figure(kind, amount.value, amount, name)


KindAndName = tuple[Kind, str]


def _discount(amount: Amount) -> KindAndName | None:
    percent = PERCENT_AFTER.match(amount.after) is not None
    if words.OFF_AFTER.match(amount.after) or words.OFF_BEFORE.search(amount.before):
        return Kind.DISCOUNT, "percent" if percent else ""
    return (Kind.NOISE, "") if percent else None


def _aside(amount: Amount) -> KindAndName | None:
    """Money that is no price of this work, whoever says it."""
    before, after = amount.before, amount.after
    if words.PERIOD_AFTER.match(after) or words.ALREADY_PAID.match(after):
        return Kind.NOISE, ""
    unit = words.EACH_AFTER.match(after)
    if unit is not None:
        counts = unit["thing"] or unit["each"]
        return (Kind.UNIT, unit["thing"] or "") if counts else (Kind.NOISE, "")
    if words.DEPOSIT_AFTER.match(after) or words.DEPOSIT_BEFORE.search(before):
        return Kind.NOISE, ""
    if words.INSTALMENT_AFTER.match(after):
        return Kind.NOISE, ""
    if words.COMES_OFF.search(before):
        return Kind.NOISE, ""
    if amount.asked and words.DUE_NOW.match(after):
        return Kind.NOISE, ""
    if words.COUPON_AFTER.match(after) or words.COUPON_BEFORE.search(before):
        return Kind.NOISE, ""
    if _is_taxed(amount):
        return Kind.NOISE, ""
    rival = _last(words.RIVAL_CUE, amount.sentence)
    if rival is not None and not words.OWN_WORD.search(amount.sentence, rival.end()):
        return Kind.RIVAL, ""
    if words.RIVAL_AFTER.match(after):
        return Kind.RIVAL, ""
    if words.BUDGET_CUE.search(amount.sentence) and not words.OWN_WORD.search(before):
        return Kind.BUDGET, ""
    return None


def _is_taxed(amount: Amount) -> bool:
    """Whether a figure is the tax, or holds it: "two forty before tax, 259 with"."""
    if words.TAX_BEFORE.search(amount.before) and not words.BEFORE_TAX.match(amount.after):
        return True
    if words.TAX_AFTER.match(amount.after):
        return True
    return "tax" in amount.sentence and words.WITH_IT.match(amount.after) is not None


def _bounded(amount: Amount) -> KindAndName | None:
    return (Kind.LIMIT, "") if words.LIMIT_BEFORE.search(amount.before) else None


def _included(amount: Amount) -> KindAndName | None:
    """ "1,600, with the 400 coming out of it": a share of a price that was told before."""
    if amount.follows and words.SHARE_BEFORE.search(amount.before):
        return Kind.NOISE, "included"
    return None


def _rejected(amount: Amount, offered: Decimal | None) -> KindAndName | None:
    denied = words.NOT_CUE.search(amount.before)
    if denied is not None and words.CORRECTION.search(denied[0]):
        denied = None
    if denied is not None:
        if words.FLOOR_WORDS.search(denied["rest"]):
            return Kind.TOTAL, ""
        if words.CEILING_WORDS.search(denied["rest"]):
            return Kind.ABOUT, ""
        if not words.PLAIN_NO.match(denied[0]):
            return Kind.REJECTED, ""
    if words.REJECT_AFTER.match(amount.after) or words.LOSE_BEFORE.search(amount.before):
        return Kind.REJECTED, ""
    if offered is not None and amount.value == offered and _is_pondered(amount):
        return Kind.REJECTED, "echo"
    return None


def _is_pondered(amount: Amount) -> bool:
    """ "Five hundred?", "five hundred...": an offer that is only repeated."""
    return amount.asked or amount.after.startswith("..")


def _rate(amount: Amount) -> KindAndName | None:
    if words.RATE_AFTER.match(amount.after):
        return Kind.RATE, ""
    if not amount.follows and words.RATE_BEFORE.search(amount.before):
        return Kind.RATE, ""
    return None


def _whole(amount: Amount) -> KindAndName:
    if amount.low is not None:
        return Kind.RANGE, ""
    if words.UP_TO_BEFORE.search(amount.before) and words.STARTS_AT.search(amount.sentence):
        return Kind.RANGE, ""
    if words.SOFT_AFTER.match(amount.after) or words.SOFT_BEFORE.search(amount.before):
        return Kind.ABOUT, ""
    if words.SUM_BEFORE.search(amount.before) or words.SUM_AFTER.match(amount.after):
        return Kind.SUM, ""
    if words.MOSTLY_CUE.search(amount.before):
        return Kind.ABOUT, ""
    if words.NORMALLY_CUE.search(amount.before) and _is_contrast(amount):
        return Kind.ABOUT, ""
    return Kind.TOTAL, ""


def _is_contrast(amount: Amount) -> bool:
    """Whether a usual price is told only to set off the real one, after or before it."""
    if words.BUT_FOR_YOU.search(amount.after):
        return True
    return amount.follows and words.DISCOUNTED.search(amount.sentence) is not None


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(text):
        found = match
    return found
