"""Calls: from the customer's wish to ring until every provider's row is finished.

The row decides, the queue only hints. `rows` moves a status; the others say when:
`asking` (start, cancel), `placing`, `settling`, `sweeping`.
"""

from quoteapp.services.calls.asking import cancel, start
from quoteapp.services.calls.placing import give_up, place
from quoteapp.services.calls.settling import hang_up, hear, settle
from quoteapp.services.calls.sweeping import sweep

__all__ = ["cancel", "give_up", "hang_up", "hear", "place", "settle", "start", "sweep"]
