"""Markers by fixture: what a test touches follows from what it asks for."""

from collections.abc import Collection, Iterator

import pytest
from _pytest.nodeid import NodeId

# Processes of its own, not the shared stack: a second group, for one worker would wait for all of
# them in turn, and that is what the whole run takes.
ON_THEIR_OWN = pytest.mark.xdist_group("processes of their own")

# By marker, the fixtures that lead to it, at any distance.
TOUCHES = {
    "database": {"worker_database", "sqlite_url"},
    "redis": {"redis", "redis_server"},
    "processes": {"stack"},
    "npm": {"llmock_server", "openapi_tools"},
    "browser": {"browser"},
}


def marks_of(fixtures: Collection[str], by_hand: Collection[str] = ()) -> Iterator[str]:
    """The markers of a test that asks for these fixtures; `pure` where it touches nothing."""
    touched = {name for name, roads in TOUCHES.items() if not roads.isdisjoint(fixtures)}
    yield from touched
    if not touched and TOUCHES.keys().isdisjoint(by_hand):
        yield "pure"


def mark(items: list[pytest.Item], in_groups: bool) -> None:
    """Mark every test, before any is chosen by its marker.

    `in_groups` keeps each group that is named together, and the others that have processes on one
    worker of pytest-xdist: they share a stack, and mostly wait while the others compute.
    """
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        for name in marks_of(fixtures, [one.name for one in item.iter_markers()]):
            item.add_marker(name)
        if in_groups and (group := _group_of(item)):
            _put_into(group, item)


def _group_of(item: pytest.Item) -> str | None:
    if named := item.get_closest_marker("xdist_group"):
        return str(named.args[0])
    if item.get_closest_marker("browser"):
        return "browser"  # It computes, and so takes turns with what mostly waits.
    return "processes" if item.get_closest_marker("processes") else None


def _put_into(group: str, item: pytest.Item) -> None:
    """Do what the marker `xdist_group` is for.

    pytest-xdist 3.8 adds the group to a field of the item that pytest 9.2 no longer reads, and so
    groups nothing (pytest-xdist issue 1386): its scheduler finds it in the id alone.
    """
    item._id = NodeId(path=item.id.path, names=(f"{item.id.rest}@{group}",))
    assert item.nodeid.endswith(f"@{group}")
