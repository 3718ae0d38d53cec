"""Fixtures: aimock's language model, and one that says whatever a test needs.

A conftest imports those that its tests ask for.
"""

from collections.abc import Iterator

import openai.resources.responses  # noqa: F401  # Its second belongs to no test's time limit.
import pytest

from tests.aimock import server
from tests.aimock.scripted import ScriptedService
from tests.aimock.server import Llmock


@pytest.fixture(scope="session")
def llmock_server() -> Iterator[Llmock]:
    """One llmock for all tests of a conftest."""
    with server.start() as running:
        yield running


@pytest.fixture
def llmock(llmock_server: Llmock) -> Llmock:
    """That llmock, without faults and with the answers of its fixture files."""
    llmock_server.restore()
    return llmock_server


@pytest.fixture
def scripted() -> Iterator[ScriptedService]:
    """A service that answers as the test says."""
    with ScriptedService() as service:
        yield service
