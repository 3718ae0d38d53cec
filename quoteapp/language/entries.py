"""What a data file says about one phrase, topic, danger or question."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """A phrase that speaks for a trade, with its weight; a neutral phrase has the trade ""."""

    trade: str
    weight: float


@dataclass(frozen=True, slots=True)
class Topic:
    """One kind of problem within a trade: what to ask, and how to say it in English."""

    trade: str
    order: int
    problem: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A danger, its calm sentence, and how urgent it is (lower comes first)."""

    order: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Known:
    """A question is not asked when it has one of these wordings and the query matches."""

    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a trade asks, and how its job is called, when no topic fits."""

    problem: str
    questions: tuple[str, ...]
