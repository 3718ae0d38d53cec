import json

import pytest

from bench import table
from bench.figures import Figure, Target
from tests.rows import every


@every(
    ("target", "value", "met"),
    [
        (Target(at_least=0.75), 0.75, True),
        (Target(at_least=0.75), 0.749, False),
        (Target(at_most=3), 3, True),
        (Target(at_most=3), 3.01, False),
        (Target(at_most=0), 0, True),
        (Target(at_most=0), 1, False),
        (Target(at_least=1, at_most=2), 1.5, True),
        (Target(at_least=1, at_most=2), 2.5, False),
    ],
)
def test_a_target_is_met_within_its_bounds(target: Target, value: float, met: bool) -> None:
    assert target.is_met_by(value) is met


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (Target(at_least=0.75), "≥ 0.75"),
        (Target(at_most=110), "≤ 110"),
        (Target(at_least=1, at_most=2), "≥ 1 and ≤ 2"),
    ],
)
def test_a_target_says_its_bounds(target: Target, words: str) -> None:
    assert str(target) == words


def test_a_target_judges_the_ratio_where_there_is_a_baseline() -> None:
    figure = Figure(what="", ours=50, unit="", baseline=100, target=Target(at_least=0.75))

    assert figure.ratio == 0.5
    assert figure.is_met is False


def test_a_target_judges_the_figure_itself_where_there_is_no_baseline() -> None:
    figure = Figure(what="", ours=50, unit="", target=Target(at_least=0.75))

    assert figure.ratio is None
    assert figure.is_met is True


def test_a_figure_without_a_target_is_not_judged() -> None:
    assert Figure(what="", ours=50, unit="", baseline=100).is_met is None


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (5_000, "5,000"),
        (10_300.4, "10,300"),
        (123.4, "123"),
        (12.34, "12.3"),
        (1.234, "1.23"),
        (0.0, "0"),
    ],
)
def test_a_number_has_the_digits_that_count(value: float, words: str) -> None:
    assert table.number(value) == words


FIGURES = [
    Figure(what="poll", ours=9_000.4, unit="/s", baseline=10_000, against="hello",
           target=Target(at_least=0.75)),
    Figure(what="memory", ours=120.5, unit="MB", target=Target(at_most=110)),
    Figure(what="placed", ours=80, unit="/s"),
]  # fmt: skip


def test_the_table_is_aligned_markdown() -> None:
    shown = table.markdown(FIGURES)

    assert shown == "\n".join(
        [
            "| what   | ours     | baseline       | ratio | target | met    |",
            "|--------|----------|----------------|-------|--------|--------|",
            "| poll   | 9,000 /s | 10,000 (hello) | 0.90  | ≥ 0.75 | yes    |",
            "| memory | 120 MB   |                |       | ≤ 110  | **no** |",
            "| placed | 80 /s    |                |       |        |        |",
        ]
    )


def test_the_last_figures_are_kept_with_where_they_were_measured(tmp_path) -> None:
    table.keep(tmp_path / "last.json", "status", FIGURES, quick=True)

    kept = json.loads((tmp_path / "last.json").read_text("utf-8"))["status"]
    assert kept["quick"] is True
    assert {"date", "cores", "python"} <= kept.keys()
    assert [figure["what"] for figure in kept["figures"]] == ["poll", "memory", "placed"]
    assert [figure["met"] for figure in kept["figures"]] == [True, False, None]
    assert kept["figures"][0]["ratio"] == pytest.approx(0.90004)


def test_a_benchmark_that_is_run_anew_replaces_its_own_figures_alone(tmp_path) -> None:
    file = tmp_path / "last.json"
    table.keep(file, "status", FIGURES, quick=True)
    table.keep(file, "rows", FIGURES[1:], quick=True)

    table.keep(file, "status", FIGURES[:1], quick=False)

    kept = json.loads(file.read_text("utf-8"))
    assert [figure["what"] for figure in kept["status"]["figures"]] == ["poll"]
    assert [figure["what"] for figure in kept["rows"]["figures"]] == ["memory", "placed"]
