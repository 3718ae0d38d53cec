"""What an amount of money can stand for in a talk about a price."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from callbackend.reading.money.amounts import Amount

ONE_HUNDRED = Decimal(100)


class Kind(StrEnum):
    """What a figure stands for."""

    TOTAL = "total"  # a firm figure for the work
    SUM = "sum"  # a total that says of itself that it is all-in
    RANGE = "range"
    ABOUT = "about"  # a figure that its speaker does not stand by
    RATE = "rate"  # dollars an hour
    UNIT = "unit"  # dollars for each of several things
    VISIT = "visit"  # a trip, inspection or diagnostic fee
    PART = "part"  # labor, parts, disposal, …
    EXTRA = "extra"  # "plus 40", without a name
    DISCOUNT = "discount"  # dollars off
    CASH = "cash"  # what it costs under a condition of payment or timing
    OPTION = "option"  # what it costs if the work turns out to be this or that
    USUAL = "usual"  # what it costs others, or normally
    RIVAL = "rival"  # another company's figure
    BUDGET = "budget"
    LIMIT = "limit"  # "anything under 250"
    REJECTED = "rejected"  # "I can't do 150"
    NOISE = "noise"  # deposits, coupons, tax, plans by the month


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount with its meaning; `name` says which fee, part or thing it is."""

    kind: Kind
    value: Decimal
    amount: Amount
    name: str = ""
