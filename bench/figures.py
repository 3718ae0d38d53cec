"""A figure: what was measured, against what, and whether that is good enough."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Target:
    """A bound on a figure's ratio to its baseline or, where it has none, on the figure itself."""

    at_least: float | None = None
    at_most: float | None = None

    def is_met_by(self, value: float) -> bool:
        """Whether `value` is within the bounds."""
        return (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )

    def __str__(self) -> str:
        bounds = (("≥", self.at_least), ("≤", self.at_most))
        return " and ".join(f"{sign} {bound:g}" for sign, bound in bounds if bound is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One row of the table. Without a target it is told for the sake of honesty."""

    what: str
    ours: float
    unit: str
    baseline: float | None = None
    against: str = ""  # what the baseline is
    target: Target | None = None

    @property
    def ratio(self) -> float | None:
        """Ours to the baseline."""
        return self.ours / self.baseline if self.baseline else None

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; `None` where there is none."""
        if self.target is None:
            return None
        return self.target.is_met_by(self.ours if self.ratio is None else self.ratio)

    def as_document(self) -> dict[str, Any]:
        """The figure as it goes into the JSON file."""
        return {
            "what": self.what,
            "ours": self.ours,
            "unit": self.unit,
            "baseline": self.baseline,
            "against": self.against,
            "ratio": self.ratio,
            "target": str(self.target) if self.target else None,
            "met": self.is_met,
        }
