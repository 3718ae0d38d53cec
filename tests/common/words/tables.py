"""Texts and what the reader should make of them, a line each.

They were written before the phrases, and the later ones of `refused`, `disclosed` and `kept` to see
what the phrases of the day made of texts that nobody had taught them.
"""

import csv
from pathlib import Path

from evals import sets

HERE = Path(__file__).parent / "tables"
EXAMPLES = Path(__file__).parents[3] / "quoteapp" / "data" / "trades" / "examples.tsv"


def lines(name: str) -> list[str]:
    """The lines of a table."""
    return (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def rows(name: str, separator: str) -> list[list[str]]:
    """The lines of a table, each in its parts."""
    return [[part.strip() for part in line.split(separator)] for line in lines(name)]


def kinds_and_texts(name: str) -> list[tuple[str, str]]:
    """The lines of a table that begin with what they are."""
    return [(kind, text) for kind, _, text in (line.partition(": ") for line in lines(name))]


def requests() -> list[str]:
    """Everything that anybody was labelled to have asked a trade for."""
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        examples = [row["query"] for row in csv.DictReader(file, delimiter="\t")]
    return examples + [labelled.query for labelled in sets.queries(sets.TRADES)]
