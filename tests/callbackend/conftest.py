"""The call backend on a real database: SQLite, and Postgres where TEST_DATABASE_URL names one."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text

from callbackend.app import create_app
from callbackend.calls.service import Service
from callbackend.config import Settings
from dev.postgres import own_database
from tests import worker
from tests.callbackend.factories import NOWHERE, wait_for
from tests.conftest import POSTGRES


def make_settings(database_url: str, **changes: Any) -> Settings:
    usual: dict[str, Any] = {"simulated_call_seconds": 0, "callback_origins": (NOWHERE,)}
    return Settings(database_url=database_url, **usual | changes)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A database of this process's own on the server of TEST_DATABASE_URL."""
    with own_database(POSTGRES, f"callbackend_{worker.NAME}") as url:
        yield url


@pytest.fixture
def database_url(request: pytest.FixtureRequest, sqlite_url: str) -> str:
    if not POSTGRES:
        return sqlite_url
    url: str = request.getfixturevalue("postgres_url")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url


@pytest.fixture
def settings(database_url: str) -> Settings:
    return make_settings(database_url)


@pytest.fixture
def run_app() -> Iterator[Callable[..., Flask]]:
    """Start an app with its service; both are stopped after the test."""
    services: list[Service] = []

    def run(settings: Settings, line: Any = None) -> Flask:
        app = create_app(settings, line)
        service: Service = app.extensions["callbackend"]
        services.append(service)
        service.start()
        wait_for(service.switchboard.is_open.is_set)
        return app

    yield run
    for service in services:
        service.stop()


@pytest.fixture
def app(run_app: Callable[..., Flask], settings: Settings) -> Flask:
    return run_app(settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
