"""Importing the web app, against importing the libraries that it cannot do without."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from tempfile import TemporaryDirectory

from bench.figures import Figure, Target
from bench.measuring import in_turn, medians
from bench.options import Options
from dev.environment import ROOT

OURS = "import wsgi"
LIBRARIES = (
    "import celery, flask, flask_sqlalchemy, marshmallow, sqlalchemy; "
    "celery.Celery"  # Celery imports itself piece by piece; this is the piece everybody needs.
)
TARGET = Target(at_most=1.5)
ROUNDS = 11
MILLISECONDS = 1_000


def run(options: Options) -> Iterable[Figure]:
    """One figure: processor time in fresh processes."""
    with TemporaryDirectory(prefix="quoteapp-bench-") as data_dir:
        contenders = {code: _measure(code, data_dir) for code in (OURS, LIBRARIES)}
        in_turn(contenders, 1)  # Writes the .pyc files.
        spent = medians(in_turn(contenders, ROUNDS))
    yield Figure(
        what="import of the web app: processor time",
        ours=spent[OURS],
        unit="ms",
        baseline=spent[LIBRARIES],
        against="its libraries alone",
        target=TARGET,
    )


def _measure(code: str, data_dir: str) -> Callable[[], float]:
    def measure() -> float:
        process = subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, env=os.environ | {"DATA_DIR": data_dir}
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{code}: exit status {process.returncode}")
        return (usage.ru_utime + usage.ru_stime) * MILLISECONDS

    return measure
