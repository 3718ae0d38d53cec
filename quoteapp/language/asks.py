"""The questions in both languages, with the answers that people tend to give.

They stand in `questions.tsv`, by their English wording. A question that has no suggestions there
offers what it names itself (`choices.py`).
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from quoteapp.language.choices import choices_of

QUESTIONS = Path(__file__).parent.parent / "data" / "trades" / "questions.tsv"
BETWEEN = ";"


@dataclass(frozen=True, slots=True)
class Wording:
    """A question in one language, with up to four answers to choose from."""

    question: str
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """A question in both languages; the suggestions correspond one by one."""

    english: Wording
    spanish: Wording


@cache
def asks() -> Mapping[str, Ask]:
    """Every question of the trades' files, by its English wording."""
    return {ask.english.question: ask for ask in _read()}


def _read() -> Iterator[Ask]:
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield _ask(row["question"], row["spanish"], row)


def _ask(english: str, spanish: str, row: Mapping[str, str]) -> Ask:
    if row["suggestions"]:
        offered = tuple(row["suggestions"].split(BETWEEN))
        in_spanish = tuple(row["suggestions_in_spanish"].split(BETWEEN))
    else:
        offered, in_spanish = choices_of(english, spanish)
    return Ask(Wording(english, offered), Wording(spanish, in_spanish))
