"""Calls: from the customer's wish to ring until every provider's row is finished.

The row decides, the queue only hints. `rows` moves a status; the others say when:
`asking`, `cancelling`, `placing`, `settling`, `sweeping`; and `waves` and `stopping`, whether a row
is rung now, later, or not at all.
"""

from quoteapp.services.calls.asking import Asking, start
from quoteapp.services.calls.cancelling import cancel
from quoteapp.services.calls.placing import give_up, place
from quoteapp.services.calls.settling import hang_up, hear, settle
from quoteapp.services.calls.sweeping import sweep

__all__ = ["Asking", "cancel", "give_up", "hang_up", "hear", "place", "settle", "start", "sweep"]
