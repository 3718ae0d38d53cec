"""The ways in which a talk can go wrong."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """The ways in which a talk goes wrong; the first four are never excused."""

    FALSEHOOD = "falsehood"
    FORBIDDEN = "forbidden words"
    FALSE_PRICE = "false price"
    FALSE_AGREEMENT = "false agreement"
    MISSED_PRICE = "missed price"
    OUTCOME = "outcome"
    JOB = "job not heard"
    QUESTION = "question not answered"
    LOOP = "loop"
    TOO_LONG = "too long"
    ANGER = "anger"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold, in words."""

    fault: Fault
    why: str
