"""How strongly a text speaks for each trade: its phrases, who is named, and all its words."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from quoteapp.language.entries import Evidence
from quoteapp.language.library import LABELS, NONE, library
from quoteapp.language.patterns import Match
from quoteapp.language.professionals import WANTED, bystanders, wishes
from quoteapp.language.roles import DENIED, factor_of, factors
from quoteapp.language.text import Text

TORN_APART = 0.5
HEARD = 50.0  # What one unit of the classifier weighs against the phrases.
# The examples of what no trade does are few against all that there is: this makes up for it. Learnt
# from four fifths of the examples, it lets the others be told so in 3 of 4 cases instead of 2 of 3,
# and errs in 0.8 % of the work of a trade instead of 0.3 %.
RARELY_SHOWN = 8.0
EACH_FURTHER = 0.6  # A trade's second-best phrase counts so much, its third the square of it.


def counts_of(text: Text, named: Sequence[Match[str]]) -> Sequence[float]:
    """How much each word of the text counts; `named` are the professionals in it."""
    counts = factors(text)
    for at in bystanders(text, named):
        counts[at] = DENIED
    return counts


def evidence_for(
    text: Text, named: Sequence[Match[str]], counts: Sequence[float]
) -> Mapping[str, float]:
    """What the text weighs for each label, the words of it counting so much each."""
    data = library()
    weights: dict[str, list[float]] = defaultdict(list)
    matches = _longest(data.evidence.matches(text))
    nearby = _by_position(matches)
    for match in matches:
        factor = factor_of(match.positions, text, counts) * _undivided(match, nearby)
        weights[match.label.trade].append(match.label.weight * factor)
    wished = list(wishes(text, named, counts))
    for trade, weight in wished:
        weights[trade].append(weight)
    heard = data.classifier.scores(text)
    found = {label: _sum(weights[label]) + HEARD * heard[label] for label in LABELS}
    # Who asks for a plumber asks for a trade, unless there is a word of other work, too.
    is_for_a_trade = any(weight == WANTED and trade != NONE for trade, weight in wished)
    if is_for_a_trade and not weights[NONE]:
        return found | {NONE: min(0.0, found[NONE])}
    return found | {NONE: found[NONE] + RARELY_SHOWN}


def _by_position(matches: list[Match[Evidence]]) -> dict[int, list[Match[Evidence]]]:
    """The matches by each token that they hold."""
    found: dict[int, list[Match[Evidence]]] = defaultdict(list)
    for match in matches:
        for at in match.positions:
            found[at].append(match)
    return found


def _undivided(match: Match[Evidence], nearby: dict[int, list[Match[Evidence]]]) -> float:
    """Less than 1 for a phrase that tears another trade's compound apart.

    In "the pilot light goes out" the phrase "light + out" is not about a light.
    """
    if _is_compound(match):
        return 1.0
    positions = set(match.positions)
    for other in (other for at in match.positions for other in nearby[at]):
        is_torn = _is_compound(other) and not positions.issuperset(other.positions)
        if is_torn and other.label.trade != match.label.trade:
            return TORN_APART
    return 1.0


def _is_compound(match: Match[Evidence]) -> bool:
    first, last = match.positions[0], match.positions[-1]
    return len(match.positions) > 1 and last - first == len(match.positions) - 1


def _longest(matches: list[Match[Evidence]]) -> list[Match[Evidence]]:
    """The matches that are not part of a longer one: "garage door" outdoes "door"."""
    kept: dict[tuple[str, tuple[int, ...]], Match[Evidence]] = {}
    nearby = _by_position(matches)
    for match in matches:
        span = set(match.positions)
        if any(span < set(other.positions) for other in nearby[match.positions[0]]):
            continue
        key = match.label.trade, match.positions
        if key not in kept or kept[key].label.weight < match.label.weight:
            kept[key] = match
    return list(kept.values())


def _sum(weights: list[float]) -> float:
    if len(weights) < 2:
        return weights[0] if weights else 0.0
    ranked = sorted(weights, reverse=True)
    return sum(weight * EACH_FURTHER**place for place, weight in enumerate(ranked))
