"""One JSON line per event: a constant message, and its facts as fields.

Phone numbers, addresses, keys and transcripts never go into one.
"""

import logging
import sys
from typing import TextIO

from pythonjsonlogger.json import JsonFormatter


class StandardOutput(logging.StreamHandler[TextIO]):
    """Writes to whatever standard output is at that moment: it may be replaced, and closed."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        self.stream = sys.stdout
        super().emit(record)


def configure_logging() -> None:
    """Send every logger of this process to standard output."""
    handler = StandardOutput()
    fields = {"levelname": "level", "asctime": "time"}
    handler.setFormatter(
        JsonFormatter("%(asctime)s %(levelname)s %(name)s %(message)s", rename_fields=fields)
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("celery.app.trace").setLevel(logging.ERROR)
    logging.getLogger("celery.worker.strategy").setLevel(logging.WARNING)
    logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)
