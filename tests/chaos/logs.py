"""What the processes wrote into their logs: tracebacks, and what must never stand there."""

import json
import re
from collections import Counter
from pathlib import Path

from dev.environment import ROOT

# What a fault of the plan explains: somebody was away, locked, or cut off.
EXPLAINED = re.compile(
    r"^(sqlalchemy\.exc\.(OperationalError|InterfaceError|TimeoutError|DBAPIError)"
    r"|sqlite3\.OperationalError|psycopg\.\w*(OperationalError|AdminShutdown)"
    r"|redis\.exceptions\.(ConnectionError|TimeoutError|BusyLoadingError)"
    r"|kombu\.exceptions\.OperationalError"
    r"|(builtins\.)?(ConnectionResetError|BrokenPipeError|ConnectionRefusedError|TimeoutError))\b"
)
OURS = re.compile(rf'File "{re.escape(str(ROOT))}/(quoteapp|tasks|wsgi|celeryconfig)')
PHONE = re.compile(rb"\+1\d{10}\b|\(\d{3}\) \d{3}-\d{4}")
LAST_LINE = re.compile(r"^[\w.]+(Error|Exception|Shutdown|TryAgain|Retry|Unsure|GiveUp)\b.*", re.M)
NAMES = ("web", "worker", "worker.2", "beat", "beat.2")


def tracebacks(directory: Path) -> tuple[Counter[str], Counter[str]]:
    """How often each distinct traceback was logged: explained by a fault, and not.

    One that never went through our own code (Celery's gossip when Redis goes) is no fault of it.
    """
    explained: Counter[str] = Counter()
    unexplained: Counter[str] = Counter()
    for name in NAMES:
        for trace in _traces(directory / f"{name}.log"):
            last = _last_line(trace)
            ours = OURS.search(trace) and not EXPLAINED.match(last)
            (unexplained if ours else explained)[f"{name}: {last[:160]}"] += 1
    return explained, unexplained


def _traces(path: Path) -> list[str]:
    if not path.exists():
        return []
    traces, plain = [], []
    for line in path.read_text(errors="replace").splitlines():
        trace = _trace_in(line)
        if trace is None:
            plain.append(line)
        elif trace:
            traces.append(trace)
    blocks = "\n".join(plain).split("Traceback (most recent call last)")
    return traces + blocks[1:]


def _trace_in(line: str) -> str | None:
    """The traceback in a JSON line, "" if it has none; `None` if the line is not JSON."""
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return str(record.get("exc_info") or "") if isinstance(record, dict) else None


def _last_line(trace: str) -> str:
    """The line that names the exception that came out in the end."""
    return next(reversed([match.group() for match in LAST_LINE.finditer(trace)]), trace[-200:])


def phone_numbers(directory: Path) -> list[str]:
    """Log lines with a phone number in them."""
    found = []
    for name in NAMES:
        path = directory / f"{name}.log"
        lines = path.read_bytes().splitlines() if path.exists() else []
        found += [f"{name}: {line[:200]!r}" for line in lines if PHONE.search(line)]
    return found
