"""The embedded reader: what a homeowner typed, understood without any outside service."""

from dataclasses import dataclass

from quoteapp.language.library import TRADES, library
from quoteapp.language.notices import notice_for
from quoteapp.language.private import without_persons
from quoteapp.language.problem import problem_of
from quoteapp.language.questions import questions_about, topic_of
from quoteapp.language.text import tokens
from quoteapp.language.trade import infer_trade, trade_of

__all__ = ["TRADES", "Reading", "infer_trade", "read"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a query means: who does it, what to ask, how to say it, and any danger."""

    trade: str
    questions: tuple[str, ...]
    problem: str
    notice: str | None


def read(query: str) -> Reading:
    """The reading of a query; always one, an unreadable query is a handyman's."""
    text = tokens(without_persons(query), library().speller)
    trade = trade_of(text)
    topic = topic_of(trade, text)
    return Reading(
        trade=trade,
        questions=questions_about(trade, topic, text),
        problem=problem_of(query, trade, topic),
        notice=notice_for(text),
    )
