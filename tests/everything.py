"""`make test-all`: all tests on SQLite, then on Postgres those that a database could change.

The last lines say what could not be run here: nobody is to take it for proven.
"""

import os
import shutil
import subprocess
import sys

from dev import postgres
from dev.environment import ROOT
from tests.aimock import server
from tests.openapi import tools
from tests.tac import judge

PYTEST = (sys.executable, "-m", "pytest", "-n", "auto", "--dist", "loadgroup")
ON_POSTGRES = ("-m", "(database or processes) and not fuzz and not browser")

# A browser wants both cores for itself: beside it, others would miss their time limits.
WITHOUT_BROWSER, IN_BROWSER = ("-m", "not browser"), ("-m", "browser", "-n", "0")
AXE = ROOT / "tests/page/node_modules/axe-core/axe.min.js"


def main() -> int:
    """Run everything; the exit status of the first run that failed."""
    status, left_out = _run(*WITHOUT_BROWSER) or _run(*IN_BROWSER), []
    if lack := server.missing():
        left_out.append(f"the tests of the language model, which need {lack}")
    if not (shutil.which("chromium") or shutil.which("chromium-browser")):
        left_out.append("the tests of the page, which need Chromium")
    if not AXE.exists():
        left_out.append("the page's accessibility and types, which need npm")
    if lack := tools.missing():
        left_out.append(f"the lint and the types of the OpenAPI document, which need {lack}")
    if status == 0:
        try:
            status = _run_on_postgres()
        except postgres.NoPostgres as error:
            left_out.append(f"the run on Postgres: {error}")
    if not judge.PYTHON.exists():
        left_out.append("the carrier's frames before a stranger's eyes, which need .venv-tac")
    for what in left_out:
        print(f"!!! NOT RUN: {what}", flush=True)
    return status


def _run_on_postgres() -> int:
    if url := os.environ.get("TEST_DATABASE_URL"):
        return _run(*ON_POSTGRES, database_url=url)
    with postgres.server() as url:
        return _run(*ON_POSTGRES, database_url=url)


def _run(*options: str, database_url: str = "") -> int:
    print(f"\n=== On {'Postgres' if database_url else 'SQLite'}", *options, flush=True)
    environment = os.environ | {"TEST_DATABASE_URL": database_url}
    return subprocess.run([*PYTEST, *options], cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
