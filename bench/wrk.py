"""The load generator: wrk, which costs a fraction of what it loads."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MISSING = (
    "wrk is not on the path; on Debian and Ubuntu: apt-get install wrk; on macOS: brew install wrk"
)
THREADS = 2
CONNECTIONS = 32

_TOTAL = re.compile(r"^\s*([0-9]+) requests in", re.MULTILINE)
_RATE = re.compile(r"^Requests/sec:\s*([0-9.]+)", re.MULTILINE)
_WRONG = re.compile(r"^\s*(?:Socket errors|Non-2xx or 3xx responses):.*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Load:
    """What one load brought."""

    requests: int
    per_second: float


def check() -> None:
    """Ends the process, with the way out, where there is no wrk."""
    if shutil.which("wrk") is None:
        raise SystemExit(f"bench: {MISSING}")


def load(
    url: str,
    seconds: float,
    headers: Mapping[str, str] | None = None,
    script: Path | None = None,
) -> Load:
    """Ask for `url` for so many seconds. Raises ValueError if a single answer was wrong."""
    command = ["wrk", f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{seconds:g}s"]
    for name, value in (headers or {}).items():
        command += ["-H", f"{name}: {value}"]
    if script is not None:
        command += ["-s", str(script)]
    done = subprocess.run([*command, url], capture_output=True, text=True, check=True)
    return read(done.stdout)


def read(output: str) -> Load:
    """The figures in wrk's words. Raises ValueError if any request failed."""
    total, rate, wrong = (pattern.search(output) for pattern in (_TOTAL, _RATE, _WRONG))
    if total is None or rate is None or wrong is not None:
        raise ValueError(f"wrk: {wrong[0].strip() if wrong else output}")
    return Load(int(total[1]), float(rate[1]))
