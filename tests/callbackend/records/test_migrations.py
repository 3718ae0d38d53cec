"""The service makes and mends its own database, and holds up nobody while it does."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from callbackend.app import create_app
from callbackend.records import (
    line_models,  # noqa: F401  # its tables, too
    migrations,
)
from callbackend.records.database import Database
from callbackend.records.models import Base
from dev.environment import ROOT
from tests.callbackend.conftest import make_settings
from tests.callbackend.factories import start, wait_for
from tests.callbackend.fake_line import FakeLine
from tests.callbackend.records import older_database

ALL = {
    *("alembic_version", "calls", "carriers", "do_not_call", "erased_keys"),
    *("line_audit", "line_calls", "line_days", "line_jobs", "line_switch", "number_days"),
}


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def differences(engine: Engine) -> list[Any]:
    """What the models say and the database does not have, or the other way round."""
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        return list(
            compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)
        )


def indexes(engine: Engine) -> set[str | None]:
    return {index["name"] for index in inspect(engine).get_indexes("calls")}


def test_a_new_database_gets_the_tables_of_the_models(database: Database) -> None:
    database.migrate()

    assert tables(database.engine) == ALL
    assert differences(database.engine) == []
    assert indexes(database.engine) >= {"calls_live", "calls_over", "calls_owed"}


def test_migrating_again_changes_nothing(database: Database) -> None:
    database.migrate()
    database.migrate()

    assert tables(database.engine) == ALL


def test_the_newest_revision_is_the_head_and_each_can_be_taken_back(database: Database) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations.HERE))
    assert ScriptDirectory.from_config(config).get_heads() == [migrations.HEAD]
    database.migrate()

    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        connection.commit()

    assert tables(database.engine) == {"alembic_version"}
    database.migrate()
    assert differences(database.engine) == []


def test_a_database_of_older_code_is_brought_up_to_date_with_its_calls(
    database: Database, database_url: str
) -> None:
    older_database.make(database_url)

    database.migrate()

    assert differences(database.engine) == []
    with database.reading() as connection:
        [row] = connection.execute(text("SELECT * FROM calls"))
    assert (row.call_id, row.created_at) == (older_database.CALL_ID, 1_760_000_000.5)
    assert (row.line, row.answered_at) == (None, None)
    assert (row.last_offer_cents, row.moves, row.notes) == (None, None, None)


def test_a_call_of_older_code_is_shown_and_replayed(run_app: Any, settings: Any) -> None:
    older_database.make(settings.database_url, updated_at=time.time())  # Too young to be forgotten.
    line = FakeLine()
    client = run_app(settings, line).test_client()

    shown = client.get(f"/calls/{older_database.CALL_ID}").get_json()
    again = start(client, key="k")
    another = start(client, key="k", provider_id=2)

    assert (shown["line"], shown["answered_at"], shown["cost"]) == (None, None, None)
    assert (shown["last_offer"], shown["moves"], shown["notes"]) == (None, None, None)
    assert shown["dialled_at"] == "2025-10-09T08:53:21.500000Z"
    assert (again.status_code, again.get_json()["call_id"]) == (200, older_database.CALL_ID)
    assert another.status_code == 409
    assert line.dialled == []


def test_a_call_that_older_code_had_accepted_is_dialled(run_app: Any, settings: Any) -> None:
    now = time.time()
    older_database.make(
        settings.database_url,
        status="queued",
        outcome=None,
        dialled_at=None,
        ended_at=None,
        seq=0,
        created_at=now,
        updated_at=now,
    )
    line = FakeLine()

    run_app(settings, line)

    wait_for(lambda: line.dialled == ["+14085550101"])


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.engine.dialect.name != "sqlite":
        pytest.skip("On Postgres each revision is a transaction of its own.")
    older_database.make(database_url)
    upgrade = command.upgrade

    def die(*arguments: Any) -> None:
        upgrade(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "upgrade", die)
    with pytest.raises(KeyboardInterrupt):
        database.migrate()
    monkeypatch.undo()

    assert tables(database.engine) == {"calls"}
    database.migrate()
    assert differences(database.engine) == []


def test_a_database_of_newer_code_is_used_as_it_is(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    database.migrate()
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'of tomorrow'"))

    database.migrate()

    assert [one.getMessage() for one in caplog.records if one.levelname == "WARNING"] == [
        "the database is newer than this code"
    ]


def test_processes_that_start_together_migrate_once(database: Database, database_url: str) -> None:
    older_database.make(database_url)
    script = (
        "import sys, time; from callbackend.records.database import Database\n"
        "for _ in range(100):\n"
        "    try: Database(sys.argv[1]).migrate(); break\n"
        "    except Exception: time.sleep(0.1)\n"
        "else: sys.exit('never')"
    )

    started = [
        subprocess.Popen([sys.executable, "-c", script, database_url], cwd=ROOT) for _ in range(3)
    ]

    assert [process.wait(60) for process in started] == [0, 0, 0]
    assert differences(database.engine) == []


def test_a_start_on_a_current_database_does_not_load_alembic(database_url: str) -> None:
    Database(database_url).migrate()
    script = (
        "import sys; from callbackend.records.database import Database\n"
        "Database(sys.argv[1]).migrate()\n"
        "sys.exit('alembic' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", script, database_url], cwd=ROOT).returncode == 0


def test_it_is_not_healthy_and_takes_no_call_until_it_has_migrated(database_url: str) -> None:
    older_database.make(database_url)
    app = create_app(make_settings(database_url), FakeLine())
    service, client = app.extensions["callbackend"], app.test_client()
    other = Database(database_url)
    with other.engine.connect() as connection:
        is_sqlite = other.engine.dialect.name == "sqlite"
        lock = "BEGIN IMMEDIATE" if is_sqlite else "LOCK TABLE calls IN SHARE MODE"
        connection.exec_driver_sql(lock)
        service.start()
        time.sleep(0.3)

        waiting = [client.get("/health"), start(client)]
        connection.rollback()

    try:
        wait_for(lambda: client.get("/health").status_code == 200)
        assert [one.status_code for one in waiting] == [503, 503]
        for one in waiting:
            assert one.get_json() == {
                "detail": "The call database is not up to date yet",
                "code": "unavailable",
            }
            assert int(one.headers["Retry-After"]) > 0
        assert start(client).status_code == 202
    finally:
        service.stop()
        other.close()


def test_an_open_transaction_elsewhere_does_not_stop_all_others(
    database: Database, database_url: str
) -> None:
    """Who waits for a table's lock makes all who come later wait, too: so it must give up."""
    if database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite's readers stop nobody.")
    older_database.make(database_url)
    elsewhere, others, done = Database(database_url), Database(database_url), threading.Event()
    tries: list[str] = []

    def migrate() -> None:
        while not done.is_set():
            try:
                database.migrate()
                done.set()
            except Exception as error:
                tries.append(str(error))
                done.wait(0.2)

    with elsewhere.engine.connect() as reader:
        reader.execute(text("SELECT count(*) FROM calls"))
        migrating = threading.Thread(target=migrate)
        migrating.start()
        waits = [seconds_to_write(others) for _ in range(12)]
        reader.rollback()
    migrating.join(20)

    assert done.is_set()
    assert any("lock timeout" in one for one in tries)
    # A second for a try, and what a busy machine needs on top.
    assert max(waits) < 3
    assert differences(database.engine) == []
    for one in (elsewhere, others):
        one.close()


def seconds_to_write(database: Database) -> float:
    began = time.monotonic()
    with database.writing() as connection:
        connection.execute(text("UPDATE calls SET updated_at = updated_at + 1"))
    time.sleep(0.2)
    return time.monotonic() - began - 0.2


@pytest.mark.database
def test_its_files_are_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "var"
    database = Database(f"sqlite:///{folder}/calls.db")

    database.migrate()

    modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert modes == dict.fromkeys(("calls.db", "calls.db-wal", "calls.db-shm"), 0o600)
    assert {path.stat().st_mode & 0o777 for path in (folder, folder.parent)} == {0o700}
    database.close()


@pytest.mark.database
def test_files_of_older_code_are_closed_to_others(tmp_path: Path) -> None:
    file = tmp_path / "calls.db"
    older_database.make(f"sqlite:///{file}")
    file.chmod(0o644)

    Database(f"sqlite:///{file}").close()

    assert file.stat().st_mode & 0o777 == 0o600
