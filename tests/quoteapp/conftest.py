"""Language models for the tests (aimock's, one that says whatever a test needs), and no Redis."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from dev.redis_server import free_port
from quoteapp import create_app
from quoteapp.config import Settings
from tests.aimock.running import llmock, llmock_server  # noqa: F401  # Fixtures.
from tests.aimock.running import scripted as service  # noqa: F401
from tests.aimock.server import KEY
from tests.closing import close

Reconfigure = Callable[..., Settings]


@pytest.fixture
def use_model(app: Flask, settings: Settings) -> Reconfigure:
    """Let the app use the model at a URL, with any other settings changed."""

    def use(url: str, **changes: Any) -> Settings:
        model = {"openai_api_key": KEY, "openai_base_url": url}
        app.extensions["settings"] = replace(settings, **model | changes)
        if "llm" in app.extensions:
            app.extensions.pop("llm").close()
        return app.extensions["settings"]

    return use


@pytest.fixture
def app_without_redis(app: Flask, settings: Settings) -> Iterator[Flask]:
    """An app with empty tables, whose Redis is away."""
    other = create_app(replace(settings, redis_url=f"redis://127.0.0.1:{free_port()}/0"))
    yield other
    close(other)
