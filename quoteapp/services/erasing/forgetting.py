"""Jobs that nobody has touched for RETENTION_DAYS are erased by themselves.

In batches, each job in a transaction of its own that looks once more whether somebody has touched
it meanwhile: if the process dies, what is committed is erased, and the rest is found by the next
run. What of them is left elsewhere is the sweep's. Two runs at once do no harm: of two who bury a
job one finds it buried.
"""

import logging
from datetime import timedelta

from quoteapp.config import settings
from quoteapp.extensions import now
from quoteapp.services.erasing import tombstones

logger = logging.getLogger(__name__)

JOBS_AT_ONCE = 100
# A run is short: the next one, an hour later, finds what it left.
MOST_BATCHES = 20
MOST_TOMBSTONES = 5_000


def forget() -> None:
    """Erase the jobs whose time is over, and remove the tombstones of those erased as long ago."""
    before = now() - timedelta(days=settings.retention_days)
    forgotten = 0
    for _ in range(MOST_BATCHES):
        jobs = tombstones.forgotten_jobs(before, JOBS_AT_ONCE)
        forgotten += sum(tombstones.bury_forgotten(job_id, before) for job_id in jobs)
        if len(jobs) < JOBS_AT_ONCE:
            break
    removed = tombstones.remove_old_tombstones(before, MOST_TOMBSTONES)
    if forgotten or removed:
        logger.info("jobs forgotten", extra={"jobs": forgotten, "tombstones": removed})
