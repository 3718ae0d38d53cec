"""The labelled queries that the classifier learns from, and the words that they share."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from quoteapp.language.text import tokens

EXAMPLES = Path(__file__).parent.parent / "data" / "trades" / "examples.tsv"
USUAL = 6  # A word that comes so often is no misspelling.


def examples(path: Path = EXAMPLES) -> Iterator[tuple[str, str]]:
    """For each labelled query its trade, and what was said."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield row["trade"], row["query"]


def usual_words(spoken: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The words that are said so often that they must be right as they stand."""
    seen = Counter(token.word for _, query in spoken for token in tokens(query))
    return (word for word, times in seen.items() if times >= USUAL)
