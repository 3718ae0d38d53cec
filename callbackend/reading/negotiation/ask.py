"""What a provider asks for a job: a total, its parts, or a rate by the hour."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import IntEnum

from callbackend.reading.money.figures import ONE_HUNDRED, Figure, Kind


class Firmness(IntEnum):
    """How far a provider stands by its figure; a firmer one replaces a weaker one."""

    NOTHING = 0
    OPTION = 1
    ABOUT = 2
    RANGE = 3
    HOURLY = 4
    FIRM = 5


FIRMNESS = {
    Kind.TOTAL: Firmness.FIRM,
    Kind.SUM: Firmness.FIRM,
    Kind.RANGE: Firmness.RANGE,
    Kind.ABOUT: Firmness.ABOUT,
    Kind.OPTION: Firmness.OPTION,
    Kind.CASH: Firmness.OPTION,
    Kind.USUAL: Firmness.NOTHING,
}
# How the names of the parts begin that nobody can waive.
WORK_NAMES = ("labo", "part", "material", "mano", "pieza", "refaccion", "paint", "install")
PART_KINDS = frozenset({Kind.VISIT, Kind.PART, Kind.EXTRA})


@dataclass(frozen=True, slots=True)
class PricePart:
    """A fee, or labor, or material."""

    kind: Kind
    name: str
    value: Decimal
    line: int

    @property
    def is_work(self) -> bool:
        """Whether it pays for labor or material rather than being a fee."""
        return self.kind is Kind.PART and self.name.startswith(WORK_NAMES)


@dataclass(frozen=True, slots=True)
class Ask:
    """A provider's price as it stands; `lines` are those that named the total or the rate."""

    total: Decimal | None = None
    firmness: Firmness = Firmness.NOTHING
    parts: tuple[PricePart, ...] = ()
    rate: Decimal | None = None
    hours: Decimal | None = None
    lines: tuple[int, ...] = ()

    @property
    def base(self) -> Decimal | None:
        """The price without separate fees; `None` when a visit is all that has a price."""
        if self.total is not None:
            return self.total
        if self.rate is not None and self.hours is not None:
            return self.rate * self.hours
        return None

    @property
    def value(self) -> Decimal | None:
        """The whole price, before tax."""
        base = self.base
        if base is None and all(part.kind is Kind.VISIT for part in self.parts):
            return None
        if base is None and self.rate is not None:
            return None
        return (base or Decimal(0)) + sum((part.value for part in self.parts), Decimal(0))

    @property
    def strength(self) -> Firmness:
        """How firm the value is."""
        if self.value is None:
            return Firmness.NOTHING
        if self.total is not None:
            return self.firmness
        return Firmness.HOURLY if self.rate is not None else Firmness.FIRM

    @property
    def evidence(self) -> tuple[int, ...]:
        """The lines that make the value."""
        return tuple(sorted({*self.lines, *(part.line for part in self.parts)}))

    def with_total(self, value: Decimal, firmness: Firmness, line: int, *, alone: bool) -> "Ask":
        """A new total; `alone` when it leaves no room for fees named earlier."""
        parts = () if alone or value == self._parts_sum() else self.parts
        return Ask(value, firmness, parts, None, None, (line,))

    def with_part(self, figure: Figure, line: int) -> "Ask":
        """One more fee; a fee of the same name takes the place of the one before."""
        part = PricePart(figure.kind, figure.name, figure.value, line)
        if figure.kind is Kind.EXTRA and part.value in self._extras():
            return self
        others = tuple(old for old in self.parts if not _same(old, part))
        return replace(self, parts=(*others, part))

    def without_parts(self, kinds: Iterable[Kind]) -> "Ask":
        """The same price with fees of these kinds dropped."""
        return replace(self, parts=tuple(part for part in self.parts if part.kind not in kinds))

    def without_fees(self) -> "Ask":
        """The same price with its visit dropped, or else whatever is neither labor nor parts."""
        if any(part.kind is Kind.VISIT for part in self.parts):
            return self.without_parts({Kind.VISIT})
        return replace(self, parts=tuple(part for part in self.parts if part.is_work))

    def without_breakdown(self, line_from: int) -> "Ask":
        """Drops parts named since a line if they only break the total down."""
        fresh = [part.value for part in self.parts if part.line >= line_from]
        if self.total is not None and len(fresh) > 1 and sum(fresh) == self.total:
            return replace(self, parts=tuple(p for p in self.parts if p.line < line_from))
        return self

    def with_rate(self, rate: Decimal | None, hours: Decimal | None, line: int) -> "Ask":
        """The price by the hour; what is told later completes what was told before."""
        if self.total is not None and self.firmness >= Firmness.RANGE:
            return self
        known = [value for value in (self.hours, hours) if value is not None]
        return Ask(
            None,
            Firmness.HOURLY,
            self.parts,
            rate if rate is not None else self.rate,
            max(known, default=None),
            tuple(sorted({*self.lines, line})),
        )

    def reduced(self, figure: Figure) -> Decimal | None:
        """What is left after a discount of so many dollars or percent."""
        if self.value is None:
            return None
        off = figure.value
        if figure.name == "percent":
            off = self.value * figure.value / ONE_HUNDRED
        return self.value - off if 0 < off < self.value else None

    def _extras(self) -> list[Decimal]:
        return [part.value for part in self.parts if part.kind is Kind.EXTRA]

    def _parts_sum(self) -> Decimal:
        return sum((part.value for part in self.parts), Decimal(0))


def _same(old: PricePart, new: PricePart) -> bool:
    if old.kind is not new.kind or new.kind is Kind.EXTRA:
        return False
    return new.kind is Kind.VISIT or old.name == new.name
