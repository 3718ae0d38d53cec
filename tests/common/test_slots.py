import threading
import time

import pytest

from common.slots import Slots


@pytest.fixture
def release():
    """What blocked work waits for; it is set in the end."""
    event = threading.Event()
    yield event
    event.set()


def test_slots_give_what_the_work_returns():
    assert Slots(1, "test").start(lambda: "done").result(1) == "done"


def test_slots_raise_what_the_work_raises():
    work = Slots(1, "test").start(lambda: (_ for _ in ()).throw(LookupError("lost")))

    with pytest.raises(LookupError, match="lost"):
        work.result(1)


def test_waiting_for_work_ends_when_the_time_is_up(release):
    began = time.monotonic()

    with pytest.raises(TimeoutError):
        Slots(1, "test").start(lambda: release.wait(5)).result(0.05)

    assert time.monotonic() - began < 1


def test_slots_do_so_much_at_once_and_no_more(release):
    slots = Slots(2, "test")
    first, second = (slots.start(lambda: release.wait(5)) for _ in range(2))

    assert slots.start(lambda: None) is None
    release.set()
    assert first.result(5)
    assert second.result(5)


def test_work_that_was_left_behind_counts_until_it_has_ended(release):
    slots = Slots(1, "test")
    work = slots.start(lambda: release.wait(5))
    with pytest.raises(TimeoutError):
        work.result(0.01)
    assert slots.start(lambda: None) is None

    release.set()

    assert wait_for_a_slot(slots).result(1) == "free"


def test_a_slot_is_free_again_when_its_work_crashed():
    slots = Slots(1, "test")
    with pytest.raises(ZeroDivisionError):
        slots.start(lambda: 1 / 0).result(1)

    assert wait_for_a_slot(slots).result(1) == "free"


def wait_for_a_slot(slots, seconds=5):
    """A future of "free": a slot is given back just after the future has its result."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if work := slots.start(lambda: "free"):
            return work
        time.sleep(0.005)
    pytest.fail("no slot became free")


def test_work_runs_in_a_thread_of_that_name_which_no_process_waits_for():
    thread = Slots(1, "test").start(threading.current_thread).result(1)

    assert thread.name == "test"
    assert thread.daemon


def test_slots_give_no_work_where_no_thread_can_be_had(monkeypatch):
    def refuse(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    slots = Slots(1, "test")
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuse)
        assert slots.start(lambda: 1) is None

    started = slots.start(lambda: 1)

    assert started is not None
    assert started.result(5) == 1
