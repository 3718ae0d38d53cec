"""Apps whose surroundings are away."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from dev.redis_server import free_port
from quoteapp import create_app
from quoteapp.config import Settings
from tests.closing import close


@pytest.fixture(params=["SQLite", "Postgres"])
def app_without_database(request, settings: Settings, tmp_path) -> Iterator[Flask]:
    """An app whose database cannot be opened, or does not answer."""
    urls = {
        "SQLite": f"sqlite:///{tmp_path}",  # a folder is no file
        "Postgres": f"postgresql+psycopg://quoteapp@127.0.0.1:{free_port()}/quoteapp",
    }
    app = create_app(replace(settings, database_url=urls[request.param]))
    yield app
    close(app)


@pytest.fixture
def document(client) -> dict[str, Any]:
    """The OpenAPI document."""
    response = client.get("/api/openapi.json")
    assert response.status_code == 200
    return response.get_json()
