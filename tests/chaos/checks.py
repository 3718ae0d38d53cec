"""The invariants, checked from both sides; every check lists what breaks it, one line each."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from quoteapp.services.calls.asking import TASK_LOST_AFTER
from quoteapp.services.calls.placing import ANSWER_LOST_AFTER
from tests.chaos.calls_made import CallsMade
from tests.chaos.customers import detail_of
from tests.chaos.faults import Window
from tests.chaos.manners import NUL, REFUSALS
from tests.chaos.rows import Blocked, Row

LOCAL = ("expired", "cancelled", "error", "invalid_number", "opted_out")
TOLD = ("outcome", "estimated_price", "last_offer", "negotiated_price")
# A call that was told to us in quiet times is written down within this: two sweeps, and a wait
# for a lock of the database.
WRITE_SECONDS = 6.0
# Within this of quiet the sweep has asked for a call several times, whatever the answers.
ASK_SECONDS = 15.0
# A sweep that finds a row due, and a task that stands in the queue.
NUDGE_SECONDS = 7.0


def dialled_twice(attempts: dict[int, int], made: CallsMade) -> list[str]:
    """A key, or an attempt at a provider, that rang more than once.

    `attempts` are how many each provider's row has had, also of those that were erased.
    """
    by_key = Counter(dial["key"] for dial in made.dials)
    by_provider = Counter(dial["provider_id"] for dial in made.dials)
    twice = [f"{key} rang {times} times" for key, times in by_key.items() if times > 1]
    return twice + [
        f"provider {id_} rang {times} times in {attempts.get(id_, 0)} attempts"
        for id_, times in by_provider.items()
        if times > attempts.get(id_, 0)
    ]


def dialled_unasked(rows: list[Row], attempts: dict[int, int], made: CallsMade) -> list[str]:
    """Phones that rang though no row has, or had until it was erased, such an attempt."""
    known = {row.key_of(n) for row in rows for n in range(1, row.values.attempt + 1)}
    return [
        f"{key} belongs to no attempt"
        for key in made.dialled - known
        if not _was_attempted(key, attempts)
    ]


def _was_attempted(key: str, attempts: dict[int, int]) -> bool:
    _, provider_id, attempt = key.split(":")
    return 0 < int(attempt) <= attempts.get(int(provider_id), 0)


def harassed(rows: list[Row], made: CallsMade, blocked: dict[str, Blocked]) -> list[str]:
    """Who was rung though they had asked not to be, or rung too often."""
    opted_out = {
        call["phone"]: end["at"]
        for call_id, end in made.ends.items()
        if end["outcome"] == "opted_out" and (call := made.asked[call_id])["key"] in made.dialled
    }
    found = [
        f"{dial['key']} rang after an opt-out"
        for dial in made.dials
        if dial["at"] > opted_out.get(dial["phone"], dial["at"])
    ]
    found += [f"{row}: attempt {row.values.attempt}" for row in rows if row.values.attempt > 3]
    for row in rows:
        entry = blocked.get(row.values.phone)
        if row.values.outcome == "opted_out" and entry is None:
            found.append(f"{row}: its number is not blocked")
        if entry is not None and row.asked_at > entry.since and made.posts[row.key]:
            found.append(f"{row}: posted though it was blocked before it was asked for")
    return found


# What each code of a refusal makes of a row, and what `retry_failed` may do with it then.
REFUSED = {
    "number_refused": "invalid_number",
    "do_not_call": "opted_out",
    "never_dial": "error",
    "bad_request": "error",
}


def misread_refusals(rows: list[Row], made: CallsMade) -> list[str]:
    """Rows that make something else of a refusal than its code says."""
    found = []
    for row in rows:
        said = {post["fault"] for post in made.posts[row.key]} & set(REFUSED)
        values = row.values
        if values.refusal is not None and (values.refusal,) != tuple(said):
            found.append(f"{row}: {values.refusal} was not said, but {said}")
        if values.refusal is not None and values.outcome != REFUSED[values.refusal]:
            found.append(f"{row}: of {values.refusal}")
        for n in range(1, values.attempt):
            if any(post["fault"] == "never_dial" for post in made.posts[row.key_of(n)]):
                found.append(f"{row}: asked for again after never_dial")
    return found


def unended(rows: list[Row]) -> list[str]:
    """Rows that are still open."""
    return [str(row) for row in rows if row.is_open]


def wrong(rows: list[Row], made: CallsMade) -> list[str]:
    """Rows that say something else than the call backend, and keys sent with another body."""
    found = [
        f"{row}: {why}"
        for row in rows
        if not row.is_open
        if (why := _false_result(row.values, made) or _false_failure(row, made))
    ]
    return found + [
        f"{key} was sent with another body"
        for key, posts in made.posts.items()
        if any(post["fault"] == "conflict" for post in posts)
    ]


def _false_result(row: Any, made: CallsMade) -> str | None:
    """A result of the backend (it carries no reason of ours) must be the backend's own."""
    if row.call_id is not None:
        call = made.asked.get(row.call_id)
        if call is None or call["key"] != f"{row.job_id}:{row.id}:{row.attempt}":
            return f"its call_id belongs to {call and call['key']}"
    if row.reason is not None:
        return None if row.outcome in LOCAL else "a result of ours that only the backend can give"
    end = made.ends.get(row.call_id or "")
    if end is None:
        return "the backend knows of no such end"
    truth = (*(end[name] for name in TOLD), _words(end), _kept(end["notes"]), end["moves"])
    shown = (
        *(getattr(row, name) for name in TOLD),
        row.call_transcript or "",
        *(row.notes, row.moves),
    )
    same = all(_same(one, other) for one, other in zip(truth, shown, strict=True))
    return None if same else f"the backend says {truth}, the row {shown}"


