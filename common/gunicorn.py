"""Running Gunicorn from a process of our own, which has looked at its settings before."""

import sys


def run(configuration: str, application: str) -> None:
    """Serve `application` as the module `configuration` says; ends the process.

    Gunicorn is imported here: it reads the environment as soon as it is.
    """
    from gunicorn.app import wsgiapp

    sys.argv = ["gunicorn", "--config", f"python:{configuration}", application]
    wsgiapp.run()
