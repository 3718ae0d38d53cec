"""Measuring contenders in turn, so that a busy minute of the machine hits all of them."""

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import TypeVar

Measured = TypeVar("Measured")


def in_turn(
    contenders: Mapping[str, Callable[[], Measured]], rounds: int
) -> dict[str, list[Measured]]:
    """What each contender measured in each round: A, B, C, A, B, C, …"""
    results: dict[str, list[Measured]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, measure in contenders.items():
            results[name].append(measure())
    return results


def medians(results: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """The median of each contender."""
    return {name: median(values) for name, values in results.items()}


def most_at_once(spans: Sequence[tuple[float, float]]) -> int:
    """How many of the spans from start to end overlap at the busiest moment."""
    # At the same moment an end comes before a start: who leaves makes room for who comes.
    steps = sorted([(start, 1) for start, _ in spans] + [(end, -1) for _, end in spans])
    now = most = 0
    for _, step in steps:
        now += step
        most = max(most, now)
    return most
