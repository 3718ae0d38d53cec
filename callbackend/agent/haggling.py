"""What to offer: arithmetic that depends on what the provider asks, never on the limit itself."""

from decimal import ROUND_HALF_UP, Decimal

# A first counter-offer is a tenth below the ask: enough to matter, not so much as to offend.
COUNTER_SHARE = Decimal("0.90")
# An ask and the step in which people name prices of that size.
STEPS = (
    (Decimal(60), Decimal(1)),
    (Decimal(1_000), Decimal(5)),
    (Decimal(5_000), Decimal(25)),
    (Decimal(20_000), Decimal(100)),
)
BIGGEST_STEP = Decimal(500)


def first_offer(ask: Decimal) -> Decimal:
    """A round figure about a tenth below the ask."""
    return _below(ask, ask * COUNTER_SHARE)


def next_offer(ask: Decimal, offer: Decimal) -> Decimal | None:
    """A round figure half-way between their ask and our last offer; None if they are close."""
    middle = _below(ask, (ask + offer) / 2)
    return middle if offer < middle < ask else None


def step_of(price: Decimal) -> Decimal:
    """The step in which people name prices of this size."""
    return next((step for highest, step in STEPS if price < highest), BIGGEST_STEP)


def _below(ask: Decimal, price: Decimal) -> Decimal:
    step = step_of(ask)
    rounded = (price / step).quantize(Decimal(1), ROUND_HALF_UP) * step
    return rounded if rounded < ask else rounded - step
