"""What of a text may be said to a stranger: clause by clause, else nothing of it."""

from collections.abc import Callable

from common.words.claims import claims_in
from common.words.clauses import Clause, clauses_of, without
from common.words.reader import OFFENCES, PRIVATE, Kind, Reading

UNSPOKEN = OFFENCES | PRIVATE | {Kind.SWEARING, Kind.EMPHASIS}

Forbids = Callable[[str], bool]


def sayable(text: str, forbids: Forbids = lambda clause: False) -> str:
    """What of a text may be said; the text itself, where all of it may.

    `forbids` tells of a clause what only the caller knows.
    """
    if not left_out(Reading(text), forbids):
        return text
    calm = Reading(_calm(Reading(text)))
    rest = without(calm.text, clauses_of(calm.text), left_out(calm, forbids))
    return "" if left_out(Reading(rest), forbids) else rest


def left_out(reading: Reading, forbids: Forbids) -> list[Clause]:
    """The clauses that must not be said, in their order."""
    spans = [reading.span(match) for match in reading.matches if match.kind in UNSPOKEN]
    may_promise = bool(reading.kinds({Kind.PROMISE}))
    return [
        clause
        for clause in clauses_of(reading.text)
        if any(start < clause.end and clause.start < end for start, end in spans)
        or _is_forbidden(reading.text[clause.start : clause.end], forbids, may_promise=may_promise)
    ]


def _is_forbidden(clause: str, forbids: Forbids, *, may_promise: bool) -> bool:
    return forbids(clause) or (may_promise and Kind.PROMISE in claims_in(clause))


def _calm(reading: Reading) -> str:
    """The text without words that only lend it force."""
    text = reading.text
    for match in reversed(reading.matches):
        if match.kind == Kind.EMPHASIS:
            start, end = reading.span(match)
            text = text[:start].rstrip(" ") + text[end:] if start else text[end:].lstrip()
    return text
