"""`make evals`: how well queries and conversations are read, and how the agent talks.

`python -m evals --wrong` also names what is wrong, but never a row of an unseen set: what was
looked at is no longer unseen. `--keep` writes the figures that later ones are compared with.
"""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from rich.console import Console
from rich.table import Table

from callbackend.reading import Quote, Utterance, listen, read
from evals import figures, sets
from evals.human_talks import HumanScore, human_talks, score_human_talks
from evals.partners.files import PEOPLE, partners_in
from evals.partners.play import as_bare, play
from evals.partners.report import (
    failures,
    figures_of,
    figures_of_bare,
    figures_of_calls,
    table_of,
    table_of_calls,
)
from evals.scoring import QueryScore, TalkScore, score_queries, score_talks
from quoteapp.language import infer_trade

QUERIES = (sets.TRADES, sets.UNSEEN_TRADES, sets.UNSEEN_REQUESTS)
# Without the turns: what the listener has labelled itself measures nothing.
TALKS = (sets.QUOTES, sets.CONVERSATIONS, sets.UNSEEN_QUOTES)
# What a call hears while it goes on, and what is made of a transcript that is over.
READERS: dict[str, Callable[[Sequence[Utterance]], Quote]] = {"live": listen, "whole": read}
# As wide as the widest table, also where no terminal says how wide it is.
WIDTH = 132


def main(arguments: Sequence[str] | None = None) -> None:
    """Score everything, print the tables, and say what got worse."""
    asked = _options().parse_args(arguments)
    queries = {path: score_queries(sets.queries(path), infer_trade) for path in QUERIES}
    talks = {
        (path, name): score_talks(sets.talks(path), reader)
        for path in TALKS
        for name, reader in READERS.items()
    }
    partners = partners_in(asked.people)
    verdicts, bare = play(partners), play([as_bare(partner) for partner in partners])
    of_partners, of_calls = figures_of(verdicts) | figures_of_bare(bare), figures_of_calls(verdicts)
    people = asked.talks and score_human_talks(human_talks(asked.talks), read)
    console = Console(width=WIDTH, soft_wrap=True)
    console.print(_table_of_queries(queries), _table_of_talks(talks))
    console.print(
        _table_of_people(people)
        if people
        else "Talks between people: skipped; TALKS=path says where they lie."
    )
    console.print(table_of(of_partners), table_of_calls(of_calls))
    now = _figures(queries, talks, people)
    if asked.people == PEOPLE:  # Others are not what the committed figures are about.
        now |= {f"partners/{key}": value for key, value in of_partners.items()}
        now |= {f"calls/{key}": value for key, value in of_calls.items()}
    _compare(console, now)
    if asked.wrong:
        console.print(*_wrong(queries, talks), *failures(verdicts), sep="\n", markup=False)
    if asked.keep:
        figures.keep(now)


def _options() -> ArgumentParser:
    options = ArgumentParser(prog="python -m evals")
    options.add_argument("--wrong", action="store_true", help="name what is wrong")
    options.add_argument("--keep", action="store_true", help="keep the figures to compare with")
    options.add_argument("--talks", type=Path, help="talks between people, as JSON lines")
    options.add_argument("--people", type=Path, default=PEOPLE, help="another folder of partners")
    return options


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


def _table_of_people(score: HumanScore) -> Table:
    table = Table("talks", "count", "right", "missed", "wrong", title="Talks between people")
    shares = (score.right, score.missed, score.at_another_price)
    told = (f"{it / score.agreed:.1%}" if score.agreed else "" for it in shares)
    table.add_row("agreed", str(score.agreed), *told)
    right = score.refused - score.falsely_agreed
    table.add_row("refused", str(score.refused), str(right), "", str(score.falsely_agreed))
    return table


def _figures(
    queries: dict[Path, QueryScore],
    talks: dict[tuple[Path, str], TalkScore],
    people: HumanScore | None,
) -> figures.Figures:
    """What was measured on texts, flat."""
    found: figures.Figures = {}
    for path, query in queries.items():
        found |= {f"queries/{path.stem}/strict": query.strict}
        found |= {f"queries/{path.stem}/lenient": query.lenient}
    for (path, name), talk in talks.items():
        key = f"talks/{path.stem}/{name}"
        found |= {f"{key}/both": talk.both, f"{key}/agreement": talk.agreement}
        found |= {f"{key}/never agreed": float(len(talk.false_agreements))}
    if people:
        named = ("right", "missed", "at_another_price", "falsely_agreed")
        found |= {f"people/{it.replace('_', ' ')}": float(getattr(people, it)) for it in named}
    return found


def _compare(console: Console, now: figures.Figures) -> None:
    before = figures.committed()
    if better := [*figures.better(now, before)]:
        console.print(f"{len(better)} figures are better than committed.")
    if worse := [f"  {line}" for line in figures.worse(now, before)]:
        console.print("WORSE than committed:", *worse, sep="\n", markup=False, highlight=False)


def _wrong(
    queries: dict[Path, QueryScore], talks: dict[tuple[Path, str], TalkScore]
) -> Iterator[str]:
    return chain(
        (
            f"{one.query!r}: {trade}, not {one.trade}"
            for path, score in queries.items()
            if path not in sets.UNSEEN
            for one, trade in score.wrong
        ),
        (
            f"{path.stem} {one.id}, {name}: {one.why}"
            for (path, name), found in talks.items()
            if path not in sets.UNSEEN
            for one in found.wrong
        ),
    )


if __name__ == "__main__":
    main()
