"""Erasing: taking a job back, everywhere, whoever is still at work on it.

One transaction decides: it empties the job's brief into a tombstone, takes its providers away, and
writes down what of the job is left elsewhere (`tombstones`). From then on the job is gone for every
door. What is left elsewhere, its document in Redis and its calls at the call backend, is erased at
once where that is possible, and else by the sweep (`elsewhere`). Jobs that nobody has touched for
RETENTION_DAYS go the same way (`forgetting`).

Numbers that asked not to be called belong to no job, and stay.
"""

from quoteapp.services.erasing.elsewhere import finish
from quoteapp.services.erasing.erasing import erase
from quoteapp.services.erasing.forgetting import forget
from quoteapp.services.erasing.tombstones import is_erased, refuse_erased

__all__ = ["erase", "finish", "forget", "is_erased", "refuse_erased"]
