"""Jobs: from a sentence, by way of a few questions, to a list of providers."""

from quoteapp.services.jobs.completing import complete
from quoteapp.services.jobs.listing import newest
from quoteapp.services.jobs.showing import ShownJob, show, shown
from quoteapp.services.jobs.starting import get, start
from quoteapp.services.jobs.starting_once import Key, once

__all__ = ["Key", "ShownJob", "complete", "get", "newest", "once", "show", "shown", "start"]
