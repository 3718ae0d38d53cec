"""Understanding a request: its trade, its questions, the problem as the agent will say it.

The seam for a language model: whatever reads the query, the rest of the house sees a `Reading`.
"""

from quoteapp import language
from quoteapp.language import Reading
from quoteapp.models.jobs import Question


def read(query: str) -> Reading:
    """What the homeowner wants."""
    return language.read(query)


def numbered(questions: tuple[str, ...]) -> tuple[Question, ...]:
    """The questions with their ids: `q1`, `q2`, …"""
    return tuple(Question(f"q{n}", question) for n, question in enumerate(questions, start=1))
