"""What of a text may be said to a stranger: clause by clause, else nothing of it."""

from bisect import bisect_left
from collections.abc import Callable
from itertools import accumulate

from common.words.claims import claims_in
from common.words.clauses import Clause, clauses_of, without
from common.words.reader import OFFENCES, PRIVATE, Kind, Reading

UNSPOKEN = OFFENCES | PRIVATE | {Kind.SWEARING, Kind.EMPHASIS}

Forbids = Callable[[str], bool]


def sayable(text: str, forbids: Forbids = lambda clause: False) -> str:
    """What of a text may be said; the text itself, where all of it may.

    `forbids` tells of a clause what only the caller knows.
    """
    reading = Reading(text)
    unspoken = left_out(reading, forbids)
    if not unspoken:
        return text
    calm = _calm(reading)
    if calm is not reading:
        unspoken = left_out(calm, forbids)
    rest = without(calm.text, clauses_of(calm.text), unspoken)
    return "" if left_out(Reading(rest), forbids) else rest


def left_out(reading: Reading, forbids: Forbids) -> list[Clause]:
    """The clauses that must not be said, in their order."""
    spans = sorted(reading.span(match) for match in reading.matches if match.kind in UNSPOKEN)
    starts = [start for start, _ in spans]
    # The furthest end of all spans so far: the last that begins before a clause ends reaches it.
    ends = [0, *accumulate((end for _, end in spans), max)]
    may_promise = bool(reading.kinds({Kind.PROMISE}))
    return [
        clause
        for clause in clauses_of(reading.text)
        if clause.start < ends[bisect_left(starts, clause.end)]
        or _is_forbidden(reading.text[clause.start : clause.end], forbids, may_promise=may_promise)
    ]


def _is_forbidden(clause: str, forbids: Forbids, *, may_promise: bool) -> bool:
    return forbids(clause) or (may_promise and Kind.PROMISE in claims_in(clause))


def _calm(reading: Reading) -> Reading:
    """The text without words that only lend it force."""
    text = reading.text
    emphases = [match for match in reading.matches if match.kind == Kind.EMPHASIS]
    for match in reversed(emphases):
        start, end = reading.span(match)
        text = text[:start].rstrip(" ") + text[end:] if start else text[end:].lstrip()
    return Reading(text) if emphases else reading
