"""What the agent knows when it rings: the customer's request, without name or address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Self

NO_LIMIT = "no_limit"
SAMPLE_MARK = " (sample)"


@dataclass(frozen=True, slots=True)
class Brief:
    """One job as told to the agent. `price_limit` steers it and is never spoken."""

    task: str
    problem: str
    answers: tuple[tuple[str, str], ...]
    zip_code: str
    date_needed: date
    price_limit: Decimal | None = None
    best_quote: Decimal | None = None
    # Who calls, where a real phone rings: told in the opening.
    caller: str = ""

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """The brief as `StartCallIn` loads it, or as it was stored."""
        limit = values["price_limit"]
        best = values.get("best_quote")
        return cls(
            task=values["task"],
            problem=values["problem"],
            answers=tuple((pair["question"], pair["answer"]) for pair in values["answers"]),
            zip_code=values["zip_code"],
            date_needed=date.fromisoformat(str(values["date_needed"])),
            price_limit=None if limit == NO_LIMIT else Decimal(str(limit)),
            best_quote=None if best is None else Decimal(str(best)),
        )


def spoken_name(name: str) -> str:
    """A business name as one says it: the mark of the sample directory is not part of it."""
    return name.removesuffix(SAMPLE_MARK)
