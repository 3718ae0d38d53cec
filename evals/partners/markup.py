"""The lines of a partner as they are written: words, with what they do to its book in brackets.

    Two forty, all in. [price=240]
    Sure, till Friday's fine. [held]
    Hang on, I'll get my husband. [go=husband]

In the words, `{price}` is the price that stands, `{offer}` the agent's, `{misheard}` the agent's
heard wrongly; `{=240}` says 240 in the partner's voice and makes it the price.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

STEP = re.compile(r"\s*\[([a-z]+)(?:=([^\]]+))?\]")
NAMED = re.compile(r"\{=(\d+)\}")
STEPS = {
    "price",  # names a firm price
    "said",  # says a figure that is no price of the job
    "held",  # promises the price until the day
    "withdrawn",  # takes all of it back
    "go",  # somebody else, or another mood, from now on
    "end",  # hangs up
    "angry",  # and is offended
}


@dataclass(frozen=True, slots=True)
class Step:
    """What a line does, and with what."""

    name: str
    value: str = ""

    @property
    def amount(self) -> Decimal:
        """The value of a step that has a figure."""
        return Decimal(self.value)


@dataclass(frozen=True, slots=True)
class Remark:
    """The words of a line, and what it does."""

    words: str
    steps: tuple[Step, ...]


class BadLine(ValueError):
    """A line is written in a way that nobody understands."""


def remark(written: str) -> Remark:
    """The line as it was written, taken apart."""
    steps = [Step(name, value) for name, value in STEP.findall(written)]
    if unknown := {step.name for step in steps} - STEPS:
        raise BadLine(f"{written!r} has steps that nobody knows: {sorted(unknown)}")
    steps += [Step("price", price) for price in NAMED.findall(written)]
    return Remark(STEP.sub("", written).strip(), tuple(steps))
