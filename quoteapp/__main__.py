"""The web process: `python -m quoteapp`.

The same as `gunicorn -c quoteapp/gunicorn_conf.py wsgi:app`, but that Gunicorn reads
WEB_CONCURRENCY while it is imported, and trips over what is no number.
"""

import os

from common.gunicorn import run
from common.umask import keep_files_private
from quoteapp.config import ServerSettings


def main() -> None:
    """Serve until told to stop."""
    keep_files_private()
    os.environ["WEB_CONCURRENCY"] = str(ServerSettings.from_environ().web_concurrency)
    run("quoteapp.gunicorn_conf", "wsgi:app")


if __name__ == "__main__":
    main()
