"""Beat: `python -m tasks.beat`, the same as `celery -A tasks beat`, sends the sweep on its way."""

import logging

from common import logs
from tasks import celery

logger = logging.getLogger("tasks.beat")


def main() -> None:
    """Send what is due until told to stop."""
    logs.configure_once("beat")
    logger.info("beat started", extra={"schedule": list(celery.conf.beat_schedule)})
    celery.Beat(loglevel="INFO", quiet=True).run()  # Its banner is no line of a log.


if __name__ == "__main__":
    main()
