"""What is understood of every labelled text: one JSON object each, in the order of its file."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from callbackend.agent.listening import meanings_of
from callbackend.prices import listen, read
from evals import sets
from quoteapp import language

TALKS = (sets.QUOTES, sets.TURNS, sets.CONVERSATIONS, sets.UNSEEN_QUOTES)
QUERIES = (sets.TRADES, sets.UNSEEN_TRADES)


def talks() -> Iterator[dict[str, Any]]:
    """Both readings of each labelled conversation, and what each line of the provider means."""
    for path in TALKS:
        for talk in sets.talks(path):
            live, whole = listen(talk.lines), read(talk.lines)
            yield {
                "id": f"{path.stem}:{talk.id}",
                "listen": [_number(live.estimated_price), _number(live.negotiated_price)],
                "read": [_number(whole.estimated_price), _number(whole.negotiated_price)],
                "evidence": list(whole.evidence),
                "means": [
                    " ".join(sorted(one.name for one in meanings_of(line.text)))
                    for line in talk.lines
                    if line.role == "provider"
                ],
            }


def queries() -> Iterator[dict[str, Any]]:
    """The reading of each labelled query."""
    for path in QUERIES:
        for labelled in sets.queries(path):
            reading = language.read(labelled.query)
            yield {
                "query": labelled.query,
                "trade": reading.trade,
                "problem": reading.problem,
                "questions": list(reading.questions),
                "notice": reading.notice,
            }


def _number(price: Decimal | None) -> float | None:
    return None if price is None else float(price)
