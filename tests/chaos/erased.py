"""What must be true of a job that its customer has taken back, whatever died on the way."""

from collections.abc import Iterator

from redis import Redis
from sqlalchemy import Connection, inspect, text

from tests.chaos.calls_made import CallsMade
from tests.chaos.checks import Times
from tests.chaos.memory import Memory, Told

# A claim that was committed just before is posted within this: its worker may be frozen for 6 s.
POST_SECONDS = 10.0
# So long before the answer the erasing may have begun that a fault made unfinished.
ERASING_SECONDS = 45.0
TOMBSTONE = ("", "{}")


def waits(connection: Connection) -> bool:
    """Whether anything of an erased job is still to be erased elsewhere."""
    return bool(connection.execute(text("SELECT count(*) FROM erasures")).scalar_one())


def left(connection: Connection, redis: Redis, memory: Memory, made: CallsMade) -> list[str]:
    """Whatever of erased jobs still lies anywhere, but for tombstones and shut keys."""
    erased = {told.job_id: told for told in memory.jobs.values() if told.erased_at is not None}
    markers = {told.marker: told.job_id for told in erased.values()}
    found = [f"{job_id}: {what}" for what, job_id in _said(connection, redis, markers)]
    for name in ("providers", "erasures"):
        rows = connection.execute(text(f"SELECT job_id FROM {name}"))
        found += [f"{row.job_id}: a row in {name}" for row in rows if row.job_id in erased]
    for row in connection.execute(text("SELECT job_id, answers, body, erased_at FROM briefs")):
        is_empty = (row.answers, str(row.body)) == TOMBSTONE and row.erased_at is not None
        if row.job_id in erased and not is_empty:
            found.append(f"{row.job_id}: its brief is no tombstone")
    found += [f"{job_id}: its document" for job_id in erased if redis.exists(_document(job_id))]
    asked = {call["key"] for call in made.asked.values()} | set(made.posts)
    return found + [
        f"{key} was not shut at the call backend"
        for key in asked - set(made.shut)
        if key.split(":")[0] in erased
    ]


def _document(job_id: str) -> str:
    return f"quoteapp:job:{job_id}"


def _said(
    connection: Connection, redis: Redis, markers: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """Where a word of an erased job's customer stands, in any table or key."""
    for name in inspect(connection).get_table_names():
        everything = connection.execute(text(f"SELECT * FROM {name}"))
        rows = " ".join(str(tuple(row)) for row in everything)
        yield from ((f"a word in {name}", id_) for word, id_ in markers.items() if word in rows)
    for key in redis.scan_iter():
        value = str(redis.get(key) if redis.type(key) in (b"string", "string") else "")
        yield from ((f"a word in {key!r}", id_) for word, id_ in markers.items() if word in value)


def dialled_late(memory: Memory, made: CallsMade, times: Times) -> list[str]:
    """Phones that rang for an erased job though its keys were shut, or nothing kept us from it."""
    found = []
    for dial in made.dials:
        told = memory.jobs.get(dial["key"].split(":")[0])
        if dial["at"] > made.shut.get(dial["key"], dial["at"]):
            found.append(f"{dial['key']} rang after its key was shut")
        elif _is_late(told, dial["at"]) and not _was_kept_from_it(told, made, times):
            found.append(f"{dial['key']} rang after its job was erased")
    return found + [
        f"{key} was posted {post['at'] - told.erased_at:.1f} s after its job was erased"
        for key, posts in made.posts.items()
        if (told := memory.jobs.get(key.split(":")[0])) and told.erased_at is not None
        for post in posts
        if post["at"] > told.erased_at + POST_SECONDS
    ]


def dialled_in_between(memory: Memory, made: CallsMade) -> int:
    """Phones that rang after the answer, by a post that was on its way to who was away then."""
    return sum(
        _is_late(memory.jobs.get(dial["key"].split(":")[0]), dial["at"]) for dial in made.dials
    )


def _is_late(told: Told | None, at: float) -> bool:
    return told is not None and told.erased_at is not None and at > told.erased_at


def _was_kept_from_it(told: Told | None, made: CallsMade, times: Times) -> bool:
    """Whether the call backend could not be told in time: it was away, or would not listen."""
    assert told is not None and told.erased_at is not None and told.regretted_at is not None
    begin = max(told.regretted_at, told.erased_at - ERASING_SECONDS)
    refused = [
        at
        for key, moments in made.unshut.items()
        if key.startswith(told.job_id)
        for at in moments
        if begin - 1 <= at <= told.erased_at + 1
    ]
    return bool(refused) or not times.quiet(begin - 1, told.erased_at)
