"""The readers' data files, parsed once at first use."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from quoteapp.language.classifier import Classifier
from quoteapp.language.entries import Defaults, Evidence, Known, Notice, Topic
from quoteapp.language.examples import examples, usual_words
from quoteapp.language.patterns import Groups, Index, Pattern, parse, words_of
from quoteapp.language.spelling import Speller
from quoteapp.language.text import Text, tokens
from quoteapp.language.words import stem

TRADES: tuple[str, ...] = (
    "plumber",
    "electrician",
    "house cleaner",
    "painter",
    "handyman",
    "HVAC technician",
    "locksmith",
    "carpenter",
    "landscaper",
    "appliance repair",
    "pest control",
    "roofer",
    "moving company",
    "auto mechanic",
)
NONE = "none"  # Work that none of them does.
LABELS = (*TRADES, NONE)
WEIGHTS = {"decisive": 18.0, "certain": 10.0, "strong": 6.0, "likely": 3.0, "hint": 1.0}
DATA = Path(__file__).parent.parent / "data" / "trades"
SHARED = DATA / "shared"
GROUP = re.compile(r"\{\w+\}")
MOST_QUESTIONS = 5
KINDS = ("car",)  # Groups whose words are one to the classifier. With more of them it errs more.
LANGUAGES = ("phrases", "spanish")
Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Library:
    """All data files, ready for reading."""

    speller: Speller
    evidence: Index[Evidence]
    classifier: Classifier
    professionals: Index[str]
    topics: Index[Topic]
    notices: Index[Notice]
    harmless: Index[Notice]
    known: Index[Known]
    defaults: Mapping[str, Defaults]


def file_of(trade: str) -> Path:
    """The data file of a trade: "house cleaner" is house_cleaner.toml."""
    return DATA / f"{trade.lower().replace(' ', '_')}.toml"


@cache
def library() -> Library:
    """The parsed data files; the first call reads them, later ones are free."""
    groups: Groups = _load(SHARED / "groups.toml")
    notices = _load(SHARED / "notices.toml")["notices"]
    known = _load(SHARED / "known.toml")["known"]
    neutral = _load(SHARED / "neutral.toml")["phrases"]
    tables = {trade: _load(file_of(trade)) for trade in TRADES}
    told_apart = tables | {NONE: _load(file_of(NONE))}
    spoken = list(examples())
    speller = _speller(groups, told_apart, notices, spoken)
    return Library(
        speller=speller,
        evidence=Index(_evidence(told_apart, neutral, groups)),
        classifier=Classifier(LABELS, _labelled(spoken, told_apart, speller), _kinds(groups)),
        professionals=Index(_professionals(told_apart, groups)),
        topics=Index(_topics(tables, groups)),
        notices=Index(_notices(notices, "when", groups)),
        harmless=Index(_notices(notices, "unless", groups)),
        known=Index(_known(known, groups)),
        defaults={trade: _defaults(table) for trade, table in tables.items()},
    )


def _load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _evidence(
    tables: Mapping[str, Table], neutral: list[str], groups: Groups
) -> Iterator[tuple[Pattern, Evidence]]:
    for source in neutral:
        yield parse(source, groups), Evidence("", 0.0)
    for trade, table in tables.items():
        for language in LANGUAGES:
            for tier, sources in table[language].items():
                for source in sources:
                    yield parse(source, groups), Evidence(trade, WEIGHTS[tier])


def _kinds(groups: Groups) -> Mapping[str, str]:
    """The kind of each word that is one of a kind."""
    return {stem(word): f"{{{kind}}}" for kind in KINDS for word in groups[kind]}


def _labelled(
    spoken: Iterable[tuple[str, str]], tables: Mapping[str, Table], speller: Speller
) -> Iterator[tuple[str, Text]]:
    """The examples, and each word and phrase of a trade as if somebody had said no more."""
    for trade, query in spoken:
        yield trade, tokens(query, speller)
    for trade, table in tables.items():
        for source in (*table["words"], *_phrases(table)):
            yield trade, tokens(GROUP.sub(" ", source))


def _phrases(table: Table) -> Iterator[str]:
    for language in LANGUAGES:
        for sources in table[language].values():
            yield from sources


def _professionals(tables: Mapping[str, Table], groups: Groups) -> Iterator[tuple[Pattern, str]]:
    for trade, table in tables.items():
        for source in table["professionals"]:
            yield parse(source, groups), trade


def _topics(tables: Mapping[str, Table], groups: Groups) -> Iterator[tuple[Pattern, Topic]]:
    for trade, table in tables.items():
        for order, entry in enumerate(table["topics"]):
            questions = tuple(entry["questions"])
            topic = Topic(trade, order, entry["problem"], questions)
            for source in entry["when"]:
                yield parse(source, groups), topic


def _notices(entries: list[Table], key: str, groups: Groups) -> Iterator[tuple[Pattern, Notice]]:
    for order, entry in enumerate(entries):
        for source in entry.get(key, ()):
            yield parse(source, groups), Notice(order, entry["sentence"])


def _known(entries: list[Table], groups: Groups) -> Iterator[tuple[Pattern, Known]]:
    for entry in entries:
        for source in entry["when"]:
            yield parse(source, groups), Known(tuple(entry["asks"]))


def _defaults(table: Table) -> Defaults:
    return Defaults(table["problem"], tuple(table["questions"]))


def _speller(
    groups: Groups,
    tables: Mapping[str, Table],
    notices: list[Table],
    spoken: Iterable[tuple[str, str]],
) -> Speller:
    ordinary = (SHARED / "ordinary_words.txt").read_text(encoding="utf-8").split()
    named = (word for table in tables.values() for word in " ".join(table["words"]).split())
    return Speller(
        set(_trade_words(groups, tables, notices)), {*ordinary, *named, *usual_words(spoken)}
    )


def _trade_words(
    groups: Groups, tables: Mapping[str, Table], notices: list[Table]
) -> Iterator[str]:
    for source in _sources(tables, notices):
        for part in words_of(source, groups):
            for choices in part:
                yield from choices


def _sources(tables: Mapping[str, Table], notices: list[Table]) -> Iterator[str]:
    for table in tables.values():
        yield from table["professionals"]
        yield from _phrases(table)
        for topic in table.get("topics", ()):
            yield from topic["when"]
    for notice in notices:
        yield from notice["when"]
