"""Jobs: from a sentence, by way of a few questions, to a list of providers."""

from quoteapp.services.jobs.completing import complete
from quoteapp.services.jobs.starting import get, start

__all__ = ["complete", "get", "start"]
