"""How well queries and prices are read, on labelled sets."""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.figures import Figure, Target
from bench.options import Options
from callbackend.reading import read
from evals.scoring import score_queries, score_talks
from evals.sets import QUOTES, TRADES, UNSEEN_QUOTES, UNSEEN_TRADES, queries, talks
from quoteapp.language import infer_trade

# What was learnt from or looked at while the readers were made, and what never was.
SETS_OF_QUERIES = {"own": TRADES, "unseen": UNSEEN_TRADES}
SETS_OF_TALKS = {"own": QUOTES, "unseen": UNSEEN_QUOTES}
LENIENT = Target(at_least=95)
BOTH_PRICES = Target(at_least=90)
NONE = Target(at_most=0)
PERCENT = 100
MILLISECONDS = 1_000


def run(options: Options) -> Iterable[Figure]:
    """Figures for both readers, on what they know and on what they have never met."""
    for kind, path in SETS_OF_QUERIES.items():
        yield from _trades(kind, path)
    for kind, path in SETS_OF_TALKS.items():
        yield from _prices(kind, path)


def _trades(kind: str, path: Path) -> Iterator[Figure]:
    labelled = queries(path)
    trades = score_queries(labelled, infer_trade)
    what = f"trades of {len(labelled)} {kind} queries"
    yield Figure(what=f"{what}: strict", ours=trades.strict * PERCENT, unit="%")
    lenient = trades.lenient * PERCENT
    started_at = time.process_time()
    for one in labelled:
        infer_trade(one.query)
    spent = (time.process_time() - started_at) / len(labelled)
    yield Figure(what=f"{what}: processor time of one", ours=spent * MILLISECONDS, unit="ms")
    yield Figure(what=f"{what}: lenient", ours=lenient, unit="%", target=LENIENT)


def _prices(kind: str, path: Path) -> Iterator[Figure]:
    labelled = talks(path)
    prices = score_talks(labelled, read)
    what = f"prices of {len(labelled)} {kind} transcripts"
    both, agreed = prices.both * PERCENT, prices.agreement * PERCENT
    false_agreements = len(prices.false_agreements)
    yield Figure(what=f"{what}: both right", ours=both, unit="%", target=BOTH_PRICES)
    yield Figure(what=f"{what}: agreement right", ours=agreed, unit="%")
    yield Figure(what=f"{what}: agreements never made", ours=false_agreements, unit="", target=NONE)
