"""The data files of the reader: groups of words, and the phrases of each kind."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from common.words.folding import folded
from common.words.phrases import Element, Phrase, Phrasebook, phrase_of
from common.words.vocabulary import Vocabulary

HERE = Path(__file__).parent / "data"
# What is never an offence, whatever it looks like.
HARMLESS = "harmless"

Groups = dict[str, list[str]]


class Lexicon(NamedTuple):
    """What the reader knows."""

    vocabulary: Vocabulary
    harmless: Phrasebook
    harmful: Phrasebook


@cache
def lexicon() -> Lexicon:
    """All data files, read once per process."""
    tables = [tomllib.loads(folded(path.read_text("utf-8"))) for path in sorted(HERE.glob("*.toml"))]
    groups = _groups(tables)
    phrases = [
        phrase_of(kind, line, groups)
        for table in tables
        for kind, lines in table.items()
        for line in _lines(lines)
    ]
    return Lexicon(
        Vocabulary(
            {word for phrase in phrases for one in phrase.elements for word in one.words},
            {word for phrase in phrases for one in phrase.elements for word in one.prefixes},
        ),
        Phrasebook([phrase for phrase in phrases if phrase.kind == HARMLESS]),
        Phrasebook([phrase for phrase in phrases if phrase.kind != HARMLESS]),
    )


def _groups(tables: Sequence[dict[str, Any]]) -> Groups:
    """The groups of all files; one may name another that stands before it."""
    groups: Groups = {}
    for table in sorted(tables, key=lambda table: len(table)):
        for name, words in table.pop("groups", {}).items():
            groups[name] = _unfolded(words.split(), groups)
    return groups


def _lines(text: str) -> Iterator[str]:
    """The phrases: a line each, without what follows a `#`."""
    for line in text.splitlines():
        phrase = line.partition("#")[0].strip()
        if phrase:
            yield phrase


def _unfolded(words: Sequence[str], groups: Mapping[str, Sequence[str]]) -> list[str]:
    """The words of a group; `{other}` brings those of another along."""
    unfolded: list[str] = []
    for word in words:
        unfolded += groups[word.strip("{}")] if word.startswith("{") else [word]
    return unfolded

