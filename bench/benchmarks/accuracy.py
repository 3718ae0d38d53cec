"""How well queries and prices are read, on labelled sets."""

import json
import time
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from bench.figures import Figure, Target
from bench.options import Options
from callbackend.prices import parse, read
from dev.environment import ROOT
from quoteapp.language import infer_trade
from tests.quoteapp.language.scoring import labelled_queries, score

DATA = ROOT / "tests" / "data"
# What was learnt from or looked at while the readers were made, and what never was.
TRADES = {"own": DATA / "trades.tsv", "unseen": DATA / "unseen_trades.tsv"}
QUOTES = {"own": DATA / "quotes.jsonl", "unseen": DATA / "unseen_quotes.jsonl"}
LENIENT = Target(at_least=95)
BOTH_PRICES = Target(at_least=90)
NONE = Target(at_most=0)
PERCENT = 100
MILLISECONDS = 1_000


def run(options: Options) -> Iterable[Figure]:
    """Figures for both readers, on what they know and on what they have never met."""
    for kind, path in TRADES.items():
        yield from _trades(kind, path)
    for kind, path in QUOTES.items():
        yield from _prices(kind, path)


def _trades(kind: str, path: Path) -> Iterator[Figure]:
    queries = labelled_queries(path)
    trades = score(queries, infer_trade)
    what = f"trades of {len(queries)} {kind} queries"
    yield Figure(what=f"{what}: strict", ours=trades.strict * PERCENT, unit="%")
    lenient = trades.lenient * PERCENT
    started_at = time.process_time()
    for labelled in queries:
        infer_trade(labelled.query)
    spent = (time.process_time() - started_at) / len(queries)
    yield Figure(what=f"{what}: processor time of one", ours=spent * MILLISECONDS, unit="ms")
    yield Figure(what=f"{what}: lenient", ours=lenient, unit="%", target=LENIENT)


def _prices(kind: str, path: Path) -> Iterator[Figure]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    both = agreed = false_agreements = 0
    for row in rows:
        quote = read(parse(row["transcript"]))
        wanted = _price(row["estimated_price"]), _price(row["negotiated_price"])
        both += (quote.estimated_price, quote.negotiated_price) == wanted
        agreed += quote.negotiated_price == wanted[1]
        false_agreements += quote.negotiated_price not in (None, wanted[1])
    what = f"prices of {len(rows)} {kind} transcripts"
    share = both / len(rows) * PERCENT
    yield Figure(what=f"{what}: both right", ours=share, unit="%", target=BOTH_PRICES)
    yield Figure(what=f"{what}: agreement right", ours=agreed / len(rows) * PERCENT, unit="%")
    yield Figure(what=f"{what}: agreements never made", ours=false_agreements, unit="", target=NONE)


def _price(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.01"))
