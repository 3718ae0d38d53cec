"""The second reading of a whole conversation: was a price agreed, and which?

The listener of `reader` goes line by line and takes for an agreement only what it knows for one, so
that it misses many. This judge has learnt from labelled conversations how agreements sound: a
conditional log-linear model (McFadden's multinomial logit; in language, Berger et al. 1996,
"A Maximum Entropy Approach to Natural Language Processing") over the candidates "none" and each
amount that was said. Its weights are learnt by `python -m evals.learn` from `evals/data`.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from callbackend.reading.conversation import Quote
from callbackend.reading.judgement.signals import signals
from callbackend.reading.judgement.whole_talk import Candidate, WholeTalk
from callbackend.reading.speech.aftermath import leaves_open, takes_back

# In nats: an agreement must be 1.6 times as likely as none. Cross-validated over 900 conversations,
# 14 were made that are not there; at 0, 30, and at 1, 13, but then 21 more were missed.
SURE = 0.5
# And none must be 2.7 times as likely as one that the listener knows.
OVERRULES = 1.0
WEIGHTS = Path(__file__).parent / "agreement.json"

Weights = Mapping[str, float]


def judged(talk: WholeTalk) -> Quote:
    """The quote of a conversation after both readings.

    Where they differ, the judge prevails if it is sure: to take an agreement away, or to make one,
    which nobody may have taken back.
    """
    scores = scores_of(talk)
    found = talk.strict.negotiated_price
    if found is not None and scores.get(found, 0.0) > scores[None] - OVERRULES:
        return talk.strict
    best = max(scores, key=scores.__getitem__)
    if best is None or scores[best] < scores[None] + SURE or not _is_possible(talk, best):
        return talk.estimate
    return talk.estimate.agreed_at(best, (one.turn.last_line for one in talk.from_last(best)[:2]))


def scores_of(talk: WholeTalk, weights: Weights | None = None) -> dict[Candidate, float]:
    """How each candidate scores, in nats: the logarithm of its odds against the others."""
    known = learnt() if weights is None else weights
    return {value: _score(signals(talk, value), known) for value in talk.candidates()}


def _score(found: set[str], weights: Weights) -> float:
    # In one order, for a sum of floats depends on it.
    return sum(weights[signal] for signal in sorted(found) if signal in weights)


def _is_possible(talk: WholeTalk, price: Decimal) -> bool:
    """Whether it was said, both sides spoke, and neither left it open or called anything off."""
    sides = {one.turn.role for one in talk.spoken}
    texts = [one.turn.text for one in talk.from_last(price)]
    if not texts or len(sides) < 2:
        return False
    return not (any(map(leaves_open, texts)) or any(map(takes_back, texts[1:])))


@cache
def learnt() -> Weights:
    """The weights that ship."""
    weights: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return weights
