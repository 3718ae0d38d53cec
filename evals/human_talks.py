"""How well price talks between people are read: typed, and none of our trades, but real haggling.

The talks lie outside of the project and stay there; a path to them is given at the call.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

from callbackend.reading import Quote, Utterance

# The buyer stands where our agent does, the seller where the business does.
ROLES: dict[str, Literal["agent", "provider"]] = {"buyer": "agent", "seller": "provider"}
FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class HumanTalk:
    """A talk, and the price of the offer that was accepted by a button; none if it was refused."""

    lines: tuple[Utterance, ...]
    price: Decimal | None


@dataclass(frozen=True, slots=True)
class HumanScore:
    """How many of the agreed talks are read how, and of the refused ones falsely."""

    agreed: int
    right: int
    missed: int
    at_another_price: int
    refused: int
    falsely_agreed: int


def human_talks(path: Path) -> tuple[HumanTalk, ...]:
    """Those that measure: refused, or agreed at a price that stands in a message."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    found = (_talk(row) for row in rows if row["refused"] or row["price"] is not None)
    return tuple(talk for talk in found if talk.price is None or _stands_in(talk))


def score_human_talks(
    talks: Sequence[HumanTalk], read: Callable[[Sequence[Utterance]], Quote]
) -> HumanScore:
    """How well `read` finds the price that was agreed."""
    read_as = [(talk.price, read(talk.lines).negotiated_price) for talk in talks]
    agreed = [(price, found) for price, found in read_as if price is not None]
    refused = [found for price, found in read_as if price is None]
    right = sum(price == found for price, found in agreed)
    missed = sum(found is None for _, found in agreed)
    return HumanScore(
        len(agreed),
        right,
        missed,
        len(agreed) - right - missed,
        len(refused),
        sum(found is not None for found in refused),
    )


def _talk(row: dict[str, object]) -> HumanTalk:
    written = row["lines"]
    assert isinstance(written, list)  # noqa: S101
    lines = (Utterance(ROLES[line["role"]], " ".join(line["text"].split())) for line in written)
    price = None if row["refused"] else Decimal(str(row["price"]))
    return HumanTalk(tuple(lines), price)


def _stands_in(talk: HumanTalk) -> bool:
    figures = (it.replace(",", "") for line in talk.lines for it in FIGURE.findall(line.text))
    return any(Decimal(it) == talk.price for it in figures)
