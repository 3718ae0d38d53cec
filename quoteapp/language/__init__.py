"""The embedded reader: what a homeowner typed, understood without any outside service."""

from dataclasses import dataclass

from quoteapp.language.library import NONE, TRADES
from quoteapp.language.notices import notice_for
from quoteapp.language.problem import problem_of
from quoteapp.language.query import Query
from quoteapp.language.questions import questions_about, topic_of
from quoteapp.language.trade import alternatives_to, infer_trade, trade_of

__all__ = ["NONE", "TRADES", "Query", "Reading", "infer_trade", "read", "read_as", "trade_of"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a query means: who does it, what to ask, how to say it, and any danger.

    `alternatives` are the trades that would do about as well. Work that no trade does has the trade
    `NONE`, no question and no problem.
    """

    trade: str
    questions: tuple[str, ...]
    problem: str
    notice: str | None
    alternatives: tuple[str, ...] = ()


def read(query: str) -> Reading:
    """The reading of a query, whatever it says."""
    typed = Query(query)
    return read_as(trade_of(typed), typed)


def read_as(trade: str, query: Query) -> Reading:
    """The reading of a query as a request to this trade, whoever chose it; `NONE` is one, too."""
    notice = notice_for(query)
    if trade == NONE:
        return Reading(NONE, (), "", notice)
    topic = topic_of(trade, query)
    return Reading(
        trade=trade,
        questions=questions_about(trade, topic, query),
        problem=problem_of(query, trade, topic),
        notice=notice,
        alternatives=alternatives_to(trade, query),
    )
