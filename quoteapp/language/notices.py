"""A calm sentence of safety, when a query speaks of danger."""

from quoteapp.language.denials import JOINERS
from quoteapp.language.entries import Notice
from quoteapp.language.library import library
from quoteapp.language.patterns import Match
from quoteapp.language.query import Query
from quoteapp.language.text import Text

DENIAL_REACH = 3
DENIALS = frozenset({"no", "not", "dont", "doesnt", "didnt", "isnt", "never", "without", "sin"})


def notice_for(query: Query) -> str | None:
    """The sentence of the most urgent danger that the query means, if any."""
    data, text = library(), query.text
    harmless = {match.label for match in data.harmless.matches(text)}
    dangers = [
        match.label
        for match in data.notices.matches(text)
        if match.label not in harmless and not _is_denied(match, text)
    ]
    return min(dangers, key=lambda notice: notice.order).sentence if dangers else None


def _is_denied(match: Match[Notice], text: Text) -> bool:
    """True for "no gas smell" and "I don't smell gas", on this side of an "and" or a comma."""
    lacks = any(text[at].word in DENIALS for at in match.positions)  # "No brakes" is the danger.
    if text.denied.intersection(match.positions) and not lacks:
        return True
    first = match.positions[0]
    for at in range(first - 1, max(-1, first - 1 - DENIAL_REACH), -1):
        if text[at].clause != text[first].clause or text[at].word in JOINERS:
            return False
        if text[at].word in DENIALS:
            return True
    return False
