"""Starts a process of the Procfile again and again, each time with another value of a setting.

`python -m tests.processes.refusals MODULE` reads JSON lines `[name, text]` and answers each with
`[exit status, standard output, standard error]`. Every start is a real process: a fork that runs
the module as `python -m MODULE` would. What others wrote is imported before, once, since that is
most of what a start costs; nothing of ours is.
"""

import importlib
import json
import os
import runpy
import signal
import sys
import tempfile
from contextlib import suppress

# Gunicorn is none of them: it reads the environment while it is imported.
OTHERS = (
    *("celery.bin.celery", "flask", "flask_cors", "flask_smorest", "flask_sqlalchemy"),
    *("flask_swagger_ui", "kombu.transport.redis", "orjson", "phonenumbers", "psycopg"),
    *("pythonjsonlogger.json", "redis", "requests", "standardwebhooks", "zipcodes"),
)
LONGEST_START_SECONDS = 20


def outcome_of(module: str, name: str, text: str) -> tuple[int, str, str]:
    """What becomes of the process when this variable has this value."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        child = os.fork()
        if child == 0:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            os._exit(run(module, name, text))
        _, status = os.waitpid(child, 0)
        out.seek(0)
        err.seek(0)
        return os.waitstatus_to_exitcode(status), out.read(), err.read()


def run(module: str, name: str, text: str) -> int:
    """The exit status of the module; a process that goes on is ended by the alarm."""
    signal.alarm(LONGEST_START_SECONDS)
    os.environ[name] = text
    sys.argv = [module]
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as ending:
        if isinstance(ending.code, str):
            print(ending.code, file=sys.stderr)
        return 1 if isinstance(ending.code, str) else int(ending.code or 0)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def main() -> None:
    """Answer every line."""
    module = sys.argv[1]
    for other in OTHERS:
        with suppress(ImportError):
            importlib.import_module(other)
    for row in map(json.loads, sys.stdin):
        print(json.dumps(outcome_of(module, *row)), flush=True)


if __name__ == "__main__":
    main()
