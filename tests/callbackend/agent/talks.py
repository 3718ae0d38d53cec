"""Talks written line by line: what the business says, and what the agent does about it.

    talk = Talk("Two hundred.", "COUNTER(170)", "In your dreams.", "COUNTER|ASK_ROOM")

A line of the business is followed by a pattern of the move that answers it. What must hold besides
is told by name: `outcome`, `first`, `last`, `agreed`, `says` (a pattern of the last words), and
`notes`.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from callbackend.agent.brief import Brief
from callbackend.agent.negotiator import Negotiator
from callbackend.agent.reply import Reply
from tests.callbackend.factories import make_brief

TODAY = date(2025, 12, 1)
UNTOLD: Any = object()


@dataclass
class Talk:
    said: tuple[str, ...]
    outcome: str | None = UNTOLD
    first: float | None = UNTOLD
    last: float | None = UNTOLD
    agreed: float | None = UNTOLD
    says: str | None = None
    notes: dict[str, str] = field(default_factory=dict)
    brief: dict[str, Any] = field(default_factory=dict)

    def __init__(self, *said: str, **holds: Any) -> None:
        self.said = said
        self.notes, self.brief = {}, {}
        for name, value in holds.items():
            assert name in self.__dataclass_fields__, name
            setattr(self, name, value)

    def __repr__(self) -> str:
        return " | ".join(self.said[::2])[:150]


@dataclass
class Held:
    """A talk that was held."""

    negotiator: Negotiator
    replies: list[Reply]
    transcript: list[str]

    def __str__(self) -> str:
        return "\n".join(self.transcript)


def hold(brief: Brief, *heard: str) -> Held:
    """Every line is said until the agent is done."""
    negotiator = Negotiator(brief, "Reliable Services", today=TODAY)
    replies = [negotiator.turn(None)]
    transcript = [f"Agent: {replies[0].say}"]
    for line in heard:
        if replies[-1].done:
            break
        replies.append(negotiator.turn(line))
        transcript += [f"Provider: {line}", f"Agent ({replies[-1].move}): {replies[-1].say}"]
    return Held(negotiator, replies, transcript)


def check(talk: Talk) -> None:
    """Whether everything holds that the talk tells."""
    held = hold(make_brief(**talk.brief), *talk.said[::2])
    for move, reply in zip(talk.said[1::2], held.replies[1:], strict=True):
        assert re.match(rf"(?:{move})", str(reply.move)), f"not {move}:\n{held}"
    found, last = held.negotiator.findings, held.replies[-1]
    told = {
        "outcome": last.outcome and str(last.outcome),
        "first": _number(found.estimated_price),
        "last": _number(found.last_offer),
        "agreed": _number(found.negotiated_price),
    }
    for name, value in told.items():
        expected = getattr(talk, name)
        assert expected is UNTOLD or value == expected, f"{name} is {value}:\n{held}"
    if talk.says is not None:
        assert re.search(talk.says, last.say, re.IGNORECASE), held
    for kind, words in talk.notes.items():
        texts = [note.text for note in found.notes if note.kind == kind]
        assert any(words in text for text in texts), f"no note {kind} of {words!r}:\n{held}"


def _number(price: Decimal | None) -> float | None:
    return None if price is None else float(price)
