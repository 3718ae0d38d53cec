"""The second reading of a whole conversation: was a price agreed, and which?

The listener of `reader` goes line by line and takes for an agreement only what it knows for one, so
that it misses many. This judge has learnt from labelled conversations how agreements sound: a
conditional log-linear model (McFadden's multinomial logit; in language, Berger et al. 1996,
"A Maximum Entropy Approach to Natural Language Processing") over the candidates "none" and each
amount that was said. Its weights are learnt by `python -m evals.learn` from `evals/data`. What no
weight can outvote stands in `vetoes`; where two deal for themselves, the state of their `haggle`
tells.
"""

from collections.abc import Mapping
from functools import cache
from math import fsum
from pathlib import Path

from callbackend.reading.conversation import Quote
from callbackend.reading.judgement.principals import deal_for_themselves
from callbackend.reading.judgement.signals import signals
from callbackend.reading.judgement.spoken import Candidate
from callbackend.reading.judgement.vetoes import is_called_off, is_ruled_out
from callbackend.reading.judgement.whole_talk import WholeTalk

# In nats: an agreement must be 1.35 times as likely as none.
SURE = 0.3
# And none must be 1.6 times as likely as one that the listener knows.
OVERRULES = 0.5
WEIGHTS = Path(__file__).parent / "weights.tsv"

Weights = Mapping[str, float]


def judged(talk: WholeTalk) -> Quote:
    """The quote of a conversation after both readings."""
    if deal_for_themselves(talk):
        price = None if talk.settled is None else talk.settled.value
    else:
        price = _likeliest(talk)
    return _agreed_at(talk, None if price is None or is_ruled_out(talk, price) else price)


def _agreed_at(talk: WholeTalk, price: Candidate) -> Quote:
    if price is None:
        return talk.estimate
    if price == talk.strict.negotiated_price:
        return talk.strict
    lines = (one.turn.last_line for one in talk.from_last(price)[:2])
    return talk.estimate.agreed_at(price, lines)


def _likeliest(talk: WholeTalk) -> Candidate:
    """The price of the listener, unless the judge is sure that there is none, or another."""
    scores = scores_of(talk)
    found = talk.strict.negotiated_price
    if found is not None and scores.get(found, 0.0) > scores[None] - OVERRULES:
        return found
    best = max(scores, key=scores.__getitem__)
    if best is None or scores[best] < scores[None] + SURE or is_called_off(talk, best):
        return None
    return best


def scores_of(talk: WholeTalk, weights: Weights | None = None) -> dict[Candidate, float]:
    """How each candidate scores, in nats: the logarithm of its odds against the others."""
    known = learnt() if weights is None else weights
    return {value: _score(signals(talk, value), known) for value in talk.candidates()}


def _score(found: set[str], weights: Weights) -> float:
    # The exact sum: a set has no order, and rounding would depend on it.
    return fsum([weights[signal] for signal in found if signal in weights])


@cache
def learnt() -> Weights:
    """The weights that ship: a signal and its weight a line."""
    lines = WEIGHTS.read_text(encoding="utf-8").splitlines()
    rows = (line.rpartition("\t") for line in lines)
    return {signal: float(weight) for signal, _, weight in rows}
