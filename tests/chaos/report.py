"""The table that a run ends with."""

from collections import Counter

from rich.console import Console
from rich.table import Table

from tests.chaos import erased
from tests.chaos.run import Result

LINES_EACH = 12


def show(result: Result) -> None:
    """Print the figures, and the first lines of every violation."""
    console = Console(width=110)
    table = Table(title="Chaos", show_header=False)
    for name, value in _figures(result):
        table.add_row(name, value)
    for name, found in result.violations.items():
        table.add_row(name, f"[red]{len(found)}[/red]" if found else "0")
    console.print(table)
    for name, found in result.violations.items():
        for line in found[:LINES_EACH]:
            console.print(f"{name}: {line}", markup=False, soft_wrap=True)
    if not result.is_clean:
        console.print(f"The logs are in {result.directory}", markup=False, soft_wrap=True)


def _figures(result: Result) -> list[tuple[str, str]]:
    options, memory = result.options, result.memory
    outcomes = Counter(str(row.values.outcome) for row in result.rows)
    refusals = Counter(row.values.refusal for row in result.rows if row.values.refusal)
    return [
        ("seconds, seed", f"{options.seconds:g}, {options.seed}"),
        ("database", "Postgres" if options.database_url else "SQLite"),
        ("kills", _counted(result.kills)),
        ("ended by themselves", _counted(result.died)),
        ("jobs", str(len(memory.jobs))),
        ("calls asked", str(sum(row.values.attempt for row in result.rows))),
        ("posts", str(sum(map(len, result.made.posts.values())))),
        ("dialled", str(len(result.made.dials))),
        ("outcomes", _counted(outcomes)),
        ("refusals", _counted(refusals)),
        ("attempts", _counted(Counter(str(row.values.attempt) for row in result.rows))),
        ("jobs erased", str(sum(told.erased_at is not None for told in memory.jobs.values()))),
        ("dialled on the way to it", str(erased.dialled_in_between(memory, result.made))),
        ("ended unheard", str(result.unheard)),
        ("answers to clients", _counted(memory.answers)),
        ("requests cut off", _counted(memory.cut)),
        ("slowest answer", f"{memory.slowest[0]:.1f} s, {memory.slowest[1]}"),
        ("tracebacks explained", _counted(result.explained)),
    ]


def _counted(counter: Counter[str]) -> str:
    return ", ".join(f"{name}: {count}" for name, count in counter.most_common()) or "none"
