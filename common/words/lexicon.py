"""The data files of the reader: groups of words, and the phrases of each kind."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from common.words.folding import folded
from common.words.matching import Phrasebook
from common.words.phrases import phrase_of
from common.words.vocabulary import Vocabulary

HERE = Path(__file__).parent / "data"
SHARED = "groups.toml"
FILES = ("offences.toml", "disclosures.toml", "claims.toml")
# What is never an offence, whatever it looks like.
HARMLESS = "harmless"
# Most entries of the kept list are of this kind; those of another stand in our files, too.
KEPT_KIND = "sexual"

Groups = dict[str, list[str]]


class Lexicon(NamedTuple):
    """What the reader knows."""

    vocabulary: Vocabulary
    harmless: Phrasebook
    harmful: Phrasebook


@cache
def lexicon() -> Lexicon:
    """All data files, read once per process."""
    phrases = [phrase_of(KEPT_KIND, line, {}) for line in _kept()]
    shared = _groups(_table(SHARED), {})
    for name in FILES:
        table = _table(name)
        groups = _groups(table, shared)
        phrases += [
            phrase_of(kind, line, groups) for kind, lines in table.items() for line in _lines(lines)
        ]
    return Lexicon(
        Vocabulary(
            {word for phrase in phrases for one in phrase.elements for word in one.words},
            {word for phrase in phrases for one in phrase.elements for word in one.prefixes},
        ),
        Phrasebook([phrase for phrase in phrases if phrase.kind == HARMLESS]),
        Phrasebook([phrase for phrase in phrases if phrase.kind != HARMLESS]),
    )


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(folded((HERE / name).read_text(encoding="utf-8")))


def _groups(table: dict[str, Any], shared: Groups) -> Groups:
    """The groups of a file, taken out of its table, with those that all files share."""
    groups = dict(shared)
    for name, words in table.pop("groups", {}).items():
        groups[name] = _unfolded(words.split(), groups)
    return groups


def _kept() -> Iterator[str]:
    """The entries of LDNOOBW that are offences here, too."""
    left_out = set(_lines(folded((HERE / "ldnoobw_left_out.txt").read_text("utf-8"))))
    for path in sorted(HERE.glob("ldnoobw_??.txt")):
        yield from (set(_lines(folded(path.read_text("utf-8")))) - left_out)


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
