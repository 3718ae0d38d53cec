"""The tools that npm installs here."""

import pytest

from tests.openapi import tools


@pytest.fixture(scope="session")
def openapi_tools() -> None:
    """Skips the test where they are not."""
    if lack := tools.missing():
        pytest.skip(f"the tests of the OpenAPI document's types and lint need {lack}")


@pytest.fixture(scope="session")
def document(openapi_tools: None) -> str:
    """The OpenAPI document as it is served."""
    return tools.document()
