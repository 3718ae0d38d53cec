"""Short figures: `could you do two?` beside 250 is 200, beside 2,500 it is 2000."""

from decimal import Decimal

# A figure of three digits is said in full: only a shorter one leaves its hundreds unsaid.
FIRST_FULL_FIGURE = 100
SMALLEST_SHARE, LARGEST_SHARE = Decimal("0.3"), Decimal(3)
NEAREST, FARTHEST = Decimal("0.4"), Decimal("1.7")


def is_near(value: Decimal, reference: Decimal | None) -> bool:
    """Whether two figures may be about the same job."""
    if reference is None:
        return False
    return reference * NEAREST <= value <= reference * FARTHEST


def is_comparable(value: Decimal, other: Decimal) -> bool:
    """Whether a figure can be told for the price that another one was told for."""
    return other * NEAREST <= value <= other * LARGEST_SHARE


def scaled(value: Decimal, reference: Decimal | None) -> Decimal:
    """A short figure at the scale of the reference, where only one scale makes sense."""
    if reference is None or value >= FIRST_FULL_FIGURE or value * 5 >= reference:
        return value
    for factor in (100, 1000):
        if is_near(value * factor, reference):
            return value * factor
    return value
