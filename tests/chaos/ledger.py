"""Append-only files of JSON lines: what a killed process has written is not forgotten."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Ledger:
    """One file. Each record is one write, so that threads and a `kill -9` leave whole lines."""

    def __init__(self, path: Path, durable: bool = False) -> None:
        self.durable = durable
        self.file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def append(self, **record: Any) -> None:
        """Write one record; a durable ledger has it on disk when this returns."""
        os.write(self.file, json.dumps(record).encode() + b"\n")
        if self.durable:
            os.fsync(self.file)


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a ledger, oldest first; none if nobody wrote it."""
    if not path.exists():
        return
    with path.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                yield json.loads(line)
