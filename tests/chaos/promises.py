"""What was answered with 200 must still be true at the end: asked through the API."""

from typing import Any

from tests.chaos.customers import Customer
from tests.chaos.faults import FORGETTING, Window
from tests.chaos.memory import Memory, Told
from tests.chaos.rows import Row


def broken_promises(
    customer: Customer, memory: Memory, rows: list[Row], windows: list[Window]
) -> list[str]:
    """Everything that clients saw break, and what is no longer there."""
    by_job: dict[str, list[Any]] = {}
    for row in rows:
        by_job.setdefault(row.values.job_id, []).append(row.values)
    found = []
    for told in memory.jobs.values():
        found += _gone(customer, told, windows)
        found += _differs(customer, told, by_job.get(told.job_id, []))
    return memory.broken + found


def _gone(customer: Customer, told: Told, windows: list[Window]) -> list[str]:
    """A job that is gone without a reason, or still there though it was erased."""
    status = customer.look(f"jobs/{told.job_id}")
    forgotten = any(window.kind in FORGETTING and window.end > told.kept_at for window in windows)
    if told.erased_at is not None:
        wrong = [f"{told.job_id}: erased, and GET answers {status}"] * (status != 404)
        early = told.unknown_at_once and not forgotten
        return wrong + [f"{told.job_id}: could not be erased, for it was not found"] * early
    if status == 200 or (status == 404 and forgotten):
        return []
    return [f"{told.job_id}: GET answers {status}"]


def _differs(customer: Customer, told: Told, rows: list[Any]) -> list[str]:
    """A poll now must show every provider that was told, as SQL has it."""
    providers = customer.poll(told)
    if providers is None:
        return [f"{told.job_id}: its status cannot be read"]
    shown = {one["id"]: (one["call_status"], one["outcome"]) for one in providers}
    kept = {row.id: (row.call_status, row.outcome) for row in rows}
    if told.asked and set(shown) != set(kept):
        return [f"{told.job_id}: calls were started, rows {sorted(kept)} of {sorted(shown)}"]
    different = [id_ for id_ in kept if kept[id_] != shown.get(id_)]
    return [f"{told.job_id}: the API shows {shown[id_]} of {id_}" for id_ in different]
