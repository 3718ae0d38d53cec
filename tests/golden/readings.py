"""What is understood of every labelled text: one JSON object each, in the order of its file."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from callbackend.listening import listen as meanings_of
from callbackend.prices import listen, parse, read
from quoteapp import language
from tests.quoteapp.language.scoring import LABELLED_QUERIES, UNSEEN_QUERIES, labelled_queries

DATA = Path(__file__).parents[1] / "data"
TALKS = ("quotes", "turns", "conversations", "unseen_quotes")


def talks() -> Iterator[dict[str, Any]]:
    """Both readings of each labelled conversation, and what each line of the provider means."""
    for name in TALKS:
        for row in _rows(DATA / f"{name}.jsonl"):
            lines = parse(row["transcript"])
            live, whole = listen(lines), read(lines)
            yield {
                "id": f"{name}:{row['id']}",
                "listen": [_number(live.estimated_price), _number(live.negotiated_price)],
                "read": [_number(whole.estimated_price), _number(whole.negotiated_price)],
                "evidence": list(whole.evidence),
                "means": [
                    " ".join(sorted(one.name for one in meanings_of(line.text)))
                    for line in lines
                    if line.role == "provider"
                ],
            }


def queries() -> Iterator[dict[str, Any]]:
    """The reading of each labelled query."""
    for path in (LABELLED_QUERIES, UNSEEN_QUERIES):
        for labelled in labelled_queries(path):
            reading = language.read(labelled.query)
            yield {
                "query": labelled.query,
                "trade": reading.trade,
                "problem": reading.problem,
                "questions": list(reading.questions),
                "notice": reading.notice,
            }


def _rows(path: Path) -> Iterable[dict[str, Any]]:
    return map(json.loads, path.read_text("utf-8").splitlines())


def _number(price: Decimal | None) -> float | None:
    return None if price is None else float(price)
