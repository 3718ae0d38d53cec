"""The call backend's process: `python -m callbackend`.

The same as `gunicorn -c callbackend/gunicorn_conf.py callbackend.wsgi:app`, but that Gunicorn would
read WEB_CONCURRENCY, which is not for us, while it is imported.
"""

import os

from common.gunicorn import run


def main() -> None:
    """Serve until told to stop."""
    os.environ.pop("WEB_CONCURRENCY", None)
    run("callbackend.gunicorn_conf", "callbackend.wsgi:app")


if __name__ == "__main__":
    main()
