"""The labelled sets, each row read once. What nobody may tune to is called `unseen`."""

import csv
import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from callbackend.reading import Quote, parse
from callbackend.reading.conversation import Utterance, in_cents

DATA = Path(__file__).parent / "data"
# Conversations: those that the listener's rules were made on, the tests of its single turns
# (labelled by the listener itself), those that only the judge learns from, and those that measure.
QUOTES = DATA / "quotes.jsonl"
TURNS = DATA / "turns.jsonl"
CONVERSATIONS = DATA / "conversations.jsonl"
UNSEEN_QUOTES = DATA / "unseen_quotes.jsonl"
# Queries.
TRADES = DATA / "trades.tsv"
UNSEEN_TRADES = DATA / "unseen_trades.tsv"
# Requests as people put them, in English and in Spanish, and what none of the trades does.
UNSEEN_REQUESTS = DATA / "unseen_requests.tsv"

UNSEEN = (UNSEEN_QUOTES, UNSEEN_TRADES, UNSEEN_REQUESTS)


@dataclass(frozen=True, slots=True)
class LabelledTalk:
    """A conversation, the prices that it holds, and why (where the label says so)."""

    id: str
    transcript: str
    lines: tuple[Utterance, ...]
    estimated_price: Decimal | None
    negotiated_price: Decimal | None
    why: str

    def is_met_by(self, quote: Quote) -> bool:
        """Whether both prices are as labelled."""
        return self.has_agreement_of(quote) and quote.estimated_price == self.estimated_price

    def has_agreement_of(self, quote: Quote) -> bool:
        """Whether the agreed price, or that there is none, is as labelled."""
        return quote.negotiated_price == self.negotiated_price


@dataclass(frozen=True, slots=True)
class LabelledQuery:
    """A query, the trade it is for, and the trades that would do as well."""

    query: str
    trade: str
    also_fine: frozenset[str]


@cache
def talks(path: Path) -> tuple[LabelledTalk, ...]:
    """The conversations of a file of JSON lines."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return tuple(
        LabelledTalk(
            row["id"],
            row["transcript"],
            tuple(parse(row["transcript"])),
            _price(row["estimated_price"]),
            _price(row["negotiated_price"]),
            row.get("why", ""),
        )
        for row in rows
    )


@cache
def queries(path: Path) -> tuple[LabelledQuery, ...]:
    """The rows of a labelled file with the columns trade, also_fine and query."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(
        LabelledQuery(
            row["query"], row["trade"], frozenset(filter(None, row["also_fine"].split(",")))
        )
        for row in rows
    )


def _price(value: float | None) -> Decimal | None:
    return None if value is None else in_cents(Decimal(str(value)))
