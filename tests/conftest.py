"""A real Redis and a real database for whoever asks; a call backend on loopback that rings nobody.

Each process of pytest-xdist has its own. The app is made once and lent to every test as good as
new; a test that spoils more of it than its rows and settings asks for `fresh_app`.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from tests import worker

# Before anything of ours is imported: celeryconfig reads the environment when it is first used.
PORT_OF_REDIS = worker.settle()

from flask import Flask  # noqa: E402
from flask.testing import FlaskClient  # noqa: E402
from redis import Redis  # noqa: E402
from sqlalchemy import make_url  # noqa: E402

from dev.postgres import own_database as postgres_database  # noqa: E402
from dev.redis_server import RedisServer  # noqa: E402
from quoteapp import create_app, language, places, store  # noqa: E402
from quoteapp.config import Settings  # noqa: E402
from quoteapp.extensions import db  # noqa: E402
from tests import marks  # noqa: E402
from tests.call_backend import FakeCallBackend  # noqa: E402
from tests.closing import close  # noqa: E402
from tests.guard import guard  # noqa: E402
from tests.shared_app import lent  # noqa: E402

POSTGRES = os.environ.get("TEST_DATABASE_URL", "")
WEBHOOK_SECRET = "whsec_dGhpcyBpcyBhIHNlY3JldCBmb3IgdGVzdHM="


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark every test by its fixtures."""
    marks.mark(items, in_groups=bool(config.getoption("loadgroup", False)))


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than cores: two groups of processes mostly wait while the others compute."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(autouse=True)
def _pure_is_pure(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that asks for no database, no Redis and no process gets none of them."""
    if request.node.get_closest_marker("pure") is None:
        yield
        return
    with guard.watching() as touched:
        yield
    assert touched == []


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """One Redis for the whole run of this process, started by the first test that asks."""
    _, port = PORT_OF_REDIS.getsockname()
    PORT_OF_REDIS.close()
    server = RedisServer(tmp_path_factory.mktemp("redis"), port)
    assert server.url == os.environ["REDIS_URL"]
    server.start()
    yield server
    server.stop()


@pytest.fixture
def redis(redis_server: RedisServer) -> Iterator[Redis]:
    """A client of that Redis, emptied first."""
    with Redis.from_url(redis_server.url, decode_responses=True) as client:
        client.flushall()
        yield client


@pytest.fixture(scope="session")
def database_directory() -> Iterator[Path]:
    """Where SQLite files go."""
    with worker.quick_directory() as directory:
        yield directory


@pytest.fixture(scope="session")
def worker_database(database_directory: Path) -> Iterator[str]:
    """The database of this process: SQLite, or on the server of TEST_DATABASE_URL."""
    if POSTGRES:
        name = f"{make_url(POSTGRES).database}_{worker.NAME}"
        with postgres_database(POSTGRES, name) as url:
            yield url
    else:
        yield f"sqlite:///{database_directory}/quoteapp.db"


@pytest.fixture
def sqlite_url(database_directory: Path) -> str:
    """A new file for SQLite, whatever the other tests run on."""
    return f"sqlite:///{database_directory}/{uuid4().hex}.db"


@pytest.fixture
def own_database(sqlite_url: str) -> Iterator[str]:
    """An empty database of the test's own, of the same kind as all."""
    if POSTGRES:
        name = f"{make_url(POSTGRES).database}_{worker.NAME}_own"
        with postgres_database(POSTGRES, name) as url:
            yield url
    else:
        yield sqlite_url


@pytest.fixture
def call_backend() -> Iterator[FakeCallBackend]:
    """A call backend that keeps the contract, and rings nobody."""
    with FakeCallBackend() as backend:
        yield backend


@pytest.fixture
def settings(
    database_directory: Path, worker_database: str, redis: Redis, call_backend: FakeCallBackend
) -> Settings:
    """Settings of the test's own, on the Redis and the database of this process."""
    environ = {
        "DATA_DIR": str(database_directory),
        "REDIS_URL": os.environ["REDIS_URL"],
        "DATABASE_URL": worker_database,
        "CALL_BACKEND_URL": call_backend.url,
        "CALL_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "RATE_LIMITS": "off",  # Whoever tests them turns them on.
        "FIRST_WAVE": "100",  # One wave for all, but in the tests of waves.
    }
    return Settings.from_environ(environ)


@pytest.fixture(scope="session")
def shared_app(worker_database: str, database_directory: Path) -> Iterator[Flask]:
    """The one app of this process. Tests ask for `app`."""
    settings = Settings(
        data_dir=database_directory, database_url=worker_database, rate_limits=False
    )
    app = create_app(settings)
    with app.app_context():
        db.create_all()
    # As a web process does before it serves: no test's own time includes reading the data.
    language.read("fix my toilet")
    places.place_of("95126")
    yield app
    close(app)


@pytest.fixture
def fresh_app(settings: Settings, own_database: str) -> Iterator[Flask]:
    """An app and tables of the test's own, to spoil as it likes; `app` and `client` are it, too."""
    app = create_app(replace(settings, database_url=own_database))
    with app.app_context():
        db.create_all()
        store.client()  # As in `app`.
        yield app
    close(app)


@pytest.fixture
def app(request: pytest.FixtureRequest, shared_app: Flask, settings: Settings) -> Iterator[Flask]:
    """The app with empty tables, and its context pushed."""
    if "fresh_app" in request.fixturenames:
        yield request.getfixturevalue("fresh_app")
    else:
        with lent(shared_app, settings) as app:
            yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """The API as a page uses it."""
    return app.test_client()
