"""`make test-all` says what it could not run."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dev import postgres
from dev.environment import ROOT
from tests import everything
from tests.aimock import server
from tests.openapi import tools

URL = "postgresql://postgres@127.0.0.1:1/postgres"


class Runs:
    """Takes the place of pytest's processes: notes their options, and ends as the test says."""

    def __init__(self) -> None:
        self.made: list[tuple[str, ...]] = []
        self.statuses = [0, 0, 0]

    def __call__(self, *options: str, database_url: str = "") -> int:
        self.made.append((database_url, *options))
        return self.statuses.pop(0)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    """On a machine that has all."""
    runs = Runs()
    monkeypatch.setattr(everything, "_run", runs)
    monkeypatch.setattr(server, "missing", lambda: None)
    monkeypatch.setattr(everything, "AXE", Path(__file__))
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(tools, "missing", lambda: None)
    monkeypatch.setenv("TEST_DATABASE_URL", URL)
    return runs


@contextmanager
def _refused() -> Iterator[str]:
    raise postgres.NoPostgres("only root may install one")
    yield ""


def test_everything_runs_on_sqlite_and_what_matters_on_postgres(
    runs: Runs, capsys: pytest.CaptureFixture[str]
) -> None:
    assert everything.main() == 0

    assert runs.made == [
        ("", "-m", "not browser"),
        ("", "-m", "browser", "-n", "0"),
        (URL, "-m", "(database or processes) and not fuzz and not browser"),
    ]
    assert "NOT RUN" not in capsys.readouterr().out


@pytest.mark.parametrize("statuses", [[1], [0, 1], [0, 0, 1]])
def test_status_is_that_of_the_run_that_failed(runs: Runs, statuses: list[int]) -> None:
    runs.statuses = list(statuses)

    assert everything.main() == 1
    assert len(runs.made) == len(statuses)


def test_last_lines_say_what_was_not_run(
    runs: Runs, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TEST_DATABASE_URL")
    monkeypatch.setattr(server, "missing", lambda: "node 20 or newer")
    monkeypatch.setattr(tools, "missing", lambda: "node 20 or newer")
    monkeypatch.setattr(postgres, "server", _refused)

    everything.main()

    peer, types, database = capsys.readouterr().out.splitlines()[-3:]
    assert peer.startswith("!!! NOT RUN: the tests of the language model")
    assert types.startswith("!!! NOT RUN: the lint and the types of the OpenAPI document")
    assert database == "!!! NOT RUN: the run on Postgres: only root may install one"


def test_last_lines_say_that_nobody_looked_at_the_page(
    runs: Runs, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(everything, "AXE", Path("nowhere"))

    everything.main()

    browser, npm = capsys.readouterr().out.splitlines()[-2:]
    assert browser == "!!! NOT RUN: the tests of the page, which need Chromium"
    assert npm.startswith("!!! NOT RUN: the page's accessibility and types")


def test_without_postgres_only_root_may_install_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "_tools", lambda: None)
    monkeypatch.setattr(postgres, "_are_root", lambda: False)

    with pytest.raises(postgres.NoPostgres, match="only root"), postgres.server():
        pass


def test_make_help_explains_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)

    assert targets
    for name in targets[1].split():
        assert re.search(rf"^{name}:.* ## \w", makefile, re.MULTILINE), name
