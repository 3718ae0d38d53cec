"""Figures that a later one of the same utterance takes back, or that only break one down."""

from callbackend.reading.money.figures import Figure, Kind
from callbackend.reading.money.money_words import CORRECTION

CORRECTABLE = frozenset({Kind.TOTAL, Kind.SUM, Kind.ABOUT, Kind.RANGE, Kind.EXTRA})
NEVER_CORRECTS = frozenset({Kind.NOISE, Kind.UNIT, Kind.REJECTED, Kind.RIVAL, Kind.DISCOUNT})
WHOLES = frozenset({Kind.TOTAL, Kind.SUM})


def without_corrected(text: str, figures: list[Figure]) -> list[Figure]:
    """Drops each figure that the speaker takes back in favour of the next one."""
    kept: list[Figure] = []
    for figure in figures:
        if kept and figure.kind not in NEVER_CORRECTS:
            previous = kept[-1]
            if CORRECTION.search(text[previous.amount.end : figure.amount.start]):
                kept.pop()
                if figure.kind in CORRECTABLE and previous.kind not in CORRECTABLE:
                    figure = Figure(previous.kind, figure.value, figure.amount, previous.name)
        kept.append(figure)
    return kept


def without_instalments(figures: list[Figure]) -> list[Figure]:
    """Drops plain figures that only divide the one before: `1,200: 600 now and 600 after`."""
    for index, whole in enumerate(figures):
        shares = figures[index + 1 :]
        if whole.kind not in WHOLES or len(shares) < 2:
            continue
        if all(s.kind in WHOLES for s in shares) and sum(s.value for s in shares) == whole.value:
            return figures[: index + 1]
    return figures
