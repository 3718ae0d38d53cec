"""A real Redis and a real database for every test; a call backend on loopback that rings nobody."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dev.redis_server import RedisServer

REDIS = RedisServer(Path(tempfile.mkdtemp(prefix="quoteapp-tests-")))
# Before anything of ours is imported: celeryconfig reads the environment when it is first used.
os.environ["REDIS_URL"] = REDIS.url
for name in ("DATABASE_URL", "CALL_BACKEND_URL", "ADMIN_TOKEN", "CORS_ORIGINS", "OPENAI_API_KEY"):
    os.environ.pop(name, None)

from flask import Flask  # noqa: E402
from flask.testing import FlaskClient  # noqa: E402
from redis import Redis  # noqa: E402
from sqlalchemy import text  # noqa: E402

from quoteapp import create_app, store  # noqa: E402
from quoteapp.config import Settings  # noqa: E402
from quoteapp.extensions import db  # noqa: E402
from tests.call_backend import FakeCallBackend  # noqa: E402
from tests.closing import close  # noqa: E402

WEBHOOK_SECRET = "whsec_dGhpcyBpcyBhIHNlY3JldCBmb3IgdGVzdHM="


@pytest.fixture(scope="session", autouse=True)
def redis_server() -> Iterator[RedisServer]:
    """One Redis for the whole run."""
    REDIS.start()
    yield REDIS
    REDIS.stop()


@pytest.fixture
def redis(redis_server: RedisServer) -> Iterator[Redis]:
    """A client of that Redis, emptied first."""
    with Redis.from_url(redis_server.url, decode_responses=True) as client:
        client.flushall()
        yield client


@pytest.fixture
def call_backend() -> Iterator[FakeCallBackend]:
    """A call backend that keeps the contract, and rings nobody."""
    with FakeCallBackend() as backend:
        yield backend


@pytest.fixture
def settings(tmp_path: Path, redis: Redis, call_backend: FakeCallBackend) -> Settings:
    """Settings of a test's own; on Postgres where TEST_DATABASE_URL is set."""
    environ = {
        "DATA_DIR": str(tmp_path),
        "REDIS_URL": os.environ["REDIS_URL"],
        "DATABASE_URL": os.environ.get("TEST_DATABASE_URL", ""),
        "CALL_BACKEND_URL": call_backend.url,
        "CALL_WEBHOOK_SECRET": WEBHOOK_SECRET,
    }
    return Settings.from_environ(environ)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The app with empty tables, and its context pushed."""
    app = create_app(settings)
    with app.app_context():
        empty_database()
        store.client()  # Made at its first use, and some tests want to spoil it before that.
        yield app
    close(app)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """The API as a page uses it."""
    return app.test_client()


def empty_database() -> None:
    """Make the tables anew; ids start at 1 again, as the seeds' examples have them."""
    db.drop_all()
    db.create_all()
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("DELETE FROM sqlite_sequence"))
        db.session.commit()
