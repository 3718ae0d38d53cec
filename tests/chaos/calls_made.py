"""The call backend's side of the evidence: what it was asked, dialled, ended and told."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.chaos.ledger import records


@dataclass(frozen=True)
class CallsMade:
    """The ledgers, by key or by `call_id`."""

    asked: dict[str, dict[str, Any]]
    dials: list[dict[str, Any]]
    ends: dict[str, dict[str, Any]]
    posts: dict[str, list[dict[str, Any]]]
    told: dict[str, list[float]]
    callbacks: list[dict[str, Any]]
    # By key, when it was first shut, and when that was tried and went wrong.
    shut: dict[str, float]
    unshut: dict[str, list[float]]

    @property
    def dialled(self) -> set[str]:
        """The keys that rang a phone."""
        return {dial["key"] for dial in self.dials}


def calls_made(directory: Path) -> CallsMade:
    """Read the ledgers of the hostile backend."""
    posts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    told: dict[str, list[float]] = defaultdict(list)
    for post in records(directory / "posts.jsonl"):
        posts[post["key"]].append(post)
    shut: dict[str, float] = {}
    for one in records(directory / "shuts.jsonl"):
        shut.setdefault(one["key"], one["at"])
    unshut: dict[str, list[float]] = defaultdict(list)
    for one in records(directory / "unshut.jsonl"):
        unshut[one["key"]].append(one["at"])
    for one in records(directory / "told.jsonl"):
        told[one["call_id"]].append(one["at"])
    return CallsMade(
        asked={call["call_id"]: call for call in records(directory / "asked.jsonl")},
        dials=list(records(directory / "dials.jsonl")),
        ends={end["call_id"]: end for end in records(directory / "ends.jsonl")},
        posts=posts,
        told=told,
        callbacks=list(records(directory / "callback-answers.jsonl")),
        shut=shut,
        unshut=unshut,
    )
