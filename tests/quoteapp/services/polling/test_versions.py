"""The version of a job, read past SQLAlchemy: as true as any query, and no less robust."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from quoteapp.extensions import db
from quoteapp.models import Provider
from quoteapp.services.polling import versions as module
from quoteapp.services.polling.versions import Version, Versions
from tests.factories import make_provider, make_searched_job
from tests.statements import counted


@pytest.fixture
def versions(app: Flask) -> Iterator[Versions]:
    versions = Versions(db.engine)
    yield versions
    versions.close()


def read(versions: Versions, job_id: str) -> Version:
    """The version of one job."""
    (found,) = versions.read([job_id]).values()
    return found


def test_job_without_providers_has_a_version(versions: Versions) -> None:
    assert read(versions, "of nobody") == (0, 0)


def test_one_query_reads_the_versions_of_many(versions: Versions) -> None:
    providers = [make_provider(version=number) for number in range(1, 4)]
    job_ids = [provider.job_id for provider in providers]

    with counted(db.engine) as statements:
        found = versions.read([*job_ids, "of nobody"])

    assert len(statements) == 1
    assert found == {
        **{provider.job_id: (provider.id, provider.version) for provider in providers},
        "of nobody": (0, 0),
    }


def test_more_than_one_query_takes_are_read_in_parts(
    versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_AT_ONCE", 2)
    providers = [make_provider() for _ in range(5)]

    found = versions.read([provider.job_id for provider in providers])

    assert [newest for newest, _ in found.values()] == [provider.id for provider in providers]


def test_version_counts_changes_of_this_job_alone(versions: Versions) -> None:
    job = make_searched_job(providers=0)
    first, second = make_provider(job.id), make_provider(job.id)
    make_provider()
    before = read(versions, job.id)

    db.session.execute(
        update(Provider).where(Provider.id == first.id).values(version=Provider.version + 1)
    )
    db.session.commit()

    assert before[0] == second.id
    assert read(versions, job.id) == (second.id, before[1] + 1)


def test_uncommitted_change_is_not_seen_and_holds_nobody_up(versions: Versions) -> None:
    provider = make_provider()
    before = read(versions, provider.job_id)
    db.session.execute(update(Provider).values(version=Provider.version + 1))

    assert read(versions, provider.job_id) == before

    db.session.commit()
    assert read(versions, provider.job_id) != before


def test_read_survives_connections_that_died_in_the_pool(versions: Versions) -> None:
    provider = make_provider()
    expected = read(versions, provider.job_id)
    dead = versions._engine.raw_connection()
    dead.driver_connection.close()  # as when the database was restarted
    dead.close()

    assert read(versions, provider.job_id) == expected
    assert read(versions, provider.job_id) == expected


def test_database_that_is_away_is_an_error_of_sqlalchemys(
    versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialect = versions._engine.dialect
    connects: Any = type(dialect)
    if dialect.driver == "psycopg":  # See `common.postgres`.
        connects = dialect.loaded_dbapi.Connection

    def refuse(*_: object, **__: object) -> None:
        raise dialect.loaded_dbapi.OperationalError("the server is away")

    db.session.remove()
    db.engine.dispose()
    monkeypatch.setattr(connects, "connect", refuse)

    with pytest.raises(OperationalError):
        read(versions, "any")


def test_failed_reads_do_not_use_up_the_connections(
    versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = make_provider()
    with monkeypatch.context() as patch:
        patch.setattr(module, "QUERY", "SELECT nonsense")
        for _ in range(10):
            # The road past SQLAlchemy fails, the other one answers.
            assert read(versions, provider.job_id) == (provider.id, provider.version)

    assert read(versions, provider.job_id) == (provider.id, provider.version)
