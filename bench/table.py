"""Figures as a table that reads well in a terminal and in docs/performance.md."""

import json
import os
import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import Figure

HEADINGS = ("what", "ours", "baseline", "ratio", "target", "met")
MET = {None: "", True: "yes", False: "**no**"}
LARGE, SMALL = 100, 10  # How many digits tell something.


def number(value: float) -> str:
    """`value` with about three digits that count."""
    if value == int(value) or abs(value) >= LARGE:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= SMALL else f"{value:.2f}"


def cells(figure: Figure) -> tuple[str, ...]:
    """One row of the table."""
    baseline = ""
    if figure.baseline is not None:
        baseline = f"{number(figure.baseline)} ({figure.against})"
    return (
        figure.what,
        f"{number(figure.ours)} {figure.unit}".rstrip(),
        baseline,
        "" if figure.ratio is None else f"{figure.ratio:.2f}",
        str(figure.target or ""),
        MET[figure.is_met],
    )


def markdown(figures: Iterable[Figure]) -> str:
    """The whole table, its columns aligned."""
    rows: list[Sequence[str]] = [HEADINGS, *(cells(figure) for figure in figures)]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = [_line(row, widths) for row in rows]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
    return "| " + " | ".join(padded) + " |"


def keep(file: Path, benchmark: str, figures: Iterable[Figure], quick: bool) -> None:
    """Put one benchmark's figures in the place of its last ones, with where and when they were.

    The other benchmarks keep theirs: a part can be run anew, and a crash takes nothing away.
    """
    kept = json.loads(file.read_text("utf-8")) if file.exists() else {}
    kept[benchmark] = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "machine": platform.platform(),
        "quick": quick,
        "figures": [figure.as_document() for figure in figures],
    }
    file.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", "utf-8")
