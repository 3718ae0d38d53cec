"""Commands as an operator types them."""

from collections.abc import Callable

import pytest
from click.testing import Result
from flask import Flask


@pytest.fixture
def command(app: Flask) -> Callable[..., Result]:
    """Run a command: its arguments, and what stands on standard input."""
    return app.test_cli_runner().invoke
