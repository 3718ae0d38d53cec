"""`make evals`: how well queries and conversations are read, set by set.

`python -m evals --wrong` also names the rows that are read wrongly, but never those of an unseen
set: what was looked at is no longer unseen.
"""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from callbackend.reading import Quote, Utterance, listen, read
from evals import sets
from evals.scoring import QueryScore, TalkScore, score_queries, score_talks
from quoteapp.language import infer_trade

QUERIES = (sets.TRADES, sets.UNSEEN_TRADES, sets.UNSEEN_REQUESTS)
# Without the turns: what the listener has labelled itself measures nothing.
TALKS = (sets.QUOTES, sets.CONVERSATIONS, sets.UNSEEN_QUOTES)
# What a call hears while it goes on, and what is made of a transcript that is over.
READERS: dict[str, Callable[[Sequence[Utterance]], Quote]] = {"live": listen, "whole": read}


def main(arguments: Sequence[str] | None = None) -> None:
    """Score every set and print two tables."""
    options = ArgumentParser(prog="python -m evals")
    options.add_argument("--wrong", action="store_true", help="name the rows read wrongly")
    names_wrong = options.parse_args(arguments).wrong
    queries = {path: score_queries(sets.queries(path), infer_trade) for path in QUERIES}
    talks = {
        (path, name): score_talks(sets.talks(path), reader)
        for path in TALKS
        for name, reader in READERS.items()
    }
    console = Console(soft_wrap=True)
    console.print(_table_of_queries(queries), _table_of_talks(talks))
    if names_wrong:
        console.print(*_wrong(queries, talks), sep="\n", markup=False)


def _table_of_queries(scores: dict[Path, QueryScore]) -> Table:
    heads = ("the one trade", "a trade that would do", "turned away", "none's, told so")
    table = Table("set", "queries", *heads, title="Queries")
    for path, score in scores.items():
        many = str(len(sets.queries(path)))
        shares = (score.strict, score.lenient, score.turned_away, score.told)
        table.add_row(path.stem, many, *("" if it is None else f"{it:.1%}" for it in shares))
    return table


def _table_of_talks(scores: dict[tuple[Path, str], TalkScore]) -> Table:
    heads = ("set", "talks", "read", "both prices", "agreement", "never agreed")
    table = Table(*heads, title="Conversations")
    for (path, name), score in scores.items():
        many, false = str(len(sets.talks(path))), str(len(score.false_agreements))
        table.add_row(path.stem, many, name, f"{score.both:.1%}", f"{score.agreement:.1%}", false)
    return table


def _wrong(
    queries: dict[Path, QueryScore], talks: dict[tuple[Path, str], TalkScore]
) -> Iterator[str]:
    for path, score in queries.items():
        if path not in sets.UNSEEN:
            yield from (f"{one.query!r}: {trade}, not {one.trade}" for one, trade in score.wrong)
    for (path, name), found in talks.items():
        if path not in sets.UNSEEN:
            yield from (f"{path.stem} {one.id}, {name}: {one.why}" for one in found.wrong)


if __name__ == "__main__":
    main()