def _words(end: dict[str, Any]) -> str:
    """The transcript as the page shows it; a NUL cannot be kept, and is replaced."""
    lines = [f"{turn['role'].title()}: {turn['text']}" for turn in end["transcript"]]
    return "\n".join(lines).replace(NUL, "\N{REPLACEMENT CHARACTER}")


def _kept(notes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The notes, likewise."""
    return [
        note | {"text": note["text"].replace(NUL, "\N{REPLACEMENT CHARACTER}")} for note in notes
    ]


def _same(truth: Any, shown: Any) -> bool:
    return bool(shown == (Decimal(str(truth)) if isinstance(truth, float) else truth))


def _false_failure(row: Row, made: CallsMade) -> str | None:
    """What we say was never placed must not have rung."""
    values = row.values
    if values.reason is None or row.key not in made.dialled:
        return None
    never_placed = values.outcome in ("error", "invalid_number", "opted_out")
    if never_placed or values.reason.startswith("called off before"):
        return "its phone rang"
    return None


@dataclass(frozen=True)
class Times:
    """When there were faults."""

    windows: list[Window]
    deadline_seconds: float

    def quiet(self, begin: float, end: float) -> bool:
        """Whether no fault touches this stretch."""
        return all(window.end < begin or window.begin > end for window in self.windows)

    def quiet_stretch(self, begin: float, end: float, seconds: float) -> bool:
        """Whether somewhere in this stretch there was quiet for so long."""
        starts = [begin, *(window.end for window in self.windows)]
        return any(
            begin <= start and start + seconds <= end and self.quiet(start + 0.001, start + seconds)
            for start in starts
        )


def lost(rows: list[Row], made: CallsMade, times: Times) -> list[str]:
    """Rows that expired though in quiet times there was every chance to know better."""
    return [
        f"{row}: {why}"
        for row in rows
        if row.values.outcome == "expired"
        for why in _chances(row, made, times)
    ]


def _chances(row: Row, made: CallsMade, times: Times) -> Iterator[str]:
    posts = [post["at"] for post in made.posts[row.key] if post["fault"] not in REFUSALS]
    if row.values.call_id is not None:
        yield from _unwritten(row, made, times)
    elif posts:
        due = max(posts) + ANSWER_LOST_AFTER.total_seconds()
        end = due + NUDGE_SECONDS
        if end < row.deadline and times.quiet(due - 1, end):
            yield f"posted {len(posts)} times, and not again when it was due"
    elif not made.posts[row.key]:
        asked = row.deadline - times.deadline_seconds
        end = asked + TASK_LOST_AFTER.total_seconds() + NUDGE_SECONDS
        if end < row.deadline and times.quiet(asked, end):
            yield "nobody took it"


def _unwritten(row: Row, made: CallsMade, times: Times) -> Iterator[str]:
    """The end of a call whose id we know."""
    call_id = row.values.call_id
    for at in made.told[call_id]:
        if at + WRITE_SECONDS < row.deadline and times.quiet(at - 1, at + WRITE_SECONDS):
            yield "its end was told to us and not written down"
            return
    end = made.ends.get(call_id)
    if end is not None and times.quiet_stretch(end["at"], row.deadline, ASK_SECONDS):
        yield "it had ended, and nobody asked"


def unheard(rows: list[Row], made: CallsMade) -> int:
    """Calls that ended at the backend while their row ended without it: no crime, but a pity."""
    ended = {made.asked[call_id]["key"] for call_id in made.ends}
    return sum(
        row.values.outcome in LOCAL and row.values.reason is not None and row.key in ended
        for row in rows
    )


def bad_callback_answers(made: CallsMade) -> list[str]:
    """Callbacks that were not answered as the contract says."""
    found = []
    for answer in made.callbacks:
        status, forged = answer["status"], answer["kind"] == "forged"
        allowed = (401, 503) if forged else (200, 503)
        if status not in allowed:
            found.append(f"a {answer['kind']} callback was answered {status}: {answer['body']}")
        if status >= 400 and detail_of(answer["body"]) is None:
            found.append(f"a callback was answered {status} without detail: {answer['body']}")
    return found
