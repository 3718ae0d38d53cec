"""What goes in and what comes out: lines of a conversation, and the quote that they hold."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Role = Literal["agent", "provider"]

CENT = Decimal("0.01")
HIGHEST_PRICE = 1_000_000  # dollars; no price of a call is higher

LABEL = re.compile(r"^\s*(?:\W{0,2})([A-Za-z][A-Za-z _-]{0,30}?)\W{0,2}\s*:\s*(.*)$")
BRACKETED = re.compile(r"^\s*[\[(][^\])]*[\])]\s*$")
ROLES: dict[str, Role] = {"agent": "agent", "provider": "provider"}
OTHER_LABELS = frozenset({"system", "note", "narrator", "operator", "status", "event", "time"})


@dataclass(frozen=True, slots=True)
class Utterance:
    """One utterance."""

    role: Role
    text: str
    # Said while the other side was still speaking.
    overlapped: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """The prices that a conversation holds, with two decimals, and the lines that show them.

    `evidence` holds indexes into the lines that were heard, in order.
    """

    estimated_price: Decimal | None
    negotiated_price: Decimal | None
    evidence: tuple[int, ...]

    def agreed_at(self, price: Decimal, lines: Iterable[int]) -> "Quote":
        """The same with an agreement, which these lines show.

        Who named no price but agreed to one has estimated just that.
        """
        estimated = price if self.estimated_price is None else self.estimated_price
        return Quote(estimated, price, tuple(sorted({*self.evidence, *lines})))


def in_cents(price: Decimal) -> Decimal:
    """With two decimals, as every price is told and compared."""
    return price.quantize(CENT, ROUND_HALF_UP)


def parse(transcript: str) -> list[Utterance]:
    """The utterances of a transcript of `Agent:` / `Provider:` lines.

    Labels are read without regard to case; a line without one continues the utterance above it.
    What another label says ("System: …"), or a line that is one bracket, is left out.
    """
    lines: list[Utterance] = []
    listening = False
    for raw in transcript.splitlines():
        if not raw.strip() or BRACKETED.match(raw):
            continue
        label, text = _split_label(raw)
        if label is None:
            if listening:
                lines[-1] = Utterance(lines[-1].role, f"{lines[-1].text} {text}".strip())
            continue
        listening = label in ROLES
        if listening:
            lines.append(Utterance(ROLES[label], text))
    return lines


def _split_label(raw: str) -> tuple[str | None, str]:
    found = LABEL.match(raw)
    if found is None:
        return None, raw.strip()
    label = found[1].strip().casefold()
    if label in ROLES or label in OTHER_LABELS:
        return label, found[2].strip()
    return None, raw.strip()
