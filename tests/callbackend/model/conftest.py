"""Language models for the call backend: aimock's, and one that says whatever a test needs."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from callbackend.agent.advice import Advice, Draft
from callbackend.config import Settings
from callbackend.model.client import language_model
from callbackend.reading import Utterance
from common.language_model import LanguageModel
from tests.aimock.running import llmock, llmock_server, scripted  # noqa: F401  # Fixtures.
from tests.aimock.server import KEY

Tell = Callable[[Advice], None]


@pytest.fixture
def connect() -> Iterator[Callable[..., LanguageModel]]:
    """Makes models, and closes them."""
    models: list[LanguageModel] = []

    def connected(url: str, **changes: Any) -> LanguageModel:
        values = {"openai_api_key": KEY, "openai_base_url": url} | changes
        models.append(language_model(Settings(**values)))
        return models[-1]

    yield connected
    for model in models:
        model.close()


@dataclass
class FakeAdviser:
    """Notes who asks, and tells when the test does."""

    seconds: float | None = 30.0
    wants_words: bool = False
    asked: list[tuple[tuple[Utterance, ...] | Draft, Tell]] = field(default_factory=list)
    asked_in: set[str] = field(default_factory=set)

    def reads(self, lines: tuple[Utterance, ...], tell: Tell) -> float | None:
        return self._ask(lines, tell)

    def words(self, draft: Draft, tell: Tell) -> float | None:
        return self._ask(draft, tell) if self.wants_words else None

    def _ask(self, about: tuple[Utterance, ...] | Draft, tell: Tell) -> float | None:
        self.asked.append((about, tell))
        self.asked_in.add(threading.current_thread().name)
        return self.seconds


@pytest.fixture
def adviser() -> FakeAdviser:
    return FakeAdviser()
