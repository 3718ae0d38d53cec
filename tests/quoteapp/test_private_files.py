"""What lies under DATA_DIR is for one user: files of 0600 in directories of 0700."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dev.environment import ROOT, base_environment, with_defaults
from dev.redis_server import RedisServer
from quoteapp import create_app
from quoteapp.config import Settings
from quoteapp.extensions import db
from tests.closing import close

SECONDS = 20


@pytest.fixture(autouse=True)
def _usual_umask() -> Iterator[None]:
    """Everybody may read what is made, as on most machines."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def open_to_others(directory: Path) -> list[str]:
    """What others may see or open of a directory and all that is in it."""
    everything = (directory, *directory.rglob("*"))
    return [str(path) for path in everything if path.stat().st_mode & 0o077]


@pytest.mark.parametrize("url", ["", "sqlite:///{}/other/named.db"])
def test_the_database_and_what_stands_beside_it_are_private(
    settings: Settings, tmp_path: Path, url: str
) -> None:
    data_dir = tmp_path / "data"
    app = create_app(replace(settings, data_dir=data_dir, database_url=url.format(data_dir)))

    with app.app_context():
        db.create_all()
        names = {path.suffix for path in data_dir.rglob("*.db*")}
        seen = open_to_others(data_dir)
    close(app)

    assert names == {".db", ".db-wal", ".db-shm"}
    assert seen == []


def test_a_database_of_an_earlier_version_is_made_private(
    settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "quoteapp.db"
    path.touch(mode=0o644)
    app = create_app(replace(settings, data_dir=tmp_path, database_url=""))
    close(app)

    assert path.stat().st_mode & 0o777 == 0o600


def test_beat_keeps_its_schedule_private(settings: Settings, tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    environment = base_environment(DATA_DIR=str(data_dir), REDIS_URL=settings.redis_url)
    command = [sys.executable, "-m", "tasks.beat"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as beat:
        deadline = time.monotonic() + SECONDS
        while not list(data_dir.glob("beat-schedule*")) and time.monotonic() < deadline:
            time.sleep(0.05)
        seen = open_to_others(data_dir)
        beat.terminate()

    assert list(data_dir.glob("beat-schedule*"))
    assert seen == []


@pytest.mark.redis
def test_the_embedded_redis_keeps_its_files_private(tmp_path: Path) -> None:
    server = RedisServer(tmp_path / "data" / "redis")
    server.start()
    server.stop()

    assert list(server.directory.rglob("*.aof"))
    assert open_to_others(tmp_path / "data") == []


def test_the_secrets_of_make_run_are_private_and_stay_the_same(tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    own = dict.fromkeys(("CALL_WEBHOOK_SECRET", "CALL_BACKEND_TOKEN", "PUBLIC_URL"), "")
    environment = base_environment(**own | {"DATA_DIR": str(data_dir)})

    first, second = with_defaults(environment), with_defaults(environment)

    assert first == second
    assert {path.name for path in data_dir.iterdir()} == {"webhook-secret", "call-backend-token"}
    assert open_to_others(data_dir) == []
    assert Settings.from_environ(first).call_backend_token == (first["CALL_BACKEND_TOKEN"],)
    assert first["CALL_WEBHOOK_SECRET"] != first["CALL_BACKEND_TOKEN"]


def test_a_token_that_is_given_is_taken(tmp_path: Path) -> None:
    given = {"CALL_BACKEND_TOKEN": "a-token-of-24-characters", "DATA_DIR": str(tmp_path)}

    assert with_defaults(given)["CALL_BACKEND_TOKEN"] == "a-token-of-24-characters"
    assert not (tmp_path / "call-backend-token").exists()
