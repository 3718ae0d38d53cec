"""What to offer: arithmetic that depends on what they ask, and never tells the limit.

People who haggle come 15 to 18 % below a list price; a first offer is that far below, a next one
lies between theirs and ours. Whoever has a better quote asks for somewhat less than that.
"""

from decimal import ROUND_HALF_UP, Decimal

COUNTER_SHARE = Decimal("0.84")
# Who meets a quote saves the customer nothing. Shops that beat a price do so by a tenth.
QUOTE_SHARE = Decimal("0.9")
# An offer that is further below what they ask would only offend.
LEAST_SHARE = Decimal("0.65")
# A figure so near below ours may be ours, misheard.
NEAR = Decimal("0.85")
TWENTY = 20
# An ask and the step in which people name prices of that size.
STEPS = (
    (Decimal(60), Decimal(1)),
    (Decimal(1_000), Decimal(5)),
    (Decimal(5_000), Decimal(25)),
    (Decimal(20_000), Decimal(100)),
)
BIGGEST_STEP = Decimal(500)


def first_offer(ask: Decimal) -> Decimal:
    """A round figure about 15 % below the ask."""
    return _below(ask, ask * COUNTER_SHARE)


def next_offer(ask: Decimal, offer: Decimal) -> Decimal | None:
    """A round figure half-way between their ask and our last offer; None if they are close."""
    middle = _below(ask, (ask + offer) / 2)
    return middle if offer < middle < ask else None


def below_quote(ask: Decimal, quote: Decimal) -> Decimal:
    """A round figure somewhat below another's quote, and no higher than a first offer.

    The quote itself where less could only offend.
    """
    offer = min(first_offer(ask), _below(quote, quote * QUOTE_SHARE))
    return offer if offer >= ask * LEAST_SHARE else quote


def affordable(ask: Decimal, offer: Decimal, limit: Decimal | None) -> Decimal | None:
    """The offer, or a round figure that could be kept where it is too high; None where none is.

    It never is the limit itself, and never so low that it could only offend.
    """
    if limit is not None and offer >= limit:
        step = step_of(ask)
        offer = (limit // step) * step
        if offer >= limit:
            offer -= step
    return offer if 0 < offer < ask and offer >= ask * LEAST_SHARE else None


def step_of(price: Decimal) -> Decimal:
    """The step in which people name prices of this size."""
    return next((step for highest, step in STEPS if price < highest), BIGGEST_STEP)


def sounds_like(heard: Decimal, ours: Decimal) -> bool:
    """Whether a figure may be ours, misheard: 112 for 120, 115 for 150."""
    if heard == ours:
        return False
    if ours * NEAR <= heard < ours:
        return True
    # "Fifteen" for "fifty": the same hundreds, and a teen for its ten.
    hundreds, rest = divmod(ours, 100)
    return rest >= TWENTY and rest % 10 == 0 and heard == hundreds * 100 + 10 + rest / 10


def is_near(heard: Decimal, ours: Decimal) -> bool:
    """Whether somebody who asks back may mean our figure."""
    return heard != ours and ours * NEAR <= heard <= ours / NEAR


def _below(ask: Decimal, price: Decimal) -> Decimal:
    step = step_of(ask)
    rounded = (price / step).quantize(Decimal(1), ROUND_HALF_UP) * step
    return rounded if rounded < ask else rounded - step
