"""One JSON line per event: a constant message, and its facts as fields.

Phone numbers, addresses, keys and transcripts never go into one.
"""

import logging
import sys

from pythonjsonlogger.json import JsonFormatter


def configure_logging() -> None:
    """Send every logger of this process to standard output."""
    handler = logging.StreamHandler(sys.stdout)
    fields = {"levelname": "level", "asctime": "time"}
    handler.setFormatter(
        JsonFormatter("%(asctime)s %(levelname)s %(name)s %(message)s", rename_fields=fields)
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("celery.app.trace").setLevel(logging.ERROR)
    logging.getLogger("celery.worker.strategy").setLevel(logging.WARNING)
