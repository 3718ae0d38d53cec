"""Threads for work that may never end."""

import threading
import time

import pytest

from common.threads import Threads


@pytest.fixture
def gate():
    """What blocked work waits for; it is set in the end."""
    event = threading.Event()
    yield event
    event.set()


def test_they_give_what_the_work_returns_and_raise_what_it_raises():
    threads = Threads(1, "test")

    assert threads.submit(divmod, 7, 2).result(5) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        threads.submit(divmod, 7, 0).result(5)


def test_they_have_a_name_and_no_process_waits_for_them():
    thread = Threads(1, "test").submit(threading.current_thread).result(5)

    assert (thread.name, thread.daemon) == ("test", True)


def test_work_that_asks_for_an_end_ends_no_thread():
    def end():
        raise SystemExit

    threads = Threads(1, "test")
    with pytest.raises(SystemExit):
        threads.submit(end).result(5)

    assert threads.submit(lambda: "still here").result(5) == "still here"


def test_so_much_is_done_at_once_and_the_rest_in_its_turn(gate):
    threads, began = Threads(2, "test"), threading.Semaphore(0)

    def work():
        began.release()
        return gate.wait(10)

    futures = [threads.submit(work) for _ in range(5)]

    assert all(began.acquire(timeout=5) for _ in range(2))
    assert not began.acquire(timeout=0.05)
    gate.set()
    assert [future.result(5) for future in futures] == [True] * 5


def test_a_thread_that_is_free_is_used_again():
    threads, used = Threads(16, "test"), set()

    for _ in range(10):
        used.add(threads.submit(threading.get_ident).result(5))
        time.sleep(0.05)  # It has given its result just before it is free.

    assert len(used) == 1


def test_work_that_is_called_off_while_it_waits_is_not_done(gate):
    threads, done = Threads(1, "test"), []
    threads.submit(gate.wait, 10)
    waiting = threads.submit(done.append, "called off")

    waiting.cancel()
    gate.set()

    threads.submit(done.append, "the next").result(5)
    assert done == ["the next"]


def test_work_that_no_thread_can_be_had_for_is_refused_and_not_kept(monkeypatch):
    def refuse(_thread):
        raise RuntimeError("can't start new thread")

    threads, done = Threads(2, "test"), []
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuse)
        with pytest.raises(RuntimeError):
            threads.submit(done.append, "refused")

    threads.submit(done.append, "done").result(5)
    assert done == ["done"]


def test_those_that_there_are_do_it_where_no_more_can_be_had(gate, monkeypatch):
    def refuse(_thread):
        raise RuntimeError("can't start new thread")

    threads = Threads(2, "test")
    first = threads.submit(gate.wait, 10)
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuse)
        second = threads.submit(lambda: "done")
    gate.set()

    assert (first.result(5), second.result(5)) == (True, "done")
