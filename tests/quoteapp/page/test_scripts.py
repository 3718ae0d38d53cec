"""The page's scripts by Node: what is pure, in the Node that Playwright brings; types by npm's."""

import subprocess
from pathlib import Path

import playwright
import pytest

from dev.environment import ROOT

NODE = Path(playwright.__file__).parent / "driver/node"
HERE = ROOT / "tests/page"


def run(*command: str | Path, cwd: Path = HERE) -> subprocess.CompletedProcess[str]:
    return subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True)


def test_the_pure_modules_do_what_they_say():
    done = run(NODE, "--no-warnings", "--test", HERE / "js/pure.test.js")

    assert done.returncode == 0, done.stdout
    assert "fail 0" in done.stdout


def installed(name: str) -> Path:
    found = HERE / "node_modules/.bin" / name
    if not found.exists():
        pytest.skip(f"{name} is not installed (npm)")
    return found


@pytest.mark.npm
def test_the_types_fit_strictly_and_to_the_api():
    done = run(installed("tsc"), "-p", "tsconfig.json")

    assert done.returncode == 0, done.stdout


@pytest.mark.npm
def test_the_scripts_are_formatted_and_linted():
    done = run(
        installed("biome"),
        "check",
        "--config-path=.",
        "../../quoteapp/page/static/js",
        "../../quoteapp/page/static/css",
        "js",
    )

    assert done.returncode == 0, done.stdout + done.stderr
