"""What the command line says."""

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from bench.benchmarks import NAMES


@dataclass(frozen=True, slots=True)
class Options:
    """Which benchmarks, how thoroughly, and on which Postgres (empty: on SQLite only)."""

    names: tuple[str, ...] = NAMES
    quick: bool = False
    postgres_url: str = ""

    @property
    def rounds(self) -> int:
        """How often each of the contenders is measured, in turn."""
        return 3 if self.quick else 5

    @property
    def seconds(self) -> float:
        """How long one load lasts."""
        return 1 if self.quick else 4

    def share(self, count: int) -> int:
        """A count that a quick run may make do with a tenth of."""
        return max(1, count // 10) if self.quick else count

    @classmethod
    def from_command_line(
        cls, arguments: Sequence[str], environ: Mapping[str, str] = os.environ
    ) -> Self:
        """The options of these arguments; ends the process where they make no sense."""
        parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
        parser.add_argument("names", nargs="*", metavar="name", help=" | ".join(NAMES))
        parser.add_argument("--quick", action="store_true", help="a smoke test, not a measurement")
        given = parser.parse_args(arguments)
        if unknown := set(given.names) - set(NAMES):
            parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
        names = tuple(name for name in NAMES if name in given.names or not given.names)
        url = environ.get("BENCH_DATABASE_URL") or environ.get("TEST_DATABASE_URL") or ""
        return cls(names, given.quick, url)
