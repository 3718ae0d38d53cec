"""Which trade a query is for, and which others would do about as well."""

from quoteapp.language.library import LABELS, NONE, TRADES
from quoteapp.language.query import Query

# A trade with so much of the best one's evidence is about equally likely. Of the labelled queries
# that two trades would do it names 1 in 10, and three of four of these rightly; of those that one
# trade alone does, 1 in 50.
ABOUT_EQUAL = 0.7
MOST_ALTERNATIVES = 2


def infer_trade(query: str) -> str:
    """The trade that the query is for; `NONE` for work that none of them does."""
    return trade_of(Query(query))


def trade_of(query: Query) -> str:
    """The label with the most evidence, the order of TRADES settling a draw; `NONE` if nothing."""
    evidence = query.evidence
    best = max(LABELS, key=lambda label: evidence[label])
    return best if evidence[best] > 0 else NONE


def alternatives_to(trade: str, query: Query) -> tuple[str, ...]:
    """The other trades that are about equally likely, the likelier first."""
    evidence = query.evidence
    least = ABOUT_EQUAL * evidence[trade]
    if trade == NONE or least <= 0:
        return ()
    others = sorted(TRADES, key=lambda other: -evidence[other])
    near = [other for other in others if other != trade and evidence[other] >= least]
    return tuple(near[:MOST_ALTERNATIVES])
