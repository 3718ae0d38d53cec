"""Reading for an event loop: once for all who wait, and nobody waits for ever."""

import asyncio
import threading
from typing import Any, cast

import pytest
from sqlalchemy.exc import OperationalError

from quoteapp.errors import DatabaseUnavailable
from quoteapp.services.polling import rounds
from quoteapp.services.polling.rounds import Rounds
from quoteapp.services.polling.status import Status, Statuses

QUICKLY = 5


class Source:
    """Stands for what is read; a gate holds it up. `read_ids` are the jobs of each round."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.entered = threading.Semaphore(0)
        self.read_ids: list[list[str]] = []
        self.error: Exception | None = None

    def read(self, job_ids: list[str]) -> dict[str, Status]:
        self.read_ids.append(sorted(job_ids))
        self.entered.release()
        assert self.gate.wait(QUICKLY)
        if self.error:
            raise self.error
        return {id_: Status((1, 1), id_.encode(), '"1-1"', 0, 0) for id_ in job_ids}


@pytest.fixture
def source() -> Source:
    return Source()


def made(source: Source) -> Rounds:
    return Rounds(cast(Statuses, source))


def bodies(outcomes: list[Any]) -> list[bytes]:
    return [outcome.body for outcome in outcomes]


async def entered(source: Source) -> None:
    assert await asyncio.to_thread(source.entered.acquire, timeout=QUICKLY)


def test_who_asks_at_the_same_time_is_read_in_one_round(source: Source) -> None:
    async def scene() -> list[Any]:
        reading = made(source)
        return await asyncio.gather(*(reading.get(id_) for id_ in ("a", "b", "a", "c")))

    assert bodies(asyncio.run(scene())) == [b"a", b"b", b"a", b"c"]
    assert source.read_ids == [["a", "b", "c"]]


def test_who_asks_while_a_round_is_read_is_in_the_next(source: Source) -> None:
    """Also for the same job: what is being read may be older than its question."""

    async def scene() -> list[Any]:
        reading = made(source)
        source.gate.clear()
        first = asyncio.create_task(reading.get("a"))
        await entered(source)
        others = [asyncio.create_task(reading.get(id_)) for id_ in ("a", "b", "a")]
        await asyncio.sleep(0)
        source.gate.set()
        return await asyncio.gather(first, *others)

    assert bodies(asyncio.run(scene())) == [b"a", b"a", b"b", b"a"]
    assert source.read_ids == [["a"], ["a", "b"]]


def test_nothing_is_read_twice_at_once_to_stay_fresh(source: Source) -> None:
    async def scene() -> None:
        reading = made(source)
        source.gate.clear()
        for _ in range(3):
            reading.refresh("a")
        await entered(source)
        reading.refresh("a")
        source.gate.set()
        await reading.get("b")

    asyncio.run(scene())
    assert source.read_ids == [["a"], ["b"]]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OperationalError("SELECT", {}, Exception("away")), DatabaseUnavailable),
        (LookupError("a mistake of ours"), LookupError),
    ],
)
def test_an_error_is_told_to_all_who_wait_and_logged_once(
    source: Source,
    error: Exception,
    told: type[Exception],
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def scene() -> list[Any]:
        reading = made(source)
        source.error = error
        failed = await asyncio.gather(reading.get("a"), reading.get("b"))
        source.error = None
        return [*failed, await reading.get("a")]

    *failed, later = asyncio.run(scene())
    assert [type(outcome) for outcome in failed] == [told, told]
    assert later.body == b"a"
    assert [record.message for record in caplog.records] == ["polls not read"]
    assert "away" not in caplog.text


def test_nobody_waits_for_ever_and_the_next_round_is_read_in_the_end(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene() -> list[Any]:
        reading = made(source)
        source.gate.clear()
        with monkeypatch.context() as hasty:
            hasty.setattr(rounds, "WAIT_SECONDS", 0.05)
            given_up = await asyncio.gather(reading.get("a"), reading.get("b"))
        source.gate.set()
        return [*given_up, await reading.get("a")]

    *given_up, later = asyncio.run(scene())
    assert [type(outcome) for outcome in given_up] == [DatabaseUnavailable] * 2
    assert later.body == b"a"


def test_who_goes_away_takes_nothing_from_the_others(source: Source) -> None:
    async def scene() -> Any:
        reading = made(source)
        source.gate.clear()
        gone, stays = (asyncio.create_task(reading.get("a")) for _ in range(2))
        await entered(source)
        gone.cancel()
        source.gate.set()
        return await stays

    assert asyncio.run(scene()).body == b"a"


def test_a_system_without_a_thread_left_is_told_and_not_for_ever(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    async def scene() -> tuple[Any, Any]:
        reading = made(source)
        with monkeypatch.context() as patched:
            patched.setattr(threading.Thread, "start", refuse)
            none = await reading.get("a")
        return none, await reading.get("a")

    none, later = asyncio.run(scene())
    assert isinstance(none, RuntimeError)
    assert later.body == b"a"
