"""The scores, on sets that are small enough to count by hand."""

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

import evals.__main__ as command
from callbackend.reading import Quote, Utterance
from evals import figures, sets
from evals.partners.files import partners_in
from evals.scoring import score_queries, score_talks
from evals.sets import LabelledQuery, LabelledTalk

QUERIES = (
    LabelledQuery("fix my toilet", "plumber", frozenset()),
    LabelledQuery("clean the gutters", "handyman", frozenset({"roofer"})),
    LabelledQuery("paint the hall", "painter", frozenset()),
    LabelledQuery("dead outlet", "electrician", frozenset({"handyman"})),
)


def talk(name: str, estimated: int | None, negotiated: int | None) -> LabelledTalk:
    lines = (Utterance("provider", name),)
    prices = (None if it is None else Decimal(it) for it in (estimated, negotiated))
    return LabelledTalk(name, name, lines, *prices, "")


def said(lines: Sequence[Utterance]) -> Quote:
    """Reads `150/135` as the two prices, with `-` for none."""
    first, _, agreed = lines[0].text.partition("/")
    estimated, negotiated = (None if it == "-" else Decimal(it) for it in (first, agreed))
    return Quote(estimated, negotiated, ())


def test_queries_are_scored_by_the_one_label_and_by_those_that_would_do() -> None:
    score = score_queries(QUERIES, lambda query: "roofer" if "gutter" in query else "plumber")

    assert score.strict == 1 / 4
    assert score.lenient == 2 / 4
    assert [labelled.query for labelled, _ in score.wrong] == ["paint the hall", "dead outlet"]


def test_talks_are_scored_by_both_prices_and_by_the_agreement() -> None:
    talks = [
        talk("150/135", 150, 135),
        talk("150/-", 140, None),
        talk("150/120", 150, None),
        talk("150/-", 150, 130),
    ]

    score = score_talks(talks, said)

    assert score.both == 1 / 4
    assert score.agreement == 2 / 4
    assert score.wrong == tuple(talks[1:])
    assert score.false_agreements == (talks[2],)


@pytest.fixture
def small_sets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One own and one unseen set of each kind, each with one row that is read wrongly."""
    for name in ("own", "unseen"):
        row = {"transcript": "Provider: $150.", "estimated_price": 99, "negotiated_price": None}
        text = json.dumps(row | {"id": f"{name}-talk", "why": "wrongly labelled"})
        (tmp_path / f"{name}.jsonl").write_text(text)
        query = f"trade\talso_fine\tquery\nroofer\t\tfix my {name} toilet\n"
        (tmp_path / f"{name}.tsv").write_text(query)
    talks, queries = (
        tuple(tmp_path / f"{name}.{kind}" for name in ("own", "unseen"))
        for kind in ("jsonl", "tsv")
    )
    monkeypatch.setattr(command, "TALKS", talks)
    monkeypatch.setattr(command, "QUERIES", queries)
    monkeypatch.setattr(command, "partners_in", lambda folder: partners_in(folder)[:2])
    monkeypatch.setattr(sets, "UNSEEN", (talks[1], queries[1]))


@pytest.mark.usefixtures("small_sets")
def test_the_command_prints_every_set(capsys: pytest.CaptureFixture[str]) -> None:
    command.main([])

    printed = capsys.readouterr().out
    assert printed.count("│ own") == 3
    assert printed.count("0.0%") >= 4


@pytest.mark.usefixtures("small_sets")
def test_rows_of_an_unseen_set_are_never_shown(capsys: pytest.CaptureFixture[str]) -> None:
    command.main(["--wrong"])

    printed = capsys.readouterr().out
    assert "'fix my own toilet': plumber, not roofer" in printed
    assert "own own-talk, live: wrongly labelled" in printed
    assert "unseen toilet" not in printed
    assert "unseen-talk" not in printed


@pytest.mark.usefixtures("small_sets")
def test_the_figures_are_kept_and_what_is_worse_than_them_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "figures.json"
    monkeypatch.setattr(figures, "COMMITTED", kept)
    command.main(["--keep"])
    kept.write_text(
        kept.read_text().replace('"queries/own/strict": 0.0', '"queries/own/strict": 1')
    )
    capsys.readouterr()

    command.main([])

    printed = capsys.readouterr().out
    assert "WORSE than committed:\n  queries/own/strict: 1 → 0" in printed
    assert "better than committed" not in printed
    assert "Talks between people: skipped" in printed


@pytest.mark.usefixtures("small_sets")
def test_talks_between_people_are_read_where_they_lie(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "human.jsonl"
    lines = [{"role": "seller", "text": "no, sorry"}]
    row = {"price": None, "accepted": False, "refused": True, "lines": lines}
    path.write_text(json.dumps(row))

    command.main(["--talks", str(path)])

    assert "Talks between people" in capsys.readouterr().out
