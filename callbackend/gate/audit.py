"""The record of the gate: every decision and every fact of a call, without a word of it.

Entries are only ever added, and outlive the erasing of their call. A number stands in none of them:
the call's own row in `line_calls` has it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import Connection, insert, select

from callbackend.gate.verdicts import Verdict
from callbackend.records.line_models import AuditEntry


class AuditKind(StrEnum):
    """What an entry tells of."""

    REFUSED = "refused"  # when it was asked for
    DIALLED = "dialled"
    DENIED = "denied"  # when it was about to be dialled, for good
    HELD = "held"  # when it was about to be dialled, for now
    PLACED = "placed"
    ANSWERED = "answered"
    OPTED_OUT = "opted_out"
    ENDED = "ended"
    COST = "cost"
    STOPPED = "stopped"
    STARTED = "started"


@dataclass(frozen=True, slots=True)
class AuditNote:
    """One entry; `facts` are JSON."""

    kind: AuditKind
    at: float
    facts: dict[str, Any]
    call_id: str | None = None
    job_id: str | None = None


def write(connection: Connection, notes: Sequence[AuditNote]) -> None:
    """Add these, in their order."""
    if notes:
        rows = [
            {
                "kind": note.kind,
                "at": note.at,
                "facts": orjson.dumps(note.facts).decode(),
                "call_id": note.call_id,
                "job_id": note.job_id,
            }
            for note in notes
        ]
        connection.execute(insert(AuditEntry), rows)


def of_call(connection: Connection, call_id: str) -> list[dict[str, Any]]:
    """The entries of a call, and those of the switch while it was there; the oldest first."""
    query = select(AuditEntry.at, AuditEntry.kind, AuditEntry.facts, AuditEntry.job_id)
    rows = connection.execute(query.where(AuditEntry.call_id == call_id).order_by(AuditEntry.id))
    return [
        {"at": at, "kind": kind, "job_id": job_id, **orjson.loads(facts)}
        for at, kind, facts, job_id in rows
    ]


def of_job(connection: Connection, job_id: str) -> list[dict[str, Any]]:
    """The entries of a job, refusals at its acceptance among them."""
    query = select(AuditEntry.at, AuditEntry.kind, AuditEntry.facts, AuditEntry.call_id)
    rows = connection.execute(query.where(AuditEntry.job_id == job_id).order_by(AuditEntry.id))
    return [
        {"at": at, "kind": kind, "call_id": call_id, **orjson.loads(facts)}
        for at, kind, facts, call_id in rows
    ]


def facts_of(verdicts: Sequence[Verdict], refused_by: str | None) -> dict[str, Any]:
    """What was looked at: each rule with its values, and what it says."""
    rules = [{"rule": one.rule, "passes": one.denial is None, **one.facts} for one in verdicts]
    return {"refused_by": refused_by, "rules": rules}
