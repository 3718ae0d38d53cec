"""Connections to language models that answer as a test says."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from common.language_model import LanguageModel
from tests.aimock.running import llmock, llmock_server, scripted  # noqa: F401  # Fixtures.
from tests.aimock.server import KEY

MODEL = "gpt-5.4-mini"


@pytest.fixture
def connect() -> Iterator[Callable[..., LanguageModel]]:
    """Makes models, and closes them."""
    models: list[LanguageModel] = []

    def connected(url: str, **changes: Any) -> LanguageModel:
        models.append(LanguageModel(**({"key": KEY, "base_url": url, "model": MODEL} | changes)))
        return models[-1]

    yield connected
    for model in models:
        model.close()
