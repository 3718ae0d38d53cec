"""The checks of the chaos run find what they look for."""

from tests.chaos.calls_made import CallsMade
from tests.chaos.checks import dialled_against_wishes

PHONE = "+14085550101"


def made(outcome: str, *dials: tuple[str, float]) -> CallsMade:
    """One call under the key `j:1:1` that ended at 10 s, and what was dialled besides it."""
    return CallsMade(
        asked={"c": {"key": "j:1:1", "phone": PHONE}},
        dials=[{"key": key, "phone": PHONE, "at": at} for key, at in dials],
        ends={"c": {"outcome": outcome, "at": 10.0}},
        posts={},
        told={},
        callbacks=[],
    )


def test_a_phone_that_rings_after_it_asked_not_to_is_found() -> None:
    assert dialled_against_wishes(made("opted_out", ("j:1:1", 5.0), ("k:2:1", 11.0))) == [
        "k:2:1 rang a phone that had asked not to"
    ]


def test_a_phone_that_rang_before_it_asked_is_none() -> None:
    assert dialled_against_wishes(made("opted_out", ("j:1:1", 5.0), ("k:2:1", 9.0))) == []
    assert dialled_against_wishes(made("busy", ("j:1:1", 5.0), ("k:2:1", 11.0))) == []
