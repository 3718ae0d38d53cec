"""Language models for the tests: aimock's, and one that says whatever a test needs."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import openai.resources.responses  # noqa: F401  # Its second belongs to no test's time limit.
import pytest
from flask import Flask

from quoteapp.config import Settings
from tests.aimock import server
from tests.aimock.scripted import ScriptedService
from tests.aimock.server import KEY, Llmock

Reconfigure = Callable[..., Settings]


@pytest.fixture(scope="session")
def llmock_server() -> Iterator[Llmock]:
    """One llmock for the whole run."""
    with server.start() as running:
        yield running


@pytest.fixture
def llmock(llmock_server: Llmock) -> Llmock:
    """That llmock, with the answers of its fixture files."""
    llmock_server.restore()
    return llmock_server


@pytest.fixture
def service() -> Iterator[ScriptedService]:
    """A service that answers as the test says."""
    with ScriptedService() as scripted:
        yield scripted


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
