"""Which trade a query is for."""

from quoteapp.language.library import TRADES
from quoteapp.language.query import Query

FALLBACK_TRADE = "handyman"


def infer_trade(query: str) -> str:
    """The trade that the query is for; a handyman when nothing tells."""
    return trade_of(Query(query))


def trade_of(query: Query) -> str:
    """The trade with the most evidence; the order of TRADES settles a draw."""
    evidence = query.evidence
    best = max(TRADES, key=lambda trade: evidence[trade])
    return best if evidence[best] > 0 else FALLBACK_TRADE
