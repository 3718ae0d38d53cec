"""The lines of a transcript in which a price was named, asked for and agreed to."""

import re
from collections.abc import Iterator, Sequence
from typing import TypedDict

from quoteapp.models.findings import Move, MoveKind, Side

# A line of the transcript begins with who says it; what does not goes on with the one before.
SPEAKER = re.compile(r"^(Agent|Provider): ", re.MULTILINE)


class Line(TypedDict):
    """One turn of a call, counted from 0."""

    role: str
    text: str
    turn: int


def lines_of(transcript: str | None) -> list[Line]:
    """The turns of a transcript of `Agent: …` and `Provider: …` lines."""
    parts = SPEAKER.split(transcript or "")[1:]
    turns = zip(parts[::2], parts[1::2], strict=True)
    return [
        {"role": role.lower(), "text": text.strip(), "turn": turn}
        for turn, (role, text) in enumerate(turns)
    ]


def evidence_of(transcript: str | None, moves: Sequence[Move] | None) -> tuple[Line, ...]:
    """Where they named their first price and their last, and where both agreed."""
    lines = lines_of(transcript)
    shown = sorted(set(_turns(moves or [])))
    return tuple(lines[turn] for turn in shown if 0 <= turn < len(lines))


def _turns(moves: Sequence[Move]) -> Iterator[int]:
    theirs = [move for move in moves if move["by"] == Side.PROVIDER]
    if theirs:
        yield theirs[0]["turn"]
        yield theirs[-1]["turn"]
    for move in moves:
        if move["kind"] == MoveKind.AGREED:
            # What we read back, and their yes to it.
            yield from (move["turn"] - 1, move["turn"])
