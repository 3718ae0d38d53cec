"""Which trades a word leans to, learnt from the examples and the phrases of every trade.

Phrases know what is usual to say. A query without any of them ("upstairs is freezing while
downstairs bakes") is still told by its words together, and by how people put such things.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from quoteapp.language.text import tokens

SMOOTHING = 0.1  # Makes a word that was seen once or twice sure of little.
GROUP = re.compile(r"\{\w+\}")

Leanings = Mapping[str, Mapping[str, float]]


def learn(said: Mapping[str, Iterable[str]]) -> Leanings:
    """For each stem and trade, the log of how much oftener than by chance they come together.

    `said` holds the examples and phrases of each trade.
    """
    totals: Counter[str] = Counter()
    together: dict[str, Counter[str]] = defaultdict(Counter)
    for trade, sources in said.items():
        for source in sources:
            totals[trade] += 1
            for stem in _stems(source):
                together[stem][trade] += 1
    return {stem: _leaning(counts, totals) for stem, counts in together.items()}


def _stems(source: str) -> set[str]:
    return {token.stem for token in tokens(GROUP.sub(" ", source)) if not token.is_filler}


def _leaning(counts: Counter[str], totals: Counter[str]) -> dict[str, float]:
    by_chance = counts.total() / totals.total()
    return {
        trade: math.log((counts[trade] + SMOOTHING) / (by_chance * total + SMOOTHING))
        for trade, total in totals.items()
    }
