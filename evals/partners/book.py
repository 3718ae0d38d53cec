"""What a partner knows to have been said: the truth that the records are held to."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(slots=True)
class Book:
    """The partner's own account of its prices, and of how it was treated.

    `said` are all figures that it spoke, prices or not; `misheard` those it said in place of ours.
    """

    first: Decimal | None = None
    standing: Decimal | None = None
    held: Decimal | None = None
    said: set[Decimal] = field(default_factory=set)
    offered: list[Decimal] = field(default_factory=list)
    misheard: set[Decimal] = field(default_factory=set)
    untold: list[str] = field(default_factory=list)  # persons who never heard what the job is
    told: set[str] = field(default_factory=set)
    unanswered: list[str] = field(default_factory=list)
    is_angry: bool = False
    is_over: bool = False

    def name(self, price: Decimal) -> None:
        """A firm price was named; one that differs from a price that was held undoes that."""
        self.first = self.first if self.first is not None else price
        if self.held != price:
            self.held = None
        self.standing = price
        self.said.add(price)

    def hold(self) -> None:
        """The standing price was promised until a day."""
        self.held = self.standing

    def withdraw(self) -> None:
        """What was named before is given no more."""
        self.held = self.standing = None

    def knows(self, amount: Decimal) -> bool:
        """Whether this amount is one of theirs, or a sum or a multiple of such."""
        if amount in self.said:
            return True
        sums = (one + other for one in self.said for other in self.said)
        by_count = (one * count for one in self.said for count in range(2, 41))
        return amount in {*sums, *by_count}
