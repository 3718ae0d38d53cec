"""A price that the agent recalls from before the call: "you quoted 580, would 500 do?".

It is the provider's once the provider goes on from it rather than denies it.
"""

import re
from dataclasses import replace
from decimal import Decimal

from callbackend.reading.money.figures import Figure, Kind
from callbackend.reading.negotiation.ask import Ask, Firmness
from callbackend.reading.negotiation.deal import Deal

TOLD_BEFORE = re.compile(
    r"\b(?:you(?:'d|'ve)?(?: \w+)? (?:quoted|said|told|had|gave|were|wrote|mentioned|offered)|"
    r"you're at|(?:your|the) (?:\w+ )?(?:quote|price|number|estimate|figure|bid)\b[^.?!]{0,40}"
    r"\b(?:was|is|of|said|says)|(?:read|saw|got|have|seen) (?:the|your)|me (?:dijo|habia dicho))\b"
    r"[^.?!]{0,30}$"
)
TOLD_AFTER = re.compile(
    r"^[^.?!]{0,40}?\b(?:from you|(?:was|is) (?:what you|your (?:number|quote|price|figure)))\b"
)
DENIES = re.compile(r"^\W*(?:no|nope|nah)\b|\b(?:never|didn't|don't remember|wasn't|not what)\b")


def recalled_figure(deal: Deal, figures: list[Figure]) -> Figure | None:
    """The provider's earlier price that the agent tells of before any is named in the call."""
    if deal.ask.value is not None:
        return None
    for figure in figures:
        amount = figure.amount
        if figure.kind in {Kind.TOTAL, Kind.PART} and (
            TOLD_BEFORE.search(amount.before) or TOLD_AFTER.match(amount.after)
        ):
            return figure
    return None


def with_recalled(deal: Deal, text: str, named: Decimal | None) -> Deal:
    """The deal after a provider's answer to an agent that recalled a price.

    An answer to an offer made beside it leaves the price standing, whatever the answer is.
    """
    recalled = deal.recalled
    if recalled is None:
        return deal
    deal = replace(deal, recalled=None)
    is_beside_offer = deal.offer is not None and deal.offer.value != recalled.value
    if not is_beside_offer and (DENIES.search(text) or named not in {None, recalled.value}):
        return deal
    ask = Ask(recalled.value, Firmness.FIRM, (), None, None, (recalled.line,))
    return replace(deal, ask=ask, estimate=ask, is_haggled=deal.is_haggled or is_beside_offer)
