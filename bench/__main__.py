"""Runs the benchmarks that the command line names, or all of them; prints and keeps the table."""

import logging
import signal
import sys
import time
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from bench import table
from bench.figures import Figure
from bench.options import Options

LAST = Path(__file__).parent / "last.json"
TERMINATED = 128 + signal.SIGTERM


def main() -> int:
    """The exit status: 1 if a target was missed."""
    # Whoever ends us early must not leave a dozen servers behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    # The product also runs in this process; its lines for every call are not the bench's.
    logging.disable(logging.INFO)
    options = Options.from_command_line(sys.argv[1:])
    figures = [figure for name in options.names for figure in _run(name, options)]
    print(table.markdown(figures))
    return int(any(figure.is_met is False for figure in figures))


def _run(name: str, options: Options) -> list[Figure]:
    """The figures of one benchmark, imported only now: each needs something else."""
    _tell(f"{name} …")
    started_at = time.monotonic()
    measured: Iterable[Figure] = import_module(f"bench.benchmarks.{name}").run(options)
    found: list[Figure] = []
    try:
        for figure in measured:
            found.append(figure)
            _tell(" | ".join(cell for cell in table.cells(figure) if cell))
    finally:
        table.keep(LAST, name, found, options.quick)
    _tell(f"{name}: {time.monotonic() - started_at:.0f} s")
    return found


def _tell(line: str) -> None:
    """What is known so far, for whoever waits; the table alone goes to standard output."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
