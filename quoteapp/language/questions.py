"""What to ask about a problem, once its trade is known."""

from collections.abc import Sequence

from quoteapp.language.entries import Topic
from quoteapp.language.library import MOST_QUESTIONS, library
from quoteapp.language.patterns import Match
from quoteapp.language.query import Query

FEWEST_QUESTIONS = 3
USUAL_QUESTIONS = 4


def topic_of(trade: str, query: Query) -> Topic | None:
    """The trade's topic that covers most of what is asked for; the earlier one in a draw.

    What is mere background ("since the painters moved the fridge") covers less.
    """
    found = [
        (-_covered(match, query), match.label.order, match.label)
        for match in library().topics.matches(query.text)
        if match.label.trade == trade and not query.text.denied.issuperset(match.positions)
    ]
    return min(found, key=lambda entry: entry[:2])[2] if found else None


def _covered(match: Match[Topic], query: Query) -> float:
    return sum(min(1.0, query.counts[at]) for at in match.positions)


def questions_about(trade: str, topic: Topic | None, query: Query) -> tuple[str, ...]:
    """Three to five questions: the topic's own, then the trade's, without what is known already."""
    wordings = [
        wording for match in library().known.matches(query.text) for wording in match.label.wordings
    ]
    own = topic.questions if topic else ()
    defaults = library().defaults[trade].questions
    asked = [question for question in own if not _is_known(question, wordings)]
    for question in defaults:
        if len(asked) < USUAL_QUESTIONS and not _is_known(question, wordings):
            asked.append(question)
    spare = (question for question in (*own, *defaults) if question not in asked)
    while len(asked) < FEWEST_QUESTIONS:
        asked.append(next(spare))
    return tuple(dict.fromkeys(asked))[:MOST_QUESTIONS]


def _is_known(question: str, wordings: Sequence[str]) -> bool:
    return any(wording.lower() in question.lower() for wording in wordings)
