"""Both readings of each labelled conversation, made once a process: many tests look at them.

Where tests are spread over processes, those that do stand in the group `TOGETHER`.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from callbackend.prices import Quote, listen, read
from evals.sets import LabelledTalk, talks

TOGETHER = pytest.mark.xdist_group("talks")


@dataclass(frozen=True, slots=True)
class Reading:
    """A labelled conversation, what a live call finds in it, and what its transcript tells."""

    talk: LabelledTalk
    live: Quote
    whole: Quote


@cache
def readings(path: Path) -> tuple[Reading, ...]:
    """The conversations of a labelled set, read."""
    return tuple(Reading(talk, listen(talk.lines), read(talk.lines)) for talk in talks(path))
