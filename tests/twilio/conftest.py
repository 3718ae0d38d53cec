"""A stage for each test: real processes, a real database, a carrier on loopback."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dev.postgres import own_database
from tests import worker
from tests.conftest import POSTGRES
from tests.twilio.stage import Stage


@pytest.fixture
def call_database_url() -> Iterator[str]:
    """A Postgres of the test's own where TEST_DATABASE_URL names a server, else SQLite."""
    if not POSTGRES:
        yield ""
        return
    with own_database(POSTGRES, f"twilio_{worker.NAME}") as url:
        yield url


@pytest.fixture
def stage_with(tmp_path: Path, call_database_url: str) -> Iterator[Callable[..., Stage]]:
    stages: list[Stage] = []

    def make(**how: object) -> Stage:
        stage = Stage(tmp_path, CALL_DATABASE_URL=call_database_url, **how)  # type: ignore[arg-type]
        stages.append(stage)
        stage.start()
        return stage

    yield make
    for stage in stages:
        stage.stop()


@pytest.fixture
def stage(stage_with: Callable[..., Stage]) -> Stage:
    return stage_with()
