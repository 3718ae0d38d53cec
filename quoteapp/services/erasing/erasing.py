"""A customer takes a job back.

Where a process may die:

- before the transaction of `bury` is committed: nothing has changed, and the customer, who has no
  answer, asks again.
- while the database commits: all of it has happened, or nothing.
- after it: the job is gone for every door. Its document may still lie in Redis, where nobody reads
  it past the tombstone, and a call may still talk; both stand in `erasures`, and the sweep does
  what was not done, within seconds.
- after something was erased elsewhere, before its row in `erasures` is removed: it is erased once
  more, which changes nothing.

Who is at work on the job at that moment:

- `complete-job`: the tombstone is the row that it must win, and a document that was erased is not
  kept again (`completing._keep`). It answers 404.
- `start-calls`, also with `retry_failed`: it writes to the brief first, in the transaction that
  makes rows pending. It is before the erasing, and its attempts are among those whose keys are
  shut, or it finds the tombstone, and answers 404.
- `calls.place`: it claims its row before the rows are gone, or not at all. The key of a claim is
  shut, whether its post has arrived, is on its way, or was never sent: a call that talks is ended
  and forgotten, a late post is 410 and dials nothing.
- callbacks, `calls.settle`, `calls.hang_up` and the sweep find no row, and change nothing.
- a flush of Redis takes the document and all tasks: nothing here rests on either.
"""

import logging

from quoteapp import store
from quoteapp.errors import JobNotFound
from quoteapp.services.erasing import elsewhere, tombstones
from quoteapp.services.polling import status

logger = logging.getLogger(__name__)


def erase(job_id: str) -> None:
    """Erase the job, its providers and transcripts, and its calls, which are hung up.

    Whoever cannot be told now, Redis or the call backend, is told by the sweep. Raises
    `JobNotFound` once nothing of the job is left anywhere that we know of, and
    `JobStoreUnavailable`, with nothing changed, where Redis alone could know the job and is away.
    """
    if not tombstones.is_anything_left(job_id) and not store.exists(job_id):
        raise JobNotFound(job_id)
    tombstones.bury(job_id)
    elsewhere.finish_job(job_id)
    logger.info("job erased", extra={"job_id": job_id})
    status.wait_until_seen()
