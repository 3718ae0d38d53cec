"""Scoring a labelled set of queries: strict (the one label) and lenient (also the fine ones)."""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parents[2] / "data"
LABELLED_QUERIES = DATA / "trades.tsv"
UNSEEN_QUERIES = DATA / "unseen_trades.tsv"  # Nobody tunes anything on these.


@dataclass(frozen=True, slots=True)
class Labelled:
    """A query, the trade it is for, and the trades that would do as well."""

    query: str
    trade: str
    also_fine: frozenset[str]


@dataclass(frozen=True, slots=True)
class Score:
    """Shares between 0 and 1, and what was read wrongly even by the lenient measure."""

    strict: float
    lenient: float
    wrong: tuple[tuple[Labelled, str], ...]


def labelled_queries(path: Path = LABELLED_QUERIES) -> list[Labelled]:
    """The rows of a labelled file with the columns trade, also_fine and query."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Labelled(row["query"], row["trade"], frozenset(filter(None, row["also_fine"].split(","))))
        for row in rows
    ]


def score(queries: Iterable[Labelled], infer: Callable[[str], str]) -> Score:
    """How well `infer` reads the queries."""
    read = [(labelled, infer(labelled.query)) for labelled in queries]
    exact = [labelled for labelled, trade in read if trade == labelled.trade]
    wrong = [
        (labelled, trade)
        for labelled, trade in read
        if trade != labelled.trade and trade not in labelled.also_fine
    ]
    return Score(len(exact) / len(read), 1 - len(wrong) / len(read), tuple(wrong))
