"""Why an offer stands where it does, in words for the customer: never a score."""

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quoteapp.services.offers.ranking import Offer

NEAR_MILES = 10.0
FIRM = {
    "agreed": "They agreed to it in words.",
    "last_offer": "It is the last price that they named; nothing is agreed yet.",
    "quoted": "They named it; nothing is agreed yet.",
}


def reasons_of(offer: "Offer", rank: int, offers: int, limit: Decimal | None) -> tuple[str, ...]:
    """The sentences, the weightiest first."""
    return tuple(
        sentence
        for sentence in (
            _of_rank(offer, rank, offers),
            FIRM[offer.kind],
            f"They came down by {money(offer.saved)}." if offer.saved else "",
            _of_limit(offer, limit),
            _of_distance(offer),
        )
        if sentence
    )


def _of_rank(offer: "Offer", rank: int, offers: int) -> str:
    if rank > 1 or offers == 1:
        return ""
    return "It is the lowest price." if offer.within_limit else "It is nearest to your limit."


def _of_limit(offer: "Offer", limit: Decimal | None) -> str:
    if limit is None:
        return ""
    if offer.within_limit:
        left = limit - offer.price
        return f"It is {money(left)} under your limit." if left else "It is just your limit."
    return f"It is {money(offer.price - limit)} above your limit."


def _of_distance(offer: "Offer") -> str:
    miles = offer.distance_miles
    if miles is None or miles > NEAR_MILES:
        return ""
    return "They are in your ZIP code." if miles < 0.1 else f"They are {miles:.1f} miles away."


def money(dollars: Decimal) -> str:
    """`$130`, or `$130.50`."""
    whole = dollars == dollars.to_integral_value()
    return f"${dollars:,.0f}" if whole else f"${dollars:,.2f}"
