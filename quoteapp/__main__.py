"""The web process: `python -m quoteapp`.

The same as `gunicorn -c quoteapp/gunicorn_conf.py`, but that Gunicorn reads
WEB_CONCURRENCY while it is imported, and trips over what is no number.
"""

import os
import sys

from common.private_files import keep_files_private
from quoteapp.config import ServerSettings


def main() -> None:
    """Serve until told to stop."""
    keep_files_private()
    os.environ["WEB_CONCURRENCY"] = str(ServerSettings.from_environ().web_concurrency)
    # Not before: it reads the environment as soon as it is imported.
    from gunicorn.app import wsgiapp

    sys.argv = ["gunicorn", "--config", "python:quoteapp.gunicorn_conf"]
    wsgiapp.run()


if __name__ == "__main__":
    main()
