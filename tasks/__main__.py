"""The worker: `python -m tasks`, the same as `celery -A tasks worker` at less memory.

Celery's command line imports the command of every plug-in, and with Flower's a web server: 18 MB
that a worker never uses. Options are settings of `celeryconfig.py`.
"""

import sys

from common import logs
from common.private_files import keep_files_private
from tasks import celery


def main() -> int:
    """Work until told to stop; the exit status."""
    keep_files_private()
    logs.configure_once("worker")
    worker = celery.Worker(loglevel="INFO", quiet=True)  # Its banner is no line of a log.
    worker.start()
    return int(worker.exitcode or 0)


if __name__ == "__main__":
    sys.exit(main())
