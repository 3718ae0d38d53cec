"""How well queries and prices are read, on the labelled sets of the tests."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal

from bench.figures import Figure, Target
from bench.options import Options
from callbackend.prices import parse, read
from dev.environment import ROOT
from quoteapp.language import infer_trade
from tests.quoteapp.language.scoring import labelled_queries, score

QUOTES = ROOT / "tests" / "data" / "quotes.jsonl"
LENIENT = Target(at_least=95)
BOTH_PRICES = Target(at_least=90)
NONE = Target(at_most=0)
PERCENT = 100


def run(options: Options) -> Iterable[Figure]:
    """Figures for both readers; they are tuned on these sets, unseen words are harder."""
    yield from _trades()
    yield from _prices()


def _trades() -> Iterator[Figure]:
    queries = labelled_queries()
    trades = score(queries, infer_trade)
    what = f"trades of {len(queries)} queries"
    yield Figure(what=f"{what}: strict", ours=trades.strict * PERCENT, unit="%")
    lenient = trades.lenient * PERCENT
    yield Figure(what=f"{what}: lenient", ours=lenient, unit="%", target=LENIENT)


def _prices() -> Iterator[Figure]:
    rows = [json.loads(line) for line in QUOTES.read_text("utf-8").splitlines()]
    right = false_agreements = 0
    for row in rows:
        quote = read(parse(row["transcript"]))
        wanted = _price(row["estimated_price"]), _price(row["negotiated_price"])
        right += (quote.estimated_price, quote.negotiated_price) == wanted
        false_agreements += quote.negotiated_price not in (None, wanted[1])
    what = f"prices of {len(rows)} transcripts"
    share = right / len(rows) * PERCENT
    yield Figure(what=f"{what}: both right", ours=share, unit="%", target=BOTH_PRICES)
    yield Figure(what=f"{what}: agreements never made", ours=false_agreements, unit="", target=NONE)


def _price(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.01"))
