"""What the customers were told, and what was wrong with it."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

SNAPSHOT = (
    *("call_status", "outcome", "estimated_price", "negotiated_price", "last_offer", "notes"),
    "call_transcript",
)
FINISHED = ("completed", "failed")
NEVER_AGAIN = ("invalid_number", "opted_out", "declined", "visit_only")


@dataclass
class Told:
    """One job as its customer knows it; times are seconds since the epoch."""

    job_id: str
    marker: str  # Stands in what the customer has said, and nowhere else.
    kept_at: float  # no later than the moment at which the job was stored
    providers: list[int] = field(default_factory=list)
    asked: bool = False
    retried: bool = False
    # When the customer first asked to have it erased, and when that was answered.
    regretted_at: float | None = None
    erased_at: float | None = None
    unknown_at_once: bool = False  # The very first answer to that was 404.
    finished: dict[int, dict[str, Any]] = field(default_factory=dict)


class Memory:
    """Shared by all customers."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.jobs: dict[str, Told] = {}
        self.answers: Counter[str] = Counter()
        self.cut: Counter[str] = Counter()
        self.broken: list[str] = []
        self.slowest = (0.0, "")

    def complain(self, what: str) -> None:
        """Something that must not be."""
        with self.lock:
            self.broken.append(what)

    def count(self, route: str, what: str, seconds: float) -> None:
        """One answer."""
        with self.lock:
            self.answers[what] += 1
            self.slowest = max(self.slowest, (seconds, f"{route}: {what}"))

    def see(self, told: Told, providers: list[dict[str, Any]], asked_at: float) -> None:
        """Compare a poll with what earlier ones said; what is finished stays as it is.

        Nothing is shown of a job whose erasing was answered before the poll was `asked_at`.
        """
        if told.erased_at is not None and asked_at > told.erased_at and providers:
            self.complain(f"{told.job_id}: erased, and its providers are shown")
        missing = set(told.providers) - {provider["id"] for provider in providers}
        if missing and told.regretted_at is None:
            self.complain(f"{told.job_id}: providers {sorted(missing)} are gone")
        for provider in providers:
            now = {name: provider[name] for name in SNAPSHOT}
            before = told.finished.get(provider["id"])
            if before is not None and before != now and not _may_be_retried(told, before):
                self.complain(f"provider {provider['id']} changed from {before} to {now}")
            if now["call_status"] in FINISHED:
                told.finished[provider["id"]] = now


def _may_be_retried(told: Told, before: dict[str, Any]) -> bool:
    return (
        told.retried and before["call_status"] == "failed" and before["outcome"] not in NEVER_AGAIN
    )
