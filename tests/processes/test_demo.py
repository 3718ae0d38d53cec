"""`make demo` against a product that runs."""

import pytest

from dev import demo
from dev.stack import Stack


def test_the_demo_goes_from_the_query_to_a_choice(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QUOTEAPP_URL", stack.url)
    monkeypatch.setattr(demo.console, "width", 200)

    status = demo.main()

    printed = capsys.readouterr().out
    assert status == 0, printed
    assert "that is a job for a plumber" in printed
    assert "It is the lowest price" in printed
    assert "Chosen: " in printed
    assert "Simulated call: no phone was rung" in printed
