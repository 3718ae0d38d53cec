"""One stack for the tests that only look and ask; whoever harms a process starts one of its own."""

from collections.abc import Iterator

import pytest

from dev.stack import ALL, Stack
from tests.processes.journey import running_stack, until_flower_answers

OPERATOR = ("user", "secret")


@pytest.fixture(scope="package")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Every process of the Procfile, the real call backend and Flower among them."""
    changes = {"SIMULATED_CALL_SECONDS": "2", "FLOWER_BASIC_AUTH": ":".join(OPERATOR)}
    names = ("flower", *ALL)  # Flower shows what happens while it is up.
    with running_stack(tmp_path_factory.mktemp("stack"), names, **changes) as stack:
        until_flower_answers(stack)
        yield stack
