"""What is read in each row of the labelled sets, read once a process: many tests look at it.

Where tests are spread over processes, those of conversations stand in the group `TOGETHER`.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from callbackend.reading import Quote
from callbackend.reading.judgement.judge import judged
from callbackend.reading.reader import hear_out
from evals.sets import LabelledQuery, LabelledTalk, queries, talks
from quoteapp import language

TOGETHER = pytest.mark.xdist_group("talks")


@dataclass(frozen=True, slots=True)
class ReadTalk:
    """A labelled conversation, what a live call finds in it, and what its transcript tells."""

    talk: LabelledTalk
    live: Quote
    whole: Quote


@cache
def read_talks(path: Path) -> tuple[ReadTalk, ...]:
    """The conversations of a labelled set, read."""
    return tuple(map(_read, talks(path)))


def _read(talk: LabelledTalk) -> ReadTalk:
    """What `listen` and `read` find, listened to once: a test holds that they are the same."""
    heard = hear_out(talk.lines)
    return ReadTalk(talk, heard.strict, judged(heard))


@cache
def read_queries(path: Path) -> tuple[tuple[LabelledQuery, language.Reading], ...]:
    """The queries of a labelled set, and what each means."""
    return tuple((labelled, language.read(labelled.query)) for labelled in queries(path))


def by_query(path: Path) -> list[Any]:
    """What each query of a labelled set means, as rows of a table that are called by the query."""
    return [pytest.param(reading, id=labelled.query) for labelled, reading in read_queries(path)]
