"""What is understood of every labelled text: one JSON object each, in the order of its file."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from evals import sets
from tests.readings import read_queries, read_talks

TALKS = (sets.QUOTES, sets.TURNS, sets.CONVERSATIONS, sets.UNSEEN_QUOTES)
QUERIES = (sets.TRADES, sets.UNSEEN_TRADES, sets.UNSEEN_REQUESTS)


def talks() -> Iterator[dict[str, Any]]:
    """Both readings of each labelled conversation."""
    for path in TALKS:
        for done in read_talks(path):
            live, whole = done.live, done.whole
            yield {
                "id": f"{path.stem}:{done.talk.id}",
                "listen": [_number(live.estimated_price), _number(live.negotiated_price)],
                "read": [_number(whole.estimated_price), _number(whole.negotiated_price)],
                "evidence": list(whole.evidence),
            }


def queries() -> Iterator[dict[str, Any]]:
    """The reading of each labelled query."""
    for path in QUERIES:
        for labelled, reading in read_queries(path):
            yield {
                "query": labelled.query,
                "trade": reading.trade,
                "problem": reading.problem,
                "questions": list(reading.questions),
                "notice": reading.notice,
                "alternatives": list(reading.alternatives),
            }


def _number(price: Decimal | None) -> float | None:
    return None if price is None else float(price)
