"""Beat: `python -m tasks.beat`, the same as `celery -A tasks beat`, sends what is due."""

import logging
from pathlib import Path

from celery.signals import beat_init

from common import logs, private_files
from common.private_files import keep_files_private
from quoteapp.queue import TaskName, send
from tasks import celery

logger = logging.getLogger("tasks.beat")


@beat_init.connect
def _forget_after_a_start(**_: object) -> None:
    """Where a platform starts beat anew more often than every hour, jobs are forgotten as well."""
    send(TaskName.FORGET_JOBS)


def main() -> None:
    """Send what is due until told to stop."""
    keep_files_private()
    schedule = Path(celery.conf.beat_schedule_filename)
    private_files.make_directory(schedule.parent)
    for file in schedule.parent.glob(f"{schedule.name}*"):
        private_files.make_file(file)  # One from before is tightened.
    logs.configure_once("beat")
    logger.info("beat started", extra={"schedule": list(celery.conf.beat_schedule)})
    celery.Beat(loglevel="INFO", quiet=True).run()  # Its banner is no line of a log.


if __name__ == "__main__":
    main()
