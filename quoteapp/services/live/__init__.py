"""Watching the calls of a job while they go on: what the rows say, and what the call backend adds.

The row decides here, too: a call is over when its row is. The call backend is asked once a second
for each job, however many look, and only while a call of that job is with it. While it is away the
rows are shown alone, with what was heard last, and that is said: `is_stale`.
"""

from quoteapp.services.live.rounds import Live, get, init_app

__all__ = ["Live", "get", "init_app"]
