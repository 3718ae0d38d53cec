"""Which column of a file is which of ours: people call them "Company", "Tel" or "Código postal".

The names are in `columns.toml`.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from common.words.folding import folded

NAMES = Path(__file__).parents[2] / "data" / "directory" / "columns.toml"
EXTERNAL_ID = "external_id"
NEEDED = ("name", "phone", "trade", "zip")
COLUMNS = (*NEEDED, EXTERNAL_ID)
NO_LETTERS = re.compile(r"[^a-z0-9]+")


def places_of(header: Sequence[str]) -> Mapping[str, int]:
    """Where each of our columns is among those of the file; those that it lacks are not there."""
    found: dict[str, tuple[int, int]] = {}
    for place, text in enumerate(header):
        column, rank = _ranks().get(_plain(text), ("", 0))
        if column and (column not in found or rank < found[column][0]):
            found[column] = rank, place
    return {column: place for column, (_, place) in found.items()}


def known(header: Sequence[str]) -> int:
    """How many of our columns there are."""
    return len(places_of(header))


@cache
def _ranks() -> Mapping[str, tuple[str, int]]:
    """By each name in plain letters its column, and how good a name for it that is, 0 for best."""
    table = tomllib.loads(NAMES.read_text(encoding="utf-8"))
    return {
        _plain(name): (column, rank)
        for column in COLUMNS
        for rank, name in enumerate(table[column])
    }


def _plain(text: str) -> str:
    return " ".join(NO_LETTERS.split(folded(text))).strip()
